package scenes

import "math"

// Placement puts one object: the centre of its box and its heading.
type Placement struct {
	ID string `json:"id"`
	// Position is the centre of the object's box.
	Position Vec3 `json:"position"`
	// Yaw is the compass heading of the front, in degrees.
	Yaw float64 `json:"yaw"`
}

// Layout is one placement per object. An object without a placement is not
// placed; a policy that leaves one out says so by leaving it out here.
type Layout struct {
	Placements []Placement `json:"placements"`
}

// Find returns the placement of the object with the given id, or nil.
func (l *Layout) Find(id string) *Placement {
	for i := range l.Placements {
		if l.Placements[i].ID == id {
			return &l.Placements[i]
		}
	}
	return nil
}

// Axes returns the right and front unit vectors on the floor of an object with
// the given yaw. The four headings are exact.
func Axes(yaw float64) (right, front Vec2) {
	switch y := math.Mod(math.Mod(yaw, 360)+360, 360); y {
	case 0:
		front = Vec2{0, 1}
	case 90:
		front = Vec2{1, 0}
	case 180:
		front = Vec2{0, -1}
	case 270:
		front = Vec2{-1, 0}
	default:
		s, c := math.Sincos(y * math.Pi / 180)
		front = Vec2{s, c}
	}
	return Vec2{front[1], -front[0]}, front
}

// WallYaw returns the heading of an object whose front points at the given
// wall, and false when id is not a wall.
func WallYaw(id string) (float64, bool) {
	switch id {
	case NorthWall:
		return 0, true
	case EastWall:
		return 90, true
	case SouthWall:
		return 180, true
	case WestWall:
		return 270, true
	}
	return 0, false
}
