// Package edit is how a designer's hands change a document: tools that turn the
// pointer and the keys into gestures of package document and say what is to be
// drawn over the room, snapping, the nearest valid place for an object, and where
// in a room it could go. It opens no window.
//
// All points are in the frame of the room that is edited, in metres.
package edit
