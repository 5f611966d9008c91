package freespace

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func TestResetDrawsFloorsAndHoles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var g Grid
	for range 100 {
		floor := star(r, scenes.Vec2{3, 2}, 3)
		if r.IntN(4) == 0 { // crosses itself
			r.Shuffle(len(floor), func(i, j int) { floor[i], floor[j] = floor[j], floor[i] })
		}
		holes := [][]scenes.Vec2{star(r, scenes.Vec2{2, 2}, 1), star(r, scenes.Vec2{4 * r.Float64(), 2}, 2)}
		g.Reset(floor, holes, Options{Size: 20 + r.IntN(120), Margin: r.Float64() / 2})
		want := plainOf(&g).each(func(x, y int) bool {
			p := g.Center(x, y)
			return inPolygon(floor, p) && !inPolygon(holes[0], p) && !inPolygon(holes[1], p)
		})
		if d := differ(plainOf(&g), want); d != "" {
			t.Fatal(d)
		}
	}
}

func TestResetSizes(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	tests := map[string]struct {
		o    Options
		w, h int
		cell float64
		free int
	}{
		"default":        {Options{}, 256, 192, 4.0 / 256, 256 * 192},
		"with a margin":  {Options{Margin: 0.5, Size: 50}, 50, 40, 0.1, 1200},
		"by cell":        {Options{Cell: 0.1}, 40, 30, 0.1, 1200},
		"a cell too big": {Options{Cell: 100}, 1, 1, 100, 0},
		"too fine":       {Options{Cell: 1e-9}, MaxSide, MaxSide * 3 / 4, 4.0 / MaxSide, MaxSide * MaxSide * 3 / 4},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var g Grid
			g.Reset(room.Floor, nil, tc.o)
			got := []any{g.W, g.H, math.Round(g.Cell*1e9) / 1e9, g.Count()}
			if d := cmp.Diff([]any{tc.w, tc.h, math.Round(tc.cell*1e9) / 1e9, tc.free}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPixelsAndPoints(t *testing.T) {
	room := scenes.RectRoom(4, 3, 2.5)
	var g Grid
	g.Reset(room.Floor, nil, Options{Size: 100, Margin: 0.2})
	for y := range g.H {
		for x := range g.W {
			if u, v, ok := g.At(g.Center(x, y)); !ok || u != x || v != y {
				t.Fatalf("the centre of (%d, %d) is in (%d, %d)", x, y, u, v)
			}
		}
	}
	for _, p := range []scenes.Vec2{{-0.3, 1}, {1, -0.3}, {4.3, 1}, {1, 1e300}, {math.NaN(), 0}, {0, math.Inf(-1)}} {
		if x, y, ok := g.At(p); ok || g.FreeAt(p) {
			t.Errorf("%v is in pixel (%d, %d)", p, x, y)
		}
	}
	if !g.FreeAt(scenes.Vec2{2, 1}) || g.FreeAt(scenes.Vec2{-0.1, 1}) {
		t.Error("the floor is free and the margin is not")
	}
}

func TestShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	room := scenes.RectRoom(5, 4, 2.5)
	var g, h Grid
	for range 40 {
		g.Reset(room.Floor, nil, Options{Size: 30 + r.IntN(120), Margin: 0.3})
		before := plainOf(&g)
		b, grow := randomBox(r, 5), r.Float64()/3
		free, total := g.Share(b)
		inside, all := 0, 0
		for y := -60; y < 220; y++ {
			for x := -60; x < 220; x++ {
				if inBox(b, 0, g.Center(x, y)) {
					all++
					if g.Free(x, y) {
						inside++
					}
				}
			}
		}
		if free != inside || total != all {
			t.Fatalf("share of %+v is %d of %d, want %d of %d", b, free, total, inside, all)
		}
		g.Block(b, grow)
		if d := differ(plainOf(&g), before.each(func(x, y int) bool {
			return before.at(x, y) && !inBox(b, grow, g.Center(x, y))
		})); d != "" {
			t.Fatalf("block %+v by %v: %s", b, grow, d)
		}
		h.CopyFrom(&g)
		h.Open(b, grow)
		g.Block(b, 0)
		c, rad := scenes.Vec2{r.Float64() * 5, r.Float64() * 4}, r.Float64()*2
		from, sweep := r.Float64()*720-360, r.Float64()*360
		before = plainOf(&h)
		h.Sector(c, rad, from, sweep, false)
		if d := differ(plainOf(&h), before.each(func(x, y int) bool {
			v := h.Center(x, y).Sub(c)
			yaw := math.Atan2(v[0], v[1]) * 180 / math.Pi
			turn := math.Mod(math.Mod(yaw-from, 360)+360, 360)
			return before.at(x, y) && (v.Len() > rad || turn > sweep)
		})); d != "" {
			t.Fatalf("sector of %v at %v from %v by %v: %s", rad, c, from, sweep, d)
		}
	}
}

func TestBlockRound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 2))
	room := scenes.RectRoom(5, 4, 2.5)
	var g Grid
	for range 100 {
		g.Reset(room.Floor, nil, Options{Size: 150})
		b, grow := randomBox(r, 5), r.Float64()/2
		g.BlockRound(b, grow)
		right, front := scenes.Axes(b.Yaw)
		for y := range g.H {
			for x := range g.W {
				d := g.Center(x, y).Sub(b.Center.Vec2())
				away := math.Hypot(max(0, math.Abs(d.Dot(right))-b.Half[0]), max(0, math.Abs(d.Dot(front))-b.Half[1]))
				if math.Abs(away-grow) > 1e-9 && g.Free(x, y) != (away > grow) {
					t.Fatalf("%+v by %v: the pixel (%d, %d) at %v is free: %v", b, grow, x, y, away, g.Free(x, y))
				}
			}
		}
	}
}

