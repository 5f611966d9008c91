package compact

import (
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// taken returns the centres at which the view's item would take the last places of
// item j, and whether others claim the same wall.
func taken(s *state, w *view, j int) (r rect, contested bool) {
	s.claiming = 0
	for _, c := range s.claims(w.i) {
		if c.item == j {
			return w.outlook(&c), c.wall && c.spare < max(c.places.x1-c.places.x0, c.places.y1-c.places.y0)
		}
	}
	return rect{}, false
}

// TestOutlookAlongWall: a cabinet 1 m wide must go to the south wall of a room 3 m
// wide, of which a shelf has taken the western 1.6 m.
func TestOutlookAlongWall(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{
		{ID: "shelf", Size: scenes.Vec3{1.6, 0.4, 2}, Support: scenes.OnFloor},
		{ID: "box", Size: scenes.Vec3{0.6, 0.6, 1}, Support: scenes.OnFloor},
		{ID: "cabinet", Size: scenes.Vec3{1, 0.5, 1}, Support: scenes.OnFloor,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}, Facing: scenes.NorthWall},
	}}
	p := newProblem(task, true, nil)
	s := newState(p, 0, nil, nil)
	shelf, box, cabinet := p.rank[0], p.rank[1], p.rank[2]
	s.place(shelf, 0, 0.8, 0.2)
	for quarter := range 4 {
		var w view
		w.fill(s, box, quarter, New().settings.arch)
		r, _ := taken(s, &w, cabinet)
		for _, c := range []struct {
			x, y float64
			last bool
		}{{2.3, 0.3, true}, {2, 0.75, true}, {2.7, 0.77, true}, {2.3, 0.81, false}, {1.5, 0.3, false}, {1.2, 2, false}} {
			u, v := w.frame.point(c.x, c.y)
			if got := r.x0 < u && u < r.x1 && r.y0 < v && v < r.y1; got != c.last {
				t.Errorf("quarter %d: at %v, %v the cabinet's last place is taken: %v", quarter, c.x, c.y, got)
			}
		}
	}
	s.place(shelf, 0, 1.5, 0.2)
	var w view
	w.fill(s, box, 0, New().settings.arch)
	if r, _ := taken(s, &w, cabinet); r != (rect{}) {
		t.Errorf("there is a place to take where there is none left: %v", r)
	}
}

// TestOutlookOfTwo: two cabinets of 1 m must go to a wall of 3 m, beside which a box
// of 1.2 m may not stand, and one of 0.9 m may.
func TestOutlookOfTwo(t *testing.T) {
	south := []scenes.Relation{{Kind: scenes.On, Target: scenes.SouthWall, Adjacent: true}}
	for width, free := range map[float64]bool{1.2: false, 0.9: true} {
		task := &scenes.Task{ID: "t", Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{
			{ID: "box", Size: scenes.Vec3{width, 0.6, 1}, Support: scenes.OnFloor},
			{ID: "first", Size: scenes.Vec3{1, 0.5, 1}, Support: scenes.OnFloor, Relations: south, Facing: scenes.NorthWall},
			{ID: "second", Size: scenes.Vec3{1, 0.5, 1}, Support: scenes.OnFloor, Relations: south, Facing: scenes.NorthWall},
		}}
		p := newProblem(task, true, nil)
		s := newState(p, 0, nil, nil)
		var w view
		w.fill(s, p.rank[0], 0, New().settings.arch)
		r, contested := taken(s, &w, p.rank[1])
		if !contested {
			t.Error("nobody else claims the wall")
		}
		if got := !(r.x0 < width/2 && width/2 < r.x1); got != free {
			t.Errorf("a box of %v m in the corner: %v", width, r)
		}
		if !free && (r.y0 > 0.3 || r.y1 < 0.7 || r.y1 > 0.9) {
			t.Errorf("a box of %v m takes places at %v", width, r)
		}
	}
}

// TestOutlookIsTrue draws centres at which the last place is said to be taken, and
// looks for places all the same.
func TestOutlookIsTrue(t *testing.T) {
	g := rand.New(rand.NewPCG(1, 2))
	tested := 0
	for seed := range uint64(60) {
		task, witness, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: seed, Objects: 12, Crowded: 1, Polygons: 0.3})
		if err != nil {
			t.Fatal(err)
		}
		p := newProblem(task, true, nil)
		s := newState(p, 0, nil, nil)
		for i := range p.items {
			var w view
			w.fill(s, i, g.IntN(4), New().settings.arch)
			for j := i + 1; j < len(p.items); j++ {
				if !p.blocks[i*len(p.items)+j] {
					continue
				}
				r, contested := taken(s, &w, j)
				if r == (rect{}) || contested {
					continue
				}
				tested++
				u, v := r.x0+(r.x1-r.x0)*g.Float64(), r.y0+(r.y1-r.y0)*g.Float64()
				before := s.poses[i]
				x, y := w.frame.back(u, v)
				s.place(i, w.quarter, x, y)
				places, quarter, _ := s.wanted(j)
				h, need := s.halfAt(j, quarter), s.need(j)
				if spot, ok := spare(s, j, reachOf(h[0], h[1], need, quarter), places, g); ok {
					t.Errorf("seed %d: item %d would take the last places of %d, but %v is left", seed, i, j, spot)
				}
				s.poses[i] = before
			}
			q := poseOf(p.items[i].obj, witness.Find(p.items[i].obj.ID))
			s.poses[i] = q
			s.poses[i].standing = settled
		}
	}
	if tested < 300 {
		t.Errorf("only %d places were looked at", tested)
	}
}

// spare looks for a place among the wanted ones by trying many.
func spare(s *state, j int, e reach, places rect, g *rand.Rand) (scenes.Vec2, bool) {
	for range 100 {
		x, y := places.x0+(places.x1-places.x0)*g.Float64(), places.y0+(places.y1-places.y0)*g.Float64()
		body, free := rect{x - e[0], x + e[1], y - e[2], y + e[3]}, true
		for k := range s.p.items {
			if q := &s.poses[k]; k != j && q.standing == settled && s.p.blocks[j*len(s.p.items)+k] {
				free = free && !body.overlaps(q.rect())
			}
		}
		for k := range s.p.zones {
			free = free && !(s.p.zones[k].blocks[j] && body.overlaps(s.p.zones[k].rect))
		}
		if free {
			return scenes.Vec2{x, y}, true
		}
	}
	return scenes.Vec2{}, false
}
