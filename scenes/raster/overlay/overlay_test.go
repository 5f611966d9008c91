package overlay

import (
	"crypto/sha256"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// furnished is a room with a door, n boxes, some of them on others or outside,
// and findings of all rules.
func furnished(n int, seed uint64) (*scenes.Task, *scenes.Layout, []scenes.Finding) {
	rng := rand.New(rand.NewPCG(seed, 1))
	t := &scenes.Task{ID: "t", Room: scenes.RectRoom(5, 4, 2.6)}
	t.Room.Openings = []scenes.Opening{
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 1.2, Width: 0.9, Height: 2.05, Swing: scenes.SwingLeft},
		{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1.2, Height: 1.1, Sill: 0.9},
	}
	l := &scenes.Layout{}
	rules := []scenes.Rule{scenes.RuleCollision, scenes.RuleOutOfBounds, scenes.RuleSupport, scenes.RuleOpening,
		scenes.RuleClearance, scenes.RuleRelation, scenes.RuleFacing, "sharp_corner", scenes.RuleUnplaced}
	var found []scenes.Finding
	for i := range n {
		o := scenes.Object{
			ID: fmt.Sprintf("object_%d", i), Support: scenes.OnFloor, Flat: i%7 == 6,
			Size: scenes.Vec3{0.3 + rng.Float64(), 0.3 + 0.5*rng.Float64(), 0.2 + 1.5*rng.Float64()},
		}
		if o.Flat {
			o.Size[2] = 0.02
		}
		if i%4 == 1 {
			o.Clearance.Front = 0.5
		}
		t.Objects = append(t.Objects, o)
		l.Placements = append(l.Placements, scenes.Placement{
			ID: o.ID, Yaw: float64(rng.IntN(8)) * 45,
			Position: scenes.Vec3{5 * rng.Float64(), 4 * rng.Float64(), o.Size[2] / 2},
		})
		if i%3 == 0 {
			found = append(found, scenes.Finding{Rule: rules[i/3%len(rules)], Object: o.ID, Other: "object_1", Depth: rng.Float64()})
		}
	}
	return t, l, found
}

func picture(t *testing.T, task *scenes.Task, l *scenes.Layout, camera string, w, h int) (*raster.Frame, raster.Camera) {
	t.Helper()
	c, err := raster.ParseCamera(camera, task, l, w, h)
	if err != nil {
		t.Fatal(err)
	}
	var r raster.Renderer
	f := new(raster.Frame)
	if err := r.Render(raster.Scene{Task: task, Layout: l}, c, raster.Options{Width: w, Height: h}, f); err != nil {
		t.Fatal(err)
	}
	return f, c
}

