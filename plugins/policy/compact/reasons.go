package compact

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// rounding keeps arithmetic from making a fault of just the tolerance one; farOff
// is where a fault begins, in metres. Package measure has the same.
const (
	rounding = 1e-9
	farOff   = geom.Tolerance + rounding
)

// touching is how far, in metres, a box is grown on every side to find what it
// touches: corners then meet at up to the tolerance.
const touching = geom.Tolerance / math.Sqrt2

// A witness knows where everything stands, to the tenth of a millimetre to which
// an answer is written, and tells what was true when an item was placed: its
// relations to the room and to the items before it. It reads the poses alone, by
// the rules of package geom, and nothing of what the networks made of them.
type witness struct {
	s     *state
	boxes []geom.Box
	half  []scenes.Vec3 // of the boxes along the room's axes
	walls []geom.Wall
	doors []door
}

// A door is the space that must stay free before one.
type door struct {
	id    string
	zones []geom.Zone
}

// A lapse is something that does not hold, of an item, a link or a door, and by
// how many metres.
type lapse struct {
	of int
	by float64
}

// An account is what is true of an item's pose. Its slices are used again.
type account struct {
	walls   []int // of the witness's that it stands against
	touches []int // items that it touches, coverings and its carrier aside
	carried bool  // its middle is over its carrier
	held    []int // links that hold
	missed  []lapse
	open    []int // links whose target had no place yet
	// faces says whether it had to face something that stood; turned is by how
	// many degrees it misses that, 0 within the tolerance.
	faces  bool
	turned float64
	// before is how many items stood already.
	before  int
	hits    []lapse
	blocked []lapse // doors
	outside float64
	invades []lapse // items whose free space it is in
	invaded []lapse // items in its own free space
	walled  float64 // how deep its own free space reaches beyond the floor
}

// beyondBefore is what of a turn's moves is worth telling, in metres.
const beyondBefore = 0.005

// told rounds to what an answer gives.
func told(x float64) float64 { return math.Round(x*1e4) / 1e4 }

func newWitness(s *state) *witness {
	n := len(s.p.items)
	w := &witness{s: s, boxes: make([]geom.Box, n), half: make([]scenes.Vec3, n), walls: s.p.space.Walls()}
	for k := range s.p.items {
		box, ok := s.box(k)
		if !ok {
			continue
		}
		for axis := range 3 {
			box.Center[axis] = told(box.Center[axis])
		}
		box.Yaw = told(box.Yaw)
		w.boxes[k], w.half[k] = box, box.Extents()
	}
	for _, o := range s.p.task.Room.Openings {
		if o.Kind == scenes.Door {
			w.doors = append(w.doors, door{o.ID, geom.SwingZones(&s.p.task.Room, o)})
		}
	}
	return w
}

// stood reports whether item k had its final place when item i was placed.
func (w *witness) stood(k, i int) bool { return k >= 0 && k < i && w.s.poses[k].standing == settled }

// near reports whether two items' boxes along the room's axes come within a
// distance on the floor.
func (w *witness) near(i, j int, within float64) bool {
	a, b := &w.boxes[i], &w.boxes[j]
	for axis := range 2 {
		if math.Abs(a.Center[axis]-b.Center[axis]) > w.half[i][axis]+w.half[j][axis]+within {
			return false
		}
	}
	return true
}

// account works out what is true of item i, which stands.
func (w *witness) account(i int, a *account) {
	*a = account{
		walls: a.walls[:0], touches: a.touches[:0], held: a.held[:0], missed: a.missed[:0], open: a.open[:0],
		hits: a.hits[:0], blocked: a.blocked[:0], invades: a.invades[:0], invaded: a.invaded[:0],
	}
	it, box := &w.s.p.items[i], &w.boxes[i]
	for k := range it.links {
		if r, ok := w.allowed(i, k, w.half[i]); !ok {
			a.open = append(a.open, k)
		} else if d := r.Distance(box.Center); d > farOff {
			a.missed = append(a.missed, lapse{k, d})
		} else {
			a.held = append(a.held, k)
		}
	}
	w.face(i, a)
	w.meetWalls(i, a)
	w.meetItems(i, a)
	if it.obj.Flat {
		return
	}
	for k := range w.doors {
		deepest := 0.0
		for z := range w.doors[k].zones {
			d, _ := w.doors[k].zones[z].Overlap(*box)
			deepest = max(deepest, d)
		}
		if deepest > farOff {
			a.blocked = append(a.blocked, lapse{k, deepest})
		}
	}
}

// allowed returns the centres that link k of item i allows a box of the given
// half sizes, and false where the link's target did not stand yet.
func (w *witness) allowed(i, k int, half scenes.Vec3) (geom.Range, bool) {
	l := &w.s.p.items[i].links[k]
	if l.target < 0 {
		return w.s.p.space.ElementRange(half, l.element), true
	}
	if !w.stood(l.target, i) {
		return geom.Range{}, false
	}
	return w.s.p.space.ObjectRange(half, l.kind, l.adjacent, w.boxes[l.target]), true
}

func (w *witness) face(i int, a *account) {
	it, box := &w.s.p.items[i], &w.boxes[i]
	at := scenes.Placement{Position: box.Center, Yaw: box.Yaw}
	off := 0.0
	switch it.face {
	case faceWall:
		off = geom.AngleBetween(box.Yaw, float64(it.faceYaw)*90)
	case faceMiddle:
		e := w.s.p.space.Extent
		off = geom.PointFacingError(at, scenes.Vec2{e[0] / 2, e[1] / 2})
	case faceObject:
		if !w.stood(it.faceTarget, i) {
			return
		}
		off = geom.PointFacingError(at, w.boxes[it.faceTarget].Center.Vec2())
	default:
		return
	}
	if a.faces = true; off > geom.AngleTolerance+rounding {
		a.turned = off
	}
}

