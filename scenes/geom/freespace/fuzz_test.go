package freespace

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// reader takes numbers from fuzzed bytes: small ones mostly, any bits for some.
type reader struct{ data []byte }

func (r *reader) next() float64 {
	if len(r.data) == 0 {
		return 0
	}
	kind := r.data[0]
	r.data = r.data[1:]
	if kind < 252 {
		return float64(kind)/16 - 4
	}
	var raw [8]byte
	r.data = r.data[copy(raw[:], r.data):]
	return math.Float64frombits(binary.LittleEndian.Uint64(raw[:]))
}

func (r *reader) polygon(n int) []scenes.Vec2 {
	out := make([]scenes.Vec2, n)
	for i := range out {
		out[i] = scenes.Vec2{r.next(), r.next()}
	}
	return out
}

func FuzzFreespace(f *testing.F) {
	f.Add([]byte("\x04\x00@@\x80@\x80\x80@\x80PP\x44\x44\x10"))
	f.Add([]byte("\x05\x03@@\xff\xff\xff\xff\xff\xff\xff\xf0\x7f@\x80\x80@\x80PP\x44\x44\x10"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 3 {
			return
		}
		in := reader{data[3:]}
		floor := in.polygon(int(data[0] % 20))
		var holes [][]scenes.Vec2
		for range data[1] % 4 {
			holes = append(holes, in.polygon(int(data[1]>>2%8)))
		}
		var g, before, marked Grid
		o := Options{Size: 1 + int(data[2]%90), Margin: float64(data[2]) / 256}
		g.Reset(floor, holes, o)
		if g.W < 1 || g.H < 1 || g.W > MaxSide || g.H > MaxSide || !(g.Cell > 0) {
			t.Fatalf("%d × %d pixels of %v m", g.W, g.H, g.Cell)
		}
		before.CopyFrom(&g)
		shrunk := func(what string) {
			t.Helper()
			marked.CopyFrom(&g)
			marked.AndNot(&before)
			if n := marked.Count(); n > 0 {
				t.Fatalf("%s frees %d pixels", what, n)
			}
			before.CopyFrom(&g)
		}
		b := geom.Box{
			Center: scenes.Vec3{in.next(), in.next(), 0},
			Half:   scenes.Vec3{in.next(), in.next(), 1}, Yaw: in.next() * 20,
		}
		grow := in.next()
		if free, total := g.Share(b); free < 0 || free > total {
			t.Fatalf("%d of %d pixels are free", free, total)
		}
		g.Block(b, grow)
		shrunk("a box")
		if free, _ := g.Share(b); free > 0 && grow >= 0 {
			t.Fatalf("%d pixels of a blocked box are free", free)
		}
		g.BlockRound(b, grow)
		shrunk("a round box")
		g.Sector(scenes.Vec2{in.next(), in.next()}, in.next(), in.next()*90, in.next()*45, false)
		shrunk("a sector")
		g.Erode(in.next() / 8)
		shrunk("an erosion")
		g.ErodeDisk(in.next() / 8)
		shrunk("an erosion by a disk")
		var c Components
		c.Find(&g, Eight)
		eight := len(c.Sizes)
		if c.Total() != g.Count() {
			t.Fatalf("%d pixels in pieces, %d free", c.Total(), g.Count())
		}
		c.Find(&g, Four)
		if len(c.Sizes) < eight {
			t.Fatalf("%d pieces by side, %d by corner", len(c.Sizes), eight)
		}
		// Rounded as the distances are: one that is all of it may be rounded up.
		farthest := float32(g.Cell * float64(max(g.W, g.H)))
		for i, d := range g.Distances(nil) {
			if free := g.Free(i%g.W, i/g.W); free != (d > 0) || !(d <= farthest) {
				t.Fatalf("distance %v at a pixel that is free: %v", d, free)
			}
		}
	})
}
