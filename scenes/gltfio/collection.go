package gltfio

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/go-gl/mathgl/mgl64"
)

const (
	// maxHeaps bounds what telling a collection costs: a scene with more
	// top-level nodes is one model.
	maxHeaps = 1024
	// apart is the gap that counts as one, as a part of the file's extent.
	apart = 1e-3
)

// placement is a mesh that was drawn, in how many parts, with which morph
// targets, and where.
type placement struct {
	mesh, parts int
	weights     []float64
	at          mgl64.Mat4
}

// heap is a group of top-level nodes that overlap or touch seen from above.
type heap struct {
	group
	lo, hi mgl64.Vec3
	// largest is the biggest footprint among its nodes, whose name it takes.
	largest float64
	// content tells repetitions, meshes what it is made of.
	content, meshes string
}

// collection returns the models that a scene holds: one, unless Options.Split
// finds more.
func (r *reader) collection(scene group) ([]group, error) {
	top := r.topLevel(scene.roots)
	if len(top) < 2 {
		return []group{scene}, nil
	}
	auto := r.opts.Split == SplitAuto
	if auto && (len(top) > maxHeaps || r.skinned(top)) {
		return []group{scene}, nil
	}
	heaps, err := r.heaps(top)
	if err != nil {
		return nil, err
	}
	if auto {
		heaps = merge(heaps)
		if !separate(heaps) {
			return []group{scene}, nil
		}
	}
	seen := make(map[string]bool)
	var out []group
	for _, h := range heaps {
		if !seen[h.content] {
			seen[h.content] = true
			out = append(out, h.group)
		}
	}
	return out, nil
}

// heaps measures every top-level node that has triangles.
func (r *reader) heaps(top []root) ([]heap, error) {
	probe := *r
	probe.measuring = true
	var out []heap
	for _, p := range top {
		probe.parts, probe.placements = nil, nil
		name := r.nodeName(p.node)
		h := heap{group: group{ModelInfo: ModelInfo{Name: name, Node: name}, roots: []root{p}}}
		probe.info, probe.visited, probe.drawn = new(Info), make(map[int]bool), make(map[int]bool)
		err := probe.visit(p.node, p.parent, p.above)
		// What several scenes cost counts together.
		r.vertices, r.triangles, r.work, r.primitives = probe.vertices, probe.triangles, probe.work, probe.primitives
		if err != nil {
			return nil, err
		}
		lo, hi, ok := bounds(probe.parts)
		if !ok {
			continue
		}
		h.lo, h.hi, h.content, h.meshes = lo, hi, content(probe.placements), fmt.Sprint(slices.Sorted(maps.Keys(probe.drawn)))
		h.largest = (hi[0] - lo[0]) * (hi[2] - lo[2])
		out = append(out, h)
	}
	return out, nil
}

func (r *reader) skinned(top []root) bool {
	var below func(i int) bool
	below = func(i int) bool {
		n := r.doc.Nodes[i]
		return n.Skin != nil || slices.ContainsFunc(n.Children, below)
	}
	return slices.ContainsFunc(top, func(p root) bool { return below(p.node) })
}

// content tells repetitions: the meshes, their scales and how far they lie from
// the first, which moving and turning the whole does not change.
func content(placed []placement) string {
	var b strings.Builder
	for _, p := range placed {
		fmt.Fprintf(&b, "%d %d %v", p.mesh, p.parts, p.weights)
		for k := range 3 {
			fmt.Fprintf(&b, " %.3g", p.at.Col(k).Vec3().Len())
		}
		fmt.Fprintf(&b, " %.3g;", p.at.Col(3).Vec3().Sub(placed[0].at.Col(3).Vec3()).Len())
	}
	return b.String()
}

// merge joins the nodes whose boxes are not apart, in the order of their first.
func merge(heaps []heap) []heap {
	lo, hi := mgl64.Vec3{math.Inf(1), 0, math.Inf(1)}, mgl64.Vec3{math.Inf(-1), 0, math.Inf(-1)}
	for _, h := range heaps {
		for _, k := range []int{0, 2} {
			lo[k], hi[k] = min(lo[k], h.lo[k]), max(hi[k], h.hi[k])
		}
	}
	least := apart * max(hi[0]-lo[0], hi[2]-lo[2])
	for again := true; again; {
		again = false
		var out []heap
		for _, h := range heaps {
			i := slices.IndexFunc(out, func(o heap) bool { return gap(&o, &h) <= least })
			if i < 0 {
				out = append(out, h)
				continue
			}
			again = true
			o := &out[i]
			o.roots = append(o.roots, h.roots...)
			o.content += "+" + h.content
			o.meshes += h.meshes
			for k := range 3 {
				o.lo[k], o.hi[k] = min(o.lo[k], h.lo[k]), max(o.hi[k], h.hi[k])
			}
			if h.largest > o.largest {
				o.ModelInfo, o.largest = h.ModelInfo, h.largest
			}
		}
		heaps = out
	}
	return heaps
}

// gap is the distance between two footprints along the axis where it is
// greatest; negative where they overlap.
func gap(a, b *heap) float64 {
	return max(a.lo[0]-b.hi[0], b.lo[0]-a.hi[0], a.lo[2]-b.hi[2], b.lo[2]-a.hi[2])
}

// separate tells whether heaps are things of their own, as SplitAuto states.
func separate(heaps []heap) bool {
	if len(heaps) < 2 {
		return false
	}
	stems := make(map[string]bool)
	meshes := make(map[string]bool)
	numbered := true
	size, least := 0.0, math.Inf(1)
	for i, h := range heaps {
		stem, sided := stemOf(h.Name)
		if stem == "" || sided {
			numbered = false
		}
		if stem != "" {
			stems[stem] = true
		}
		meshes[h.meshes] = true
		size += max(h.hi[0]-h.lo[0], h.hi[2]-h.lo[2]) / float64(len(heaps))
		for _, o := range heaps[:i] {
			least = min(least, gap(&h, &o))
		}
	}
	return len(meshes) > 1 && (len(stems) > 1 || numbered && least >= size/4)
}
