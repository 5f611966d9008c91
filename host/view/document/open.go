package document

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

// OpenOptions say how files are read.
type OpenOptions struct {
	Files Files
	// Find, if set, returns what a mesh of a glTF file may be; see
	// [reimport.Options].
	Find func(name string, size scenes.Vec3) (scenes.Object, bool)
}

// Open reads a level or a layout with its task; or, as a document without a file
// of its own, a room task in JSON or YAML, an I-Design room, a scene state, or a
// level that was exported as glTF and may have been edited since. The notes say
// for people what was put right on the way, one sentence each.
func Open(ctx context.Context, path string, o OpenOptions) (d *Document, notes []string, err error) {
	data, err := readFile(o.Files, path)
	if err != nil {
		return nil, nil, err
	}
	var level *scenes.Level
	own := false
	switch {
	case isGLTF(path, data):
		level, notes, err = readGLTF(nil, path, o)
	case isSceneState(data):
		var s *scenestate.State
		if s, err = (scenestate.Options{}).Decode(stem(path), data); err == nil {
			if s.Task == nil {
				return nil, nil, fmt.Errorf("%s cannot be opened: the scene state holds no room", path)
			}
			level, notes = scenes.Single(s.Task, s.Layout), s.Missing
		}
	default:
		level, own, err = decode(stem(path), data)
	}
	if err != nil {
		// What is read by its name or path says so itself; once is enough.
		text := err.Error()
		for _, name := range []string{path, filepath.Base(path), stem(path)} {
			text = strings.TrimPrefix(text, name+": ")
		}
		return nil, nil, fmt.Errorf("%s cannot be opened: %s", path, text)
	}
	state, mended, err := Tidy(level)
	if err != nil {
		return nil, nil, fmt.Errorf("%s cannot be opened: %w", path, err)
	}
	d = New(state)
	d.file = File{From: path}
	if own {
		d.file.Path, d.file.digest = path, sha256.Sum256(data)
	}
	return d, append(notes, mended...), ctx.Err()
}

// Reimport is the change that takes over what another program did to the level
// since it was exported as glTF. The notes say what became of it.
func Reimport(s *State, path string, o OpenOptions) (c Change, notes []string, err error) {
	level, notes, err := readGLTF(s.Level, path, o)
	if err != nil {
		return Change{}, nil, err
	}
	return SetLevel("Take over "+filepath.Base(path), level), notes, nil
}

// readGLTF reads a file that the given level was exported to, or that holds one.
func readGLTF(from *scenes.Level, path string, o OpenOptions) (*scenes.Level, []string, error) {
	file, err := gltfio.ReadLevel(o.Files.Folder(filepath.Dir(path)), filepath.Base(path))
	if err != nil {
		return nil, nil, err
	}
	level, report, err := reimport.Level(from, file, reimport.Options{Find: o.Find})
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	notes := append([]string{fmt.Sprintf("%d objects as they were, %d changed, %d added, %d removed",
		report.Count(reimport.Same), report.Count(reimport.Moved), report.Count(reimport.Added), report.Count(reimport.Removed))}, report.Warnings...)
	return level, notes, nil
}

func isGLTF(path string, data []byte) bool {
	return bytes.HasPrefix(data, []byte("glTF")) || strings.EqualFold(filepath.Ext(path), ".gltf")
}

func isSceneState(data []byte) bool {
	var head struct {
		Format string `json:"format"`
	}
	return json.Unmarshal(data, &head) == nil && head.Format == "sceneState"
}

// stem is a file's name without its folder and its ending.
func stem(path string) string {
	base := filepath.Base(path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// decode reads what Encode writes; own says that the data was of that kind and
// no task alone.
func decode(name string, data []byte) (level *scenes.Level, own bool, err error) {
	var top struct {
		Level         string
		Layout, Rooms json.RawMessage
	}
	_ = json.Unmarshal(data, &top) // what is no JSON may be YAML
	if top.Layout == nil && top.Rooms == nil {
		task, err := codec.ReadRoom(name, data)
		if err != nil {
			return nil, false, err
		}
		if task.ID == "" {
			task.ID = name
		}
		return scenes.Single(task, &scenes.Layout{}), false, nil
	}
	level, err = codec.DecodeLevel(data)
	if err == nil {
		return level, true, nil
	}
	if bare := decodeBare(top.Level, top.Rooms, data); bare != nil {
		return bare, true, nil
	}
	return nil, false, err
}

// decodeBare reads a level with rooms that have no objects yet, or returns nil.
func decodeBare(name string, rooms, data []byte) *scenes.Level {
	var list []json.RawMessage
	if rooms == nil {
		list = append(list, data)
	} else if json.Unmarshal(rooms, &list) != nil {
		return nil
	}
	level := &scenes.Level{Name: name}
	for _, text := range list {
		var r struct {
			Task   json.RawMessage `json:"task"`
			Origin scenes.Vec3     `json:"origin_m"`
			Yaw    float64         `json:"yaw_deg"`
		}
		if json.Unmarshal(text, &r) != nil || r.Task == nil {
			return nil
		}
		one, err := codec.DecodeLevel([]byte(`{"level":"","rooms":[` + string(text) + `]}`))
		if err == nil {
			level.Rooms = append(level.Rooms, one.Rooms[0])
			continue
		}
		task, err := codec.ReadRoom("", r.Task)
		if err != nil || len(task.Objects) > 0 {
			return nil
		}
		level.Rooms = append(level.Rooms, scenes.LevelRoom{Task: task, Layout: &scenes.Layout{}, Origin: r.Origin, Yaw: r.Yaw})
	}
	if level.Name == "" && len(level.Rooms) > 0 {
		level.Name = level.Rooms[0].Task.ID
	}
	return level
}
