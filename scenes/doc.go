// Package scenes holds the words of the domain: a [Task] (a room, a preference
// and the objects to place), a [Layout] (one [Placement] per object) and a
// [Finding] (one concrete fault of a layout).
//
// # Frame
//
// Layout space is right-handed and Z-up, in metres: x runs west to east, y
// south to north. Yaw is a compass heading in degrees: 0 faces north (+y), 90
// faces east (+x), clockwise seen from above. An object's size is given along
// its own right, front and up axes (I-Design's length, width and height); at
// yaw 0 these are +x, +y and +z. A placement names the centre of the object's
// box, not its base.
//
// Nothing in this package or below it opens a window, starts a process or
// speaks to a plugin.
package scenes
