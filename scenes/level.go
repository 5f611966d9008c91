package scenes

import (
	"fmt"
	"math"
)

// Farthest bounds the places and headings in a level, in metres and degrees:
// further away nothing can be told apart to a fraction of a millimetre.
const Farthest = 1e6

// Level is one or more furnished rooms in a common frame, which is that of a
// layout: Z-up, metres, x east, y north.
type Level struct {
	Name  string
	Rooms []LevelRoom
}

// LevelRoom is a furnished room of a level. The room's own origin lies at
// Origin, and its north points along the compass heading Yaw.
type LevelRoom struct {
	Task   *Task
	Layout *Layout
	Origin Vec3
	Yaw    float64
}

// Single is the level that holds one room in its own frame.
func Single(t *Task, l *Layout) *Level {
	return &Level{Name: t.ID, Rooms: []LevelRoom{{Task: t, Layout: l}}}
}

// Point returns where a point of the room lies in the level.
func (r *LevelRoom) Point(p Vec3) Vec3 {
	right, front := Axes(r.Yaw)
	q := right.Mul(p[0]).Add(front.Mul(p[1]))
	return Vec3{q[0], q[1], p[2]}.Add(r.Origin)
}

// Local returns where a point of the level lies in the room.
func (r *LevelRoom) Local(p Vec3) Vec3 {
	right, front := Axes(r.Yaw)
	d := p.Sub(r.Origin)
	q := Vec2{d[0], d[1]}
	return Vec3{q.Dot(right), q.Dot(front), d[2]}
}

// Heading returns the compass heading in the level of a heading in the room.
func (r *LevelRoom) Heading(yaw float64) float64 { return yaw + r.Yaw }

// Validate checks the rooms' tasks, that each room has a layout, that no two
// rooms share a task id and that none lies beyond [Farthest].
func (l *Level) Validate() error {
	if len(l.Rooms) == 0 {
		return fmt.Errorf("level %q has no rooms", l.Name)
	}
	seen := make(map[string]bool, len(l.Rooms))
	for i := range l.Rooms {
		r := &l.Rooms[i]
		if r.Task == nil || r.Layout == nil {
			return fmt.Errorf("level %q: rooms[%d] needs a task and a layout", l.Name, i)
		}
		if err := r.Task.Validate(); err != nil {
			return fmt.Errorf("level %q: rooms[%d]: %w", l.Name, i, err)
		}
		if seen[r.Task.ID] {
			return fmt.Errorf("level %q: two rooms are called %q", l.Name, r.Task.ID)
		}
		seen[r.Task.ID] = true
		for _, v := range []float64{r.Origin[0], r.Origin[1], r.Origin[2], r.Yaw} {
			if !(math.Abs(v) <= Farthest) {
				return fmt.Errorf("level %q: rooms[%d] lies more than 1000 km away or has no heading; check its origin_m and yaw_deg", l.Name, i)
			}
		}
	}
	return nil
}
