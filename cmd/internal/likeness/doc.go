// Command likeness compares the rasteriser's beauty picture of a furnished
// room with a path tracer's, and times it.
//
//	go run ./cmd/internal/likeness -o docs/images/likeness.png
//	go run ./cmd/internal/likeness -time 20
//
// The room, its camera and light, a Cycles picture of 512 samples per pixel and
// an EEVEE picture lie in shared/reference/render beside the repository; where
// that folder is absent the command says so and ends well. It prints the
// likeness to Cycles of our picture, of EEVEE's and of flat grey, on the pixels
// of the room.
//
// # Mask
//
// mask.png holds the pixels of the room: all those of the Cycles picture that
// cannot be reached from its border through pixels of the backdrop's colour. It
// owes nothing to our renderer; -mask writes it anew.
//
// # Times
//
// With -time the scene is drawn n times per quality and size by one goroutine
// on one processor, with the model prepared and nothing written: once anew, with
// the furniture moved a little before every picture, as for one layout after
// another, and once still, as for a camera that turns. Where Blender is
// installed, the same room is then drawn there by EEVEE, in one process that is
// warm after a picture that does not count, with all processors and 16 samples,
// and the ratio of the medians, ours anew, is printed.
package main
