package overlay

import (
	"bytes"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

func TestField(t *testing.T) {
	task, layout, _ := furnished(4, 1)
	f, c := picture(t, task, layout, raster.Top, 128, 128)
	plain := bytes.Clone(f.Color.Pix)
	e := task.Room.Extent()
	field := &Field{Cell: e[0] / 2, W: 2, H: 1, Values: []float32{float32(math.NaN()), 1}}
	field.Cell = max(e[0]/2, e[1])
	if _, err := Draw(f.Color, f, c, task, layout, nil, Options{Field: field}); err != nil {
		t.Fatal(err)
	}
	tinted := 0
	for i := range f.ID {
		x, y := i%128, i/128
		p := c.Unproject(128, 128, float64(x)+0.5, float64(y)+0.5, float64(f.Depth[i]))
		same := bytes.Equal(plain[4*i:4*i+4], f.Color.Pix[4*i:4*i+4])
		switch {
		case p[0] < field.Cell-0.01 && !same:
			t.Fatalf("%v has no value and is tinted", p)
		case !same:
			tinted++
		}
		if f.ID[i] >= raster.ObjectID && !same {
			if k := int(f.ID[i]) - raster.ObjectID; !task.Objects[k].Flat {
				t.Fatalf("%s is tinted", task.Objects[k].ID)
			}
		}
	}
	if field.Cell < e[0] && tinted == 0 {
		t.Error("nothing is tinted")
	}
	for _, bad := range []Field{{}, {Cell: 1, W: 1, H: 1}, {Cell: math.NaN(), W: 1, H: 1, Values: []float32{1}}, {Cell: 1, W: 1, H: 1, Values: []float32{1}, Origin: scenes.Vec2{math.Inf(1), 0}}, {Cell: 1, W: -1, H: -1, Values: []float32{1}}} {
		if _, err := Draw(f.Color, f, c, task, layout, nil, Options{Field: &bad}); err == nil {
			t.Errorf("%+v is drawn", bad)
		}
	}
}

// The colours rise in lightness, so that they say the same without hues.
func TestShadesRise(t *testing.T) {
	last := -1.0
	for v := -0.1; v < 1.15; v += 0.05 {
		c := Shade(v)
		l := 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
		if l < last {
			t.Errorf("%.2f is darker than what is worse", v)
		}
		last = l
	}
}

func TestWordless(t *testing.T) {
	task, layout, found := furnished(6, 1)
	f, c := picture(t, task, layout, raster.Dollhouse, 256, 256)
	d, err := Draw(f.Color, f, c, task, layout, found, Options{Violations: true, Wordless: true})
	if err != nil || len(d.Labels) != 0 {
		t.Errorf("%d labels, %v", len(d.Labels), err)
	}
}
