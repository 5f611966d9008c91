package gltfio

import (
	"fmt"
	"math"

	"github.com/qmuntal/gltf"
)

// reach notes indices beyond the vertices; drawing such a primitive refuses
// the file.
func (c *checker) reach(r *reader, p *gltf.Primitive, done map[string]map[int]bool) {
	position, ok := p.Attributes[gltf.POSITION]
	if !ok {
		return
	}
	count := c.doc.Accessors[position].Count
	key := fmt.Sprint("reach ", count)
	if done[key] == nil {
		done[key] = make(map[int]bool)
	}
	if done[key][*p.Indices] {
		return
	}
	done[key][*p.Indices] = true
	if !c.spend(c.doc.Accessors[*p.Indices].Count) {
		return
	}
	list, err := r.integers(*p.Indices)
	if err != nil {
		return
	}
	for k, v := range list {
		if int(v) >= count {
			c.note("ACCESSOR_INDEX_OOB", "accessors[%d] element %d is the index %d, but there are %d vertices", *p.Indices, k, v, count)
			return
		}
	}
}

// weights notes skin weights that are negative or do not add up to 1; they are
// scaled to do so.
func (c *checker) weights(r *reader, p *gltf.Primitive, done map[string]map[int]bool) {
	first, ok := p.Attributes[gltf.WEIGHTS_0]
	if !ok || done["weights"][first] {
		return
	}
	if done["weights"] == nil {
		done["weights"] = make(map[int]bool)
	}
	done["weights"][first] = true
	sums := make([]float64, c.doc.Accessors[first].Count)
	for set := 0; ; set++ {
		i, ok := p.Attributes[fmt.Sprintf("WEIGHTS_%d", set)]
		if !ok {
			break
		}
		c.elements(r, i, func(k int, e []float32) bool {
			for _, w := range e {
				if w < 0 {
					c.note("ACCESSOR_WEIGHTS_NEGATIVE", "accessors[%d] element %d has the negative weight %v", i, k, w)
					return false
				}
				if k < len(sums) {
					sums[k] += float64(w)
				}
			}
			return true
		})
	}
	if c.doc.Accessors[first].BufferView == nil {
		return
	}
	for k, s := range sums {
		if math.Abs(s-1) > 0.01 && s != 0 {
			c.note("ACCESSOR_WEIGHTS_NON_NORMALIZED", "the weights of vertex %d in accessors[%d] add up to %.3g instead of 1", k, first, s)
			return
		}
	}
}

// skinned notes joints that a skin does not have.
func (c *checker) skinned(r *reader) {
	type pair struct{ accessor, joints int }
	done := make(map[pair]bool)
	for i, n := range c.doc.Nodes {
		if n.Mesh == nil || n.Skin == nil || len(c.minor) >= maxMinor {
			continue
		}
		joints := len(c.doc.Skins[*n.Skin].Joints)
		for _, p := range c.doc.Meshes[*n.Mesh].Primitives {
			for set := 0; ; set++ {
				a, ok := p.Attributes[fmt.Sprintf("JOINTS_%d", set)]
				if !ok {
					break
				}
				if done[pair{a, joints}] || c.doc.Accessors[a].BufferView == nil {
					continue
				}
				done[pair{a, joints}] = true
				c.elements(r, a, func(k int, e []float32) bool {
					for _, j := range e {
						if int(j) >= joints {
							c.note("ACCESSOR_JOINTS_INDEX_OOB", "accessors[%d] element %d is joint %v, but the skin of nodes[%d] has %d joints", a, k, j, i, joints)
							return false
						}
					}
					return true
				})
			}
		}
	}
}

// rotations notes turns of an animation that are no unit quaternions.
func (c *checker) rotations(r *reader, s *gltf.AnimationSampler, each func(string, int, func(*reader, string, int))) {
	if c.doc.Accessors[s.Output].Type != gltf.AccessorVec4 {
		return
	}
	each("rotations", s.Output, func(r *reader, where string, i int) {
		c.elements(r, i, func(k int, e []float32) bool {
			// Of a spline's triples only the middle one is a rotation.
			if s.Interpolation == gltf.InterpolationCubicSpline && k%3 != 1 {
				return true
			}
			if l := length(e); !(math.Abs(l-1) < unitSlack) {
				c.note("ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION", "%s: element %d has length %.3g, but must be a unit quaternion", where, k, l)
				return false
			}
			return true
		})
	})
}
