package gltfio

import (
	"math"

	"github.com/qmuntal/gltf"
)

// contents looks at what the accessors hold and notes minor faults: numbers
// that the specification forbids but that leave the model's shape alone.
// Reading refuses those that do not.
func (c *checker) contents(r *reader) {
	d := c.doc
	for i, a := range d.Accessors {
		if a.BufferView != nil || a.Sparse != nil {
			c.bounds(r, i, a)
		}
	}
	done := make(map[string]map[int]bool)
	each := func(base string, accessor int, check func(r *reader, where string, i int)) {
		if done[base] == nil {
			done[base] = make(map[int]bool)
		}
		if !done[base][accessor] && d.Accessors[accessor].BufferView != nil && len(c.minor) < maxMinor {
			done[base][accessor] = true
			check(r, base+" in "+item("accessors", accessor), accessor)
		}
	}
	for _, m := range d.Meshes {
		for _, p := range m.Primitives {
			if p.Indices != nil {
				each("indices", *p.Indices, c.restart)
				c.reach(r, p, done)
			}
			for _, check := range []struct {
				name string
				do   func(*reader, string, int)
			}{{gltf.NORMAL, c.unit}, {gltf.TANGENT, c.tangent}, {gltf.COLOR_0, c.clamped}} {
				if accessor, ok := p.Attributes[check.name]; ok {
					each(check.name, accessor, check.do)
				}
			}
			c.weights(r, p, done)
		}
	}
	for _, s := range d.Skins {
		if s.InverseBindMatrices != nil {
			each("inverse bind matrices", *s.InverseBindMatrices, c.affine)
		}
	}
	for _, a := range d.Animations {
		for _, s := range a.Samplers {
			each("times", s.Input, c.times)
		}
		for _, ch := range a.Channels {
			if ch.Target.Path == gltf.TRSRotation {
				c.rotations(r, a.Samplers[ch.Sampler], each)
			}
		}
	}
	c.skinned(r)
}

// bounds compares an accessor's numbers with its min and max. Exporters round
// those, so that a small difference is let pass.
func (c *checker) bounds(r *reader, i int, a *gltf.Accessor) {
	values, n, err := r.raw(i)
	if err != nil {
		c.noteError(err)
		return
	}
	lo, hi := make([]float64, n), make([]float64, n)
	for k := range n {
		lo[k], hi[k] = math.Inf(1), math.Inf(-1)
	}
	scale := float64(packingOf(a).scale)
	for k, v := range values {
		if v-v != 0 {
			c.note("ACCESSOR_INVALID_FLOAT", "accessors[%d] element %d is not a finite number", i, k/n)
			return
		}
		lo[k%n], hi[k%n] = min(lo[k%n], float64(v)*scale), max(hi[k%n], float64(v)*scale)
	}
	for k := range n {
		slack := 1e-4*(hi[k]-lo[k]) + 1e-5*math.Max(math.Abs(hi[k]), math.Abs(lo[k]))
		if a.Min != nil && math.Abs(a.Min[k]-lo[k]) > slack {
			c.note("ACCESSOR_MIN_MISMATCH", "accessors[%d] says that its least number is %v, but it is %v", i, a.Min[k], lo[k])
			return
		}
		if a.Max != nil && math.Abs(a.Max[k]-hi[k]) > slack {
			c.note("ACCESSOR_MAX_MISMATCH", "accessors[%d] says that its greatest number is %v, but it is %v", i, a.Max[k], hi[k])
			return
		}
	}
}

func (c *checker) noteError(err error) {
	if e, ok := err.(*Error); ok && len(c.minor) < maxMinor {
		c.minor = append(c.minor, e)
	}
}

// maxLooks bounds how many elements are looked at, since many things may share
// an accessor.
const maxLooks = 1 << 26

func (c *checker) spend(elements int) bool {
	c.looks += elements
	return c.looks <= maxLooks
}

