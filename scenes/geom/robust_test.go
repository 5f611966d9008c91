package geom

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// TestPenetrationOfOddBoxes says what happens at the ends of the numbers.
func TestPenetrationOfOddBoxes(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	at := func(x, y, z, half float64) Box {
		return Box{Center: scenes.Vec3{x, y, z}, Half: scenes.Vec3{half, half, half}}
	}
	turnedBox := func(b Box, yaw float64) Box { b.Yaw = yaw; return b }
	tests := map[string]struct {
		a, b  Box
		depth float64
	}{
		"coincident":            {at(1, 1, 1, 0.5), at(1, 1, 1, 0.5), 1},
		"coincident, turned":    {at(1, 1, 1, 0.5), turnedBox(at(1, 1, 1, 0.5), 45), 1},
		"points in one place":   {at(1, 1, 1, 0), at(1, 1, 1, 0), 0},
		"a point inside":        {at(1, 1, 1.1, 0), at(1, 1, 1, 0.5), 0.4},
		"a point on the side":   {at(1.5, 1, 1, 0), at(1, 1, 1, 0.5), 0},
		"a negative size":       {at(1, 1, 1, -1), at(1, 1, 1, 0.5), 0},
		"enormous":              {at(0, 0, 0, 1e9), at(3, 2, 1, 0.5), 1e9 - 0.5},
		"two enormous ones":     {at(0, 0, 0, 1e9), turnedBox(at(1e9, 0, 0, 1e9), 45), 1e9 * math.Sqrt2},
		"tiny":                  {at(0, 0, 0, 1e-9), at(1e-9, 0, 0, 1e-9), 1e-9},
		"far off":               {at(1e9, 1e9, 0, 1), at(1e9+1, 1e9, 0, 1), 1},
		"no number for a place": {at(nan, 0, 0, 1), at(0, 0, 0, 1), 0},
		"no number for height":  {at(0, 0, nan, 1), at(0, 0, 0, 1), 0},
		"no number for a size":  {at(0, 0, 0, 1), at(0, 0, 0, nan), 0},
		"no number for yaw":     {turnedBox(at(0, 0, 0, 1), nan), at(0, 0, 0, 1), 0},
		"infinite yaw":          {turnedBox(at(0, 0, 0, 1), inf), at(0, 0, 0, 1), 0},
		"infinite sizes":        {at(0, 0, 0, inf), at(0, 0, 0, inf), 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for _, pair := range [][2]Box{{tc.a, tc.b}, {tc.b, tc.a}} {
				d, dir := Penetration(pair[0], pair[1])
				if math.Abs(d-tc.depth) > 1e-6*max(1e-6, tc.depth) {
					t.Errorf("depth %v, want %v", d, tc.depth)
				}
				if l := dir.Len(); l != 0 && math.Abs(l-1) > near {
					t.Errorf("the way out is %v", dir)
				}
			}
		})
	}
}

// floats reads numbers of every kind from fuzzed bytes: small steps for most,
// any bits for some.
type floats struct{ data []byte }

func (f *floats) next() float64 {
	if len(f.data) == 0 {
		return 0
	}
	kind := f.data[0]
	f.data = f.data[1:]
	var raw [8]byte
	switch {
	case kind < 250 && len(f.data) > 0:
		v := float64(int(kind)-100) / 8 * float64(f.data[0]) / 64
		f.data = f.data[1:]
		return v
	case kind == 250:
		return math.NaN()
	case kind == 251:
		return 1e9
	}
	f.data = f.data[copy(raw[:], f.data):]
	return math.Float64frombits(binary.LittleEndian.Uint64(raw[:]))
}

func (f *floats) box() Box {
	return Box{
		Center: scenes.Vec3{f.next(), f.next(), f.next()},
		Half:   scenes.Vec3{f.next(), f.next(), f.next()},
		Yaw:    f.next() * 10,
	}
}

func (f *floats) polygon(n int) []scenes.Vec2 {
	out := make([]scenes.Vec2, n)
	for i := range out {
		out[i] = scenes.Vec2{f.next(), f.next()}
	}
	return out
}

// wayOut checks a depth and its direction.
func wayOut(t *testing.T, what string, d float64, dir scenes.Vec2) {
	t.Helper()
	if l := dir.Len(); !(d >= 0) || math.IsInf(d, 0) || l != 0 && math.Abs(l-1) > 1e-6 || d == 0 && l != 0 {
		t.Fatalf("%s: depth %v along %v", what, d, dir)
	}
}

