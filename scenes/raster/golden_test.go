package raster

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image/color"
	"math"
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
		"ell full walls":   shot(Scene{Task: ell, Layout: nil, Models: nil, Highlight: nil}, Eye, Options{FullWalls: true}),
	}
}

// golden are the pictures' hashes, the same for every GOAMD64 level.
var golden = map[string]string{
	"boxes dollhouse":  "9fb315b3f1e8a7d9",
	"boxes top":        "a1305b2b68acb125",
	"ell dollhouse":    "025a6fb6d4899cb8",
	"ell full walls":   "0d40a6c839adf624",
	"ghosts beauty":    "79fb367a8315c4f1",
	"ghosts dollhouse": "8d5b413fc270d062",
	"glass dollhouse":  "6f72f24d6518881a",
	"models dollhouse": "78fb436bbaec7c82",
	"models eye":       "ac41c07b3b285754",
	"models top":       "aa29ee322b3bfcee",
}

func TestGolden(t *testing.T) {
	for name, draw := range pictures(t) {
		t.Run(name, func(t *testing.T) {
			var r Renderer
			var f Frame
			if err := draw(&r, 1, &f); err != nil {
				t.Fatal(err)
			}
			if got := sum(&f); got != golden[name] {
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
