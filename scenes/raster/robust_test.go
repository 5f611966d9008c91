package raster

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

func TestBothFillsCoverTheSamePixels(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const side = 24
	for n := range 4000 {
		var tr triangle
		for k := range 3 {
			// Half the corners lie on pixel centres, where ties happen.
			tr.x[k], tr.y[k] = rng.Int32N(side*subpixel), rng.Int32N(side*subpixel)
			if n%2 == 0 {
				tr.x[k], tr.y[k] = tr.x[k]&^255+128, tr.y[k]&^255+128
			}
		}
		area := int64(tr.x[1]-tr.x[0])*int64(tr.y[2]-tr.y[0]) - int64(tr.x[2]-tr.x[0])*int64(tr.y[1]-tr.y[0])
		if area == 0 {
			continue
		}
		if area < 0 {
			tr.x[1], tr.x[2], tr.y[1], tr.y[2] = tr.x[2], tr.x[1], tr.y[2], tr.y[1]
		}
		tr.maxX, tr.maxY = side-1, side-1
		var small, large [side * side]bool
		smallSpans(&tr, 0, side, func(y, a, b int32) {
			for x := a; x < b; x++ {
				small[y*side+x] = true
			}
		})
		w := newWalk(&tr, 0)
		for y := range int32(side) {
			a, b := w.row(&tr, y)
			for x := a; x < b; x++ {
				large[y*side+x] = true
			}
		}
		if small != large {
			t.Fatalf("triangle %v %v is filled differently", tr.x, tr.y)
		}
		// Started in the middle, as a band does, it goes on the same.
		w = newWalk(&tr, 11)
		for y := int32(11); y < side; y++ {
			a, b := w.row(&tr, y)
			for x := range int32(side) {
				if (x >= a && x < b) != large[y*side+x] {
					t.Fatalf("triangle %v %v differs in row %d when begun in row 11", tr.x, tr.y, y)
				}
			}
		}
	}
}

