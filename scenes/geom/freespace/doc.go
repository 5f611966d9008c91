// Package freespace draws the free floor of a room as a raster of bits and
// answers what measurements ask of it: how much is free, in how many pieces,
// what a person reaches, and which share of a strip is free.
//
// Frame and units are those of layout space seen from above: metres, x to the
// east along the columns, y to the north along the rows; row 0 is the
// southernmost. Pixels are squares of side [Grid.Cell].
//
// One rule decides every shape: a pixel belongs to it iff the pixel's centre
// does, where a left or lower edge that runs through a centre takes it and a
// right or upper edge does not (disks take both). Two polygons that share an
// edge therefore never share a pixel and leave none between them. What lies
// beyond the raster is not free. An area is off by at most half a pixel along
// its outline.
//
// A [Grid] keeps its buffers: a second Reset of the same or a smaller size
// allocates nothing. The raster is a row of 64-bit words per row of pixels, so
// that drawing, eroding and counting work on 64 pixels at a time. It is not
// safe for concurrent use; measure in parallel with a Grid per goroutine.
//
// A typical raster of 256 pixels a side takes 6 µs to draw the floor, under 1 µs
// a box, 15 µs to erode by a square, 50 µs by a person's disk, 6 µs to find the
// pieces, and 0.5 to 1 ms for distances, which are per pixel.
//
// Shapes with a coordinate that is not finite are not drawn. The raster never
// grows beyond [MaxSide] pixels a side, whatever is asked.
package freespace
