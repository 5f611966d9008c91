package stage

import (
	"cmp"
	"image"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// Hit is what is seen at a pixel.
type Hit struct {
	// Room is the index of the room, -1 where nothing is seen.
	Room int
	// Object is the id of the object, empty where the room itself is seen.
	Object string
	// Point is what is seen, in the active room.
	Point scenes.Vec3
}

// Pick returns what is seen at a pixel coordinate, exactly.
func (s *Stage) Pick(x, y float64) Hit {
	i, j, ok := s.pixel(x, y)
	if !ok {
		return Hit{Room: -1}
	}
	c := s.painter.whole()
	room, object := c.at(i, j)
	room = s.roomOf(room)
	if room < 0 {
		return Hit{Room: -1}
	}
	h := Hit{Room: room}
	if t := s.content.Rooms[room].Task; object >= 0 && object < len(t.Objects) {
		h.Object = t.Objects[object].ID
	}
	depth := c.frame.Depth[j*c.frame.W+i]
	h.Point = s.content.local(s.Camera().Unproject(s.w, s.h, float64(i)+0.5, float64(j)+0.5, float64(depth)))
	return h
}

// pixel returns the pixel at a coordinate, and false outside of the stage.
func (s *Stage) pixel(x, y float64) (i, j int, ok bool) {
	if !(x >= 0 && y >= 0 && x < float64(s.w) && y < float64(s.h)) {
		return 0, 0, false
	}
	return int(x), int(y), true
}

// roomOf turns the number of a drawn room into its index in the content; rooms
// without a task are not drawn.
func (s *Stage) roomOf(drawn int) int {
	for i := range s.content.Rooms {
		if s.content.Rooms[i].Task == nil {
			continue
		}
		if drawn == 0 {
			return i
		}
		drawn--
	}
	return -1
}

// Box returns the ids of the active room's objects in a rectangle between two
// pixel coordinates, in the task's order: all of which a pixel is seen in it, or,
// with whole, those that lie in it with their whole box, seen or not.
func (s *Stage) Box(x0, y0, x1, y1 float64, whole bool) []string {
	r := s.content.active()
	if r == nil {
		return nil
	}
	x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
	in := make([]bool, len(r.Task.Objects))
	if whole {
		s.enclosed(r, x0, y0, x1, y1, in)
	} else {
		f := &s.painter.whole().frame
		b := image.Rect(clampInt(x0), clampInt(y0), clampInt(math.Ceil(x1)), clampInt(math.Ceil(y1))).Intersect(image.Rect(0, 0, f.W, f.H))
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for _, id := range f.ID[y*f.W+b.Min.X : y*f.W+b.Max.X] {
				if k := int(id) - raster.ObjectID; k >= 0 && k < len(in) {
					in[k] = true
				}
			}
		}
	}
	var out []string
	for k := range in {
		if in[k] {
			out = append(out, r.Task.Objects[k].ID)
		}
	}
	return out
}

func clampInt(v float64) int {
	if !(v > -1) {
		return -1
	}
	return int(min(v, raster.MaxSize+1))
}

// enclosed notes the objects whose boxes are seen within a rectangle.
func (s *Stage) enclosed(r *Room, x0, y0, x1, y1 float64, in []bool) {
	l := shown(r)
	if l == nil {
		return
	}
	for i := range l.Placements {
		o, k := r.Task.Find(l.Placements[i].ID)
		if o == nil {
			continue
		}
		in[k] = true
		for _, p := range boxCorners(geom.BoxOf(o, l.Placements[i])) {
			x, y, _, ok := s.Project(p)
			if !ok || x < x0 || x > x1 || y < y0 || y > y1 {
				in[k] = false
				break
			}
		}
	}
}

// Through returns the ids of the active room's objects whose boxes the line of
// sight passes, the nearest first: what repeated clicks at one place go through.
// What is seen at the pixel comes first.
func (s *Stage) Through(x, y float64) []string {
	r := s.content.active()
	l := (*scenes.Layout)(nil)
	if r != nil {
		l = shown(r)
	}
	if l == nil {
		return nil
	}
	type found struct {
		id string
		t  float64
	}
	var list []found
	if h := s.Pick(x, y); h.Room == s.content.Active && h.Object != "" {
		list = append(list, found{h.Object, -1})
	}
	o, d := s.Ray(x, y)
	for i := range l.Placements {
		p := l.Placements[i]
		obj, _ := r.Task.Find(p.ID)
		if obj == nil || len(list) > 0 && list[0].id == p.ID {
			continue
		}
		if t, ok := meets(geom.BoxOf(obj, p), o, d); ok {
			list = append(list, found{p.ID, t})
		}
	}
	slices.SortStableFunc(list, func(a, b found) int { return cmp.Compare(a.t, b.t) })
	out := make([]string, len(list))
	for i := range list {
		out[i] = list[i].id
	}
	return out
}

// meets returns where a ray enters a box, by the slabs method (Kay and Kajiya,
// Ray Tracing Complex Scenes, 1986).
func meets(b geom.Box, o, d scenes.Vec3) (float64, bool) {
	right, front := scenes.Axes(b.Yaw)
	rel := o.Sub(b.Center)
	lo, hi := 0.0, math.Inf(1)
	for k, axis := range [3]scenes.Vec3{right.Vec3(0), front.Vec3(0), {0, 0, 1}} {
		p, v := rel.Dot(axis), d.Dot(axis)
		if math.Abs(v) < 1e-12 {
			if math.Abs(p) > b.Half[k] {
				return 0, false
			}
			continue
		}
		t0, t1 := (-b.Half[k]-p)/v, (b.Half[k]-p)/v
		lo, hi = max(lo, min(t0, t1)), min(hi, max(t0, t1))
	}
	return lo, lo <= hi
}
