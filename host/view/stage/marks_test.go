package stage

import (
	"image/color"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

func TestMarksAreWhereTheRasterDrawsThem(t *testing.T) {
	g := newStager(t, furnished(4))
	p := scenes.Vec3{2, 3, 0.5}
	x, y, _, _ := g.Project(p)
	got := g.Strokes([]Mark{{Points: []scenes.Vec3{p, {3, 3, 0.5}}, Handle: "x", Width: 2}})
	if len(got) != 1 || got[0].Points[0] != [2]float64{x, y} || got[0].Handle != "x" {
		t.Fatalf("got %+v, want a line from %g, %g", got, x, y)
	}
}

// What passes behind the eye is cut, not mirrored.
func TestMarksBehindTheCamera(t *testing.T) {
	g := newStager(t, furnished(1))
	g.SetView(raster.Orbit{Target: scenes.Vec3{3, 3, 1}, Yaw: 180, Distance: 1})
	line := []scenes.Vec3{{3, 5, 1}, {3.2, 0, 1.5}, {3, 6, 1}}
	got := g.Strokes([]Mark{{Points: line}})
	if len(got) != 2 || len(got[0].Points) != 2 || len(got[1].Points) != 2 {
		t.Fatalf("got %+v", got)
	}
	for _, s := range got {
		for _, p := range s.Points {
			if math.Abs(p[0]) > 5000 || math.Abs(p[1]) > 5000 || math.IsNaN(p[0]) {
				t.Errorf("a point at %v", p)
			}
		}
	}
	if got := g.Strokes([]Mark{{Points: []scenes.Vec3{{3, -5, 1}}}, {}, {Points: []scenes.Vec3{{math.NaN(), 0, 0}, {1, 1, 1}}}}); len(got) != 0 {
		t.Errorf("got %+v of nothing to see", got)
	}
	if got := g.Strokes([]Mark{{Points: []scenes.Vec3{{2, 5, 0}, {4, 5, 0}, {3, -5, 0}}, Closed: true, Filled: true}}); len(got) != 1 || len(got[0].Points) != 4 {
		t.Errorf("a triangle half behind gives %+v", got)
	}
}

func TestGrab(t *testing.T) {
	strokes := []Stroke{
		{Handle: "line", Points: [][2]float64{{0, 0}, {100, 0}}, Width: 2},
		{Handle: "patch", Points: [][2]float64{{40, 20}, {60, 20}, {60, 40}, {40, 40}}, Closed: true, Filled: true},
		{Points: [][2]float64{{0, 50}, {100, 50}}},
	}
	for _, c := range []struct {
		x, y float64
		want string
	}{{50, 4, "line"}, {50, 30, "patch"}, {50, 12, ""}, {50, 50, ""}, {104, 0, "line"}, {110, 0, ""}, {math.NaN(), 0, ""}} {
		if got, _ := Grab(strokes, c.x, c.y, 6); got != c.want {
			t.Errorf("at %g, %g grabbed %q, want %q", c.x, c.y, got, c.want)
		}
	}
}

func TestRelationsAndLocks(t *testing.T) {
	c := furnished(4)
	room := &c.Rooms[0]
	o := room.Task.Objects
	o[0].Relations = []scenes.Relation{{Kind: scenes.LeftOf, Target: o[1].ID}, {Kind: scenes.On, Target: scenes.NorthWall}}
	o[2].Facing = o[3].ID
	o[3].Relations = []scenes.Relation{{Kind: scenes.Behind, Target: "nobody"}}
	room.Findings = []scenes.Finding{{Rule: scenes.RuleFacing, Object: o[2].ID, Other: o[3].ID}}
	g := newStager(t, c)
	if got := g.Own(); len(got) != 0 {
		t.Errorf("%d strokes with nothing on", len(got))
	}
	g.SetOverlays(Overlays{Relations: true})
	lines, broken := 0, 0
	for _, s := range g.Own() {
		if len(s.Points) > 1 {
			lines++
		}
		if s.Dashed {
			broken++
		}
	}
	if lines != 3 || broken != 1 {
		t.Errorf("%d lines, %d broken; want 3 and 1", lines, broken)
	}
	c.Selected = []string{o[1].ID}
	g.Show(c)
	words := ""
	for _, s := range g.Own() {
		words += s.Text
	}
	if words != "left of "+o[1].ID {
		t.Errorf("the selection's relations say %q", words)
	}
	c.Rooms[0].Locked, c.Rooms[0].Hidden = []string{o[0].ID, "nobody"}, []string{o[1].ID}
	g.Show(c)
	g.SetOverlays(Overlays{Marks: true})
	if got := g.Own(); len(got) != 3+6 {
		t.Errorf("%d strokes for a lock and a box", len(got))
	}
}

func TestCube(t *testing.T) {
	g := newStager(t, furnished(2))
	for name, want := range map[string]struct {
		toward [3]int
		yaw    float64
		pitch  float64
	}{
		"S":         {[3]int{0, -1, 0}, 180, 0},
		"TOP":       {[3]int{0, 0, 1}, 180, 90},
		"corner":    {[3]int{1, -1, 1}, 135, 35.264},
		"from east": {[3]int{1, 0, 0}, 90, 0},
	} {
		g.SetView(raster.Orbit{Target: scenes.Vec3{3, 2, 1}, Yaw: 150, Pitch: 35, Distance: 8})
		c := g.Cube(200, 60, 40)
		if len(c.Sides) != 3 {
			t.Fatalf("%d sides are seen", len(c.Sides))
		}
		part := CubePart{want.toward}
		shape := c.Outline(part)
		if len(shape) == 0 {
			t.Fatalf("%s is not seen", name)
		}
		var x, y float64
		for _, q := range shape[0] {
			x, y = x+q[0]/4, y+q[1]/4
		}
		if got, ok := c.At(x, y); !ok || got != part {
			t.Errorf("%s: the middle of its shape is %v, %v", name, got, ok)
		}
		g.Turn(part)
		g.rest()
		if v := g.View(); math.Abs(heading(v.Yaw-want.yaw)) > 1e-6 || math.Abs(v.Pitch-want.pitch) > 1e-3 {
			t.Errorf("%s leads to yaw %.2f, pitch %.2f", name, v.Yaw, v.Pitch)
		}
	}
	c := g.Cube(200, 60, 40)
	if _, ok := c.At(200, 101); ok {
		t.Error("hit beside the cube")
	}
	if got := (CubePart{[3]int{-1, 1, 1}}).String(); got != "from the north-west, above" {
		t.Errorf("a corner is called %q", got)
	}
	g.Turn(CubePart{})
	g.rest()
}

func TestColoursDiffer(t *testing.T) {
	// Lightness alone must tell what holds from what does not, and the selection
	// from what the cursor is on.
	light := func(c color.NRGBA) float64 {
		return 0.2126*float64(c.R) + 0.7152*float64(c.G) + 0.0722*float64(c.B)
	}
	if d := math.Abs(light(keptColor) - light(brokenColor)); d < 15 {
		t.Errorf("relations that hold and that do not differ by %.0f", d)
	}
	if d := math.Abs(light(selectedColor) - light(hoveredColor)); d < 40 {
		t.Errorf("selected and hovered differ by %.0f", d)
	}
}
