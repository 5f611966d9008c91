package raster

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// A model is drawn from a coarser copy when it is small in the picture, and
// looks the same.
func TestCoarserCopies(t *testing.T) {
	m := blob(60, 80)
	var cache Cache
	p := cache.model(m)
	last := float32(0)
	for _, l := range p.parts[0].levels {
		if l.cell <= last || len(l.idx) >= len(p.parts[0].idx) {
			t.Errorf("cell %v with %d corners follows %v", l.cell, len(l.idx), last)
		}
		last = l.cell
	}
	if len(p.parts[0].levels) < 3 {
		t.Fatalf("%d copies", len(p.parts[0].levels))
	}
	for _, distance := range []float64{8, 12, 20} {
		c := Camera{Eye: scenes.Vec3{0, -distance, 1}, Target: scenes.Vec3{0, 0, 0}, FovY: 60}
		var f, g Frame
		fine, coarse := Renderer{Cache: &Cache{}}, Renderer{}
		fine.Cache.model(m).parts[0].levels = nil
		s := Scene{Props: []Prop{{Model: m}}}
		for r, frame := range map[*Renderer]*Frame{&fine: &f, &coarse: &g} {
			if err := r.Render(s, c, Options{Width: 64, Height: 64}, frame); err != nil {
				t.Fatal(err)
			}
		}
		if len(coarse.corners)*2 > len(fine.corners) {
			t.Errorf("at %v m the copy has %d corners of %d", distance, len(coarse.corners), len(fine.corners))
		}
		off := 0
		for i := range f.ID {
			if f.ID[i] != g.ID[i] {
				off++
			}
		}
		if most := 12; off > most {
			t.Errorf("at %v m %d pixels differ", distance, off)
		}
	}
}

// A closed surface need not be drawn from behind, an open or inverted one must.
func TestClosed(t *testing.T) {
	box := func(faces int, inside bool) *part {
		var p part
		p.box(&identity, 0, 0, 0, 1, 1, 1, rgb{}, faces)
		if inside {
			for i := 0; i < len(p.idx); i += 3 {
				p.idx[i], p.idx[i+1] = p.idx[i+1], p.idx[i]
			}
		}
		return &p
	}
	for name, c := range map[string]struct {
		p    *part
		want bool
	}{
		"box": {box(allFaces, false), true}, "open box": {box(allFaces&^faceZ1, false), false},
		"box inside out": {box(allFaces, true), false}, "nothing": {&part{}, false},
	} {
		if got := closed(c.p.verts, c.p.idx); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// sheetOf returns a wavy sheet of 2·n² triangles.
func sheetOf(n int) *mesh.Model {
	p := mesh.Part{}
	for y := range n + 1 {
		for x := range n + 1 {
			s, _ := sincos(float64(x*7+y*3) * 0.5)
			p.Positions = append(p.Positions, [3]float32{float32(x)/float32(n) - 0.5, float32(y)/float32(n) - 0.5, float32(s * 0.02)})
		}
	}
	w := uint32(n + 1)
	for y := range uint32(n) {
		for x := range uint32(n) {
			a := y*w + x
			p.Indices = append(p.Indices, a, a+1, a+w+1, a, a+w+1, a+w)
		}
	}
	return &mesh.Model{Parts: []mesh.Part{p}, Size: [3]float32{1, 1, 0.04}}
}

// A model of very many triangles is drawn by its coarser copies, and in full
// when it fills the picture.
func TestManyTriangles(t *testing.T) {
	s := Scene{Props: []Prop{{Model: sheetOf(250), Scale: scenes.Vec3{4, 4, 1}, ID: 3}}, World: [3]float64{1, 1, 1}}
	var r Renderer
	var f Frame
	for _, q := range []Quality{Preview, Train, Beauty} {
		for _, height := range []float64{8, 0.1} {
			c := Camera{Eye: scenes.Vec3{0, -height, height}, FovY: 60}
			if err := r.Render(s, c, Options{Width: 64, Height: 64, Quality: q}, &f); err != nil {
				t.Fatal(err)
			}
			if id := f.ID[34*64+32]; id != 3 {
				t.Errorf("quality %d from %v m: id %d in the middle", q, height, id)
			}
			if n := len(r.corners); height > 1 && n > 251*251/2 {
				t.Errorf("quality %d from %v m: %d corners", q, height, n)
			}
		}
	}
}

// BenchmarkPrepare makes a large model ready for the first time.
func BenchmarkPrepare(b *testing.B) {
	for name, n := range map[string]int{"20k": 100, "500k": 500} {
		m := sheetOf(n)
		b.Run("triangles="+name, func(b *testing.B) {
			for b.Loop() {
				var c Cache
				c.model(m)
			}
		})
	}
}
