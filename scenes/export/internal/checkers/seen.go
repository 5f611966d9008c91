package checkers

import (
	"fmt"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// Seen is a thing as a program shows it, in the level's frame: metres, z up,
// compass headings.
type Seen struct {
	// Name is the node's name, Object the object_id that came with it.
	Name, Object string
	// Centre is the middle of its box, Size the box along its own right, front
	// and up, Yaw the heading of its front.
	Centre, Size scenes.Vec3
	Yaw          float64
	// Mesh tells the geometry; things of one mesh share it.
	Mesh string
}

// Expected is what a program should show of a level: one thing an object that
// has a placement. Mesh is the object's asset, or empty.
func Expected(level *scenes.Level) []Seen {
	var out []Seen
	for i := range level.Rooms {
		r := &level.Rooms[i]
		for k := range r.Task.Objects {
			o := &r.Task.Objects[k]
			if p := r.Layout.Find(o.ID); p != nil {
				out = append(out, Seen{Object: o.ID, Centre: r.Point(p.Position), Size: o.Size, Yaw: r.Heading(p.Yaw), Mesh: o.Asset})
			}
		}
	}
	return out
}

// Tolerance is how far lengths may be off, in metres; headings by as many
// hundredths of a degree as it has millimetres.
const Tolerance = 1e-3

// Compare reports every difference between what a program shows and what it
// should. Both lists are paired by object, in any order; ids that several rooms
// use are paired by the nearest.
func Compare(t testing.TB, got, want []Seen) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("shows %d objects, want %d", len(got), len(want))
	}
	for _, problem := range differences(got, want) {
		t.Error(problem)
	}
}

func differences(got, want []Seen) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	meshes := make(map[string]string)
	for _, w := range want {
		best, at := math.Inf(1), -1
		for i, g := range got {
			if d := g.Centre.Sub(w.Centre).Len(); g.Object == w.Object && d < best {
				best, at = d, i
			}
		}
		if at < 0 {
			say("%q is missing", w.Object)
			continue
		}
		g := got[at]
		if !(best <= Tolerance) {
			say("%q is at %v, want %v", w.Object, g.Centre, w.Centre)
		}
		if d := g.Size.Sub(w.Size); !(max(math.Abs(d[0]), math.Abs(d[1]), math.Abs(d[2])) <= Tolerance) {
			say("%q has the size %v, want %v", w.Object, g.Size, w.Size)
		}
		if d := math.Remainder(g.Yaw-w.Yaw, 360); !(math.Abs(d) <= 0.01) {
			say("%q faces %.3f°, want %.3f°", w.Object, g.Yaw, w.Yaw)
		}
		if w.Mesh != "" && g.Mesh != "" {
			if first, ok := meshes[w.Mesh]; ok && first != g.Mesh {
				say("%q has the mesh %s, but another %s has %s", w.Object, g.Mesh, w.Mesh, first)
			}
			meshes[w.Mesh] = g.Mesh
		}
	}
	return out
}
