package geom

import (
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func BenchmarkOutside(b *testing.B) {
	g := rand.New(rand.NewPCG(61, 1))
	rect, l, pillars := scenes.RectRoom(6, 5, 2.5), ell(), pillared()
	rooms := []struct {
		name string
		room *scenes.Room
	}{{"rectangle", &rect}, {"L", &l}, {"rectangle with holes", &pillars}}
	boxes := heap(g, 64, 5, false)
	for _, r := range rooms {
		s := NewSpace(r.room)
		b.Run(r.name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.Outside(boxes[i%64])
			}
		})
	}
}

func BenchmarkZone(b *testing.B) {
	g := rand.New(rand.NewPCG(62, 1))
	z := randomZone(g)
	boxes := heap(g, 64, 3, false)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		z.Overlap(boxes[i%64])
	}
}

func BenchmarkNewSpace(b *testing.B) {
	pillars := pillared()
	rect := scenes.RectRoom(4, 3, 2.5)
	b.Run("rectangle", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewSpace(&rect)
		}
	})
	b.Run("rectangle with holes", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			NewSpace(&pillars)
		}
	})
}