// elements calls f with every element of an accessor until it returns false.
func (c *checker) elements(r *reader, i int, f func(k int, e []float32) bool) {
	if !c.spend(r.doc.Accessors[i].Count) {
		return
	}
	values, n, err := r.raw(i)
	if err != nil {
		return
	}
	for k := 0; k < len(values); k += n {
		if !f(k/n, values[k:k+n]) {
			return
		}
	}
}

// unitSlack is how far from 1 the length of a direction may be; the coarsest
// quantisation stays below it.
const unitSlack = 0.01

func length(e []float32) float64 {
	sum := 0.0
	for _, v := range e {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}

// unit notes directions that are not of unit length; they are normalised.
// Directions of no length, which flat triangles get, are let pass.
func (c *checker) unit(r *reader, where string, i int) {
	c.elements(r, i, func(k int, e []float32) bool {
		if l := length(e[:3]); l != 0 && !(math.Abs(l-1) < unitSlack) {
			c.note("ACCESSOR_VECTOR3_NON_UNIT", "%s: element %d has length %.3g, but must be a unit vector", where, k, l)
			return false
		}
		return true
	})
}

func (c *checker) tangent(r *reader, where string, i int) {
	c.unit(r, where, i)
	c.elements(r, i, func(k int, e []float32) bool {
		if len(e) == 4 && e[3] != 1 && e[3] != -1 {
			c.note("ACCESSOR_INVALID_SIGN", "%s: element %d has the sign %v, but must have 1 or -1", where, k, e[3])
			return false
		}
		return true
	})
}

// clamped notes colours beyond 0 and 1; they are clamped.
func (c *checker) clamped(r *reader, where string, i int) {
	c.elements(r, i, func(k int, e []float32) bool {
		for _, v := range e {
			if !(v >= 0 && v <= 1) {
				c.note("ACCESSOR_NON_CLAMPED", "%s: element %d has %v, but must lie between 0 and 1", where, k, v)
				return false
			}
		}
		return true
	})
}

// restart notes the greatest index there can be, which some APIs take for the
// start of a new strip.
func (c *checker) restart(r *reader, where string, i int) {
	top := map[gltf.ComponentType]uint32{gltf.ComponentUbyte: 0xff, gltf.ComponentUshort: 0xffff, gltf.ComponentUint: 0xffffffff}
	if !c.spend(r.doc.Accessors[i].Count) {
		return
	}
	list, err := r.integers(i)
	if err != nil {
		return
	}
	for k, v := range list {
		if v == top[r.doc.Accessors[i].ComponentType] {
			c.note("ACCESSOR_INDEX_PRIMITIVE_RESTART", "%s: element %d is the restart value %d", where, k, v)
			return
		}
	}
}

// affine notes inverse bind matrices with another last row than 0 0 0 1.
func (c *checker) affine(r *reader, where string, i int) {
	c.elements(r, i, func(k int, e []float32) bool {
		if len(e) == 16 && (e[3] != 0 || e[7] != 0 || e[11] != 0 || e[15] != 1) {
			c.note("ACCESSOR_INVALID_IBM", "%s: matrix %d has the last row %v %v %v %v, but must have 0 0 0 1", where, k, e[3], e[7], e[11], e[15])
			return false
		}
		return true
	})
}

// times notes animation times that do not grow.
func (c *checker) times(r *reader, where string, i int) {
	before := math.Inf(-1)
	c.elements(r, i, func(k int, e []float32) bool {
		t := float64(e[0])
		switch {
		case t < 0:
			c.note("ACCESSOR_ANIMATION_INPUT_NEGATIVE", "%s: element %d is %v, but must not be negative", where, k, t)
			return false
		case t <= before:
			c.note("ACCESSOR_ANIMATION_INPUT_NON_INCREASING", "%s: element %d is %v after %v, but must be greater", where, k, t, before)
			return false
		}
		before = t
		return true
	})
}
