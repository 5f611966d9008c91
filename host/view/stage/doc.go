// Package stage is what a designer sees of a level and moves about in: the
// camera and how it is steered, the picture, what lies under the cursor, what
// is drawn over the room, the view cube, first-person walks, and small pictures
// of assets and layouts. It knows no window: a shell hands it the pointer and
// the keys once per tick and shows the [Picture] it draws. It opens no file and
// starts no process.
//
// # Units and frames
//
// Pixels are those of the stage, (0, 0) the upper left corner of its first
// pixel, y down; on a display with several dots per unit they are the dots.
// Cameras are in the frame of the level. The points that callers give and get
// ([Stage.Project], [Stage.Ray], [Stage.Pick], marks) are in the frame of the
// active room, which is the layout space of its task: metres, z up. For a level
// of one room at the origin the two are the same.
//
// # What is drawn when
//
// Only what changed is drawn anew. While the camera moves, a large picture has
// half the resolution and none has words; once it stands still it is drawn whole,
// and a little later, by a worker, with smooth edges. [Stage.Tick] says whether anything is going
// on: when it does not, the shell may sleep.
//
// # Picking
//
// The rasteriser notes for every pixel which object it shows, so picking is
// exact to the pixel, also at the edges of openwork chairs, and costs nothing.
//
// # Goroutines
//
// A Stage is used by one goroutine. Its worker, and that of [Thumbs], end with
// Close.
package stage
