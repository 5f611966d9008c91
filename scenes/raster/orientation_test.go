package raster

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// main colour of a pixel: 'r', 'g', 'b' or '-'.
func hue(f *Frame, x, y int) byte {
	p := f.Color.Pix[4*(y*f.W+x):]
	switch r, g, b := int(p[0]), int(p[1]), int(p[2]); {
	case r > g+80 && r > b+80:
		return 'r'
	case g > r+80 && g > b+80:
		return 'g'
	case b > r+80 && b > g+80:
		return 'b'
	}
	return '-'
}

// one object with the wedge model in the middle of a 4×4 m room.
func single(yaw float64, size scenes.Vec3) Scene {
	w := wedge()
	return Scene{
		Task: &scenes.Task{ID: "one", Room: scenes.RectRoom(4, 4, 3), Objects: []scenes.Object{{ID: "a", Asset: "w", Size: size}}},
		Layout: &scenes.Layout{Placements: []scenes.Placement{
			{ID: "a", Position: scenes.Vec3{2, 2, size[2] / 2}, Yaw: yaw},
		}},
		Models: func(string) *mesh.Model { return w },
	}
}

func TestFrontFacesHeading(t *testing.T) {
	// From each side of the room, the face that is seen at each yaw. Looking at
	// the front (red) means standing where the heading points; the right side
	// (green) is seen a quarter turn clockwise from there.
	sides := map[string]scenes.Vec3{"north": {2, 3.9, 1}, "east": {3.9, 2, 1}, "south": {2, 0.1, 1}, "west": {0.1, 2, 1}}
	want := map[string]string{"north": "r--g", "east": "gr--", "south": "-gr-", "west": "--gr"} // yaw 0, 90, 180, 270
	for name, from := range sides {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, yaw := range []float64{0, 90, 180, 270} {
				var r Renderer
				var f Frame
				c := Camera{Eye: from, Target: scenes.Vec3{2, 2, 0.5}}
				if err := r.Render(single(yaw, scenes.Vec3{1, 1, 1}), c, Options{Width: 33, Height: 33}, &f); err != nil {
					t.Fatal(err)
				}
				got += string(hue(&f, 16, 16))
			}
			if got != want[name] {
				t.Errorf("seen from the %s at yaw 0, 90, 180, 270: %q, want %q", name, got, want[name])
			}
		})
	}
}

func TestTopViewHasNorthUp(t *testing.T) {
	s := single(0, scenes.Vec3{1, 0.5, 1})
	s.Layout.Placements[0].Position = scenes.Vec3{3, 3.5, 0.5}
	c, err := Preset(Top, &s.Task.Room, 120, 120)
	if err != nil {
		t.Fatal(err)
	}
	var r Renderer
	var f Frame
	if err := r.Render(s, c, Options{Width: 120, Height: 120}, &f); err != nil {
		t.Fatal(err)
	}
	lo, hi := [2]int{999, 999}, [2]int{}
	for y := range f.H {
		for x := range f.W {
			if f.Pick(x, y) == 0 {
				lo = [2]int{min(lo[0], x), min(lo[1], y)}
				hi = [2]int{max(hi[0], x+1), max(hi[1], y+1)}
			}
		}
	}
	// The object spans 2.5…3.5 m from the west and 0.25…0.75 m from the north.
	for k, p := range []scenes.Vec3{{2.5, 3.75, 1}, {3.5, 3.25, 1}} {
		x, y, _, _ := c.Project(120, 120, p)
		got := [][2]int{lo, hi}[k]
		if math.Abs(x-float64(got[0])) > 1 || math.Abs(y-float64(got[1])) > 1 {
			t.Errorf("corner %d is drawn at %v, want %.1f %.1f", k, got, x, y)
		}
	}
	if mid := (lo[1] + hi[1]) / 2; mid > 40 {
		t.Errorf("an object at the north wall is drawn at row %d of 120", mid)
	}
	if hue(&f, (lo[0]+hi[0])/2, (lo[1]+hi[1])/2) != 'b' {
		t.Error("the top view does not show the model's upper side")
	}
}

