package gltfio

import (
	"fmt"
	"slices"

	"github.com/qmuntal/gltf"
)

// checker walks a document once. It keeps the first fault that makes the
// document unusable, and the minor ones: faults that the specification
// forbids, but that leave no doubt about what the model looks like.
type checker struct {
	doc   *gltf.Document
	err   error
	minor []*Error
	// uses is what each buffer view holds.
	uses []use
	// first is the attribute that a view without a stride was first used for.
	first map[int]int
	// bound is what materials want, by index.
	bound map[int]binding
	// looks counts the elements looked at.
	looks int
}

// maxMinor bounds how many minor faults of a file are listed.
const maxMinor = 16

// validate proves of a document of the right shape that every byte range lies
// in its buffer, that what refers to each other fits together and that the
// nodes form trees, so that the reader need not look again.
func validate(doc *gltf.Document) (*checker, error) {
	c := &checker{doc: doc, uses: make([]use, len(doc.BufferViews))}
	for _, step := range []func(){
		c.extensions, c.buffers, c.compressedViews, c.accessors, c.images, c.textures, c.meshes, c.trees, c.nodes, c.skins, c.animations, c.cameras, c.lights,
	} {
		if step(); c.err != nil {
			break
		}
	}
	return c, c.err
}

func (c *checker) fail(code, format string, args ...any) {
	if c.err == nil {
		c.err = broken(code, format, args...)
	}
}

func (c *checker) note(code, format string, args ...any) {
	if len(c.minor) < maxMinor {
		c.minor = append(c.minor, broken(code, format, args...))
	}
}

// extensions checks what is declared.
func (c *checker) extensions() {
	for _, name := range c.doc.ExtensionsRequired {
		if !slices.Contains(c.doc.ExtensionsUsed, name) {
			c.note("UNUSED_EXTENSION_REQUIRED", "extensionsRequired names %.60q, which extensionsUsed does not", name)
		}
	}
	if slices.Contains(c.doc.ExtensionsUsed, quantization) && !slices.Contains(c.doc.ExtensionsRequired, quantization) {
		c.note("NON_REQUIRED_EXTENSION", "%s is used without being required", quantization)
	}
}

const quantization = "KHR_mesh_quantization"

// use is what a buffer view holds.
type use string

const (
	forVertices   use = "vertices"
	forIndices    use = "indices"
	forImages     use = "an image"
	forMatrices   use = "inverse bind matrices"
	forAnimations use = "animations"
	forSparse     use = "sparse elements"
)

// use notes that a buffer view holds something; it may hold one kind of thing.
func (c *checker) use(view int, as use, where string) {
	v := c.doc.BufferViews[view]
	before := c.uses[view]
	if before == "" {
		before = map[gltf.Target]use{gltf.TargetArrayBuffer: forVertices, gltf.TargetElementArrayBuffer: forIndices}[v.Target]
	}
	if before != "" && before != as {
		c.note("BUFFER_VIEW_TARGET_OVERRIDE", "%s keeps %s in bufferViews[%d], which holds %s", where, as, view, before)
	}
	c.uses[view] = as
	if v.ByteStride == 0 || as == forVertices {
		return
	}
	code := map[use]string{
		forIndices: "MESH_PRIMITIVE_INDICES_ACCESSOR_WITH_BYTESTRIDE", forImages: "IMAGE_BUFFER_VIEW_WITH_BYTESTRIDE",
		forMatrices: "SKIN_IBM_ACCESSOR_WITH_BYTESTRIDE", forAnimations: "ANIMATION_SAMPLER_ACCESSOR_WITH_BYTESTRIDE",
		forSparse: "BUFFER_VIEW_INVALID_BYTE_STRIDE",
	}[as]
	c.note(code, "%s keeps %s in bufferViews[%d], which has a byteStride", where, as, view)
}

func item(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
