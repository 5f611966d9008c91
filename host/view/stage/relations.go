package stage

import (
	"image/color"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// The colours of relations that hold and that do not, after Okabe and Ito. Those
// that do not are dashed besides.
var (
	keptColor   = color.NRGBA{0, 114, 178, 230}
	brokenColor = color.NRGBA{213, 94, 0, 255}
	hiddenColor = color.NRGBA{84, 92, 104, 200}
	lockColor   = color.NRGBA{23, 27, 33, 235}
)

const (
	relationWidth = 2
	// faint is the opacity of what need not be looked at, of 255.
	faint = 110
	// arch is how much of its length a line rises over what stands between.
	arch = 0.22
	// arcSteps is in how many pieces an arch is drawn.
	arcSteps = 14
)

// Own returns what the stage itself draws over the picture by the overlays that
// are on: relations, locks, and boxes of what is hidden.
func (s *Stage) Own() []Stroke { return s.own(s.w, s.h) }

// own is [Stage.Own] for a picture of w by h pixels.
func (s *Stage) own(w, h int) []Stroke {
	r := s.content.active()
	if r == nil || r.Layout == nil {
		return nil
	}
	var marks []Mark
	if s.overlay.Relations {
		marks = append(marks, relations(r, s.content.Selected)...)
	}
	if s.overlay.Marks {
		marks = append(marks, s.locks(r, float64(s.h)/float64(h))...)
		marks = append(marks, ghosts(r)...)
	}
	return s.strokes(marks, w, h)
}

// relations are lines from objects to what they have a relation to or face; of
// the selected objects only, when there are any. Without a selection what holds
// is drawn faintly, so that what does not stands out.
func relations(r *Room, selected []string) []Mark {
	var out []Mark
	for i := range r.Task.Objects {
		o := &r.Task.Objects[i]
		p := r.Layout.Find(o.ID)
		if p == nil {
			continue
		}
		done := map[string]bool{}
		add := func(target, words string, broken bool) {
			if len(selected) > 0 && !slices.Contains(selected, o.ID) && !slices.Contains(selected, target) {
				return
			}
			to, ok := aim(r, p, target)
			if !ok {
				return
			}
			m := Mark{Points: []scenes.Vec3{p.Position, to}, Color: keptColor, Width: relationWidth}
			if !scenes.IsLayoutElement(target) {
				m.Points = arc(p.Position, to)
			}
			switch {
			case broken:
				m.Color, m.Dashed = brokenColor, true
			case len(selected) == 0:
				m.Color.A, m.Width = faint, relationWidth/2.0
			}
			dot := Mark{Points: []scenes.Vec3{to}, Color: m.Color, Width: 4 * m.Width}
			if len(selected) > 0 && !done[target] {
				m.Text = words
			}
			done[target] = true
			out = append(out, m, dot)
		}
		for _, q := range o.Relations {
			add(q.Target, string(q.Kind)+" "+q.Target, wrong(r, scenes.RuleRelation, o.ID, q.Target))
		}
		if o.Facing != "" {
			add(o.Facing, "faces "+o.Facing, wrong(r, scenes.RuleFacing, o.ID, o.Facing))
		}
	}
	return out
}

// wrong reports whether there is a finding about an object and another.
func wrong(r *Room, rule scenes.Rule, object, other string) bool {
	return slices.ContainsFunc(r.Findings, func(f scenes.Finding) bool {
		return f.Rule == rule && f.Object == object && (f.Other == other || f.Other == "")
	})
}

// aim is where the line to a target ends.
func aim(r *Room, p *scenes.Placement, target string) (scenes.Vec3, bool) {
	e := r.Task.Room.Extent()
	q := p.Position
	switch target {
	case scenes.SouthWall:
		return scenes.Vec3{q[0], 0, q[2]}, true
	case scenes.NorthWall:
		return scenes.Vec3{q[0], e[1], q[2]}, true
	case scenes.WestWall:
		return scenes.Vec3{0, q[1], q[2]}, true
	case scenes.EastWall:
		return scenes.Vec3{e[0], q[1], q[2]}, true
	case scenes.Middle:
		return scenes.Vec3{e[0] / 2, e[1] / 2, 0}, true
	case scenes.Ceiling:
		return scenes.Vec3{q[0], q[1], e[2]}, true
	}
	if t := r.Layout.Find(target); t != nil {
		return t.Position, true
	}
	return scenes.Vec3{}, false
}

// arc is a line that rises in its middle.
func arc(a, b scenes.Vec3) []scenes.Vec3 {
	out := make([]scenes.Vec3, arcSteps+1)
	high := arch * b.Sub(a).Len()
	for i := range out {
		k := float64(i) / arcSteps
		out[i] = a.Add(b.Sub(a).Mul(k)).Add(scenes.Vec3{0, 0, 4 * high * k * (1 - k)})
	}
	return out
}

// locks are padlocks above what is locked, for a picture whose pixels are zoom
// times as large as the stage's.
func (s *Stage) locks(r *Room, zoom float64) []Mark {
	var out []Mark
	right, up, _ := axes(s.view)
	turn := scenes.LevelRoom{Yaw: r.Yaw}
	right, up = turn.Local(right), turn.Local(up)
	for _, id := range r.Locked {
		o, _ := r.Task.Find(id)
		p := r.Layout.Find(id)
		if o == nil || p == nil {
			continue
		}
		at := p.Position.Add(scenes.Vec3{0, 0, o.Size[2] / 2})
		u := s.Metres(at) * zoom
		// The parts of a padlock, in pixels from the place it hangs at.
		place := func(points ...[2]float64) []scenes.Vec3 {
			out := make([]scenes.Vec3, len(points))
			for i, q := range points {
				out[i] = at.Add(right.Mul(q[0] * u)).Add(up.Mul((q[1] + 6) * u))
			}
			return out
		}
		out = append(out,
			Mark{Points: place([2]float64{-4, 8}, [2]float64{-4, 12}, [2]float64{-2, 14.5}, [2]float64{2, 14.5}, [2]float64{4, 12}, [2]float64{4, 8}), Color: lockColor, Width: 2},
			Mark{Points: place([2]float64{-6, 0}, [2]float64{6, 0}, [2]float64{6, 8}, [2]float64{-6, 8}), Closed: true, Filled: true, Color: lockColor, Width: 1},
			Mark{Points: place([2]float64{0, 5}, [2]float64{0, 2.5}), Color: color.NRGBA{255, 255, 255, 255}, Width: 2},
		)
	}
	return out
}

// ghosts are the boxes of what is hidden.
func ghosts(r *Room) []Mark {
	var out []Mark
	for _, id := range r.Hidden {
		o, _ := r.Task.Find(id)
		p := r.Layout.Find(id)
		if o == nil || p == nil {
			continue
		}
		c := boxCorners(geom.BoxOf(o, *p))
		base := Mark{Color: hiddenColor, Width: 1.2, Dashed: true}
		for _, ring := range [2][]scenes.Vec3{c[:4], c[4:]} {
			m := base
			m.Points, m.Closed = ring, true
			out = append(out, m)
		}
		for i := range 4 {
			m := base
			m.Points = []scenes.Vec3{c[i], c[i+4]}
			out = append(out, m)
		}
	}
	return out
}
