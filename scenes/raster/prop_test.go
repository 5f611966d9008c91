package raster

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// staged is a scene without a room under one light of every kind.
func staged() Scene {
	stage := scenes.Vec3{4, 4, 1}
	return Scene{
		Props: []Prop{
			{Model: sheetOf(6), Scale: stage},
			{Model: blob(22, 24), Position: scenes.Vec3{-0.5, 0, 0.5}, Yaw: 20, ID: 7},
			{Model: seeThrough(), Position: scenes.Vec3{0.9, 0.2, 0.5}, Yaw: -30, ID: 8},
			{}, // nothing
		},
		Lights: []Light{
			{Kind: Point, Position: scenes.Vec3{-1, -1, 2.2}, Power: 60, Radius: 0.1},
			{Kind: Area, Position: scenes.Vec3{1, 1, 2.5}, Color: [3]float64{1, 0.6, 0.4}, Power: 40, Radius: 0.3},
			{Kind: Sun, Direction: scenes.Vec3{1, 1, -1}, Power: 1, Radius: 1},
			{Kind: Sun, Power: math.NaN()},
		},
		World: [3]float64{0.05, 0.06, 0.08},
	}
}

// What a lens shift, a pose and a lens do is what projection says: the picture
// shows a point where Project puts it.
func TestShiftedPose(t *testing.T) {
	c := Pose([4][4]float64{{1, 0, 0, 0.3}, {0, 0, -1, -5}, {0, 1, 0, 1}, {0, 0, 0, 1}})
	c.FovY = Lens(35, 36, 80, 60)
	if want := 2 * math.Atan(30/(35.0/36*80)) * 180 / math.Pi; math.Abs(c.FovY-want) > 1e-6 {
		t.Errorf("the field of view is %v, want %v", c.FovY, want)
	}
	for _, shift := range [][2]float64{{0, 0}, {0.2, 0}, {-0.1, 0.25}} {
		c.ShiftX, c.ShiftY = shift[0], shift[1]
		at := scenes.Vec3{0.3, 0, 1}
		var r Renderer
		var f Frame
		s := Scene{Props: []Prop{{Model: blob(22, 24), Position: at, Scale: scenes.Vec3{0.2, 0.2, 0.2}, ID: 9}}}
		if err := r.Render(s, c, Options{Width: 80, Height: 60}, &f); err != nil {
			t.Fatal(err)
		}
		x, y, _, ok := c.Project(80, 60, at)
		if !ok || math.Abs(x-(40-80*shift[0])) > 1e-9 || math.Abs(y-(30+80*shift[1])) > 1e-9 {
			t.Errorf("shift %v: the point is at %v, %v", shift, x, y)
		}
		if id := f.ID[int(y)*80+int(x)]; id != 9 {
			t.Errorf("shift %v: id %d at the point", shift, id)
		}
		n := 0
		for _, id := range f.ID {
			if id == 9 {
				n++
			}
		}
		if n > 80 {
			t.Errorf("shift %v: %d pixels show it", shift, n)
		}
	}
}

// Normals are of unit length, face the camera and are those of the surface.
func TestNormals(t *testing.T) {
	for _, q := range []Quality{Train, Beauty} {
		var r Renderer
		var f Frame
		s := Scene{Props: []Prop{{Model: wedge(), Yaw: 90}}}
		c := Camera{Eye: scenes.Vec3{4, 0, 0}, Target: scenes.Vec3{}, FovY: 20}
		if err := r.Render(s, c, Options{Width: 32, Height: 32, Quality: q, Normals: true}, &f); err != nil {
			t.Fatal(err)
		}
		if got := f.Normal[16*32+16]; got != [3]int8{127, 0, 0} {
			t.Errorf("quality %d: the normal of the face to the east is %v", q, got)
		}
		if got := f.Normal[0]; got != [3]int8{} {
			t.Errorf("quality %d: nothing has the normal %v", q, got)
		}
		if err := r.Render(s, c, Options{Width: 32, Height: 32, Quality: q}, &f); err != nil || len(f.Normal) != 0 {
			t.Errorf("quality %d: %d normals, error %v", q, len(f.Normal), err)
		}
	}
}

// Light reaches what faces it and is kept from what lies behind something.
func TestShadow(t *testing.T) {
	floor := &mesh.Model{Size: [3]float32{6, 6, 1}, Parts: []mesh.Part{{
		Positions: [][3]float32{{-3, -3, 0}, {3, -3, 0}, {3, 3, 0}, {-3, 3, 0}}, Indices: []uint32{0, 1, 2, 0, 2, 3},
	}}}
	for name, light := range map[string]Light{
		"sun":   {Kind: Sun, Power: 3},
		"point": {Kind: Point, Position: scenes.Vec3{0, 0, 3}, Power: 300, Radius: 0.02},
		"area":  {Kind: Area, Position: scenes.Vec3{0, 0, 3}, Power: 100, Radius: 0.02},
	} {
		t.Run(name, func(t *testing.T) {
			s := Scene{
				Props: []Prop{
					{Model: floor},
					{Model: blob(22, 24), Position: scenes.Vec3{0, 0, 1}, Scale: scenes.Vec3{0.6, 0.6, 0.1}, ID: 5},
				},
				Lights: []Light{light}, World: [3]float64{0.01, 0.01, 0.01},
			}
			var r Renderer
			var f Frame
			c := Camera{Eye: scenes.Vec3{0, -6, 2}, Target: scenes.Vec3{0, 0, 0.3}, FovY: 40}
			if err := r.Render(s, c, Options{Width: 100, Height: 100, Quality: Beauty, Tone: Filmic}, &f); err != nil {
				t.Fatal(err)
			}
			at := func(p scenes.Vec3) int {
				x, y, _, _ := c.Project(100, 100, p)
				return int(f.Color.Pix[f.Color.PixOffset(int(x), int(y))])
			}
			dark, lit := at(scenes.Vec3{0, 0, 0}), at(scenes.Vec3{1.3, 0, 0})
			if dark+50 > lit {
				t.Errorf("in the shadow %d, beside it %d", dark, lit)
			}
		})
	}
}

func TestPropsRefused(t *testing.T) {
	prop := []Prop{{Model: wedge()}}
	for name, c := range map[string]struct {
		s    Scene
		c    Camera
		want string
	}{
		"nothing":    {Scene{}, Camera{}, "no task"},
		"shifted":    {Scene{Props: prop}, Camera{ShiftX: 9}, "shifted by 9"},
		"shift none": {Scene{Props: prop}, Camera{ShiftY: math.NaN()}, "not at a finite place"},
	} {
		var r Renderer
		if err := r.Render(c.s, c.c, Options{}, &Frame{}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one that says %q", name, err, c.want)
		}
	}
	// Props that cannot stand are left out.
	var r Renderer
	var f Frame
	s := Scene{Props: []Prop{{Model: wedge(), Position: scenes.Vec3{math.Inf(1), 0, 0}}, {Model: &mesh.Model{}}}}
	for _, q := range []Quality{Preview, Train, Beauty} {
		if err := r.Render(s, Camera{}, Options{Width: 8, Height: 8, Quality: q}, &f); err != nil {
			t.Errorf("quality %d: %v", q, err)
		}
	}
}
