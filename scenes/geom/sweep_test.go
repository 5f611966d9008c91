package geom

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
)

// heap is a room full of boxes; mixed spreads their sizes over six powers of
// ten.
func heap(g *rand.Rand, n int, extent float64, mixed bool) []Box {
	out := make([]Box, n)
	for i := range out {
		scale := 1.0
		if mixed {
			scale = math.Pow(10, g.Float64()*6-4)
		}
		out[i] = Box{
			Center: scenes.Vec3{g.Float64() * extent, g.Float64() * extent, g.Float64() * 2},
			Half:   scenes.Vec3{scale * (0.05 + g.Float64()/2), scale * (0.05 + g.Float64()/2), 0.05 + g.Float64()/2},
			Yaw:    g.Float64() * 360,
		}
		if g.IntN(5) == 0 {
			out[i].Center[0] = math.Round(out[i].Center[0])
			out[i].Half = scenes.Vec3{0.5, 0.5, 0.5}
			out[i].Yaw = 0
		}
	}
	return out
}

func TestSweepAgainstEveryPair(t *testing.T) {
	g := rand.New(rand.NewPCG(51, 1))
	var s Sweep
	for round := range 60 {
		boxes := heap(g, 1+g.IntN(400), 1+g.Float64()*20, round%2 == 0)
		for k := range boxes {
			switch g.IntN(40) {
			case 0:
				boxes[k].Center[g.IntN(3)] = math.NaN()
			case 1:
				boxes[k].Center[0] = 1e9
				boxes[k].Half[0] = 1e9
			case 2:
				boxes[k].Half = scenes.Vec3{}
			case 3:
				boxes[k] = boxes[0]
			}
		}
		s.Reset()
		var want, got [][2]int
		for i := range boxes {
			s.AddBox(boxes[i])
			lo, hi := boxes[i].Bounds()
			for j := i + 1; j < len(boxes); j++ {
				l, h := boxes[j].Bounds()
				if lo[0] < h[0] && l[0] < hi[0] && lo[1] < h[1] && l[1] < hi[1] && lo[2] < h[2] && l[2] < hi[2] {
					want = append(want, [2]int{i, j})
				}
				if d, _ := Penetration(boxes[i], boxes[j]); d > 0 && (len(want) == 0 || want[len(want)-1] != [2]int{i, j}) {
					t.Fatalf("%+v and %+v overlap by %v, but their bounds do not", boxes[i], boxes[j], d)
				}
			}
		}
		for i := range s.Len() {
			for _, j := range s.Partners(i) {
				got = append(got, [2]int{i, int(j)})
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	}
}

func TestSweepKeepsItsBuffers(t *testing.T) {
	boxes := heap(rand.New(rand.NewPCG(52, 1)), 300, 20, true)
	var s Sweep
	pairs := 0
	n := testing.AllocsPerRun(20, func() {
		s.Reset()
		for i := range boxes {
			s.AddBox(boxes[i])
		}
		for i := range boxes {
			pairs += len(s.Partners(i))
		}
	})
	if n != 0 || pairs == 0 {
		t.Errorf("%v allocations, %d pairs", n, pairs)
	}
}

func BenchmarkSweep(b *testing.B) {
	for _, n := range []int{15, 50, 100, 150, 200, 300, 500, 1000, 10000} {
		// The room grows with the objects: a fifth of it is covered.
		boxes := heap(rand.New(rand.NewPCG(53, 1)), n, math.Sqrt(float64(n)*1.5), false)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var s Sweep
			pairs := 0
			b.ReportAllocs()
			for b.Loop() {
				s.Reset()
				pairs = 0
				for i := range boxes {
					s.AddBox(boxes[i])
				}
				for i := range boxes {
					pairs += len(s.Partners(i))
				}
			}
			b.ReportMetric(float64(pairs), "pairs")
		})
	}
}
