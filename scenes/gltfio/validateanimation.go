package gltfio

import (
	"slices"

	"github.com/qmuntal/gltf"
)

// animations checks what moves nodes. Models are read at rest, so that nothing
// in an animation can harm one.
func (c *checker) animations() {
	for i, a := range c.doc.Animations {
		type target struct {
			node int
			path gltf.TRSProperty
		}
		seen := make(map[target]bool)
		for k, ch := range a.Channels {
			if ch.Sampler >= len(a.Samplers) {
				c.fail("UNRESOLVED_REFERENCE", "animations[%d].channels[%d].sampler is %d, but the animation has %d samplers", i, k, ch.Sampler, len(a.Samplers))
				return
			}
			c.pointer(i, k, ch)
			if ch.Target.Node == nil {
				continue
			}
			if t := (target{*ch.Target.Node, ch.Target.Path}); seen[t] {
				c.note("ANIMATION_DUPLICATE_TARGETS", "animations[%d].channels[%d] moves what another channel moves", i, k)
			} else {
				seen[t] = true
			}
			c.channel(i, k, ch, a.Samplers[ch.Sampler])
		}
		for k, s := range a.Samplers {
			c.animationInput(i, k, s)
		}
	}
}

func (c *checker) channel(i, k int, ch *gltf.AnimationChannel, s *gltf.AnimationSampler) {
	n := c.doc.Nodes[*ch.Target.Node]
	per := 1
	if s.Interpolation == gltf.InterpolationCubicSpline {
		per = 3
	}
	want := gltf.AccessorVec3
	switch ch.Target.Path {
	case gltf.TRSRotation:
		want = gltf.AccessorVec4
	case gltf.TRSTranslation, gltf.TRSScale:
	case gltf.TRSWeights:
		if n.Mesh == nil || len(c.doc.Meshes[*n.Mesh].Primitives[0].Targets) == 0 {
			c.note("ANIMATION_CHANNEL_TARGET_NODE_WEIGHTS_NO_MORPHS", "animations[%d].channels[%d] moves morph targets of a node that has none", i, k)
			return
		}
		want = gltf.AccessorScalar
		per *= len(c.doc.Meshes[*n.Mesh].Primitives[0].Targets)
	default:
		return
	}
	in, out := c.doc.Accessors[s.Input], c.doc.Accessors[s.Output]
	if ch.Target.Path != gltf.TRSWeights && n.Matrix != gltf.DefaultMatrix {
		c.note("ANIMATION_CHANNEL_TARGET_NODE_MATRIX", "animations[%d].channels[%d] moves a node that has a matrix", i, k)
	}
	if out.Type != want || out.ComponentType != gltf.ComponentFloat && (ch.Target.Path == gltf.TRSTranslation || ch.Target.Path == gltf.TRSScale || !out.Normalized) {
		c.note("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_FORMAT", "animations[%d].channels[%d] has an output of %s for %s", i, k, format(out), ch.Target.Path)
	} else if out.Count != in.Count*per {
		c.note("ANIMATION_SAMPLER_OUTPUT_ACCESSOR_INVALID_COUNT", "animations[%d].channels[%d] has %d outputs, but needs %d", i, k, out.Count, in.Count*per)
	}
}

func (c *checker) animationInput(i, k int, s *gltf.AnimationSampler) {
	in, out := c.doc.Accessors[s.Input], c.doc.Accessors[s.Output]
	switch {
	case in.Type != gltf.AccessorScalar || in.ComponentType != gltf.ComponentFloat:
		c.note("ANIMATION_SAMPLER_INPUT_ACCESSOR_INVALID_FORMAT", "animations[%d].samplers[%d] has times of %s, but they must be SCALAR of FLOAT", i, k, format(in))
	case in.Min == nil || in.Max == nil:
		c.note("ANIMATION_SAMPLER_INPUT_ACCESSOR_WITHOUT_BOUNDS", "animations[%d].samplers[%d] has times without min and max", i, k)
	case s.Interpolation == gltf.InterpolationCubicSpline && in.Count < 2:
		c.note("ANIMATION_SAMPLER_INPUT_ACCESSOR_TOO_FEW_ELEMENTS", "animations[%d].samplers[%d] is a spline through %d point", i, k, in.Count)
	}
	for _, a := range []*gltf.Accessor{in, out} {
		if a.BufferView != nil {
			c.use(*a.BufferView, forAnimations, item("animations", i))
		}
	}
}

// pointer checks a channel that uses KHR_animation_pointer.
func (c *checker) pointer(i, k int, ch *gltf.AnimationChannel) {
	if !slices.Contains(c.doc.ExtensionsUsed, "KHR_animation_pointer") || ch.Target.Extensions["KHR_animation_pointer"] == nil {
		return
	}
	if ch.Target.Node != nil {
		c.note("KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_NODE", "animations[%d].channels[%d] has both a pointer and a node", i, k)
	}
	if ch.Target.Path != "pointer" {
		c.note("KHR_ANIMATION_POINTER_ANIMATION_CHANNEL_TARGET_PATH", "animations[%d].channels[%d] has a pointer, but the path %.30q", i, k, ch.Target.Path)
	}
}
