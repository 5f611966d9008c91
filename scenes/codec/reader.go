package codec

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// farthest is the largest coordinate taken seriously, in metres: beyond it
// sums of squares lose their meaning.
const farthest = 1e6

// reader collects the placements of one answer.
type reader struct {
	task   *scenes.Task
	scan   scanner
	parsed *Parsed
	out    []scenes.Placement
	// turned tells which placements carry their own yaw.
	turned []bool
	seen   []bool
	bad    bool
	count  int
}

func (a *reader) fault(object, format string, args ...any) {
	a.bad = true
	a.parsed.fault(object, fmt.Sprintf(format, args...))
}

func (a *reader) list() {
	n := len(a.task.Objects)
	a.out = make([]scenes.Placement, 0, n)
	flags := make([]bool, 2*n)
	a.turned, a.seen = flags[:0:n], flags[n:]
	a.scan.each('[', ']', a.item)
	a.scan.end()
}

// entry is one member of the answer as it is read.
type entry struct {
	id      string
	hasID   bool
	at      scenes.Vec3
	has     [3]bool
	yaw     float64
	turned  bool
	problem string
}

// item reads one entry and files its placement or its faults.
func (a *reader) item() {
	a.count++
	if kind := a.scan.next(); kind != shapeObject {
		a.scan.skip()
		a.fault("", "entry %d of the answer is %s; write an object with new_object_id, x, y and z", a.count, kind)
		return
	}
	var e entry
	a.scan.each('{', '}', func() { a.member(&e) })
	if a.scan.err == nil {
		a.file(&e)
	}
}

func (a *reader) member(e *entry) {
	key := a.scan.key()
	axis := -1
	switch key {
	case "new_object_id":
		if kind := a.scan.next(); kind != shapeText {
			a.scan.skip()
			e.problem = fmt.Sprintf("new_object_id is %s; write the object's id as text", kind)
			return
		}
		e.id, e.hasID = a.scan.text(), true
		return
	case "x":
		axis = 0
	case "y":
		axis = 1
	case "z":
		axis = 2
	case "rotation":
		if a.scan.next() != shapeObject {
			e.problem = fmt.Sprintf("rotation is %s; write {\"z_angle\": degrees}", a.scan.skip())
			return
		}
		a.scan.each('{', '}', func() {
			if a.scan.key() != "z_angle" {
				a.scan.skip()
				return
			}
			e.yaw, e.turned = a.coordinate(e, "z_angle")
		})
		return
	default:
		a.scan.skip()
		return
	}
	e.at[axis], e.has[axis] = a.coordinate(e, key)
}

// coordinate reads a finite number of a sensible size.
func (a *reader) coordinate(e *entry, key string) (float64, bool) {
	if kind := a.scan.next(); kind != shapeNumber {
		a.scan.skip()
		e.problem = fmt.Sprintf("%s is %s; write a number", key, kind)
		return 0, false
	}
	f := a.scan.number()
	if math.IsNaN(f) || math.Abs(f) > farthest {
		e.problem = fmt.Sprintf("%s is %v; write a finite number of a room's size", key, f)
		return 0, false
	}
	return f, true
}

// file turns an entry into a placement. Of two entries for one object the
// first counts.
func (a *reader) file(e *entry) {
	if !e.hasID {
		if e.problem == "" {
			e.problem = "new_object_id is missing"
		}
		a.fault("", "entry %d of the answer: %s", a.count, e.problem)
		return
	}
	i := a.index(e.id)
	switch {
	case i < 0:
		a.fault(e.id, "%q is not an object of the task", e.id)
		return
	case a.seen[i]:
		a.fault(e.id, "%q is placed more than once; the first placement counts", e.id)
		return
	}
	a.seen[i] = true
	for k, axis := range [3]string{"x", "y", "z"} {
		if !e.has[k] && e.problem == "" {
			e.problem = axis + " is missing"
		}
	}
	if e.problem != "" {
		a.fault(e.id, "%q: %s", e.id, e.problem)
		return
	}
	a.out = append(a.out, scenes.Placement{ID: a.task.Objects[i].ID, Position: e.at, Yaw: e.yaw})
	a.turned = append(a.turned, e.turned)
}

// index finds an object; answers mostly keep the task's order, so the search
// starts at the entry's own place.
func (a *reader) index(id string) int {
	n := len(a.task.Objects)
	for k := range n {
		if i := (a.count - 1 + k) % n; a.task.Objects[i].ID == id {
			return i
		}
	}
	return -1
}

// finish completes the layout and reports whether nothing was wrong.
func (a *reader) finish() bool {
	l := &scenes.Layout{Placements: a.out}
	a.parsed.Layout = l
	for i, ok := range a.seen {
		if o := &a.task.Objects[i]; !ok && !o.Optional {
			a.fault(o.ID, "%q is not placed", o.ID)
		}
	}
	for i := range l.Placements {
		if !a.turned[i] {
			l.Placements[i].Yaw = defaultYaw(a.task, l, l.Placements[i].ID, 0)
		}
	}
	return !a.bad
}

// defaultYaw is the heading of an object whose answer has none: the wall it
// faces, the quarter turn nearest to the object it faces, or its anchor's, as
// in I-Design.
func defaultYaw(task *scenes.Task, l *scenes.Layout, id string, depth int) float64 {
	o, _ := task.Find(id)
	if o == nil || depth > len(task.Objects) {
		return 0
	}
	if yaw, ok := scenes.WallYaw(o.Facing); ok {
		return yaw
	}
	from, to := l.Find(id), l.Find(o.Facing)
	if from != nil && to != nil && o.Facing != id {
		d := to.Position.Sub(from.Position)
		yaw := math.Round(math.Atan2(d[0], d[1])*2/math.Pi) * 90
		return math.Mod(yaw+360, 360)
	}
	for _, r := range o.Relations {
		if !scenes.IsLayoutElement(r.Target) {
			return defaultYaw(task, l, r.Target, depth+1)
		}
	}
	return 0
}
