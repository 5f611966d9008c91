package gltfio

import (
	"cmp"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// levelWriter holds a level while it becomes a file.
type levelWriter struct {
	*glb
	src    *scenes.Level
	models Models
	opts   LevelExport
	names  LevelNames
	// meshNames keeps the names of meshes apart, which Blender would number
	// otherwise.
	meshNames namer
	meshes    map[meshKey]levelMesh
	credits   []Credit
}

// levelMesh is a mesh in the file and the size it was modelled at.
type levelMesh struct {
	index int
	size  [3]float32
}

func newLevelWriter(level *scenes.Level, models Models, opts LevelExport) *levelWriter {
	g := newGLB()
	if opts.Files != nil {
		g.beside = &besides{name: asciiName(cmp.Or(opts.Name, "level")), open: opts.Files}
	}
	w := &levelWriter{
		glb: g, src: level, models: models, opts: opts, names: NamesOf(level),
		meshNames: make(namer), meshes: make(map[meshKey]levelMesh),
	}
	for _, r := range w.names.Rooms {
		for _, name := range r.Meshes {
			w.meshNames[name] = true
		}
	}
	return w
}

func (w *levelWriter) note(format string, args ...any) {
	if w.opts.Note != nil {
		w.opts.Note(fmt.Sprintf(format, args...))
	}
}

func (w *levelWriter) level() error {
	if err := w.sceneExtras(); err != nil {
		return err
	}
	if err := w.packTextures(); err != nil {
		return err
	}
	for i := range w.src.Rooms {
		if err := w.room(i); err != nil {
			return fmt.Errorf("room %q: %w", w.src.Rooms[i].Task.ID, err)
		}
	}
	if w.opts.Navmesh {
		if err := w.navmesh(); err != nil {
			return err
		}
	}
	w.credit()
	return nil
}

// packTextures looks at the models of all objects before any is written.
func (w *levelWriter) packTextures() error {
	if w.models == nil || w.opts.KeepTextures {
		return nil
	}
	p, seen := newPacker(), make(map[string]bool)
	for i := range w.src.Rooms {
		r := &w.src.Rooms[i]
		for k := range r.Task.Objects {
			o := &r.Task.Objects[k]
			if o.Asset == "" || seen[o.Asset] || r.Layout.Find(o.ID) == nil {
				continue
			}
			seen[o.Asset] = true
			m, err := w.models.Model(o.Asset)
			if err != nil {
				return fmt.Errorf("room %q: object %q: %w", r.Task.ID, o.ID, err)
			}
			p.add(o.Asset, m)
		}
	}
	w.atlas = p.pack(w.note)
	return nil
}

// room adds a room's node with everything in it.
func (w *levelWriter) room(i int) error {
	r, names := &w.src.Rooms[i], &w.names.Rooms[i]
	root := w.add(-1, &gltf.Node{
		Name: names.Room, Translation: layoutPoint(r.Origin), Rotation: turned(-r.Yaw), Scale: gltf.DefaultScale,
		Extras: roomExtras(r),
	})
	if err := w.shell(root, &r.Task.Room, names); err != nil {
		return err
	}
	for k := range r.Task.Objects {
		o := &r.Task.Objects[k]
		p := r.Layout.Find(o.ID)
		if p == nil {
			continue
		}
		if err := w.object(root, r.Task, o, p, names.Objects[k], names.Meshes[k]); err != nil {
			return fmt.Errorf("object %q: %w", o.ID, err)
		}
	}
	return nil
}

// add appends a node below the given one, or below the scene where that is −1,
// and returns its index.
func (w *levelWriter) add(parent int, n *gltf.Node) int {
	at := len(w.doc.Nodes)
	w.doc.Nodes = append(w.doc.Nodes, n)
	if parent < 0 {
		s := w.doc.Scenes[0]
		s.Nodes = append(s.Nodes, at)
	} else {
		p := w.doc.Nodes[parent]
		p.Children = append(p.Children, at)
	}
	return at
}

// layoutPoint maps a point of layout space into glTF's axes.
func layoutPoint(p scenes.Vec3) [3]float64 { return [3]float64{p[0], p[2], 0 - p[1]} }

// turned is the rotation by an angle in degrees about glTF's Y axis.
func turned(degrees float64) [4]float64 {
	s, c := math.Sincos(math.Remainder(degrees, 720) * math.Pi / 360)
	return [4]float64{0, s, 0, c}
}

func (w *levelWriter) object(room int, t *scenes.Task, o *scenes.Object, p *scenes.Placement, name, mesh string) error {
	for _, v := range []float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("its placement is not finite; score the layout to see why")
		}
	}
	at, scale, err := w.objectMesh(o, mesh)
	if err != nil {
		return err
	}
	node := w.add(room, &gltf.Node{
		Name: name, Mesh: gltf.Index(at), Translation: layoutPoint(p.Position), Rotation: turned(180 - p.Yaw), Scale: scale,
		Extras: objectExtras(t, o, p),
	})
	return w.objectCollider(node, o, name, scale)
}

// objectMesh returns the mesh of an object and the scale that gives it the
// object's size: a task may ask for another size than the asset's. Objects
// without a model are boxes of their own size: physics engines dislike scaled
// nodes.
func (w *levelWriter) objectMesh(o *scenes.Object, name string) (int, [3]float64, error) {
	scale, key := gltf.DefaultScale, keyOf(o)
	if w.models == nil {
		key = meshKey{category: o.Category, size: o.Size}
	}
	m, ok := w.meshes[key]
	if !ok && key != keyOf(o) {
		// Objects of one asset may differ in size.
		name = w.meshNames.name(name)
	}
	if !ok {
		src, extras := (*mesh.Model)(nil), map[string]any{"category": o.Category}
		if key.asset == "" {
			src = BoxModel(cmp.Or(o.Category, "object"), o.Size)
			extras["size_m"] = o.Size
		} else {
			var err error
			if src, err = w.models.Model(o.Asset); err != nil {
				return 0, scale, err
			}
			extras[keyAsset] = o.Asset
			w.owe(o.Asset, extras)
		}
		at, err := w.mesh(src, name, assetFrame, extras)
		if err != nil {
			return 0, scale, err
		}
		m = levelMesh{index: at, size: src.Size}
		w.meshes[key] = m
	}
	if key.asset == "" {
		return m.index, scale, nil
	}
	// Right is X, up is Y and front is Z in the asset's file.
	for k, axis := range [3]int{0, 2, 1} {
		if s := o.Size[axis] / float64(m.size[axis]); m.size[axis] > 0 && math.Abs(s-1) > 1e-4 {
			scale[k] = s
		}
	}
	return m.index, scale, nil
}

// plainMesh writes a builder's surface, if it has one.
func (w *levelWriter) plainMesh(m *mesh.Model, name string) (index int, ok bool, err error) {
	if len(m.Parts[0].Indices) == 0 {
		return 0, false, nil
	}
	index, err = w.mesh(m, w.meshNames.name(name), layoutFrame, nil)
	return index, err == nil, err
}
