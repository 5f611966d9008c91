package function

// Part is one of the questions.
type Part int

// The parts.
const (
	// Navigability is the share of the floor not meant for furniture that a
	// person who enters by a door can cover, the mean over the doors. The
	// divisor is the floor's area less that of the footprints of all the task's
	// furniture, wherever it stands. Without doors the largest connected piece
	// counts. The raster, the erosion and the components are SceneEval's
	// navigability (arXiv 2503.14756) with the doors as seeds, rugs walkable,
	// and a disk in place of its square.
	Navigability Part = iota
	// Access is the mean over the furniture with functional sides (package
	// taxonomy) of the share of a strip along a side, 0.05 m off the box and 0.2
	// m deep, that such a person covers: the best of an object's sides
	// (SceneEval's accessibility), or the mean where each
	// side matters. What is used together with the object, such as a
	// nightstand beside a bed, is no part of the strip; a seat that stands in it
	// is as good a way to the side as the best way to the seat. Chairs drawn up
	// to a table may be pulled back: their back counts as a side.
	Access
	// Clearance is the mean over the same objects of the share of the class's
	// clearance that is free floor (values of Merrell et al. 2011 and of package
	// taxonomy); sides and what is used together as before.
	Clearance
	// Reach is the mean over things that should be at hand: a chair and its
	// table, a sofa or lounge seat and the nearest low table, a nightstand and
	// its bed, each (r/d)² beyond the arm's reach r; and shelves, hooks and
	// boards on walls, whose middle should hang 0.4 to 1.9 m high and which lose
	// everything over half a metre more.
	Reach
	// Sight is the mean over the seats that should look at a screen or a board:
	// the angle from the seat's front (1 up to 30°, 0 from 90°) times the angle
	// from the screen's front (1 up to 45°, 0 from 90°) times the share of five
	// lines from the eyes to the screen that nothing crosses.
	Sight
	// Openings is the mean over the doors and windows of the share of the space
	// before them that is free: where a door's leaf swings and people pass, and
	// 0.5 m before a window between sill and head (SceneEval's opening
	// clearance, as an area).
	Openings

	parts
)

// Parts is the number of parts.
const Parts = int(parts)

var names = [Parts]string{"navigability", "access", "clearance", "reach", "sight", "openings"}

// String returns the part's name in tables.
func (p Part) String() string {
	if p < 0 || p >= parts {
		return "unknown"
	}
	return names[p]
}

// Score is one part of a report.
type Score struct {
	// Applicable says whether the room has anything to ask about; the rest is 0
	// otherwise.
	Applicable bool
	// Value is between 0 and 1, 1 being right.
	Value float64
	// Terms is the number of objects, pairs or openings behind it.
	Terms int
}
