package usd

import (
	"fmt"
	"image"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
)

// Options say what a file holds.
type Options struct {
	// Colliders adds collision shapes (UsdPhysics): a box for every object that
	// is not flat, and the shell's own meshes.
	Colliders bool
	// Ceiling closes the rooms from above.
	Ceiling bool
	// Texture keeps an image beside the file and returns its path, relative to
	// the file.
	Texture func(*image.NRGBA) (string, error)
}

// prototypes is the prim that holds the assets.
const prototypes = "Assets"

// Stage writes a level.
func Stage(l *plan.Level, o Options) ([]byte, error) {
	w := &writer{opts: o, assets: make(map[*plan.Asset]string)}
	if err := w.stage(l); err != nil {
		return nil, fmt.Errorf("writing level %q as USD: %w", l.Name, err)
	}
	return []byte(w.String()), nil
}

type writer struct {
	text
	opts Options
	// assets are the names of the prototypes.
	assets map[*plan.Asset]string
	err    error
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) stage(l *plan.Level) error {
	top := names{prototypes: true}
	root := top.name(l.Names.Scene)
	named := names{}
	var used []*plan.Asset
	for i := range l.Rooms {
		for k := range l.Rooms[i].Objects {
			if a := l.Rooms[i].Objects[k].Asset; w.assets[a] == "" {
				w.assets[a] = named.name(a.Folder + "_" + a.File)
				used = append(used, a)
			}
		}
	}
	w.line("#usda 1.0")
	w.line("(")
	w.depth++
	w.line("defaultPrim = %s", plan.Quote(root))
	w.line("metersPerUnit = 1")
	w.line("upAxis = \"Z\"")
	w.depth--
	w.line(")\n")
	metadata := []string{`kind = "assembly"`, custom([]entry{{"string", "level", plan.Quote(l.Name)}, {"string", "generator", plan.Quote("MetaSpatial")}})}
	w.prim("def Xform "+plan.Quote(root), metadata, func() {
		rooms := names{}
		for i := range l.Rooms {
			w.room("/"+root, rooms.name(l.Rooms[i].Names.Room), &l.Rooms[i])
		}
	})
	w.line("")
	w.prim("class "+plan.Quote(prototypes), nil, func() {
		for _, a := range used {
			w.prototype(a)
		}
	})
	return w.err
}

func (w *writer) room(parent, name string, r *plan.Room) {
	metadata := []string{`kind = "group"`, custom([]entry{
		{"string", "room", plan.Quote(r.Task.ID)}, {"string", "program", plan.Quote(r.Task.Program)}, {"string", "preference", plan.Quote(r.Task.Preference)},
	})}
	w.prim("def Xform "+plan.Quote(name), metadata, func() {
		w.place(r.Origin, r.Yaw)
		inside := names{}
		objects := make([]string, len(r.Objects))
		for k := range r.Objects {
			objects[k] = inside.name(r.Objects[k].Name)
		}
		w.shell(parent+"/"+name, inside.name("shell"), r)
		for k := range r.Objects {
			w.object(objects[k], r.Task, &r.Objects[k])
		}
	})
}

// place writes where a prim stands and where it faces.
func (w *writer) place(at scenes.Vec3, yaw float64) {
	w.line("double3 xformOp:translate = %s", double3(at))
	w.line("double xformOp:rotateZ = %s", double(-yaw))
	w.line(`uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:rotateZ"]`)
}

func (w *writer) object(name string, t *scenes.Task, o *plan.Object) {
	metadata := []string{`kind = "component"`, custom([]entry{
		{"string", "object_id", plan.Quote(o.ID)}, {"string", "category", plan.Quote(o.Category)}, {"string", "asset", plan.Quote(o.Object.Asset)},
		{"string", "task", plan.Quote(t.ID)}, {"string", "support", plan.Quote(string(o.Support))}, {"string", "parent_id", plan.Quote(o.Parent)},
		{"double3", "size_m", double3(o.Size)},
	})}
	w.prim("def Xform "+plan.Quote(name), metadata, func() {
		base := o.Place.Position
		base[2] -= o.Size[2] / 2
		w.place(base, o.Place.Yaw)
		w.prim(`def "model"`, []string{"instanceable = true", fmt.Sprintf("prepend references = </%s/%s>", prototypes, w.assets[o.Asset])}, func() {
			if o.Scaled() {
				w.line("double3 xformOp:scale = %s", double3(o.Scale))
				w.line(`uniform token[] xformOpOrder = ["xformOp:scale"]`)
			}
		})
		if !w.opts.Colliders || o.Flat {
			return
		}
		w.prim(`def Cube "collider"`, []string{`prepend apiSchemas = ["PhysicsCollisionAPI"]`}, func() {
			w.line(`uniform token purpose = "guide"`)
			w.line("double size = 1")
			w.line("float3[] extent = [(-0.5, -0.5, -0.5), (0.5, 0.5, 0.5)]")
			w.line("double3 xformOp:translate = (0, 0, %s)", double(o.Size[2]/2))
			w.line("double3 xformOp:scale = %s", double3(o.Size))
			w.line(`uniform token[] xformOpOrder = ["xformOp:translate", "xformOp:scale"]`)
		})
	})
}