func FuzzPenetration(f *testing.F) {
	f.Add([]byte("\x6c\x40\x6c\x40\x68\x40\x68\x40\x68\x40\x68\x40\x64\x00\x6d\x40\x6c\x40\x68\x40\x68\x40\x68\x40\x68\x40\x70\x40"))
	f.Add([]byte("\xfa\xfb\xfb\xfb\x80\x80\x80\xfb\xfb\xfb"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		in := floats{data}
		a, b := in.box(), in.box()
		d, dir := Penetration(a, b)
		e, back := Penetration(b, a)
		wayOut(t, "penetration", d, dir)
		wayOut(t, "penetration the other way", e, back)
		scale := 1.0
		for k := range 3 {
			scale = max(scale, math.Abs(a.Center[k]), math.Abs(b.Center[k]), math.Abs(a.Half[k]), math.Abs(b.Half[k]))
		}
		if math.Abs(d-e) > 1e-9*scale {
			t.Fatalf("not symmetric: %v and %v for %+v and %+v", d, e, a, b)
		}
		if d > 0 && dir != (scenes.Vec2{}) {
			out := a
			out.Center = a.Center.Add(dir.Mul(d).Vec3(0))
			if left, _ := Penetration(out, b); left > 1e-9*scale {
				t.Fatalf("still %v deep after moving %+v out of %+v", left, a, b)
			}
		}
		z := sector(a.Center.Vec2(), scenes.Vec2{1, 0}, scenes.Vec2{0, -1}, math.Abs(a.Half[0]), 0, 2)
		g, way := z.Overlap(b)
		wayOut(t, "swing", g, way)
	})
}

func FuzzSpace(f *testing.F) {
	f.Add([]byte("\x04\x00\x64\x00\x64\x00\x84\x40\x64\x00\x84\x40\x84\x40\x64\x00\x84\x40\x70\x40\x70\x40\x6a\x40\x6a\x40\x6a\x40\x6a\x40"))
	f.Add([]byte("\x05\x03\x64\x00\x64\x00\x84\x40\x84\x40\x84\x40\x64\x00\x64\x00\x84\x40\xfa\xfa"))
	f.Add([]byte("\x00\x00"))
	f.Add([]byte("\x06\x04\xfb\xfb\x84\x40\x84\x40\x84\x40\x84\x40"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		in := floats{data[2:]}
		room := scenes.Room{Floor: in.polygon(int(data[0] % 24)), Height: 2.5}
		for range data[1] % 4 {
			room.Holes = append(room.Holes, in.polygon(int(data[1]>>2%12)))
		}
		b := in.box()
		s := NewSpace(&room)
		d, dir := s.Outside(b)
		wayOut(t, "outside", d, dir)
		s.TouchesWall(b, Tolerance)
		simple := CheckFloor(&room) == nil
		p := b.Center.Vec2()
		in0, in1 := s.Inside(p, 0), s.Inside(p, -Tolerance)
		if in1 && !in0 {
			t.Fatalf("%v is inside by a margin, but not inside", p)
		}
		if edge, _ := s.nearest(p); simple && math.Abs(edge) > 1e-6 && in0 != InsideFloor(&room, p, 0) {
			t.Fatalf("Inside and InsideFloor differ at %v", p)
		}
		for _, w := range s.Walls() {
			if math.Abs(w.Inward.Len()-1) > 1e-9 || !(w.Length > 0) || !(w.Yaw >= 0 && w.Yaw < 360) {
				t.Fatalf("wall %+v", w)
			}
		}
		for i := range room.Floor {
			for _, swing := range append(scenes.Swings, "") {
				o := scenes.Opening{Kind: scenes.Door, Wall: i, Offset: 1, Width: 0.9, Height: 2, Swing: swing}
				for _, z := range SwingZones(&room, o) {
					g, way := z.Overlap(b)
					wayOut(t, "swing", g, way)
				}
			}
		}
		r := s.ElementRange(scenes.Vec3{0.5, 0.5, 0.5}, scenes.NorthWall)
		if v := r.Min[0] + r.Max[0] + r.Min[1] + r.Max[1]; math.IsNaN(v) {
			t.Fatalf("the north wall's range is %+v", r)
		}
	})
}
