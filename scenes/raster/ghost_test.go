package raster

import (
	"fmt"
	"image/color"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// decorated is a room with something on every wall (o0 south, o1 east, o2
// north, o3 west), a thing on the southern one, a lamp, and a picture that
// hangs in mid-air by mistake.
func decorated() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "decorated", Program: "study", Room: scenes.RectRoom(4, 4, 2.5)}
	l := &scenes.Layout{}
	add := func(id string, support scenes.Support, parent string, size, at scenes.Vec3, yaw float64) {
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: id, Asset: "a", Size: size, Support: support, Parent: parent})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: at, Yaw: yaw})
	}
	// The carried thing comes first: its carrier is a ghost only later.
	add("vase", scenes.OnObject, "o0", scenes.Vec3{0.2, 0.2, 0.4}, scenes.Vec3{2, 0.15, 1.45}, 0)
	for i, at := range []scenes.Vec2{{2, 0.15}, {3.85, 2}, {2, 3.85}, {0.15, 2}} {
		add(fmt.Sprintf("o%d", i), scenes.OnWall, "", scenes.Vec3{1, 0.3, 0.5}, scenes.Vec3{at[0], at[1], 1}, float64(360-90*i))
	}
	add("lamp", scenes.OnCeiling, "", scenes.Vec3{0.4, 0.4, 0.5}, scenes.Vec3{2, 2, 2.25}, 0)
	add("stray", scenes.OnWall, "", scenes.Vec3{0.8, 0.1, 0.6}, scenes.Vec3{1, 1.2, 1.2}, 0)
	return t, l
}

func TestGhosts(t *testing.T) {
	task, layout := decorated()
	draw := func(t *testing.T, camera string, o Options, marks map[string]color.NRGBA) (*Renderer, *Frame) {
		o.Width, o.Height = 160, 120
		c, err := Preset(camera, &task.Room, o.Width, o.Height)
		if err != nil {
			t.Fatal(err)
		}
		r, f := new(Renderer), new(Frame)
		if err := r.Render(Scene{Task: task, Layout: layout, Highlight: marks}, c, o, f); err != nil {
			t.Fatal(err)
		}
		return r, f
	}
	// The dollhouse camera stands in the south-south-east.
	want := map[string]map[string]bool{
		Dollhouse: {"vase": true, "o0": true, "o1": true, "lamp": true},
		Eye:       {},
		Top:       {},
	}
	for camera, ghosts := range want {
		t.Run(camera, func(t *testing.T) {
			r, f := draw(t, camera, Options{}, nil)
			_, solid := draw(t, camera, Options{Solid: true}, nil)
			for k := range task.Objects {
				if id := task.Objects[k].ID; r.ghosts[k] != ghosts[id] {
					t.Errorf("%s is a ghost: %v", id, r.ghosts[k])
				}
			}
			changed := 0
			for i := range f.ID {
				if f.ID[i] != solid.ID[i] || f.Depth[i] != solid.Depth[i] {
					t.Fatalf("pixel %d: id %d, depth %v; solid: id %d, depth %v", i, f.ID[i], f.Depth[i], solid.ID[i], solid.Depth[i])
				}
				if f.Color.Pix[4*i] != solid.Color.Pix[4*i] {
					changed++
				}
			}
			if (changed > 0) != (len(ghosts) > 0) {
				t.Errorf("%d pixels change", changed)
			}
		})
	}
}

// A highlighted ghost keeps nearly all of its tint.
func TestHighlightedGhost(t *testing.T) {
	task, layout := decorated()
	c, err := Preset(Dollhouse, &task.Room, 160, 120)
	if err != nil {
		t.Fatal(err)
	}
	var r Renderer
	var f Frame
	s := Scene{Task: task, Layout: layout, Highlight: map[string]color.NRGBA{"o1": {255, 0, 0, 255}}}
	if err := r.Render(s, c, Options{Width: 160, Height: 120}, &f); err != nil {
		t.Fatal(err)
	}
	_, k := task.Find("o1")
	n := 0
	for i, id := range f.ID {
		if id != uint16(ObjectID+k) {
			continue
		}
		n++
		if p := f.Color.Pix[4*i:]; int(p[0]) < int(p[1])+60 {
			t.Fatalf("pixel %d of the marked ghost is %v, not red", i, p[:3])
		}
	}
	if n == 0 {
		t.Error("the marked ghost is not seen")
	}
}
