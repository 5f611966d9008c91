package gltfio

import (
	"fmt"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/qmuntal/gltf"
)

// pose says where a mesh's vertices go: by one transform, or by the joints of a
// skin in their rest pose, after morph targets have moved them.
type pose struct {
	at mgl64.Mat4
	// joints are world · inverse bind matrix of every joint; nil without a skin.
	joints []mgl64.Mat4
	// weights are those of the morph targets.
	weights []float64
}

// pose returns how node i, which the scene puts at m, draws its mesh. A skinned
// node's own transform counts for nothing (glTF 2.0 specification, 3.7.3.3).
func (r *reader) pose(i int, m mgl64.Mat4) (pose, error) {
	n := r.doc.Nodes[i]
	p := pose{at: m, weights: r.doc.Meshes[*n.Mesh].Weights}
	if n.Weights != nil {
		p.weights = n.Weights
	}
	if n.Skin == nil {
		return p, nil
	}
	joints, err := r.joints(*n.Skin)
	p.joints = joints
	return p, err
}

// joints returns a skin's matrices, computing them once.
func (r *reader) joints(index int) ([]mgl64.Mat4, error) {
	if known, ok := r.skins[index]; ok {
		return known, nil
	}
	s := r.doc.Skins[index]
	var bind []float32
	if s.InverseBindMatrices != nil {
		var err error
		if bind, _, err = r.floats(*s.InverseBindMatrices); err != nil {
			return nil, err
		}
	}
	out := make([]mgl64.Mat4, len(s.Joints))
	for k, j := range s.Joints {
		m, err := r.world(j)
		if err != nil {
			return nil, err
		}
		if bind != nil {
			var b mgl64.Mat4
			for c := range b {
				b[c] = float64(bind[16*k+c])
			}
			m = m.Mul4(b)
		}
		out[k] = m
	}
	if r.skins == nil {
		r.skins = make(map[int][]mgl64.Mat4)
	}
	r.skins[index] = out
	return out, nil
}

// world is a node's transform in the upright file.
func (r *reader) world(i int) (mgl64.Mat4, error) {
	if r.parents == nil {
		r.parents = make(map[int]int)
		for k, n := range r.doc.Nodes {
			for _, c := range n.Children {
				r.parents[c] = k
			}
		}
	}
	m := local(r.doc.Nodes[i])
	for {
		above, ok := r.parents[i]
		if !ok {
			break
		}
		i = above
		m = local(r.doc.Nodes[i]).Mul4(m)
	}
	up, err := upright(r.opts.Up)
	if err != nil {
		return m, err
	}
	if m = up.Mul4(m); !finite(m) {
		return m, bad(remedyCheck, "nodes[%d] has a transform that is not finite", i)
	}
	return m, nil
}

// morph adds the weighted morph targets of an attribute to its values.
func (r *reader) morph(p *gltf.Primitive, name string, weights []float64, values []float32) error {
	for t, target := range p.Targets {
		at, ok := target[name]
		if !ok || t >= len(weights) || weights[t] == 0 {
			continue
		}
		delta, _, err := r.floats(at)
		if err != nil {
			return err
		}
		for k := range min(len(values), len(delta)) {
			values[k] += float32(weights[t]) * delta[k]
		}
	}
	return nil
}

// bones reads a primitive's joints and weights and returns the transform of
// every vertex: the mean of its joints' transforms by their weights.
func (r *reader) bones(where string, p *gltf.Primitive, joints []mgl64.Mat4) (func(vertex int) mgl64.Mat4, error) {
	type set struct{ joints, weights []float32 }
	var sets []set
	for k := 0; ; k++ {
		j, ok := p.Attributes[fmt.Sprintf("JOINTS_%d", k)]
		w, both := p.Attributes[fmt.Sprintf("WEIGHTS_%d", k)]
		if !ok || !both {
			break
		}
		var s set
		var err error
		if s.joints, _, err = r.floats(j); err != nil {
			return nil, err
		}
		if s.weights, _, err = r.floats(w); err != nil {
			return nil, err
		}
		for i, v := range s.joints {
			if int(v) >= len(joints) && s.weights[i] != 0 {
				return nil, broken("ACCESSOR_JOINTS_INDEX_OOB", "%s: vertex %d hangs on joint %v, but its skin has %d joints", where, i/4, v, len(joints))
			}
		}
		sets = append(sets, s)
	}
	return func(vertex int) mgl64.Mat4 {
		var m mgl64.Mat4
		total := 0.0
		for _, s := range sets {
			for k := 4 * vertex; k < 4*vertex+4; k++ {
				w := max(float64(s.weights[k]), 0)
				if w == 0 {
					continue
				}
				total += w
				for c, x := range joints[int(s.joints[k])] {
					m[c] += w * x
				}
			}
		}
		if total == 0 {
			return joints[0]
		}
		return m.Mul(1 / total)
	}, nil
}
