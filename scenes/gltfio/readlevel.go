package gltfio

import (
	"fmt"
	"io/fs"

	"github.com/go-gl/mathgl/mgl64"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// LevelFile is an exported level as it came back from another program: what is
// where, and what the file still knows of it.
type LevelFile struct {
	// Level is the level that was exported; nil where its extras are gone.
	Level *scenes.Level
	// Nodes are the nodes of the scene, parents before their children.
	Nodes []LevelNode
	// Generator is asset.generator.
	Generator string
	// Warnings name what was left out, one sentence each.
	Warnings []string
}

// LevelNode is one node in layout space, as if the file's axes had been those of
// layout space all along: a node that does not turn anything leaves layout space
// as it is, and the front of an asset's mesh is −y.
type LevelNode struct {
	Name string
	// Parent is the index of the node above, or −1.
	Parent int
	// World takes the node's own points into layout space.
	World mgl64.Mat4
	// Mesh is the name of the mesh that the node draws. Drawn says whether it
	// draws any triangle, Min and Max bound them in the node's own frame.
	Mesh     string
	Drawn    bool
	Min, Max scenes.Vec3
	// What the extras say: of the object with its task, of its asset and
	// category, of an element of the room, of a collider. The asset and the
	// category may come from the mesh.
	Object, Task, Asset, Category, Element, Collider string
}

// ReadLevel reads a .glb or .gltf file that a level was exported to, whatever
// changed it since. Everything the file refers to must lie in fsys; its images
// are not read. The file need not be one of ours: then LevelFile says no more
// than what is where. A returned error is an [*Error] when the file is at fault.
func ReadLevel(fsys fs.FS, name string) (*LevelFile, error) {
	f, err := Open(fsys, name, Options{Split: SplitNever})
	if err != nil {
		return nil, err
	}
	l := levelReader{reader: f.reader(), out: &LevelFile{Generator: f.doc.Asset.Generator}, boxes: make(map[int]meshBox)}
	l.measuring = true
	l.level()
	for _, root := range f.models[0].roots {
		if err := l.node(root.node, -1, root.above); err != nil {
			return nil, f.blame(err)
		}
	}
	l.out.Warnings = l.info.Warnings
	for _, n := range l.out.Nodes {
		if n.Drawn {
			return l.out, nil
		}
	}
	return nil, f.blame(bad("export the level with its meshes", "the file shows no mesh"))
}

// levelReader walks the nodes of a level's file.
type levelReader struct {
	*reader
	out   *LevelFile
	boxes map[int]meshBox
}

// meshBox bounds a mesh in glTF's axes.
type meshBox struct {
	lo, hi [3]float64
	ok     bool
}

// level reads the level that a scene's extras hold.
func (l *levelReader) level() {
	for i, s := range l.doc.Scenes {
		extras, _ := s.Extras.(map[string]any)
		text, ok := extras[keyLevel].(string)
		if !ok {
			continue
		}
		// Other programs may write the text more loosely, but not without end.
		if len(text) > 4*maxLevelText {
			l.warn("scenes[%d].extras.%s has %d MiB, which is more than is read", i, keyLevel, len(text)>>20)
			continue
		}
		level, err := codec.DecodeLevel([]byte(text))
		if err != nil {
			l.warn("the level in the file's extras cannot be read: %v", err)
			continue
		}
		l.out.Level = level
		return
	}
}

// toLayout and toFile turn glTF's axes into layout space's and back.
var (
	toLayout = mgl64.Mat4{1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1}
	toFile   = toLayout.Transpose()
)

func (l *levelReader) node(i, parent int, above mgl64.Mat4) error {
	src := l.doc.Nodes[i]
	m := above.Mul4(local(src))
	for _, v := range m {
		if v-v != 0 || v > 1e12 || v < -1e12 {
			return bad(remedyCheck, "nodes[%d] is at no usable place", i)
		}
	}
	n := LevelNode{Name: src.Name, Parent: parent, World: toLayout.Mul4(m).Mul4(toFile)}
	n.take(src.Extras)
	if src.Mesh != nil && !hidden(src) {
		box, err := l.box(*src.Mesh)
		if err != nil {
			return err
		}
		n.Mesh, n.Drawn = l.doc.Meshes[*src.Mesh].Name, box.ok
		n.Min, n.Max = scenes.Vec3{box.lo[0], -box.hi[2], box.lo[1]}, scenes.Vec3{box.hi[0], -box.lo[2], box.hi[1]}
		n.take(l.doc.Meshes[*src.Mesh].Extras)
		if _, many := src.Extensions["EXT_mesh_gpu_instancing"]; many {
			l.warn("node %q draws many copies of its mesh by EXT_mesh_gpu_instancing; only the first is read", src.Name)
		}
	}
	at := len(l.out.Nodes)
	l.out.Nodes = append(l.out.Nodes, n)
	for _, c := range src.Children {
		if err := l.node(c, at, m); err != nil {
			return err
		}
	}
	return nil
}

// take reads what extras say that is not known yet.
func (n *LevelNode) take(extras any) {
	list, _ := extras.(map[string]any)
	for key, dst := range map[string]*string{
		keyObject: &n.Object, keyTask: &n.Task, keyAsset: &n.Asset, "category": &n.Category, keyElement: &n.Element, "collider": &n.Collider,
	} {
		if s, ok := list[key].(string); ok && *dst == "" {
			*dst = s
		}
	}
}

// box bounds the triangles of a mesh.
func (l *levelReader) box(mesh int) (meshBox, error) {
	if b, ok := l.boxes[mesh]; ok {
		return b, nil
	}
	l.parts, l.vertices, l.triangles = nil, 0, 0
	if err := l.drawMesh(mesh, mgl64.Ident4()); err != nil {
		return meshBox{}, fmt.Errorf("mesh %q: %w", l.doc.Meshes[mesh].Name, err)
	}
	var b meshBox
	lo, hi, ok := bounds(l.parts)
	b.lo, b.hi, b.ok = [3]float64(lo), [3]float64(hi), ok
	l.boxes[mesh] = b
	return b, nil
}