func TestErosionsAgainstPixels(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range 16 {
		p := noise(r)
		n := 1 + r.IntN(12)
		rad := r.Float64() * 8
		if r.IntN(10) == 0 {
			n, rad = 60+r.IntN(100), 70*r.Float64()
		}
		window := func(x, y, lo, hi int, all bool) bool {
			for dy := lo; dy <= hi; dy++ {
				for dx := lo; dx <= hi; dx++ {
					if p.at(x+dx, y+dy) != all {
						return !all
					}
				}
			}
			return all
		}
		g := gridOf(p)
		g.Erode(float64(n))
		if d := differ(plainOf(g), p.each(func(x, y int) bool { return window(x, y, -(n / 2), n-1-n/2, true) })); d != "" {
			t.Fatalf("erode by %d: %s", n, d)
		}
		g = gridOf(p)
		g.Dilate(float64(n))
		if d := differ(plainOf(g), p.each(func(x, y int) bool { return window(x, y, -(n - 1 - n/2), n/2, false) })); d != "" {
			t.Fatalf("dilate by %d: %s", n, d)
		}
		g = gridOf(p)
		far := g.Distances(nil)
		for i, d := range far {
			if want := p.distance(i%p.w, i/p.w); math.Abs(float64(d)-want) > 1e-4 {
				t.Fatalf("distance at (%d, %d) is %v, want %v", i%p.w, i/p.w, d, want)
			}
		}
		g.ErodeDisk(rad)
		if d := differ(plainOf(g), p.each(func(x, y int) bool { return p.distance(x, y) >= rad+0.5 })); d != "" {
			t.Fatalf("erode by a disk of %v: %s", rad, d)
		}
		not := p.each(func(x, y int) bool { return !p.at(x, y) })
		g = gridOf(not)
		g.DilateDisk(rad)
		for y := range p.h {
			for x := range p.w {
				want := false
				for i, free := range not.free {
					want = want || free && math.Hypot(float64(i%p.w-x), float64(i/p.w-y)) < rad+0.5
				}
				if g.Free(x, y) != want {
					t.Fatalf("dilate by a disk of %v: pixel (%d, %d) is %v", rad, x, y, !want)
				}
			}
		}
	}
}

func TestComponentsAgainstFlood(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var c Components
	for range 150 {
		p := noise(r)
		g := gridOf(p)
		for _, conn := range []Connectivity{Four, Eight} {
			labels, sizes := p.flood(conn)
			c.Find(g, conn)
			if d := cmp.Diff(append([]int{}, sizes...), append([]int{}, c.Sizes...)); d != "" {
				t.Fatalf("sizes of\n%v%s", p, d)
			}
			for i, want := range labels {
				if got := c.Label(i%p.w, i/p.w); got != want {
					t.Fatalf("label at (%d, %d) is %d, want %d in\n%v", i%p.w, i/p.w, got, want, p)
				}
			}
			if c.Total() != g.Count() {
				t.Fatalf("%d pixels in pieces, %d free", c.Total(), g.Count())
			}
		}
		if c.Label(-1, 0) != -1 || c.Label(0, p.h) != -1 || c.Label(p.w, 0) != -1 || c.Label(0, -1) != -1 {
			t.Fatal("pixels beyond the raster have a piece")
		}
		seeds := newPlain(p.w, p.h).each(func(int, int) bool { return r.IntN(50) == 0 })
		labels, sizes := p.flood(Eight)
		hit := make([]bool, len(sizes))
		for i, l := range labels {
			if l >= 0 && seeds.free[i] {
				hit[l] = true
			}
		}
		g.Flood(&c, gridOf(seeds), Eight)
		want := p.each(func(x, y int) bool { l := labels[y*p.w+x]; return l >= 0 && hit[l] })
		if d := differ(plainOf(g), want); d != "" {
			t.Fatalf("flood: %s", d)
		}
	}
}

