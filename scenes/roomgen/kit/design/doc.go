// Package design models the starter kit: low-poly furniture and props built
// from chamfered boxes, turned shapes, tapered legs, cushions and leaves. It is
// run by the generate command of scenes/roomgen/kit and nowhere else; programs
// use the files it wrote.
//
// Shapes are given in metres with x to the piece's right, y to its front and z
// up from the floor.
package design
