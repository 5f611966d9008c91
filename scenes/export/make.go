package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/export/internal/plan"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// Source is a level and the name of its file, without an ending. A name that is
// no safe file name is made one, and equal names are numbered.
type Source struct {
	Name  string
	Level *scenes.Level
}

// File is a file of an export.
type File struct {
	// Name is the path in the export's folder, with slashes.
	Name string
	Data []byte
	// Main marks a level's own file, which refers to others.
	Main bool
	// Settings marks a file that a person or a program may change afterwards: it
	// is written only where there is none.
	Settings bool
}

// Bundle is the files of an export, those that others refer to first.
type Bundle struct {
	Files []File
	names map[string]bool
}

func (b *Bundle) add(f File) {
	b.names[f.Name] = true
	b.Files = append(b.Files, f)
}

// Make exports levels. It holds all files in memory, which is about as much as
// they take on disk beside the models themselves.
func Make(ctx context.Context, sources []Source, o Options) (*Bundle, error) {
	if len(sources) == 0 {
		return nil, errors.New("there is no level to export")
	}
	if err := o.Check(); err != nil {
		return nil, err
	}
	m := &maker{Options: o, ctx: ctx, Bundle: &Bundle{names: make(map[string]bool)}, plan: plan.New(), files: make(plan.Names)}
	for _, s := range sources {
		if err := m.plan.Add(ctx, m.files.Name("", s.Name), s.Level, o.library()); err != nil {
			return nil, err
		}
		overlaps(ctx, s.Level, o.note)
	}
	if err := m.shared(); err != nil {
		return nil, err
	}
	for i := range m.plan.Levels {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		l := &m.plan.Levels[i]
		if err := m.level(l); err != nil {
			return nil, err
		}
		m.add(File{Name: l.File + creditsEnding, Data: credits(l)})
	}
	return m.Bundle, nil
}

// maker makes the files of one bundle.
type maker struct {
	Options
	*Bundle
	ctx  context.Context
	plan *plan.Plan
	// files are the names that levels and rooms have.
	files plan.Names
}

// shared makes the files that levels share.
func (m *maker) shared() error {
	if m.format() == TSCN {
		return m.godotAssets()
	}
	return nil
}

func (m *maker) level(l *plan.Level) error {
	switch m.format() {
	case GLB, GLTF:
		return m.gltf(l)
	case SceneEval:
		return m.sceneEval(l)
	case TSCN:
		return m.godot(l)
	case USDA:
		return m.usd(l)
	}
	data, err := codec.EncodeLevel(l.Level)
	if err != nil {
		return err
	}
	m.add(File{Name: l.File + JSON.Ending(), Data: data, Main: true})
	return nil
}

// gltfOptions are what gltfio is asked for.
func (m *maker) gltfOptions() gltfio.LevelExport {
	out := gltfio.LevelExport{KeepTextures: m.KeepTextures, Navmesh: m.Navmesh, Ceiling: m.Ceiling, Note: m.Note}
	if m.Colliders {
		out.Colliders = gltfio.BoxColliders
	}
	return out
}

func (m *maker) gltf(l *plan.Level) error {
	opts := m.gltfOptions()
	if m.format() == GLTF {
		opts.Name = l.File
		opts.Files = func(name string) (io.WriteCloser, error) {
			if m.names[name] {
				return nil, fmt.Errorf("two files of the export are called %s", name)
			}
			return &beside{bundle: m.Bundle, name: name}, nil
		}
	}
	var buf bytes.Buffer
	if err := gltfio.ExportLevel(&buf, l.Level, m.library(), opts); err != nil {
		return err
	}
	m.add(File{Name: l.File + m.format().Ending(), Data: buf.Bytes(), Main: true})
	return nil
}

// beside is a file of the bundle that is being written.
type beside struct {
	bytes.Buffer
	bundle *Bundle
	name   string
}

func (b *beside) Close() error {
	b.bundle.add(File{Name: b.name, Data: b.Bytes()})
	return nil
}

// sceneEval writes a scene state of each room in the room's own frame.
func (m *maker) sceneEval(l *plan.Level) error {
	if len(l.Rooms) > 1 {
		m.note("a scene state is of one room: the %d rooms of %q are %d files, and where they stand in the level is lost", len(l.Rooms), l.Name, len(l.Rooms))
	}
	for i := range l.Rooms {
		data, err := scenestate.Encode(l.Rooms[i].Task, l.Rooms[i].Layout)
		if err != nil {
			return err
		}
		name := l.File
		if len(l.Rooms) > 1 {
			name = m.files.Name("", name+"-"+l.Rooms[i].Names.Room)
		}
		m.add(File{Name: name + SceneEval.Ending(), Data: data, Main: true})
	}
	return nil
}
