package overlay

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// The colours of Okabe and Ito, and those of labels.
var (
	blue      = color.NRGBA{0, 114, 178, 255}
	sky       = color.NRGBA{86, 180, 233, 255}
	vermilion = color.NRGBA{213, 94, 0, 255}
	yellow    = color.NRGBA{240, 228, 66, 255}
	paper     = color.NRGBA{255, 255, 255, 255}
	dark      = color.NRGBA{23, 27, 33, 255}
	soft      = color.NRGBA{84, 92, 104, 255}
)

// Drawn says what became of the labels.
type Drawn struct {
	// Labels are the placed ones, each with the object that it names.
	Labels []Label
	// LeftOut are the ids of the objects whose labels found no place.
	LeftOut []string
}

// Key lists what the numbers of marks stand for, one labelled object a line, as
// a prompt needs it.
func (d *Drawn) Key(t *scenes.Task) string {
	var b strings.Builder
	for _, l := range d.Labels {
		fmt.Fprintf(&b, "%d: %s\n", l.Object+1, t.Objects[l.Object].ID)
	}
	return b.String()
}

// Label is a label of an object as it was drawn.
type Label struct {
	// Object is the index in the task.
	Object int
	// Box is what the label covers; boxes never overlap.
	Box image.Rectangle
	// Anchor is the point on the object that the label is about.
	Anchor image.Point
	// Hidden is whether nothing of the object is seen.
	Hidden bool
}

// sheet is one picture in work.
type sheet struct {
	img      *image.NRGBA
	f        *raster.Frame
	cam      raster.Camera
	task     *scenes.Task
	layout   *scenes.Layout
	findings []scenes.Finding
	o        Options
	// u is the unit of strokes, 1 in a picture of 512 pixels; text is the size
	// of letters.
	u, text float64
	pen     ink.Pen
	rays    rays
	// slope is by how much the rays of neighbouring pixels diverge.
	slope   float64
	regions []region
	plan    plan
	// cards draw the panels, whose places are taken before anything else and
	// which lie on the lines of the room.
	cards []func()
	drawn Drawn
	only  map[string]bool
}

// Draw lays the chosen parts over img, a picture of a layout that was rendered
// into f by the camera; img may be f.Color. The findings are those of the
// layout.
func Draw(img *image.NRGBA, f *raster.Frame, cam raster.Camera, t *scenes.Task, l *scenes.Layout, findings []scenes.Finding, o Options) (*Drawn, error) {
	switch {
	case img == nil || f == nil || t == nil:
		return nil, fmt.Errorf("overlay: a picture, its frame and its task are needed")
	case img.Rect != image.Rect(0, 0, f.W, f.H) || len(f.ID) != f.W*f.H || len(f.Depth) != f.W*f.H:
		return nil, fmt.Errorf("overlay: the picture covers %v, its frame %d×%d pixels; give both the same size", img.Rect, f.W, f.H)
	case !(o.Scale >= 0 && o.Scale <= 16):
		return nil, fmt.Errorf("overlay: scale %g is out of range; use more than 0 and at most 16", o.Scale)
	case !(o.Text >= 0 && o.Text <= 400):
		return nil, fmt.Errorf("overlay: letters of %g pixels are out of range; use more than 0 and at most 400", o.Text)
	}
	if l == nil {
		l = &scenes.Layout{}
	}
	s := &sheet{img: img, f: f, cam: cam, task: t, layout: l, findings: findings, o: o}
	side := float64(min(f.W, f.H))
	scale := o.Scale
	if scale == 0 {
		scale = 1
	}
	text := 4.5 + float64(side/64)
	if o.Text > 0 {
		scale = o.Text / text
	}
	s.u, s.text = max(0.55, side/512)*scale, text*scale
	s.rays = newRays(cam, f.W, f.H)
	s.slope = math.Sqrt(dot(s.rays.dy, s.rays.dy))
	if len(o.Only) > 0 {
		s.only = make(map[string]bool, len(o.Only))
		for _, id := range o.Only {
			if k, _ := t.Find(id); k == nil {
				return nil, fmt.Errorf("overlay: task %q has no object %q", t.ID, id)
			}
			s.only[id] = true
		}
	}
	s.survey()
	s.plan.start(s)
	for _, r := range o.Covered {
		s.plan.take(r)
	}
	if o.Field != nil {
		if err := o.Field.check(); err != nil {
			return nil, err
		}
		s.field(o.Field)
	}
	if o.Walkable {
		s.walkable()
	}
	if o.Swings {
		s.swings()
	}
	var faults []fault
	if o.Violations {
		faults = s.gather()
		s.hatch(faults)
	}
	if o.Fronts {
		s.fronts()
	}
	s.panels()
	if o.Dimensions {
		s.dimensions()
	}
	if o.Sizes {
		s.sizes()
	}
	for _, draw := range s.cards {
		draw()
	}
	if o.Wordless {
		faults = nil
	}
	s.labels(faults)
	return &s.drawn, nil
}

// placed calls do with every placed object, in the layout's order.
func (s *sheet) placed(do func(k int, o *scenes.Object, p scenes.Placement)) {
	for i := range s.layout.Placements {
		p := s.layout.Placements[i]
		o, k := s.task.Find(p.ID)
		if o == nil || s.only != nil && !s.only[o.ID] || !finite(p.Position[0], p.Position[1], p.Position[2], p.Yaw, o.Size[0], o.Size[1], o.Size[2]) {
			continue
		}
		do(k, o, p)
	}
}

func finite(vs ...float64) bool {
	for _, v := range vs {
		if !(math.Abs(v) < 1e6) {
			return false
		}
	}
	return true
}

// alpha returns a colour that covers as much.
func alpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}
