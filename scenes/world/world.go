// Package world joins a task, a layout and the models of its assets into what
// measurements read: every placed object with its class, its box and, where
// there is one, its mesh.
package world

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// World is one layout of one task. It is read only once made.
type World struct {
	Task  *scenes.Task
	Space *geom.Space
	// Bodies are the placed objects in the task's order. Objects without a
	// finite placement are not among them.
	Bodies []Body
	// index is the body of each object of the task, or -1.
	index []int
	// ids is the first object of each id.
	ids map[string]int
}

// Body is one placed object.
type Body struct {
	Object *scenes.Object
	// Index is the object's place in the task.
	Index int
	// Class is the object's class, nil when its category is not known.
	Class *taxonomy.Class
	Box   geom.Box
	// Mesh is nil for an object that is a box: without an asset, or without a
	// model of it.
	Mesh *trimesh.Placed
}

// Meshes returns the prepared mesh of an asset, or nil where there is none.
type Meshes func(asset string) *trimesh.Mesh

// New places the layout's objects. Placements of objects that the task does
// not have are ignored; of several placements of one object the first counts.
// Without meshes every object is a box.
func New(t *scenes.Task, l *scenes.Layout, meshes Meshes) *World {
	w := &World{Task: t, Space: geom.NewSpace(&t.Room), index: make([]int, len(t.Objects)), ids: make(map[string]int, len(t.Objects))}
	for i := range t.Objects {
		w.index[i] = -1
		if _, taken := w.ids[t.Objects[i].ID]; !taken {
			w.ids[t.Objects[i].ID] = i
		}
	}
	at := make([]*scenes.Placement, len(t.Objects))
	if l != nil {
		for k := range l.Placements {
			p := &l.Placements[k]
			if i, ok := w.ids[p.ID]; ok && at[i] == nil && finite(p) {
				at[i] = p
			}
		}
	}
	for i, p := range at {
		if p != nil {
			w.index[i] = len(w.Bodies)
			w.Bodies = append(w.Bodies, body(&t.Objects[i], i, p, meshes))
		}
	}
	return w
}

// Body returns the body of the object with the given index in the task, or nil
// when it is not placed.
func (w *World) Body(object int) *Body {
	if object < 0 || object >= len(w.index) || w.index[object] < 0 {
		return nil
	}
	return &w.Bodies[w.index[object]]
}

// Find returns the body of the object with the given id, or nil.
func (w *World) Find(id string) *Body {
	if i, ok := w.ids[id]; ok {
		return w.Body(i)
	}
	return nil
}

func body(o *scenes.Object, i int, p *scenes.Placement, meshes Meshes) Body {
	b := Body{Object: o, Index: i, Class: taxonomy.Find(o.Category), Box: geom.BoxOf(o, *p)}
	if meshes == nil || o.Asset == "" {
		return b
	}
	if m := meshes(o.Asset); m != nil {
		b.Mesh = &trimesh.Placed{Mesh: m, Center: p.Position, Yaw: p.Yaw, Scale: m.ScaleTo(o.Size)}
	}
	return b
}

func finite(p *scenes.Placement) bool {
	s := p.Position[0] + p.Position[1] + p.Position[2] + p.Yaw
	return !math.IsNaN(s) && !math.IsInf(s, 0)
}
