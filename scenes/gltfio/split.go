package gltfio

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/go-gl/mathgl/mgl64"
)

// SplitMode says whether a file may hold several models.
type SplitMode uint8

const (
	// SplitAuto takes a file apart when it evidently is a collection:
	//
	//   - It has several scenes that draw different nodes. Each scene is taken
	//     as a file of its own, by the next rule.
	//   - Its top-level nodes form at least two heaps that stand apart. Top
	//     level is where the nodes that draw something first branch; nodes whose
	//     boxes overlap or touch when seen from above are one heap, so that the
	//     doors of a cabinet stay with it. And the heaps are things of their own:
	//     they are not all made of the same meshes, and two of them have
	//     different names, numbers and sides aside, where names such as Cube
	//     that mean nothing and names of parts such as leg or wheel do not
	//     count; or their names differ in numbers only, and the gaps between
	//     them are at least a quarter of their size.
	//   - Nothing in it has a skin, whose joints belong together.
	//
	// A heap that repeats another one, mesh for mesh, is left out.
	SplitAuto SplitMode = iota
	// SplitAlways makes a model of every top-level node of every scene that
	// draws something, and leaves out repetitions.
	SplitAlways
	// SplitNever reads the default scene as one model.
	SplitNever
)

// group is a model of a file: some nodes.
type group struct {
	ModelInfo
	roots []root
}

// root is a node with what lies above it.
type root struct {
	node   int
	parent string
	above  mgl64.Mat4
}

// split finds the models of the file, which is called name.
func (r *reader) split(name string) ([]group, error) {
	up, err := upright(r.opts.Up)
	if err != nil {
		return nil, err
	}
	scenes, initial := r.scenes(up)
	if r.opts.Split == SplitNever || len(scenes) == 0 || len(scenes) > maxHeaps {
		g := group{ModelInfo: ModelInfo{Name: name}}
		if len(scenes) > 0 {
			g.roots = scenes[initial].roots
		}
		return []group{g}, nil
	}
	var out []group
	for _, s := range scenes {
		heaps, err := r.collection(s)
		if err != nil {
			return nil, err
		}
		switch {
		case len(heaps) > 1:
			out = append(out, heaps...)
		case len(scenes) > 1:
			if s.Name == "" && len(s.roots) > 0 {
				s.Name = r.nodeName(s.roots[0].node)
			}
			out = append(out, s)
		}
	}
	if len(out) < 2 {
		return []group{{ModelInfo: ModelInfo{Name: name}, roots: scenes[initial].roots}}, nil
	}
	unique(out, name)
	return out, nil
}

// scenes returns the scenes that draw something, each once, and the place among
// them of the one that a viewer shows first. A file without scenes is one
// scene of all nodes without a parent.
func (r *reader) scenes(up mgl64.Mat4) (out []group, initial int) {
	d := r.doc
	add := func(name string, nodes []int) {
		g := group{ModelInfo: ModelInfo{Name: name}}
		for _, n := range nodes {
			g.roots = append(g.roots, root{node: n, above: up})
		}
		out = append(out, g)
	}
	if len(d.Scenes) == 0 {
		add("", r.orphans())
		return out, 0
	}
	seen := make(map[string]bool)
	for i, s := range d.Scenes {
		key := fmt.Sprint(s.Nodes)
		if seen[key] || !slices.ContainsFunc(s.Nodes, r.draws) {
			continue
		}
		seen[key] = true
		if d.Scene != nil && *d.Scene == i {
			initial = len(out)
		}
		add(s.Name, s.Nodes)
	}
	if len(out) > 1 && r.opts.Split == SplitNever {
		r.warn("only scene %q of %d is read", out[initial].Name, len(out))
	}
	return out, initial
}

// orphans returns the nodes without a parent.
func (r *reader) orphans() []int {
	child := make([]bool, len(r.doc.Nodes))
	for _, n := range r.doc.Nodes {
		for _, c := range n.Children {
			child[c] = true
		}
	}
	var out []int
	for i, c := range child {
		if !c {
			out = append(out, i)
		}
	}
	return out
}

// draws tells whether a node or one below it shows a mesh.
func (r *reader) draws(i int) bool {
	if r.drawing == nil {
		r.drawing = make(map[int]bool)
	}
	known, ok := r.drawing[i]
	if !ok {
		n := r.doc.Nodes[i]
		known = !hidden(n) && (n.Mesh != nil || slices.ContainsFunc(n.Children, r.draws))
		r.drawing[i] = known
	}
	return known
}

// topLevel descends from a scene's roots to where the nodes that draw first
// branch.
func (r *reader) topLevel(roots []root) []root {
	for {
		drawing := slices.DeleteFunc(slices.Clone(roots), func(p root) bool { return !r.draws(p.node) })
		if len(drawing) != 1 || r.doc.Nodes[drawing[0].node].Mesh != nil {
			return drawing
		}
		only := drawing[0]
		n := r.doc.Nodes[only.node]
		roots = nil
		for _, c := range n.Children {
			roots = append(roots, root{node: c, parent: r.nodeName(only.node), above: only.above.Mul4(local(n))})
		}
	}
}

// unique cleans the models' names and numbers those that are taken.
func unique(models []group, fallback string) {
	taken := make(map[string]bool)
	for i := range models {
		g := &models[i]
		name := strings.TrimSpace(strings.Map(func(c rune) rune {
			if unicode.IsControl(c) || c == unicode.ReplacementChar {
				return -1
			}
			return c
		}, g.Name))
		name = strings.TrimSuffix(name, "(Clone)")
		name = cmp.Or(name, fallback)
		g.Name = name
		for k := 2; taken[g.Name]; k++ {
			g.Name = fmt.Sprintf("%s_%d", name, k)
		}
		taken[g.Name] = true
	}
}
