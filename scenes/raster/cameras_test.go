package raster

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// framed are rooms of every outline.
func framed() map[string]scenes.Room {
	return map[string]scenes.Room{
		"usual":   scenes.RectRoom(6, 4, 3),
		"tiny":    scenes.RectRoom(0.9, 1.1, 2.4),
		"long":    scenes.RectRoom(18, 2, 2.6),
		"deep":    scenes.RectRoom(2, 18, 2.6),
		"tall":    scenes.RectRoom(2, 2, 12),
		"hall":    scenes.RectRoom(60, 45, 9),
		"L":       {Floor: []scenes.Vec2{{0, 0}, {5, 0}, {5, 2.2}, {2.4, 2.2}, {2.4, 5}, {0, 5}}, Height: 2.6},
		"T":       {Floor: []scenes.Vec2{{2, 0}, {4, 0}, {4, 3}, {6, 3}, {6, 5}, {0, 5}, {0, 3}, {2, 3}}, Height: 2.6},
		"slanted": {Floor: []scenes.Vec2{{0, 0}, {5, 0.8}, {4.2, 4}, {1, 4.6}}, Height: 2.6},
	}
}

var shapes = [][2]int{{256, 256}, {512, 288}, {288, 512}, {1000, 100}, {100, 1000}, {16, 16}}

// gaps returns the smallest distance of the projected points from the
// picture's sides: left, right, upper, lower; as parts of the picture.
func gaps(t *testing.T, c Camera, w, h int, points []scenes.Vec3) (g [4]float64) {
	t.Helper()
	for i := range g {
		g[i] = math.Inf(1)
	}
	for _, p := range points {
		x, y, _, ok := c.Project(w, h, p)
		if !ok {
			t.Fatalf("%v is behind the camera", p)
		}
		for i, v := range [4]float64{x / float64(w), 1 - x/float64(w), y / float64(h), 1 - y/float64(h)} {
			g[i] = min(g[i], v)
		}
	}
	return g
}

func TestPresetsShowTheWholeRoom(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for name, room := range framed() {
		cameras := map[string]func(w, h int) Camera{
			"orbit": func(w, h int) Camera {
				return FrameRoom(&room, rng.Float64()*360, rng.Float64()*178-89, 15+rng.Float64()*60, w, h)
			},
		}
		for _, preset := range []string{Dollhouse, Top, Reference, North, East, South, West} {
			cameras[preset] = func(w, h int) Camera {
				c, err := Preset(preset, &room, w, h)
				if err != nil {
					t.Fatal(err)
				}
				return c
			}
		}
		for camera, of := range cameras {
			t.Run(name+" "+camera, func(t *testing.T) {
				for _, s := range shapes {
					c := of(s[0], s[1])
					var inner []scenes.Vec3
					for _, p := range room.Floor {
						inner = append(inner, scenes.Vec3{p[0], p[1], 0}, scenes.Vec3{p[0], p[1], room.Height})
					}
					for _, g := range gaps(t, c, s[0], s[1], inner) {
						if g < 0 {
							t.Errorf("%v: a corner of the room is %.3f of the picture outside", s, -g)
						}
					}
					if camera == Top {
						continue // its border is a fixed length
					}
					// Walls included, two opposite sides have just the margin, and
					// on the other pair of sides the room is in the middle.
					const margin = (1 - frameMargin) / 2
					g := gaps(t, c, s[0], s[1], corners(&room))
					for i, v := range g {
						if v < margin-1e-6 {
							t.Errorf("%v: side %d has a margin of %.4f", s, i, v)
						}
					}
					tight := 0
					for i := range 2 {
						if math.Abs(g[2*i]-margin) < 1e-6 && math.Abs(g[2*i+1]-margin) < 1e-6 {
							tight++
						}
					}
					if tight == 0 {
						t.Errorf("%v: margins %.3f are wider than needed", s, g)
					}
				}
			})
		}
	}
}

func TestReferenceViewOfItsOwnRoom(t *testing.T) {
	// The pose, lens and shift of the camera in MetaSpatial's Blender scene, and
	// the room of 6×4×3 m that it was placed for.
	want := Pose([4][4]float64{
		{0.6859206557273865, -0.32401347160339355, 0.6515582203865051, 7.358891487121582},
		{0.7276763319969177, 0.305420845746994, -0.6141703724861145, -6.925790786743164},
		{0, 0.8953956365585327, 0.44527140259742737, 4.958309173583984},
		{0, 0, 0, 1},
	})
	want.FovY, want.ShiftX, want.ShiftY = Lens(35, 36, 800, 800), 0.3, 0.1
	room := scenes.RectRoom(6, 4, 3)
	got, err := Preset(Reference, &room, 800, 800)
	if err != nil {
		t.Fatal(err)
	}
	_, _, f := got.basis()
	_, _, g := want.basis()
	if turned := math.Acos(min(1, dot64(f, g))) * 180 / math.Pi; turned > 0.01 {
		t.Errorf("looks %.3f° past the reference", turned)
	}
	// The reference leaves another border; but for that the corners are at the
	// same places.
	a, b := inBox(got, &room), inBox(want, &room)
	for i := range a {
		if d := a[i].Sub(b[i]).Len(); d > 1e-3 {
			t.Errorf("corner %d is at %.3f of the room's picture, in the reference at %.3f", i, a[i], b[i])
		}
	}
}