func TestDepthAndUnproject(t *testing.T) {
	s := single(30, scenes.Vec3{1, 0.8, 1.2})
	for _, name := range Presets {
		t.Run(name, func(t *testing.T) {
			c, err := Preset(name, &s.Task.Room, 64, 48)
			if err != nil {
				t.Fatal(err)
			}
			var r Renderer
			var f Frame
			if err := r.Render(s, c, Options{Width: 64, Height: 48}, &f); err != nil {
				t.Fatal(err)
			}
			seen := 0
			for y := range f.H {
				for x := range f.W {
					if f.Pick(x, y) != 0 {
						continue
					}
					seen++
					p := c.Unproject(64, 48, float64(x)+0.5, float64(y)+0.5, float64(f.Depth[y*f.W+x]))
					// Every point seen lies on the surface of the turned box.
					right, front := scenes.Axes(30)
					d := p.Sub(scenes.Vec3{2, 2, 0.6})
					u := math.Abs(d[0]*right[0]+d[1]*right[1]) / 0.5
					v := math.Abs(d[0]*front[0]+d[1]*front[1]) / 0.4
					if m := max(u, v, math.Abs(d[2])/0.6); math.Abs(m-1) > 0.01 {
						t.Fatalf("pixel %d,%d shows %v, which is not on the box (%.3f)", x, y, p, m)
					}
					px, py, depth, ok := c.Project(64, 48, p)
					if !ok || math.Abs(px-float64(x)-0.5) > 1e-6 || math.Abs(py-float64(y)-0.5) > 1e-6 || math.Abs(depth-float64(f.Depth[y*f.W+x])) > 1e-6 {
						t.Fatalf("pixel %d,%d projects back to %v,%v", x, y, px, py)
					}
				}
			}
			if seen < 20 {
				t.Errorf("only %d pixels show the object", seen)
			}
		})
	}
}

func TestDollhouseShowsTheWholeRoom(t *testing.T) {
	for name, room := range map[string]scenes.Room{
		"long": scenes.RectRoom(9, 3, 2.4), "deep": scenes.RectRoom(2.5, 8, 3), "small": scenes.RectRoom(1.5, 1.5, 2.6),
	} {
		for _, size := range [][2]int{{256, 256}, {640, 360}, {100, 300}} {
			t.Run(name, func(t *testing.T) {
				c, err := Preset(Dollhouse, &room, size[0], size[1])
				if err != nil {
					t.Fatal(err)
				}
				w, h := float64(size[0]), float64(size[1])
				x0, y0, x1, y1 := w, h, 0.0, 0.0
				for _, p := range corners(&room) {
					x, y, _, ok := c.Project(size[0], size[1], p)
					if !ok {
						t.Fatal("a corner is behind the camera")
					}
					x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x), max(y1, y)
				}
				if x0 < 0 || y0 < 0 || x1 > w || y1 > h {
					t.Errorf("the room spans %v…%v, %v…%v of %v", x0, x1, y0, y1, size)
				}
				if (x1-x0)/w < 0.93 && (y1-y0)/h < 0.93 {
					t.Errorf("the room fills only %.2f by %.2f of the picture", (x1-x0)/w, (y1-y0)/h)
				}
			})
		}
	}
}

func TestOrbitOfKeepsTheView(t *testing.T) {
	c := Orbit{Target: scenes.Vec3{1, 2, 0.5}, Yaw: 210, Pitch: 35, Distance: 6, FovY: 30}.Camera()
	o := OrbitOf(c)
	if math.Abs(o.Yaw+150) > 1e-6 || math.Abs(o.Pitch-35) > 1e-6 || math.Abs(o.Distance-6) > 1e-6 {
		t.Errorf("orbit %+v", o)
	}
}
