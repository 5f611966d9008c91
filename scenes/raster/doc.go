// Package raster draws furnished rooms in pure Go: colour, depth and instance
// id in one pass, a picture in about a millisecond, and the same bytes on
// every processor and for every number of workers.
//
// # Same bytes
//
// Triangle edges are walked in exact integers. All other arithmetic that
// reaches a pixel rounds every product by an explicit conversion before it is
// added to anything, which the language specification says forbids fusing the
// two; sines are rounded to a grid coarser than their last bits. Rows are
// independent of each other, so splitting them between workers changes
// nothing.
//
// # How a picture is made
//
// Vertices are transformed, lit (sun, sky and ground light, a weak light at
// the camera) and projected once. Triangles are clipped, culled and reduced to
// plane equations. A visibility pass then notes the nearest triangle of every
// pixel, a shading pass colours each pixel once, see-through triangles are
// blended over it from back to front, then the ghosts of what hangs on walls and
// ceilings that are not drawn, and the linear result is tone mapped to sRGB.
// Occlusion maps of the floor and the walls give corners and furniture their
// contact shade.
//
// A [Renderer] may be used by one goroutine at a time; several share prepared
// models through a [Cache].
package raster
