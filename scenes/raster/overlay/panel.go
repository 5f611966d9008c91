package overlay

import (
	"image"
	"image/color"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// entry is a line of the legend with a drawing of what it explains.
type entry struct {
	text string
	draw func(x, y, w, h float64)
}

// panels takes the places of legend, compass and scale into the emptiest corners.
func (s *sheet) panels() {
	if s.o.Legend {
		s.legend()
	}
	if s.o.Compass {
		s.compass()
		if s.cam.Ortho > 0 {
			s.scale()
		}
	}
}

// corner takes the corner of the picture where a panel covers the fewest
// objects; the first of equals, from the upper left clockwise.
func (s *sheet) corner(w, h int) (image.Rectangle, bool) {
	b := s.plan.bounds.Inset(int(3 * s.u))
	best, where := math.Inf(1), image.Rectangle{}
	for _, at := range [4]image.Point{
		b.Min, {b.Max.X - w, b.Min.Y}, {b.Max.X - w, b.Max.Y - h}, {b.Min.X, b.Max.Y - h},
	} {
		r := image.Rectangle{at, at.Add(image.Pt(w, h))}
		if !s.plan.free(r) {
			continue
		}
		if v := s.plan.busy(r) + float64(0.2*s.furnished(r)); v < best-1e-9 {
			best, where = v, r
		}
	}
	if where.Empty() {
		return where, false
	}
	s.plan.take(where)
	return where, true
}

// furnished returns which part of a rectangle shows anything.
func (s *sheet) furnished(r image.Rectangle) float64 {
	n, all := 0, 0
	for y := r.Min.Y; y < r.Max.Y; y += 4 {
		for x := r.Min.X; x < r.Max.X; x += 4 {
			all++
			if s.f.ID[y*s.f.W+x] != raster.NoID {
				n++
			}
		}
	}
	return float64(n) / float64(max(all, 1))
}

func (s *sheet) legend() {
	list := s.entries()
	if len(list) == 0 {
		return
	}
	size := 0.92 * s.text
	wide := 0.0
	for _, e := range list {
		w := ink.Measure(ink.Regular, size, e.text)
		if e.draw != nil {
			w += float64(2.4 * size)
		}
		wide = max(wide, w)
	}
	row := float64(1.45 * size)
	w, h := int(wide+float64(1.3*size)), int(float64(float64(len(list))*row)+float64(0.7*size))
	if 3*w > 2*s.f.W || 2*h > s.f.H {
		return
	}
	r, ok := s.corner(w, h)
	if !ok {
		return
	}
	s.cards = append(s.cards, func() { s.list(r, size, list) })
}

// list draws the legend's lines.
func (s *sheet) list(r image.Rectangle, size float64, list []entry) {
	s.card(r, 0.45*size, alpha(paper, 240))
	row := float64(1.45 * size)
	y := float64(r.Min.Y) + float64(0.35*size)
	for _, e := range list {
		x := float64(r.Min.X) + float64(0.65*size)
		if e.draw != nil {
			e.draw(x, y+float64(0.2*row), float64(1.8*size), float64(0.6*row))
			x += float64(2.4 * size)
		}
		s.write(ink.Regular, size, x, y, row, e.text, dark)
		y += row
	}
}

func (s *sheet) entries() (list []entry) {
	swatch := func(fill, line color.NRGBA, broken bool) func(x, y, w, h float64) {
		return func(x, y, w, h float64) {
			var p ink.Path
			p.Rect(x, y, x+w, y+h, 0)
			s.pen.Fill(s.img, &p, fill, nil)
			p.Reset()
			c := []ink.Point{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}}
			if broken {
				p.Dash(1.5*s.u, 4*s.u, 3*s.u, append(c, c[0])...)
			} else {
				p.StrokeClosed(1.5*s.u, c...)
			}
			s.pen.Fill(s.img, &p, line, nil)
		}
	}
	if s.o.Walkable {
		text := "can be reached from the doors"
		if !hasDoor(&s.task.Room) {
			text = "can be walked on"
		}
		list = append(list, entry{text, swatch(alpha(sky, 128), deep(sky), false)})
	}
	if s.o.Swings {
		if hasDoor(&s.task.Room) {
			list = append(list, entry{"to keep free for a door", swatch(alpha(yellow, 120), deep(yellow), false)})
		}
		for i := range s.task.Objects {
			if s.task.Objects[i].Clearance != (scenes.Clearance{}) {
				list = append(list, entry{"to keep free for an object", swatch(alpha(yellow, 120), deep(yellow), true)})
				break
			}
		}
	}
	if s.o.Fronts {
		list = append(list, entry{"front", func(x, y, w, h float64) {
			m, thick, neck := y+float64(h/2), h/6, x+float64(w/2)
			var p ink.Path
			p.Polygon(ink.Point{X: x, Y: m - thick}, ink.Point{X: neck, Y: m - thick}, ink.Point{X: neck, Y: y},
				ink.Point{X: x + w, Y: m}, ink.Point{X: neck, Y: y + h}, ink.Point{X: neck, Y: m + thick}, ink.Point{X: x, Y: m + thick})
			s.pen.Fill(s.img, &p, blue, nil)
		}})
	}
	if s.o.Violations {
		list = append(list, entry{"fault", func(x, y, w, h float64) {
			swatch(alpha(vermilion, 52), vermilion, false)(x, y, w, h)
			var p ink.Path
			lean := float64(h / 2)
			for v := lean; v < w; v += float64(h * 0.7) {
				p.Stroke(1.4*s.u, ink.Point{X: x + min(w, v+lean), Y: y}, ink.Point{X: x + v - lean, Y: y + h})
			}
			s.pen.Fill(s.img, &p, alpha(vermilion, 190), nil)
		}})
	}
	if s.o.Dimensions && s.cam.Plan {
		list = append(list, entry{"height " + metres(s.task.Room.Height), nil})
	}
	if missing := s.missing(); missing != "" {
		list = append(list, entry{missing, nil})
	}
	return list
}

func hasDoor(r *scenes.Room) bool {
	for _, o := range r.Openings {
		if o.Kind == scenes.Door {
			return true
		}
	}
	return false
}

// missing says which objects are not placed.
func (s *sheet) missing() string {
	var ids []string
	for i := range s.task.Objects {
		if id := s.task.Objects[i].ID; s.layout.Find(id) == nil {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ""
	}
	out := "not placed: " + strings.Join(ids[:min(3, len(ids))], ", ")
	if len(ids) > 3 {
		out += " …"
	}
	return out
}