func TestLargestShare(t *testing.T) {
	room := scenes.RectRoom(4, 4, 2.5)
	var g Grid
	var c Components
	g.Reset(room.Floor, nil, Options{Size: 40})
	g.Block(geom.Box{Center: scenes.Vec3{1.25, 2, 0}, Half: scenes.Vec3{0.25, 3, 1}}, 0)
	c.Find(&g, Eight)
	if want := 25.0 / 35; math.Abs(c.LargestShare()-want) > 1e-12 {
		t.Errorf("share is %v, want %v", c.LargestShare(), want)
	}
	west, east := c.LabelAt(&g, scenes.Vec2{0.5, 1}), c.LabelAt(&g, scenes.Vec2{3, 3})
	if west != 0 || east != 1 || c.LabelAt(&g, scenes.Vec2{1.25, 2}) != -1 || c.LabelAt(&g, scenes.Vec2{9, 9}) != -1 {
		t.Errorf("the pieces beside the wall are %d and %d", west, east)
	}
	g.Clear()
	c.Find(&g, Eight)
	if l, n := c.Largest(); l != -1 || n != 0 || c.LargestShare() != 0 {
		t.Errorf("nothing is free, yet the largest piece is %d of %d pixels", l, n)
	}
}

func TestWarmGridsDoNotAllocate(t *testing.T) {
	floor, holes, boxes := furnished()
	var g, seeds Grid
	var c Components
	var far []float32
	free := 0
	n := testing.AllocsPerRun(10, func() {
		g.Reset(floor, holes, Options{Margin: 0.2})
		g.Erode(0.2)
		for _, b := range boxes {
			g.Block(b, 0.1)
			g.BlockRound(b, 0.1)
			n, _ := g.Share(b)
			free += n
		}
		g.Sector(scenes.Vec2{3, 0}, 0.9, 0, 90, false)
		seeds.CopyFrom(&g)
		seeds.Clear()
		seeds.Disk(scenes.Vec2{1, 1}, 0.5, true)
		far = g.Distances(far)
		g.Flood(&c, &seeds, Eight)
		g.ErodeDisk(0.457)
		g.DilateDisk(0.457)
		g.Dilate(0.3)
	})
	if n != 0 || g.Count() == 0 || free != 0 {
		t.Errorf("%v allocations, %d pixels free, %d of them in blocked boxes", n, g.Count(), free)
	}
}

// TestErosionAndDistanceAgree keeps the two ways to a person's free floor one.
func TestErosionAndDistanceAgree(t *testing.T) {
	floor, holes, boxes := furnished()
	var g Grid
	g.Reset(floor, holes, Options{Margin: 0.2})
	for _, b := range boxes[:6] {
		g.Block(b, 0)
	}
	far := g.Distances(nil)
	const r = 0.457
	g.ErodeDisk(r)
	kept := 0
	for i, d := range far {
		free := g.Free(i%g.W, i/g.W)
		if free != (float64(d) >= r+g.Cell/2) {
			t.Fatalf("pixel %d at %v m is free: %v", i, d, free)
		}
		if free {
			kept++
		}
	}
	if kept == 0 {
		t.Fatal("nothing is left to compare")
	}
}

// TestFloorAgreesWithSpace compares with the room that boxes are checked in.
func TestFloorAgreesWithSpace(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var g Grid
	for range 40 {
		room := scenes.Room{Floor: star(r, scenes.Vec2{3, 3}, 3), Height: 2.5,
			Holes: [][]scenes.Vec2{star(r, scenes.Vec2{3, 3}, 0.6), star(r, scenes.Vec2{2, 4}, 1)}}
		g.Reset(room.Floor, room.Holes, Options{Size: 60, Margin: 0.2})
		s := geom.NewSpace(&room)
		for y := range g.H {
			for x := range g.W {
				p := g.Center(x, y)
				if in := s.Inside(p, 0); in != g.Free(x, y) && s.Inside(p, 1e-9) == s.Inside(p, -1e-9) {
					t.Fatalf("%v is on the floor: %v, but its pixel is free: %v", p, in, g.Free(x, y))
				}
			}
		}
	}
}
