// Package plan makes levels ready for writers that instance models: which
// assets there are, each once, and where and how large every object is.
package plan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Plan is some levels and the assets that they share.
type Plan struct {
	Levels []Level
	// Assets are in the order of their first use.
	Assets []*Asset
	files  Names
	known  map[string]*Asset
	boxes  map[boxKey]*Asset
}

// Level is one level under the names that its nodes have in every format.
type Level struct {
	*scenes.Level
	// File is the name of the level's file without its ending.
	File  string
	Names gltfio.LevelNames
	Rooms []Room
}

// Room is a room of a level with its placed objects.
type Room struct {
	*scenes.LevelRoom
	Names   *gltfio.RoomNames
	Objects []Object
}

// Free is the name, or one like it, when no room of the level has it.
func (l *Level) Free(name string) string {
	for slices.ContainsFunc(l.Rooms, func(r Room) bool { return r.Names.Room == name }) {
		name += "_"
	}
	return name
}

// Free is the name, or one like it, when no object of the room has it.
func (r *Room) Free(name string) string {
	for slices.ContainsFunc(r.Objects, func(o Object) bool { return o.Name == name }) {
		name += "_"
	}
	return name
}

// Object is a placed object. Its place is in the room's frame.
type Object struct {
	*scenes.Object
	Name  string
	Place scenes.Placement
	Asset *Asset
	// Scale makes the asset as large as the object, along right, front and up.
	Scale scenes.Vec3
}

// Scaled reports whether the object has another size than its asset.
func (o *Object) Scaled() bool { return o.Scale != scenes.Vec3{1, 1, 1} }

// Asset is a model that objects share: one of the library, or the box of an
// object that has none.
type Asset struct {
	assets.Asset
	// Folder and File name its files: Folder is its pack, File its name, both
	// safe in every file system and unlike any other's.
	Folder, File string
	Model        *mesh.Model
}

// Box reports whether the asset is only the box of an object without one.
func (a *Asset) Box() bool { return a.ID == "" }

// Copyright is what a file of the asset alone says of its licence.
func (a *Asset) Copyright() string {
	if a.Box() {
		return ""
	}
	return gltfio.Credit{Asset: a.ID, Licence: a.Licence, Author: a.Author}.String()
}

type boxKey struct {
	category string
	size     scenes.Vec3
}

// boxes is the folder of the boxes.
const boxes = "boxes"

// New returns an empty plan.
func New() *Plan {
	return &Plan{files: make(Names), known: make(map[string]*Asset), boxes: make(map[boxKey]*Asset)}
}

// Add plans a level, whose file shall have the given name. Models are read from
// the library.
func (p *Plan) Add(ctx context.Context, file string, level *scenes.Level, lib *assets.Library) error {
	if err := level.Validate(); err != nil {
		return err
	}
	l := Level{Level: level, File: file, Names: gltfio.NamesOf(level)}
	for i := range level.Rooms {
		r := Room{LevelRoom: &level.Rooms[i], Names: &l.Names.Rooms[i]}
		for k := range r.Task.Objects {
			if err := ctx.Err(); err != nil {
				return context.Cause(ctx)
			}
			o := &r.Task.Objects[k]
			at := r.Layout.Find(o.ID)
			if at == nil {
				continue
			}
			planned, err := p.object(o, at, lib)
			if err != nil {
				return fmt.Errorf("level %q, room %q, object %q: %w", level.Name, r.Task.ID, o.ID, err)
			}
			planned.Name = r.Names.Objects[k]
			r.Objects = append(r.Objects, planned)
		}
		l.Rooms = append(l.Rooms, r)
	}
	p.Levels = append(p.Levels, l)
	return nil
}

func (p *Plan) object(o *scenes.Object, at *scenes.Placement, lib *assets.Library) (Object, error) {
	for _, v := range [4]float64{at.Position[0], at.Position[1], at.Position[2], at.Yaw} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return Object{}, fmt.Errorf("its placement is not finite; score the layout to see why")
		}
	}
	out := Object{Object: o, Place: *at, Scale: scenes.Vec3{1, 1, 1}}
	var err error
	if out.Asset, err = p.asset(o, lib); err != nil {
		return Object{}, err
	}
	for k, s := range out.Asset.Model.Size {
		// As in gltfio: what is one to 1e-4 is one, and what has no extent keeps
		// none.
		if f := o.Size[k] / float64(s); s > 0 && math.Abs(f-1) > 1e-4 {
			out.Scale[k] = f
		}
	}
	return out, nil
}

func (p *Plan) asset(o *scenes.Object, lib *assets.Library) (*Asset, error) {
	if o.Asset == "" {
		key := boxKey{o.Category, o.Size}
		a := p.boxes[key]
		if a == nil {
			category := cmp.Or(o.Category, "object")
			a = &Asset{Asset: assets.Asset{Name: category, Category: category}, Folder: boxes, Model: gltfio.BoxModel(category, o.Size)}
			a.File = p.files.Name(boxes+"/", category)
			p.boxes[key] = a
			p.Assets = append(p.Assets, a)
		}
		return a, nil
	}
	if a := p.known[o.Asset]; a != nil {
		return a, nil
	}
	found, ok := lib.Find(o.Asset)
	if !ok {
		return nil, fmt.Errorf("the library has no asset %q; name the library that the layout was made with", o.Asset)
	}
	model, err := lib.Model(o.Asset)
	if err != nil {
		return nil, err
	}
	a := &Asset{Asset: found, Model: model, Folder: SafeName(cmp.Or(found.Pack, "assets"))}
	if a.Folder == boxes {
		a.Folder += "_"
	}
	a.File = p.files.Name(a.Folder+"/", strings.TrimPrefix(found.ID, found.Pack+"/"))
	p.known[o.Asset] = a
	p.Assets = append(p.Assets, a)
	return a, nil
}