// meetWalls finds the walls along which a side of the item lies.
func (w *witness) meetWalls(i int, a *account) {
	box := &w.boxes[i]
	if d, _ := w.s.p.space.Outside(*box); d > farOff {
		a.outside = d
	}
	corners := box.Corners()
	for k := range w.walls {
		wall := &w.walls[k]
		along := wall.To.Sub(wall.From).Mul(1 / wall.Length)
		var ends [4]bool
		for c, corner := range corners {
			from := corner.Sub(wall.From)
			t := from.Dot(along)
			ends[c] = math.Hypot(from.Dot(wall.Inward), max(0, -t, t-wall.Length)) <= geom.Tolerance
		}
		if ends[0] && ends[1] || ends[1] && ends[2] || ends[2] && ends[3] || ends[3] && ends[0] {
			a.walls = append(a.walls, k)
		}
	}
	if o := w.s.p.items[i].obj; o.Clearance != (scenes.Clearance{}) {
		zones, asked := geom.ClearanceBoxes(*box, o.Clearance)
		for side := range zones {
			if !asked[side] {
				continue
			}
			if d, _ := w.s.p.space.Outside(zones[side]); d > farOff {
				a.walled = max(a.walled, d)
			}
		}
	}
}

// meetItems compares with every item that stood.
func (w *witness) meetItems(i int, a *account) {
	it := &w.s.p.items[i]
	if it.parent >= 0 && w.stood(it.parent, i) {
		a.carried = w.boxes[it.parent].ContainsXY(w.boxes[i].Center.Vec2(), geom.Tolerance)
	}
	for j := range i {
		if !w.stood(j, i) {
			continue
		}
		a.before++
		other := &w.s.p.items[j]
		if d := w.intrusion(i, j); d > farOff {
			a.invades = append(a.invades, lapse{j, d})
		}
		if d := w.intrusion(j, i); d > farOff {
			a.invaded = append(a.invaded, lapse{j, d})
		}
		if !w.near(i, j, geom.Tolerance) {
			continue
		}
		if d, _ := geom.Overlap(it.obj, other.obj, w.boxes[i], w.boxes[j]); d > farOff {
			a.hits = append(a.hits, lapse{j, d})
			continue
		}
		if it.obj.Flat || other.obj.Flat || it.parent == j {
			continue
		}
		grown := w.boxes[i]
		grown.Half[0] += touching
		grown.Half[1] += touching
		if d, _ := geom.Penetration(grown, w.boxes[j]); d > 0 {
			a.touches = append(a.touches, j)
		}
	}
}

// intrusion returns how deep item i is in the free space that item j asks for.
func (w *witness) intrusion(i, j int) float64 {
	it, other := &w.s.p.items[i], w.s.p.items[j].obj
	c := other.Clearance
	if c == (scenes.Clearance{}) || it.obj.Flat || it.parent == j || !w.near(i, j, 1.5*max(c.Front, c.Back, c.Left, c.Right)) {
		return 0
	}
	deepest := 0.0
	zones, asked := geom.ClearanceBoxes(w.boxes[j], c)
	for side := range zones {
		if asked[side] {
			d, _ := geom.Penetration(w.boxes[i], zones[side])
			deepest = max(deepest, d)
		}
	}
	return deepest
}

// vacant looks at up to nine places at each of the four headings where item i, which was left
// out, would stand as its relations ask, and counts those where it would hit
// nothing that stood, block no door and lie on the floor.
func (w *witness) vacant(i int) (looked, free int) {
	it := &w.s.p.items[i]
	box := geom.Box{Half: it.half}
	box.Center[2] = it.z
	for quarter := range 4 {
		box.Yaw = float64(quarter) * 90
		half := w.s.halfAt(i, quarter)
		r := w.s.p.space.Within(half)
		for k := range it.links {
			if q, ok := w.allowed(i, k, half); ok {
				r = r.Intersect(q)
			}
		}
		if w.stood(it.parent, i) {
			r = r.Intersect(w.s.p.space.ObjectRange(half, scenes.On, true, w.boxes[it.parent]))
		}
		if r.Min[0] > r.Max[0]+1e-9 || r.Min[1] > r.Max[1]+1e-9 {
			continue
		}
		for _, x := range between(r.Min[0], r.Max[0]) {
			for _, y := range between(r.Min[1], r.Max[1]) {
				box.Center[0], box.Center[1] = x, y
				looked++
				if w.fits(i, box) {
					free++
				}
			}
		}
	}
	return looked, free
}

// between returns both ends of a span and its middle, or the middle alone of one
// that is none.
func between(lo, hi float64) []float64 {
	mid := (lo + hi) / 2
	if hi-lo < 1e-6 {
		return []float64{mid}
	}
	return []float64{lo, mid, hi}
}

// fits reports whether a box in the place of item i would hit nothing.
func (w *witness) fits(i int, box geom.Box) bool {
	if d, _ := w.s.p.space.Outside(box); d > farOff {
		return false
	}
	for j := range i {
		if !w.stood(j, i) {
			continue
		}
		if d, _ := geom.Overlap(w.s.p.items[i].obj, w.s.p.items[j].obj, box, w.boxes[j]); d > farOff {
			return false
		}
	}
	for k := range w.doors {
		for z := range w.doors[k].zones {
			if d, _ := w.doors[k].zones[z].Overlap(box); d > farOff && !w.s.p.items[i].obj.Flat {
				return false
			}
		}
	}
	return true
}
