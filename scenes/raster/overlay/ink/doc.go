// Package ink draws anti-aliased shapes and text onto pictures, the same bytes
// on every processor: coordinates are rounded to 1/256 pixel and everything
// after that is integer arithmetic.
//
// Coordinates are in pixels, (0, 0) the upper left corner of the first pixel, y
// down. Shapes are filled by the non-zero winding rule. Colours are blended as
// they are seen (sRGB), which keeps thin dark and thin light strokes alike.
//
// A pixel's coverage is the mean of 16 scan lines, each exact to 1/256 pixel.
// The cost is that of the rows and edges of a shape: about 2 µs for a letter.
package ink