func everything(t *testing.T) Options {
	t.Helper()
	o, err := Parse(strings.Join(Names(), ","))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// cast makes the frame of a room of boxes without the renderer, so that the
// pictures below change only with this package.
func cast(task *scenes.Task, l *scenes.Layout, c raster.Camera, w, h int) *raster.Frame {
	f := &raster.Frame{W: w, H: h, Color: image.NewNRGBA(image.Rect(0, 0, w, h)), Depth: make([]float32, w*h), ID: make([]uint16, w*h)}
	e := task.Room.Extent()
	rays := newRays(c, w, h)
	for i := range f.ID {
		copy(f.Color.Pix[4*i:], []uint8{186, 172, 158, 255})
		o, d := rays.at(i%w, i/w)
		far := math.Inf(1)
		if s := -o[2] / d[2]; s > 0 {
			if x, y := o[0]+float64(d[0]*s), o[1]+float64(d[1]*s); x > 0 && y > 0 && x < e[0] && y < e[1] {
				far, f.ID[i] = s, raster.RoomID
			}
		}
		for _, p := range l.Placements {
			obj, k := task.Find(p.ID)
			right, front := scenes.Axes(p.Yaw)
			lo, hi, v := 0.0, far, o.Sub(p.Position)
			for j, axis := range [3]scenes.Vec3{{right[0], right[1], 0}, {front[0], front[1], 0}, {0, 0, 1}} {
				x, s, half := dot(v, axis), dot(d, axis), obj.Size[j]/2
				lo, hi = max(lo, min((-half-x)/s, (half-x)/s)), min(hi, max((-half-x)/s, (half-x)/s))
			}
			if lo < hi && lo > 0 {
				far, f.ID[i] = lo, uint16(raster.ObjectID+k)
			}
		}
		if f.ID[i] != raster.NoID {
			f.Depth[i] = float32(far)
		}
	}
	return f
}

// golden are hashes of pictures with everything on them, the same for every
// GOAMD64 level.
var golden = map[string]string{
	"dollhouse": "11e9254c53125109",
	"eye":       "7473aa6564a2ffed",
	"north":     "ac1a0a130535ac73",
	"reference": "c5f130771d0a2ae2",
	"top":       "bdc7b9c23e29e583",
}

func TestGolden(t *testing.T) {
	task, layout, found := furnished(9, 3)
	for _, camera := range []string{raster.Dollhouse, raster.Top, raster.Eye, raster.Reference, raster.North} {
		t.Run(camera, func(t *testing.T) {
			c, err := raster.Preset(camera, &task.Room, 256, 200)
			if err != nil {
				t.Fatal(err)
			}
			f := cast(task, layout, c, 256, 200)
			if _, err := Draw(f.Color, f, c, task, layout, found, everything(t)); err != nil {
				t.Fatal(err)
			}
			got := fmt.Sprintf("%x", sha256.Sum256(f.Color.Pix))[:16]
			if got != golden[camera] {
				t.Errorf("%q: %q, want %q; look at the picture before accepting it", camera, got, golden[camera])
			}
		})
	}
}

func TestLabelsStandApartInsideThePicture(t *testing.T) {
	for _, n := range []int{1, 12, 50} {
		for _, size := range [][2]int{{16, 16}, {64, 48}, {256, 256}, {300, 700}, {800, 800}} {
			for _, camera := range []string{raster.Dollhouse, raster.Top, raster.Eye} {
				if n == 50 && size[0] > 256 {
					continue
				}
				t.Run(fmt.Sprintf("%d objects, %v, %s", n, size, camera), func(t *testing.T) {
					task, layout, found := furnished(n, uint64(n+size[0]))
					f, c := picture(t, task, layout, camera, size[0], size[1])
					for _, o := range []Options{{IDs: true}, {Marks: true}, everything(t)} {
						d, err := Draw(f.Color, f, c, task, layout, found, o)
						if err != nil {
							t.Fatal(err)
						}
						if len(d.Labels)+len(d.LeftOut) != n {
							t.Errorf("%d labels and %d left out of %d objects", len(d.Labels), len(d.LeftOut), n)
						}
						for i, a := range d.Labels {
							if a.Box.Empty() || !a.Box.In(f.Color.Rect) {
								t.Errorf("label %d covers %v of %v", i, a.Box, f.Color.Rect)
							}
							for _, b := range d.Labels[:i] {
								if a.Box.Overlaps(b.Box) {
									t.Errorf("labels %v and %v overlap", a.Box, b.Box)
								}
							}
							if id := f.ID[a.Anchor.Y*f.W+a.Anchor.X]; !a.Hidden && int(id) != raster.ObjectID+a.Object {
								t.Errorf("the anchor of object %d shows %d", a.Object, int(id)-raster.ObjectID)
							}
						}
						if o.Marks && !o.IDs && n == 12 && size[0] >= 256 && camera == raster.Dollhouse && len(d.LeftOut) > 1 {
							t.Errorf("marks of %v are left out", d.LeftOut)
						}
					}
				})
			}
		}
	}
}

func TestFloorThatIsReachedIsTinted(t *testing.T) {
	// A wall of cupboards cuts the room in two; the door is in the western half.
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(5, 4, 2.6), Objects: []scenes.Object{
		{ID: "cupboards", Size: scenes.Vec3{4, 0.5, 0.4}, Support: scenes.OnFloor},
		{ID: "rug", Size: scenes.Vec3{1, 1, 0.02}, Support: scenes.OnFloor, Flat: true},
	}}
	task.Room.Openings = []scenes.Opening{{ID: "d", Kind: scenes.Door, Wall: 3, Offset: 2, Width: 0.9, Height: 2}}
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "cupboards", Position: scenes.Vec3{2.5, 2, 0.2}, Yaw: 90}, {ID: "rug", Position: scenes.Vec3{1, 1, 0.01}},
	}}
	for _, camera := range []string{raster.Top, raster.Dollhouse} {
		f, c := picture(t, task, l, camera, 200, 200)
		before := slices.Clone(f.Color.Pix)
		if _, err := Draw(f.Color, f, c, task, l, nil, Options{Walkable: true}); err != nil {
			t.Fatal(err)
		}
		for name, v := range map[string]struct {
			p    scenes.Vec3
			want bool
		}{
			"floor by the door":   {scenes.Vec3{0.7, 3, 0}, true},
			"rug":                 {scenes.Vec3{1, 1, 0.02}, true},
			"floor cut off":       {scenes.Vec3{4, 2, 0}, false},
			"top of the cupboard": {scenes.Vec3{2.5, 2, 0.4}, false},
			"wall":                {scenes.Vec3{1.5, 4, 1.2}, false},
		} {
			x, y, _, _ := c.Project(200, 200, v.p)
			i := 4 * (int(y)*200 + int(x))
			if got := !slices.Equal(before[i:i+4], f.Color.Pix[i:i+4]); got != v.want {
				t.Errorf("%s: %s is tinted: %v", camera, name, got)
			}
		}
	}
}