// inBox returns where the corners of a room are in the rectangle round them in
// a square picture, 0 to 1.
func inBox(c Camera, room *scenes.Room) []scenes.Vec2 {
	var out []scenes.Vec2
	lo, hi := scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	for _, p := range room.Floor {
		for _, z := range []float64{0, room.Height} {
			x, y, _, _ := c.Project(800, 800, scenes.Vec3{p[0], p[1], z})
			out = append(out, scenes.Vec2{x, y})
			lo, hi = scenes.Vec2{min(lo[0], x), min(lo[1], y)}, scenes.Vec2{max(hi[0], x), max(hi[1], y)}
		}
	}
	for i := range out {
		for k := range 2 {
			out[i][k] = (out[i][k] - lo[k]) / (hi[k] - lo[k])
		}
	}
	return out
}

func TestElevationsLookAtTheirWall(t *testing.T) {
	room := scenes.RectRoom(6, 4, 3)
	for name, want := range map[string][]bool{
		// Cut are the walls behind the camera, in the order south, east, north, west.
		North: {true, false, false, false}, East: {false, false, false, true},
		South: {false, false, true, false}, West: {false, true, false, false},
	} {
		c, err := Preset(name, &room, 300, 200)
		if err != nil {
			t.Fatal(err)
		}
		for i, cut := range want {
			if outside(&room, i, c) != cut {
				t.Errorf("%s: wall %d is cut: %v", name, i, !cut)
			}
		}
	}
}

func TestCloseupSeesItsObject(t *testing.T) {
	for n := range 8 {
		task, layout, models := furnished(6 + n)
		for i, p := range layout.Placements {
			o := &task.Objects[i]
			c, err := ParseCamera("closeup:"+o.ID, task, layout, 96, 72)
			if err != nil {
				t.Fatal(err)
			}
			var r Renderer
			var f Frame
			if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, Options{Width: 96, Height: 72}, &f); err != nil {
				t.Fatal(err)
			}
			x, y, _, ok := c.Project(96, 72, p.Position)
			if !ok || x < 30 || x > 66 || y < 18 || y > 54 {
				t.Errorf("%d objects: the middle of %s is at (%.0f, %.0f)", 6+n, o.ID, x, y)
			}
			seen := 0
			for _, id := range f.ID {
				if int(id) == ObjectID+i {
					seen++
				}
			}
			if seen < 96*72/50 {
				t.Errorf("%d objects: %d pixels of %s are seen", 6+n, seen, o.ID)
			}
		}
	}
}

func TestParseCameraRefuses(t *testing.T) {
	task, layout, _ := furnished(3)
	task.Objects = append(task.Objects, scenes.Object{ID: "left_out", Size: scenes.Vec3{1, 1, 1}})
	for text, want := range map[string]string{
		"dolhouse":         `did you mean "dollhouse"?`,
		"":                 "use one of dollhouse, top",
		"helicopter":       "orbit:YAW,PITCH[,DISTANCE]",
		"orbt:1,2":         `did you mean "orbit"?`,
		"top:3":            `write "top"`,
		"closeup":          "closeup:o0",
		"closeup:o99":      `no object "o99"`,
		"closeup:lef_out":  `did you mean "left_out"?`,
		"closeup:left_out": "left_out is not placed",
		"orbit":            "write orbit:YAW,PITCH[,DISTANCE]",
		"orbit:1":          "write orbit:YAW,PITCH[,DISTANCE]",
		"orbit:a,1":        `"a" is not a number`,
		"orbit:NaN,1":      "is not a number",
		"orbit:1e9,1":      "heading 1e+09° is out of range",
		"orbit:1,91":       "elevation 91°",
		"orbit:1,2,-1":     "distance -1 m",
	} {
		if _, err := ParseCamera(text, task, layout, 64, 64); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if _, err := ParseCamera("top", nil, nil, 64, 64); err == nil {
		t.Error("no task is accepted")
	}
	if _, err := ParseCamera("top", task, nil, 0, 64); err == nil {
		t.Error("a picture without a width is accepted")
	}
}

func TestParseCameraReads(t *testing.T) {
	task, layout, _ := furnished(3)
	for _, text := range []string{"dollhouse", " Top ", "orbit:150,35", "orbit: -30, 90 , 12.5", "closeup:o1"} {
		c, err := ParseCamera(text, task, layout, 64, 48)
		if err == nil {
			err = c.check()
		}
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	c, _ := ParseCamera("orbit:90,0,7", task, layout, 64, 48)
	e := task.Room.Extent()
	if want := (scenes.Vec3{e[0]/2 + 7, e[1] / 2, e[2] / 2}); c.Eye.Sub(want).Len() > 1e-9 {
		t.Errorf("orbit:90,0,7 stands at %v, want %v", c.Eye, want)
	}
}

func FuzzParseCamera(f *testing.F) {
	for _, text := range append([]string{"orbit:150,35,9", "closeup:o1", "orbit:,,", "closeup:", "top:", "\x00"}, CameraForms...) {
		f.Add(text, 64, 48)
	}
	task, layout, _ := furnished(3)
	f.Fuzz(func(t *testing.T, text string, w, h int) {
		c, err := ParseCamera(text, task, layout, w, h)
		if err == nil && c.check() != nil {
			t.Errorf("%q: %v", text, c.check())
		}
	})
}
