package scenestate

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// State is what a scene state says.
type State struct {
	// Task holds the room and the objects whose size is known. It may have
	// none, which its Validate refuses; the room is always valid.
	Task   *scenes.Task
	Layout *scenes.Layout
	// Unsized are the objects whose size is not known, and those of known size
	// that are tilted, which no upright box describes.
	Unsized []Unsized
	// Missing says, one phrase each, what the file does not tell or what of it
	// could not be read.
	Missing []string
	// Shift was subtracted from the file's coordinates.
	Shift scenes.Vec3
}

// Unsized is an object of which only the place is known.
type Unsized struct {
	ID string `json:"id"`
	// Model is the file's modelId.
	Model string `json:"model"`
	// Position is the place of the model's origin, which is often the middle of
	// its base.
	Position scenes.Vec3 `json:"position"`
	Yaw      float64     `json:"yaw"`
	// Inside says whether the origin is over the floor.
	Inside bool `json:"inside"`
}

// Model is what is known of a model that files name.
type Model struct {
	// Size is along the model's right, front and up, in metres, at scale 1.
	Size     scenes.Vec3
	Category string
	// Asset names the model in the asset library.
	Asset string
	// Support is what carries the object; empty means the floor.
	Support scenes.Support
	Flat    bool
	// Center is the centre of the model's box from its origin, along right,
	// front and up; nil puts the origin in the middle of the base.
	Center *scenes.Vec3
}

// Options say how to read a scene state; the zero value is right for files
// whose models are not at hand.
type Options struct {
	// Model returns what is known of the model that a file names.
	Model func(modelID string) (Model, bool)
}

// IDs returns the ids of the objects whose size is not known.
func (s *State) IDs() []string {
	out := make([]string, len(s.Unsized))
	for i, u := range s.Unsized {
		out[i] = u.ID
	}
	return out
}

// Decode reads a scene state; name names it in errors and is the task's id
// unless the file has our record.
func Decode(name string, data []byte) (*State, error) { return Options{}.Decode(name, data) }

// Decode reads a scene state; name names it in errors and is the task's id
// unless the file has our record.
func (o Options) Decode(name string, data []byte) (*State, error) {
	s, err := o.decode(name, data)
	if err != nil {
		return nil, fmt.Errorf("scene state %q: %w", name, err)
	}
	return s, nil
}

func (o Options) decode(name string, data []byte) (*State, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("is not a scene state in JSON: %w", err)
	}
	switch {
	case f.Scene == nil || f.Scene.Arch == nil:
		return nil, errors.New(`has no "scene" with an "arch"; is it a scene state?`)
	case len(f.Scene.Object) > MaxObjects:
		return nil, fmt.Errorf("has %d objects; up to %d are read", len(f.Scene.Object), MaxObjects)
	case len(f.Scene.Arch.Elements) > MaxObjects:
		return nil, fmt.Errorf("has %d walls and floors; up to %d are read", len(f.Scene.Arch.Elements), MaxObjects)
	}
	for _, up := range [][]float64{f.Scene.Up, f.Scene.Arch.Up} {
		if up != nil && (len(up) != 3 || up[0] != 0 || up[1] != 0 || up[2] <= 0) {
			return nil, fmt.Errorf("has up %v; only z-up scenes are read", up)
		}
	}
	s := &State{Task: &scenes.Task{ID: name}, Layout: &scenes.Layout{}}
	if r := f.Scene.Record; r != nil {
		s.Task.ID, s.Task.Program, s.Task.Preference, s.Task.Specs = r.Task, r.Program, r.Preference, r.Specs
	}
	if err := s.room(f.Scene); err != nil {
		return nil, err
	}
	s.objects(f.Scene, o)
	if err := s.check(); err != nil {
		return nil, err
	}
	return s, nil
}

// check validates the task, but for having no objects.
func (s *State) check() error {
	t := *s.Task
	if len(t.Objects) == 0 {
		t.Objects = []scenes.Object{{ID: "none", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}
	}
	if err := t.Validate(); err != nil {
		return fmt.Errorf("makes no valid task: %w", err)
	}
	return nil
}

func (s *State) miss(format string, args ...any) {
	s.Missing = append(s.Missing, fmt.Sprintf(format, args...))
}

// text words an id, which files give as a string or a number.
func text(id any) string {
	switch v := id.(type) {
	case string:
		return strings.TrimSpace(v)
	case float64:
		return fmt.Sprintf("%g", v)
	}
	return ""
}

// snap removes the noise of a matrix's rounding, so that the walls of a
// rectangle are parallel to the axes. It keeps nanometres.
func snap(v float64) float64 { return math.Round(v*1e9)/1e9 + 0 }