func TestSharedEdgesAreDrawnOnce(t *testing.T) {
	// A fan about a random point covers every pixel of the square exactly once.
	rng := rand.New(rand.NewPCG(3, 4))
	const side = 20
	rim := [][2]int32{{0, 0}, {2560, 0}, {side * 256, 0}, {side * 256, side * 256}, {1000, side * 256}, {0, side * 256}}
	for range 500 {
		cx, cy := 1+rng.Int32N(side*256-1), 1+rng.Int32N(side*256-1)
		var count [side * side]int
		for k := range rim {
			p, q := rim[k], rim[(k+1)%len(rim)]
			tr := triangle{x: [3]int32{p[0], q[0], cx}, y: [3]int32{p[1], q[1], cy}, maxX: side - 1, maxY: side - 1}
			w := newWalk(&tr, 0)
			for y := range int32(side) {
				a, b := w.row(&tr, y)
				for x := a; x < b; x++ {
					count[y*side+x]++
				}
			}
		}
		for i, n := range count {
			if n != 1 {
				t.Fatalf("centre %d,%d: pixel %d is covered %d times", cx, cy, i, n)
			}
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	good, layout, _ := furnished(1)
	far := Camera{Eye: scenes.Vec3{math.NaN(), 0, 0}}
	cases := map[string]struct {
		s    Scene
		c    Camera
		o    Options
		want string
	}{
		"too large":   {Scene{Task: good}, Camera{}, Options{Width: 16384, Height: 16384}, "use 1 to 4096"},
		"negative":    {Scene{Task: good}, Camera{}, Options{Width: -1}, "use 1 to 4096"},
		"samples":     {Scene{Task: good}, Camera{}, Options{Samples: 3}, "use 1 or 2"},
		"no task":     {Scene{Layout: layout}, Camera{}, Options{}, "no task"},
		"no floor":    {Scene{Task: &scenes.Task{ID: "t"}}, Camera{}, Options{}, `task "t": the floor has 0 corners`},
		"endless":     {Scene{Task: &scenes.Task{ID: "t", Room: scenes.RectRoom(1e7, 1, 1)}}, Camera{}, Options{}, "at most 1000 m"},
		"nan camera":  {Scene{Task: good}, far, Options{}, "not at a finite place"},
		"nan heights": {Scene{Task: &scenes.Task{ID: "t", Room: scenes.RectRoom(2, 1, math.NaN())}}, Camera{}, Options{}, "height"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var r Renderer
			err := r.Render(c.s, c.c, c.o, &Frame{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one that says %q", err, c.want)
			}
		})
	}
	if _, err := Preset("bird", &good.Room, 10, 10); err == nil || !strings.Contains(err.Error(), "dollhouse") {
		t.Errorf("unknown camera: %v", err)
	}
}

func TestOddSizesAndPlaces(t *testing.T) {
	task, layout, models := furnished(3)
	layout.Placements[0].Position = scenes.Vec3{math.Inf(1), 0, 0}
	layout.Placements[1].Position = scenes.Vec3{2, 0.2, 1.5} // about the eye camera
	layout.Placements = append(layout.Placements, scenes.Placement{ID: "unknown"})
	var r Renderer
	var f Frame
	for _, size := range [][2]int{{1, 1}, {1, 40}, {33, 7}, {130, 2}, {16, 16}} {
		for _, camera := range Presets {
			c, err := Preset(camera, &task.Room, size[0], size[1])
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, Options{Width: size[0], Height: size[1], Quality: Beauty}, &f); err != nil {
				t.Errorf("%s at %v: %v", camera, size, err)
			}
			for i, id := range f.ID {
				if id == ObjectID {
					t.Fatalf("%s shows an object at infinity at pixel %d", camera, i)
				}
				if d := f.Depth[i]; (d > 0) != (id != NoID) || math.IsNaN(float64(d)) {
					t.Fatalf("%s at %v: pixel %d has id %d and depth %v", camera, size, i, id, d)
				}
			}
		}
	}
}

func TestWallsNeverLeak(t *testing.T) {
	// From inside, every pixel shows the room, also with the eye close to a
	// wall and surfaces that pass behind the camera.
	task := &scenes.Task{ID: "in", Room: scenes.RectRoom(4, 3, 2.5)}
	task.Room.Openings = []scenes.Opening{{ID: "w", Kind: scenes.Window, Wall: 1, Offset: 1, Width: 1, Height: 1, Sill: 1}}
	var r Renderer
	var f Frame
	for k := range 24 {
		o := Orbit{Target: scenes.Vec3{2, 1.5, 1.2}, Yaw: float64(15 * k), Pitch: float64(10 * (k%5 - 2)), Distance: 0.3 + 0.07*float64(k%8), FovY: 80}
		if err := r.Render(Scene{Task: task}, o.Camera(), Options{Width: 48, Height: 48}, &f); err != nil {
			t.Fatal(err)
		}
		for i, id := range f.ID {
			if id != RoomID {
				t.Fatalf("yaw %d: pixel %d looks out of the room", 15*k, i)
			}
		}
	}
}

func TestCornersThatAreNoNumbersLieOutside(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, camera := range []Camera{{Target: scenes.Vec3{0, 1, 0}}, {Target: scenes.Vec3{0, 1, 0}, Ortho: 2}} {
		v := newView(camera, 24, 24)
		for _, bad := range []float32{nan, inf, -inf, math.MaxFloat32} {
			for k, c := range []corner{{x: bad, z: 1}, {y: bad, z: 1}, {z: bad}, {x: bad, z: inf}, {x: bad, y: -bad, z: bad}} {
				if v.project(&c); c.out&(outNear|outGuard) == 0 {
					t.Errorf("ortho %v, %v in case %d: drawn at %d,%d", v.ortho, bad, k, c.px, c.py)
				}
			}
		}
	}
}

func TestStrayCornersLeaveTheLightToTheOthers(t *testing.T) {
	// Turned and scaled, these corners are infinite or no numbers at all.
	const far = math.MaxFloat32
	m := seeThrough()
	stray := *m
	stray.Parts = append(stray.Parts[:len(m.Parts):len(m.Parts)], mesh.Part{
		Positions: [][3]float32{{far, far, 0}, {far, -far, far}, {-far, far, far}}, Indices: []uint32{0, 1, 2},
	})
	s := single(45, scenes.Vec3{3, 3, 2})
	s.Lights = []Light{{Kind: Sun, Direction: scenes.Vec3{1, 1, -2}, Power: 2}, {Position: scenes.Vec3{1, 1, 2}, Power: 30, Radius: 0.1}}
	c, err := Preset(Dollhouse, &s.Task.Room, 24, 24)
	if err != nil {
		t.Fatal(err)
	}
	var sums [2]string
	for k, m := range []*mesh.Model{m, &stray} {
		s.Models = func(string) *mesh.Model { return m }
		var r Renderer
		var f Frame
		if err := r.Render(s, c, Options{Width: 24, Height: 24, Quality: Beauty}, &f); err != nil {
			t.Fatal(err)
		}
		sums[k] = sum(&f)
	}
	if sums[0] != sums[1] {
		t.Errorf("the picture is %s, with stray corners %s", sums[0], sums[1])
	}
}

// FuzzModel draws triangles of any bits at all.
func FuzzModel(f *testing.F) {
	seed := func(vs ...float32) {
		b := []byte{0}
		for _, v := range vs {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
		f.Add(b)
	}
	inf := float32(math.Inf(1))
	seed(0, 0, 0, 1, 0, 0, 0, 1, 0)
	seed(0, 0, 0, 0, 0, 0, 0, 0, 0)
	seed(nan, 0, 0, 1, inf, 0, 0, 1, -inf)
	seed(3e38, 3e38, 3e38, -3e38, 0, 0, 0, 3e38, -3e38)
	seed(1e-40, 0, 1e-40, 1e4, 0, 0, 0, -1e4, 1e-3)
	f.Add([]byte("\x07some bytes that are no floats, long enough for two whole triangles of nine values each........."))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) == 0 || len(b) > 4096 {
			return
		}
		m := seeThrough()
		p := mesh.Part{Material: int(b[0]%5) - 1}
		for b = b[1:]; len(b) >= 12; b = b[12:] {
			v := func(k int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:])) }
			p.Positions = append(p.Positions, [3]float32{v(0), v(1), v(2)})
			p.Normals = append(p.Normals, [3]float32{v(2), v(0), v(1)})
			p.UVs = append(p.UVs, [2]float32{v(1), v(2)})
			p.Colors = append(p.Colors, [4]float32{v(0), v(1), v(2), v(0)})
			p.Indices = append(p.Indices, uint32(len(p.Positions)-1))
		}
		p.Indices = append(p.Indices, 0, 1, 1<<31, 2, 1, 0)
		m.Parts = append(m.Parts, p)
		s := single(10, scenes.Vec3{1, 1, 1})
		s.Models = func(string) *mesh.Model { return m }
		var r Renderer
		var one, two Frame
		for i, camera := range []string{Eye, Top, Eye, Dollhouse} {
			c, err := Preset(camera, &s.Task.Room, 24, 24)
			if err != nil {
				t.Fatal(err)
			}
			o := Options{Width: 24, Height: 24, Normals: true}
			if i >= 2 {
				o.Quality = Beauty
			}
			for workers, frame := range []*Frame{&one, &two} {
				o.Workers = 3 * workers
				if err := r.Render(s, c, o, frame); err != nil {
					t.Fatal(err)
				}
			}
			if a, b := sum(&one), sum(&two); a != b {
				t.Fatalf("%s: one worker gives %s, three give %s", camera, a, b)
			}
		}
	})
}