func TestArrowsFadeBehindThings(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.6), Objects: []scenes.Object{
		{ID: "chair", Size: scenes.Vec3{0.5, 0.5, 0.5}}, {ID: "screen", Size: scenes.Vec3{2, 0.1, 2.4}},
	}}
	l := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "chair", Position: scenes.Vec3{2, 3, 0.25}}, {ID: "screen", Position: scenes.Vec3{2, 2, 1.2}},
	}}
	dark := func(l *scenes.Layout) (n int) {
		f, c := picture(t, task, l, "orbit:180,40", 320, 320)
		if _, err := Draw(f.Color, f, c, task, l, nil, Options{Fronts: true, Only: []string{"chair"}}); err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(f.Color.Pix); i += 4 {
			if p := f.Color.Pix[i:]; p[0] < 40 && p[2] > 150 {
				n++
			}
		}
		return n
	}
	free, hidden := dark(&scenes.Layout{Placements: l.Placements[:1]}), dark(l)
	if free < 20 || hidden > free/4 {
		t.Errorf("%d pixels of the arrow are blue when free, %d when hidden", free, hidden)
	}
}

// middle returns the mean place of the pixels that a test picks, in parts of
// the rectangle.
func middle(img *image.NRGBA, r image.Rectangle, pick func(p []uint8) bool) (x, y float64) {
	n := 0.0
	for v := r.Min.Y; v < r.Max.Y; v++ {
		for u := r.Min.X; u < r.Max.X; u++ {
			if pick(img.Pix[img.PixOffset(u, v):]) {
				x, y, n = x+float64(u-r.Min.X)/float64(r.Dx()), y+float64(v-r.Min.Y)/float64(r.Dy()), n+1
			}
		}
	}
	return x / n, y / n
}

func TestFrontsAndCompassPointTheRightWay(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.6), Objects: []scenes.Object{{ID: "a", Size: scenes.Vec3{0.6, 0.6, 0.5}}}}
	for yaw, want := range map[float64][2]float64{0: {0, -1}, 90: {1, 0}, 180: {0, 1}, 270: {-1, 0}} {
		l := &scenes.Layout{Placements: []scenes.Placement{{ID: "a", Position: scenes.Vec3{2, 2, 0.25}, Yaw: yaw}}}
		f, c := picture(t, task, l, raster.Top, 256, 256)
		if _, err := Draw(f.Color, f, c, task, l, nil, Options{Fronts: true}); err != nil {
			t.Fatal(err)
		}
		x, y := middle(f.Color, f.Color.Rect, func(p []uint8) bool { return p[0] < 40 && p[2] > 150 })
		if along, across := (x-0.5)*want[0]+(y-0.5)*want[1], (x-0.5)*want[1]-(y-0.5)*want[0]; along < 0.02 || math.Abs(across) > 0.01 {
			t.Errorf("yaw %g: the arrow is at (%.3f, %.3f)", yaw, x, y)
		}
	}
	// The dark half of the needle and the letter are towards north.
	for camera, want := range map[string][2]float64{
		raster.Top: {0, -1}, "orbit:180,30": {0, -1}, "orbit:0,30": {0, 1}, "orbit:90,30": {1, 0}, raster.East: {-1, 0},
	} {
		f, c := picture(t, task, nil, camera, 512, 512)
		if _, err := Draw(f.Color, f, c, task, nil, nil, Options{Compass: true}); err != nil {
			t.Fatal(err)
		}
		// The compass is in the upper left corner, its radius 1.75 lines of text.
		x, y := middle(f.Color, image.Rect(5, 5, 50, 50), func(p []uint8) bool { return p[0] < 90 && p[1] < 95 && p[2] < 100 })
		if (x-0.5)*want[0]+(y-0.5)*want[1] < 0.06 {
			t.Errorf("%s: the dark parts of the compass are at (%.2f, %.2f)", camera, x, y)
		}
	}
}

// Panels keep out of what a window lays over its corners, and letters are as
// large as asked.
func TestCoveredPlacesStayFree(t *testing.T) {
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.6)}
	f, c := picture(t, task, nil, raster.Top, 512, 512)
	before := append([]uint8(nil), f.Color.Pix...)
	covered := image.Rect(0, 0, 120, 120)
	if _, err := Draw(f.Color, f, c, task, nil, nil, Options{Compass: true, Text: 20, Covered: []image.Rectangle{covered}}); err != nil {
		t.Fatal(err)
	}
	var where image.Rectangle
	for i := 0; i < len(before); i += 4 {
		if before[i] != f.Color.Pix[i] {
			at := image.Pt(i/4%512, i/4/512)
			where = where.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
		}
	}
	if where.Empty() || where.Overlaps(covered) {
		t.Errorf("compass and scale cover %v", where)
	}
	// The compass has a radius of 1.75 lines, and is at the right edge.
	if where.Max.Y < 70 {
		t.Errorf("letters of 20 pixels make a compass that ends at %d", where.Max.Y)
	}
}

