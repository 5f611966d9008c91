package scenestate

import (
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// pose is a model's matrix taken apart.
type pose struct {
	origin scenes.Vec3
	yaw    float64
	// scale is along the model's right, front and up.
	scale scenes.Vec3
	// tilt is how far, in degrees, the model's up is off the vertical.
	tilt     float64
	mirrored bool
}

// maxTilt is the tilt in degrees up to which an object stands upright.
const maxTilt = 2

// objects sorts the file's objects into those of known size and the others.
func (s *State) objects(sc *scene, o Options) {
	recorded := map[string]*scenes.Object{}
	if sc.Record != nil {
		for i := range sc.Record.Objects {
			recorded[sc.Record.Objects[i].ID] = &sc.Record.Objects[i]
		}
	}
	unit := sc.Unit
	if !(unit > 0) || math.IsInf(unit, 0) {
		unit = 1
	}
	placed := map[string]scenes.Placement{}
	var extra []scenes.Object
	used := map[string]bool{}
	for k := range sc.Object {
		f := &sc.Object[k]
		id := s.identify(f, k, recorded, used)
		p, err := read(f.Transform, unit)
		if err != nil {
			s.miss("object %s (%s): %v; it is left out", id, f.ModelID, err)
			continue
		}
		p.origin = p.origin.Sub(s.Shift)
		obj := recorded[id]
		center := (*scenes.Vec3)(nil)
		if obj == nil && o.Model != nil {
			if m, ok := o.Model(f.ModelID); ok {
				obj, center = fromModel(id, f.ModelID, m), m.Center
			}
		}
		if obj == nil || p.tilt > maxTilt {
			s.unsized(id, f.ModelID, p)
			continue
		}
		size := scenes.Vec3{snap(obj.Size[0] * p.scale[0]), snap(obj.Size[1] * p.scale[1]), snap(obj.Size[2] * p.scale[2])}
		placed[id] = scenes.Placement{ID: id, Position: boxCenter(p, size, center), Yaw: p.yaw}
		if r := recorded[id]; r != nil {
			if p.scale != (scenes.Vec3{1, 1, 1}) {
				r.Size = size
			}
			continue
		}
		obj.Size = size
		extra = append(extra, *obj)
	}
	s.fill(sc, extra, placed)
	if n := len(s.Unsized); n > 0 {
		s.miss("size, mesh and category: %d of %d objects; only their places are known", n, len(sc.Object))
	}
}

// fill makes the task's objects in the record's order, then the others, and the
// layout in the same order. Recorded objects that the file no longer has, or has
// tilted, stay in the task, not placed.
func (s *State) fill(sc *scene, extra []scenes.Object, placed map[string]scenes.Placement) {
	if sc.Record != nil {
		s.Task.Objects = append(s.Task.Objects, sc.Record.Objects...)
	}
	s.Task.Objects = append(s.Task.Objects, extra...)
	for _, o := range s.Task.Objects {
		if p, ok := placed[o.ID]; ok {
			s.Layout.Placements = append(s.Layout.Placements, p)
		}
	}
}

// identify names an object: by its record's id, else "object_" and the file's
// id or its place in the list.
func (s *State) identify(f *object, k int, recorded map[string]*scenes.Object, used map[string]bool) string {
	id := text(f.ID)
	if recorded[id] == nil || used[id] {
		if id == "" || len(id) > 40 || used["object_"+id] {
			id = fmt.Sprint(k + 1)
		}
		id = "object_" + id
	}
	for n := 2; used[id] || scenes.IsLayoutElement(id); n++ {
		id = fmt.Sprintf("object_%d_%d", k+1, n)
	}
	used[id] = true
	return id
}

func fromModel(id, model string, m Model) *scenes.Object {
	o := &scenes.Object{ID: id, Category: m.Category, Asset: m.Asset, Size: m.Size, Support: m.Support, Flat: m.Flat}
	for _, v := range m.Size {
		if !(v > 0) || math.IsInf(v, 0) {
			return nil
		}
	}
	if o.Support == "" || o.Support == scenes.OnObject {
		// What carries it is not told.
		o.Support = scenes.OnFloor
	}
	if o.Asset == "" {
		o.Asset = strings.TrimPrefix(model, source)
	}
	return o
}

// boxCenter is the centre of the box of an object whose model's origin is
// known.
func boxCenter(p pose, size scenes.Vec3, center *scenes.Vec3) scenes.Vec3 {
	c := scenes.Vec3{0, 0, size[2] / 2}
	if center != nil {
		c = scenes.Vec3{center[0] * p.scale[0], center[1] * p.scale[1], center[2] * p.scale[2]}
	}
	right, front := scenes.Axes(p.yaw)
	return scenes.Vec3{
		snap(p.origin[0] + right[0]*c[0] + front[0]*c[1]),
		snap(p.origin[1] + right[1]*c[0] + front[1]*c[1]),
		snap(p.origin[2] + c[2]),
	}
}

func (s *State) unsized(id, model string, p pose) {
	at := scenes.Vec3{snap(p.origin[0]), snap(p.origin[1]), snap(p.origin[2])}
	u := Unsized{ID: id, Model: model, Position: at, Yaw: p.yaw, Inside: inside(s.Task.Room.Floor, at.Vec2())}
	s.Unsized = append(s.Unsized, u)
	if p.tilt > maxTilt {
		s.miss("object %s: is tilted by %.0f°; only upright objects have a size here", id, p.tilt)
	}
	if p.mirrored {
		s.miss("object %s: is mirrored; its left and right may be the wrong way round", id)
	}
	if !u.Inside {
		s.miss("object %s: its origin (%.2f, %.2f) is not over the floor", id, at[0], at[1])
	}
}

// inside reports whether a point is on the floor or within a millimetre of it.
func inside(floor []scenes.Vec2, p scenes.Vec2) bool {
	in := false
	for i, a := range floor {
		b := floor[(i+1)%len(floor)]
		if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(b[0]-a[0])*(p[1]-a[1])/(b[1]-a[1]) {
			in = !in
		}
		d, e := b.Sub(a), p.Sub(a)
		t := min(max(e.Dot(d)/max(d.Dot(d), 1e-300), 0), 1)
		if e.Sub(d.Mul(t)).Len() <= 1e-3 {
			return true
		}
	}
	return in
}

// read takes a matrix apart.
func read(t *transform, unit float64) (pose, error) {
	if t == nil || len(t.Data) != 16 {
		n := 0
		if t != nil {
			n = len(t.Data)
		}
		return pose{}, fmt.Errorf("its transform has %d numbers; 16 are needed", n)
	}
	d := t.Data
	for _, v := range d {
		if math.IsNaN(v) || math.Abs(v) > furthest {
			return pose{}, fmt.Errorf("its transform holds %v", v)
		}
	}
	if d[3] != 0 || d[7] != 0 || d[11] != 0 || d[15] != 1 {
		return pose{}, fmt.Errorf("its transform's last row is (%g, %g, %g, %g); it should be (0, 0, 0, 1), by columns", d[3], d[7], d[11], d[15])
	}
	x, y, z := scenes.Vec3{d[0], d[1], d[2]}, scenes.Vec3{d[4], d[5], d[6]}, scenes.Vec3{d[8], d[9], d[10]}
	det := x.Cross(y).Dot(z)
	lx, ly, lz := x.Len(), y.Len(), z.Len()
	if !(math.Abs(det) > 1e-9*lx*ly*lz) || !(lx*ly*lz > 0) {
		return pose{}, fmt.Errorf("its transform is singular")
	}
	p := pose{origin: scenes.Vec3{d[12] * unit, d[13] * unit, d[14] * unit}, mirrored: det < 0}
	// glTF models: up +Y, front +Z. Turned ones: up +Z, front −Y.
	up, front := y.Mul(1/ly), z.Mul(1/lz)
	p.scale = scenes.Vec3{one(lx), one(lz), one(ly)}
	if math.Abs(z[2])/lz > math.Abs(y[2])/ly {
		up, front = z.Mul(1/lz), y.Mul(-1/ly)
		p.scale = scenes.Vec3{one(lx), one(ly), one(lz)}
	}
	p.tilt = math.Acos(min(max(up[2], -1), 1)) * 180 / math.Pi
	if front[0] == 0 && front[1] == 0 {
		return pose{}, fmt.Errorf("its front points up or down")
	}
	p.yaw = heading(front.Vec2())
	return p, nil
}

// one removes the rounding from a scale of 1.
func one(s float64) float64 {
	if math.Abs(s-1) < 1e-5 {
		return 1
	}
	return s
}

// heading is a vector's compass heading from 0 up to but not including 360,
// without the noise of single precision round whole degrees.
func heading(v scenes.Vec2) float64 {
	h := math.Atan2(v[0], v[1]) * 180 / math.Pi
	if r := math.Round(h); math.Abs(h-r) < 1e-4 {
		h = r
	}
	if h < 0 {
		h += 360
	}
	return h + 0
}
