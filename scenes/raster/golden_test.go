package raster

import (
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"image/color"
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// sum is a short hash of everything in a frame.
func sum(f *Frame) string {
	h := sha256.New()
	h.Write(f.Color.Pix)
	var b [4]byte
	for i := range f.Depth {
		binary.LittleEndian.PutUint32(b[:], math.Float32bits(f.Depth[i]))
		h.Write(b[:])
		binary.LittleEndian.PutUint16(b[:], f.ID[i])
		h.Write(b[:2])
	}
	for _, n := range f.Normal {
		h.Write([]byte{byte(n[0]), byte(n[1]), byte(n[2])})
	}
	return fmt.Sprintf("%x", h.Sum(nil)[:8])
}

// pictures are small scenes that use every part of the renderer.
func pictures(t *testing.T) map[string]func(r *Renderer, workers int, f *Frame) error {
	task, layout, models := furnished(7)
	boxes := &scenes.Task{ID: "boxes", Program: "kitchen", Room: task.Room, Objects: append([]scenes.Object(nil), task.Objects...)}
	for i := range boxes.Objects {
		boxes.Objects[i].Asset = ""
	}
	boxes.Objects[2].Flat = true
	turned := &scenes.Layout{Placements: append([]scenes.Placement(nil), layout.Placements...)}
	for i := range turned.Placements {
		turned.Placements[i].Yaw += 37.5
	}
	ell := &scenes.Task{ID: "ell", Room: scenes.Room{
		Floor: []scenes.Vec2{{0, 0}, {4, 0}, {4, 2}, {2, 2}, {2, 4}, {0, 4}}, Height: 2.5,
		Openings: []scenes.Opening{{ID: "d", Kind: scenes.Door, Wall: 2, Offset: 1, Width: 0.8, Height: 2}},
	}}
	glassy := func(string) *mesh.Model { return seeThrough() }
	hung, hangings := decorated()
	marks := map[string]color.NRGBA{"o3": {220, 30, 30, 160}}
	lit := &scenes.Task{ID: "lit", Program: "living room", Room: task.Room, Objects: append([]scenes.Object(nil), task.Objects...)}
	lit.Objects[1].Category, lit.Objects[4].Category = "floor lamp", "pendant lamp"
	shot := func(s Scene, camera string, o Options) func(*Renderer, int, *Frame) error {
		return func(r *Renderer, workers int, f *Frame) error {
			o.Width, o.Height, o.Workers = 96, 72, workers
			c, err := Preset(camera, &s.Task.Room, o.Width, o.Height)
			if err != nil {
				t.Fatal(err)
			}
			return r.Render(s, c, o, f)
		}
	}
	stage := func(r *Renderer, workers int, f *Frame) error {
		s := staged()
		c := Camera{Eye: scenes.Vec3{2.5, -3.5, 2.6}, Target: scenes.Vec3{0, 0, 0.4}, FovY: 45, ShiftX: 0.06, ShiftY: -0.04}
		return r.Render(s, c, Options{Width: 96, Height: 72, Quality: Beauty, Tone: Filmic, Exposure: 0.5, Normals: true, Workers: workers}, f)
	}
	return map[string]func(*Renderer, int, *Frame) error{
		"models dollhouse": shot(Scene{Task: task, Layout: layout, Models: models, Highlight: marks}, Dollhouse, Options{}),
		"models eye":       shot(Scene{Task: task, Layout: layout, Models: models, Highlight: nil}, Eye, Options{Quality: Beauty}),
		"models top":       shot(Scene{Task: task, Layout: turned, Models: models, Highlight: nil}, Top, Options{Quality: Preview}),
		"boxes dollhouse":  shot(Scene{Task: boxes, Layout: turned, Models: nil, Highlight: marks}, Dollhouse, Options{Samples: 2}),
		"boxes top":        shot(Scene{Task: boxes, Layout: layout, Models: nil, Highlight: nil}, Top, Options{}),
		"glass dollhouse":  shot(Scene{Task: task, Layout: layout, Models: glassy, Highlight: nil}, Dollhouse, Options{}),
		"ghosts dollhouse": shot(Scene{Task: hung, Layout: hangings, Models: nil, Highlight: marks}, Dollhouse, Options{}),
		"ghosts beauty":    shot(Scene{Task: hung, Layout: hangings, Models: glassy, Highlight: nil}, Dollhouse, Options{Quality: Beauty}),
		"ell dollhouse":    shot(Scene{Task: ell, Layout: nil, Models: nil, Highlight: nil}, Dollhouse, Options{}),
		"models normals":   shot(Scene{Task: task, Layout: turned, Models: models}, Dollhouse, Options{Normals: true}),
		"glass beauty":     shot(Scene{Task: lit, Layout: turned, Models: glassy}, Dollhouse, Options{Quality: Beauty, Normals: true}),
		"lamps beauty":     shot(Scene{Task: lit, Layout: layout, Models: models, Highlight: marks}, Dollhouse, Options{Quality: Beauty, Samples: 1}),
		"top beauty":       shot(Scene{Task: boxes, Layout: turned}, Top, Options{Quality: Beauty}),
		"props beauty":     stage,
		"ell full walls":   shot(Scene{Task: ell, Layout: nil, Models: nil, Highlight: nil}, Eye, Options{FullWalls: true}),
	}
}

// golden are the pictures' hashes, the same for every GOAMD64 level.
var golden = map[string]string{
	"boxes dollhouse":  "dddcfacc382cc36a",
	"boxes top":        "a1305b2b68acb125",
	"ell dollhouse":    "b1b87a5896f9f800",
	"ell full walls":   "fc40695de6dd7009",
	"ghosts beauty":    "f0add261908303aa",
	"ghosts dollhouse": "53ed0d13761ba51e",
	"glass beauty":     "7dd15f63c430659d",
	"glass dollhouse":  "ad8552e0cdd02f2c",
	"lamps beauty":     "02ad29c09305459f",
	"models dollhouse": "313e971fd9e8987c",
	"models eye":       "ff44cab0ef102b5b",
	"models normals":   "b7d6ada7131cf099",
	"models top":       "af3e7b8ea0f23476",
	"props beauty":     "ec14d5db0dcb53c1",
	"top beauty":       "e6d762f4f07ce291",
}

var update = flag.Bool("update", false, "print the pictures' hashes instead of comparing them")

func TestGolden(t *testing.T) {
	for name, draw := range pictures(t) {
		t.Run(name, func(t *testing.T) {
			var r Renderer
			var f Frame
			if err := draw(&r, 1, &f); err != nil {
				t.Fatal(err)
			}
			got := sum(&f)
			if *update {
				fmt.Printf("\t%q: %q,\n", name, got)
			} else if got != golden[name] {
				t.Errorf("%q: %q, want %q; look at the picture before accepting it", name, got, golden[name])
			}
		})
	}
}

func TestSameBytesForAnyWorkers(t *testing.T) {
	for name, draw := range pictures(t) {
		t.Run(name, func(t *testing.T) {
			var r Renderer
			var f Frame
			if err := draw(&r, 0, &f); err != nil {
				t.Fatal(err)
			}
			want := sum(&f)
			for _, workers := range []int{2, 3, 7, 1000} {
				// The renderer is used before: nothing of the last picture may stay.
				if err := draw(&r, workers, &f); err != nil {
					t.Fatal(err)
				}
				if got := sum(&f); got != want {
					t.Errorf("%d workers: %s, one: %s", workers, got, want)
				}
			}
		})
	}
}

func TestNoAllocationPerFrame(t *testing.T) {
	task, layout, models := furnished(5)
	c, err := Preset(Dollhouse, &task.Room, 64, 64)
	if err != nil {
		t.Fatal(err)
	}
	var r Renderer
	var f Frame
	got := testing.AllocsPerRun(10, func() {
		if err := r.Render(Scene{Task: task, Layout: layout, Models: models}, c, Options{Width: 64, Height: 64}, &f); err != nil {
			t.Fatal(err)
		}
	})
	if got > 0 {
		t.Errorf("a frame allocates %v times", got)
	}
}

// A renderer keeps light and shade from picture to picture; what it drew before
// must not show.
func TestSameBytesAfterOthers(t *testing.T) {
	shots := pictures(t)
	names := slices.Sorted(maps.Keys(shots))
	var r Renderer
	var f Frame
	for round := range 2 {
		for i := range names {
			// Neighbours differ from round to round.
			name := names[i*(1+6*round)%len(names)]
			if err := shots[name](&r, 1, &f); err != nil {
				t.Fatal(err)
			}
			if got := sum(&f); got != golden[name] {
				t.Errorf("%q after others: %q, want %q", name, got, golden[name])
			}
		}
	}
}
