package gltfio

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/qmuntal/gltf"
)

// Models gives the exporter the models that objects name as their asset.
type Models interface {
	Model(asset string) (*mesh.Model, error)
}

// Licenser is what Models may also be: it knows the licence of an asset.
type Licenser interface {
	Licence(asset string) string
}

// ExportRoom writes a furnished room as GLB: floor with its holes and a rim round
// each, walls with their openings, and every placed object as a plain node. The
// nodes' extras say what the task knows of them: openings with their swings,
// outlines of holes, clearances. Objects of one asset share a mesh
// and equal images are written once. Models may be nil; objects without an
// asset are written as boxes.
func ExportRoom(w io.Writer, t *scenes.Task, l *scenes.Layout, models Models) error {
	if err := t.Validate(); err != nil {
		return fmt.Errorf("exporting a room: %w", err)
	}
	r := &roomWriter{glb: newGLB(), models: models, names: make(namer), meshes: make(map[string]int), sizes: make(map[string][3]float32)}
	if err := r.room(t, l); err != nil {
		return fmt.Errorf("exporting room %q: %w", t.ID, err)
	}
	return r.write(w)
}

type roomWriter struct {
	*glb
	models   Models
	names    namer
	meshes   map[string]int
	sizes    map[string][3]float32
	licences []map[string]any
}

func (r *roomWriter) room(t *scenes.Task, l *scenes.Layout) error {
	scene := r.doc.Scenes[0]
	scene.Name = r.names.name(cmp.Or(t.ID, "room"))
	scene.Extras = map[string]any{
		"task": t.ID, "program": t.Program, "preference": t.Preference,
		"room_size_m": t.Room.Extent(), "generator": generator,
	}
	if err := r.shell(&t.Room); err != nil {
		return err
	}
	for i := range t.Objects {
		o := &t.Objects[i]
		p := l.Find(o.ID)
		if p == nil {
			continue
		}
		if err := r.object(t, o, p); err != nil {
			return fmt.Errorf("object %q: %w", o.ID, err)
		}
	}
	r.credit()
	return nil
}

// add appends a node under the scene's root.
func (r *roomWriter) add(n *gltf.Node) {
	r.doc.Nodes = append(r.doc.Nodes, n)
	s := r.doc.Scenes[0]
	s.Nodes = append(s.Nodes, len(r.doc.Nodes)-1)
}

func (r *roomWriter) object(t *scenes.Task, o *scenes.Object, p *scenes.Placement) error {
	at, size, err := r.objectMesh(o)
	if err != nil {
		return err
	}
	for _, v := range []float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("its placement is not finite; score the layout to see why")
		}
	}
	half := (180 - p.Yaw) * math.Pi / 360
	extras := map[string]any{
		"object_id": o.ID, "category": o.Category, "asset": o.Asset, "task": t.ID,
		"size_m": o.Size, "support": string(o.Support), "yaw_deg": p.Yaw,
	}
	if o.Clearance != (scenes.Clearance{}) {
		extras["clearance_m"] = o.Clearance
	}
	node := &gltf.Node{
		Name: r.names.name(o.ID), Mesh: gltf.Index(at),
		Translation: [3]float64{p.Position[0], p.Position[2], 0 - p.Position[1]},
		Rotation:    [4]float64{0, math.Sin(half), 0, math.Cos(half)},
		Scale:       gltf.DefaultScale,
		Extras:      extras,
	}
	// A task may ask for another size than the asset's: right is X, up is Y and
	// front is Z in the asset's file.
	for k, axis := range [3]int{0, 2, 1} {
		s := o.Size[axis] / float64(size[axis])
		if math.Abs(s-1) > 1e-4 && size[axis] > 0 {
			node.Scale[k] = s
		}
	}
	r.add(node)
	return nil
}

// objectMesh returns the mesh of an object and the size it was modelled at.
func (r *roomWriter) objectMesh(o *scenes.Object) (int, [3]float32, error) {
	key := "asset:" + o.Asset
	if o.Asset == "" || r.models == nil {
		key = "box:" + o.Category
	}
	if at, ok := r.meshes[key]; ok {
		return at, r.sizes[key], nil
	}
	m := boxModel(cmp.Or(o.Category, "object"))
	extras := map[string]any{"category": o.Category}
	if strings.HasPrefix(key, "asset:") {
		var err error
		if m, err = r.models.Model(o.Asset); err != nil {
			return 0, [3]float32{}, err
		}
		extras["asset"] = o.Asset
		if lic, ok := r.models.(Licenser); ok {
			if text := lic.Licence(o.Asset); text != "" {
				extras["licence"] = text
				r.licences = append(r.licences, map[string]any{"asset": o.Asset, "licence": text})
			}
		}
	}
	at, err := r.mesh(m, asciiName(cmp.Or(o.Asset, o.Category, "box")), assetFrame, extras)
	if err != nil {
		return 0, [3]float32{}, err
	}
	r.meshes[key], r.sizes[key] = at, m.Size
	return at, m.Size, nil
}

// credit writes the licences of the assets used.
func (r *roomWriter) credit() {
	var texts []string
	for _, l := range r.licences {
		if s := l["licence"].(string); !slices.Contains(texts, s) {
			texts = append(texts, s)
		}
	}
	r.doc.Asset.Copyright = strings.Join(texts, "; ")
	if len(r.licences) > 0 {
		r.doc.Asset.Extras = map[string]any{"licences": r.licences}
	}
}
