package gltfio

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Models gives the exporter the models that objects name as their asset.
type Models interface {
	Model(asset string) (*mesh.Model, error)
}

// Licenser is what Models may also be: it knows whom an asset is owed to. What
// is not known is empty.
type Licenser interface {
	Licence(asset string) string
	Author(asset string) string
}

// LevelExport says what a level's file holds beside the rooms and their objects.
// The zero value is one GLB that every engine opens: no colliders, no navigation
// mesh, no ceiling, small textures packed.
type LevelExport struct {
	// Files, if set, makes the file a .gltf with its buffer and images beside it:
	// it is called once for each of them, in a fixed order, with a name that lies
	// in the .gltf's own folder. Otherwise everything is in one GLB.
	Files func(name string) (io.WriteCloser, error)
	// Name begins the names of those files; empty means "level".
	Name string
	// KeepTextures writes every texture as an image of its own. Otherwise the
	// textures that can be are packed in one image: those of at most 1024 pixels
	// a side that no surface repeats.
	KeepTextures bool
	// Colliders adds the solids that a physics engine needs.
	Colliders ColliderMode
	// Navmesh adds the floor that a person reaches, as a mesh whose name ends in
	// "-navmesh".
	Navmesh bool
	// NavRadius is half the breadth of that person in metres; 0 means 0.25.
	NavRadius float64
	// Ceiling closes the rooms from above.
	Ceiling bool
	// Note, if set, is told what could not be done as asked, in one sentence
	// each.
	Note func(sentence string)
}

// ColliderMode says which colliders are written.
type ColliderMode string

// The collider modes.
const (
	NoColliders ColliderMode = ""
	// BoxColliders gives every object that is not flat its box, and every floor,
	// wall and ceiling its own shape. Each is a node with a mesh of its own whose
	// name ends in "-colonly", which Godot takes for a static body, and whose
	// extras say so to other engines.
	BoxColliders ColliderMode = "boxes"
)

// ColliderModes lists the modes in a fixed order.
var ColliderModes = []ColliderMode{NoColliders, BoxColliders}

// ExportLevel writes a level. Every room is a node at the room's origin and
// heading; its floor, walls and objects are plain nodes below it. Objects of one
// asset share a mesh and equal images are written once. Models may be nil;
// objects without an asset are written as boxes, and objects without a placement
// are left out.
//
// Names are ASCII and unique in the file. Extras on scene, nodes and meshes say
// what the level knows of them, and the scene's hold the level itself, from
// which [ReadLevel] restores what engines do not keep. Licences and authors are
// in asset.copyright and asset.extras.
//
// The level is valid and its numbers are finite, or nothing is written.
func ExportLevel(w io.Writer, level *scenes.Level, models Models, opts LevelExport) error {
	if err := level.Validate(); err != nil {
		return fmt.Errorf("exporting a level: %w", err)
	}
	lw := newLevelWriter(level, models, opts)
	err := lw.level()
	if err == nil {
		err = lw.write(w)
	}
	if err != nil {
		return fmt.Errorf("exporting level %q: %w", level.Name, err)
	}
	return nil
}