func TestKeyNamesTheMarks(t *testing.T) {
	task, layout, _ := furnished(3, 2)
	f, c := picture(t, task, layout, raster.Top, 400, 400)
	d, err := Draw(f.Color, f, c, task, layout, nil, Options{Marks: true, Only: []string{"object_2", "object_0"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "1: object_0\n3: object_2\n"; d.Key(task) != want {
		t.Errorf("%q, want %q", d.Key(task), want)
	}
}

func TestBadInput(t *testing.T) {
	task, layout, found := furnished(4, 1)
	f, c := picture(t, task, layout, raster.Dollhouse, 64, 64)
	small := image.NewNRGBA(image.Rect(0, 0, 10, 10))
	for name, v := range map[string]struct {
		draw func() error
		want string
	}{
		"sizes":   {func() error { _, err := Draw(small, f, c, task, layout, nil, Options{}); return err }, "same size"},
		"nothing": {func() error { _, err := Draw(nil, nil, c, nil, nil, nil, Options{}); return err }, "needed"},
		"scale":   {func() error { _, err := Draw(f.Color, f, c, task, layout, nil, Options{Scale: math.NaN()}); return err }, "scale"},
		"only": {func() error {
			_, err := Draw(f.Color, f, c, task, layout, nil, Options{Only: []string{"x"}})
			return err
		}, `no object "x"`},
		"unknown": {func() error { _, err := Parse("ids,front"); return err }, `did you mean "fronts"?`},
		"far off": {func() error { _, err := Parse("helicopter"); return err }, "use some of ids, marks"},
	} {
		if err := v.draw(); err == nil || !strings.Contains(err.Error(), v.want) {
			t.Errorf("%s: %v, want %q", name, err, v.want)
		}
	}
	nan, inf := math.NaN(), math.Inf(1)
	odd := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "object_0", Position: scenes.Vec3{nan, 1, inf}}, {ID: "nobody"}, {ID: "object_1", Position: scenes.Vec3{1e300, 0, 0}},
		{ID: "object_2", Position: scenes.Vec3{1, 1, 1}, Yaw: nan}, {ID: "object_3", Position: scenes.Vec3{2, 2, 0.5}}, {ID: "object_3"},
	}}
	found = append(found, scenes.Finding{Rule: "?", Object: "nobody", Depth: nan}, scenes.Finding{}, scenes.Finding{Rule: scenes.RuleFacing, Object: "object_3", Depth: inf})
	strange := *task
	strange.Room.Openings = append(slices.Clone(task.Room.Openings), scenes.Opening{Kind: scenes.Door, Wall: 99}, scenes.Opening{Kind: scenes.Door, Width: nan, Offset: inf})
	empty := &scenes.Task{ID: "empty", Room: task.Room}
	for name, v := range map[string]struct {
		t *scenes.Task
		l *scenes.Layout
	}{"odd": {&strange, odd}, "empty": {empty, nil}, "not placed": {task, &scenes.Layout{}}} {
		for _, camera := range []string{raster.Dollhouse, raster.Top, raster.Eye, raster.West} {
			for _, size := range []int{1, 16, 100} {
				f, c := picture(t, task, v.l, camera, size, size)
				if _, err := Draw(f.Color, f, c, v.t, v.l, found, everything(t)); err != nil {
					t.Errorf("%s, %s, %d: %v", name, camera, size, err)
				}
			}
		}
	}
}

func TestLargestPicture(t *testing.T) {
	if testing.Short() {
		t.Skip("a picture of 16 million pixels")
	}
	task, layout, found := furnished(12, 1)
	f, c := picture(t, task, layout, raster.Dollhouse, 4096, 4096)
	d, err := Draw(f.Color, f, c, task, layout, found, everything(t))
	if err != nil || len(d.Labels) < 8 {
		t.Errorf("%d labels, %v", len(d.Labels), err)
	}
}

func BenchmarkDraw(b *testing.B) {
	task, layout, found := furnished(12, 1)
	for _, size := range []int{256, 512, 1024} {
		for i, name := range append(Names(), "all") {
			o, err := Parse(strings.Join(Names(), ","))
			if name != "all" {
				o = Options{}
				*kinds[i].of(&o) = true
			}
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%d/%s", size, name), func(b *testing.B) {
				c, _ := raster.Preset(raster.Dollhouse, &task.Room, size, size)
				var r raster.Renderer
				var f raster.Frame
				if err := r.Render(raster.Scene{Task: task, Layout: layout}, c, raster.Options{Width: size, Height: size}, &f); err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := Draw(f.Color, &f, c, task, layout, found, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
