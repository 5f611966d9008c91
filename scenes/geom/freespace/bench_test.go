package freespace

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

func furnished() ([]scenes.Vec2, [][]scenes.Vec2, []geom.Box) {
	r := rand.New(rand.NewPCG(9, 9))
	boxes := make([]geom.Box, 15)
	for i := range boxes {
		boxes[i] = randomBox(r, 5)
		boxes[i].Half = scenes.Vec3{0.2 + r.Float64()/2, 0.2 + r.Float64()/2, 0.4}
	}
	floor := []scenes.Vec2{{0, 0}, {6, 0}, {6, 3}, {3.5, 5}, {0, 5}}
	return floor, [][]scenes.Vec2{{{4, 1}, {4.5, 1}, {4.5, 1.5}, {4, 1.5}}}, boxes
}

// BenchmarkNavigability is floor, square erosion, boxes and pieces.
func BenchmarkNavigability(b *testing.B) {
	floor, holes, boxes := furnished()
	for _, size := range []int{128, 256, 512} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var g Grid
			var c Components
			b.ReportAllocs()
			for b.Loop() {
				g.Reset(floor, holes, Options{Size: size, Margin: 0.2})
				g.Erode(0.2)
				for _, box := range boxes {
					g.Block(box, 0.1)
				}
				c.Find(&g, Eight)
			}
		})
	}
}

// BenchmarkPerson is floor, boxes, a person's disk and pieces.
func BenchmarkPerson(b *testing.B) {
	floor, holes, boxes := furnished()
	var g Grid
	var c Components
	b.ReportAllocs()
	for b.Loop() {
		g.Reset(floor, holes, Options{Size: 256, Margin: 0.2})
		for _, box := range boxes {
			g.Block(box, 0)
		}
		g.ErodeDisk(0.457)
		c.Find(&g, Eight)
	}
}

func BenchmarkSteps(b *testing.B) {
	floor, holes, boxes := furnished()
	var g, full Grid
	var c Components
	full.Reset(floor, holes, Options{Margin: 0.2})
	for _, box := range boxes {
		full.Block(box, 0)
	}
	g.CopyFrom(&full)
	var far []float32
	var door Grid
	door.CopyFrom(&full)
	door.Clear()
	door.Disk(scenes.Vec2{1, 0}, 0.3, true)
	steps := []struct {
		name string
		run  func()
	}{
		{"reset", func() { g.Reset(floor, holes, Options{Margin: 0.2}) }},
		{"block", func() { g.Block(boxes[0], 0.1) }},
		{"block round", func() { g.BlockRound(boxes[0], 0.1) }},
		{"share", func() { full.Share(boxes[0]) }},
		{"erode", func() { g.CopyFrom(&full); g.Erode(0.2) }},
		{"erode by a disk", func() { g.CopyFrom(&full); g.ErodeDisk(0.457) }},
		{"pieces", func() { c.Find(&full, Eight) }},
		{"walk", func() { far = full.Walk(far, &door) }},
		{"distances", func() { far = full.Distances(far) }},
	}
	for _, s := range steps {
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.run()
			}
		})
	}
}
