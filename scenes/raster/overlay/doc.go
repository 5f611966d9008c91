// Package overlay draws what a picture of a room does not show by itself into
// it: the objects' ids or numbers, their fronts, faults, the floor that a
// person reaches, door swings and clearances, dimensions, a compass with a
// scale, and a legend. The pictures are for the prompts of vision-language
// models, for reports and for the viewer.
//
// # Occlusion
//
// What lies in the room (arrows, zones, dimension lines) is compared with the
// frame's depth pixel by pixel and fades where something stands before it.
// Labels lie on the picture. They never overlap each other and never leave it;
// those for which there is no place are left out, and [Drawn] says which.
//
// # Looks
//
// Strokes and letters grow with the picture's smaller side; text is 8.5 pixels
// in 256, 12.5 in 512 and 20.5 in 1024. Colours are those of Okabe and Ito,
// Color Universal Design (2008): blue, sky blue, yellow and vermilion, which stay
// apart for people with any kind of colour blindness even when they are laid on
// thinly (green and purple do not). Every meaning has a shape of its own
// besides: faults are hatched, clearances dashed, the reachable floor plain. Dark ink has a light
// casing, so that it reads on dark and light materials alike.
//
// # Cost and bytes
//
// Some milliseconds for each part in 512², 30 to 50 for all of them together
// with 15 objects. Memory is a few bytes per pixel. Every product is rounded
// by a conversion before it is added, as in package raster, and coordinates are
// rounded to 1/256 pixel before anything is filled (package ink), so that the
// bytes are the same everywhere.
package overlay
