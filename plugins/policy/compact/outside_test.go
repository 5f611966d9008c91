package compact

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

func polygon(floor []scenes.Vec2, holes ...[]scenes.Vec2) *problem {
	return newProblem(&scenes.Task{ID: "room", Room: scenes.Room{Floor: floor, Holes: holes, Height: 2.5}, Objects: []scenes.Object{
		{ID: "box", Size: scenes.Vec3{0.5, 0.5, 0.5}, Support: scenes.OnFloor},
	}}, true, nil)
}

func TestOutside(t *testing.T) {
	for name, c := range map[string]struct {
		p *problem
		// floor is the area of the floor, and stairs what a stair instead of a
		// slanted wall may take from it.
		floor, stairs float64
		most          int
	}{
		"rectangle": {polygon([]scenes.Vec2{{0, 0}, {4, 0}, {4, 3}, {0, 3}}), 12, 0, 0},
		"ell":       {polygon([]scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}), 12, 0, 1},
		"pillar": {polygon([]scenes.Vec2{{0, 0}, {4, 0}, {4, 3}, {0, 3}},
			[]scenes.Vec2{{1, 1}, {1.5, 1}, {1.5, 1.5}, {1, 1.5}}), 11.75, 0, 1},
		"corner cut off": {polygon([]scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {3, 3}, {0, 3}}), 11.5, 0.1, steps},
	} {
		t.Run(name, func(t *testing.T) {
			zones := c.p.outside()
			area := 0.0
			for i, r := range zones {
				area += (r.x1 - r.x0) * (r.y1 - r.y0)
				for _, q := range zones[:i] {
					if depthOf(r, q) > 1e-9 {
						t.Errorf("%v and %v overlap", r, q)
					}
				}
			}
			free := c.p.w*c.p.d - area
			if free > c.floor+1e-9 || free < c.floor-c.stairs-1e-9 || len(zones) > c.most {
				t.Errorf("%d zones leave %.3f m² of %.3f", len(zones), free, c.floor)
			}
		})
	}
}

// TestFreeCellsAreFree puts objects on cells that hit nothing settled, in rooms
// of every shape, and asks the rules.
func TestFreeCellsAreFree(t *testing.T) {
	tried, free := 0, 0
	for seed := range uint64(12) {
		task, witness, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: seed, Objects: 10, Polygons: 1})
		if err != nil {
			t.Fatal(err)
		}
		p := newProblem(task, true, nil)
		checker := measure.NewChecker(task)
		s := newState(p, 1, witness, nil)
		for k := range s.poses {
			s.poses[k].standing = settled
		}
		g := newGrid(12)
		for i := range p.items {
			it := &p.items[i]
			// The witness's own headings may be slanted; rules of size only.
			for quarter := range 4 {
				var w view
				w.fill(s, i, quarter, sees(8, 12))
				for cell := 0; cell < g.size()*g.size(); cell += 7 {
					tried++
					if w.hits(cell/g.size(), cell%g.size()) {
						continue
					}
					free++
					x, y := w.frame.back(w.u[cell/g.size()], w.v[cell%g.size()])
					l := &scenes.Layout{Placements: append([]scenes.Placement(nil), witness.Placements...)}
					*l.Find(it.obj.ID) = scenes.Placement{ID: it.obj.ID, Position: scenes.Vec3{x, y, it.z}, Yaw: float64(90 * quarter)}
					_, at := task.Find(it.obj.ID)
					if r := checker.Measure(l).Objects[at]; r.OutOfBounds || it.apron != [4]float64{} && r.ClearanceBlocked && !carries(task, it.obj.ID) {
						t.Errorf("seed %d: %s at %.2f, %.2f, heading %d: %.3f m out of bounds, %.3f m of its free space taken",
							seed, it.obj.ID, x, y, 90*quarter, r.Outside, r.Intrusion)
					}
				}
			}
		}
	}
	if free < tried/20 || free > tried*19/20 {
		t.Errorf("%d of %d cells are free: the test says little", free, tried)
	}
	t.Logf("%d of %d cells are free", free, tried)
}

// carries reports whether something rests on an object, and so stays where it was
// when that is moved.
func carries(task *scenes.Task, id string) bool {
	for _, o := range task.Objects {
		if o.Parent == id {
			return true
		}
	}
	return false
}

// Something above a chest at an inner wall hangs at that wall.
func TestBackedByAnInnerWall(t *testing.T) {
	task := &scenes.Task{ID: "room", Room: scenes.Room{Height: 2.5, Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}}, Objects: []scenes.Object{
		{ID: "chest", Size: scenes.Vec3{0.8, 0.4, 0.5}, Support: scenes.OnFloor},
		{ID: "mirror", Size: scenes.Vec3{0.5, 0.03, 0.8}, Support: scenes.OnWall, Relations: []scenes.Relation{{Kind: scenes.Above, Target: "chest"}}},
	}}
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "chest", Position: scenes.Vec3{3, 1.8, 0.25}, Yaw: 180}}}
	p := newProblem(task, true, nil)
	s := newState(p, 1, layout, nil)
	i := 1
	if p.items[i].obj.ID != "mirror" {
		i = 0
	}
	var w view
	w.fill(s, i, 2, sees(8, 12))
	x, y := w.frame.back((w.region.x0+w.region.x1)/2, (w.region.y0+w.region.y1)/2)
	if w.gap > 0 || math.Abs(y-(2-0.015)) > 1e-9 || x < 2 || x > 4 {
		t.Errorf("the mirror goes to %.2f, %.2f, off by %.2f", x, y, w.gap)
	}
}
