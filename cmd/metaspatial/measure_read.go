package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/codec/scenestate"
)

// measuredInput is one layout to measure. A scene state may have objects whose
// size is not known; missing says so.
type measuredInput struct {
	name, file string
	task       *scenes.Task
	layout     *scenes.Layout
	missing    []string
	// state is nil for a layout.
	state *scenestate.State
}

// errNothing marks JSON that is neither a layout nor a scene state.
var errNothing = errors.New(`is neither a layout with its task, a level nor a scene state; write {"task": …, "layout": …} as generate does`)

// measuredReader reads what measure is given.
type measuredReader struct {
	ctx     context.Context
	options scenestate.Options
	inputs  []measuredInput
	// annotations are SceneEval's, by the number of the scene; nil for none.
	annotations map[string]scenestate.Annotation
	annotated   int
	// skipped are files of folders without anything to measure.
	skipped []string
}

// read reads a file, a folder or, for "-", standard input.
func (r *measuredReader) read(arg string) error {
	info, err := os.Stat(arg)
	if arg == "-" || err != nil || !info.IsDir() {
		return r.file(arg)
	}
	before := len(r.inputs)
	err = filepath.WalkDir(arg, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("folder %s cannot be read: %w", arg, err)
		}
		if ext := strings.ToLower(filepath.Ext(file)); d.IsDir() || ext != ".json" && ext != ".jsonl" {
			return r.ctx.Err()
		}
		if err := r.file(file); err != nil {
			if !errors.Is(err, errNothing) {
				return err
			}
			r.skipped = append(r.skipped, err.Error())
		}
		return nil
	})
	if err == nil && len(r.inputs) == before {
		err = fmt.Errorf("folder %s holds no layout and no scene state in .json or .jsonl files", arg)
	}
	return err
}

func (r *measuredReader) file(name string) error {
	in, err := openInput(r.ctx, "layout file", name)
	if err != nil {
		return err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return fmt.Errorf("layout file %s cannot be read: %w", inputName(name), err)
	}
	values := 0
	for dec := json.NewDecoder(bytes.NewReader(data)); ; values++ {
		at := 1 + bytes.Count(data[:dec.InputOffset()], []byte("\n"))
		var value json.RawMessage
		if err := dec.Decode(&value); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return fmt.Errorf("%s, line %d: is no JSON: %w", inputName(name), at, err)
		}
		if err := r.value(name, value, values); err != nil {
			if at > 1 {
				return fmt.Errorf("%s, after line %d: %w", inputName(name), at, err)
			}
			return fmt.Errorf("%s: %w", inputName(name), err)
		}
	}
	if values == 0 {
		return fmt.Errorf("%s is empty: %w", inputName(name), errNothing)
	}
	return nil
}

// value reads the n-th value of a file.
func (r *measuredReader) value(file string, data json.RawMessage, n int) error {
	name := strings.TrimSuffix(filepath.Base(inputName(file)), filepath.Ext(file))
	if n > 0 {
		name = fmt.Sprintf("%s %d", name, n+1)
	}
	var head struct {
		scoreLine
		Format string          `json:"format"`
		Scene  json.RawMessage `json:"scene"`
		Rooms  json.RawMessage `json:"rooms"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field == "" {
			return errNothing
		}
		if wrong != nil {
			return fmt.Errorf("key %q holds a %s, which is the wrong type or too large", strings.TrimPrefix(wrong.Field, "scoreLine."), wrong.Value)
		}
		return err
	}
	if head.Format == "sceneState" || head.Scene != nil && head.Task == nil {
		s, err := r.options.Decode(name, data)
		if err != nil {
			return err
		}
		r.add(measuredInput{name: name, file: inputName(file), task: s.Task, layout: s.Layout, missing: s.Missing, state: s})
		return nil
	}
	if head.Rooms != nil && head.Task == nil {
		return r.level(file, data)
	}
	if head.Task == nil || head.Layout == nil && head.Response == nil {
		return errNothing
	}
	if head.Name != "" {
		name = head.Name
	}
	task, err := codec.DecodeTask(head.Task)
	if err != nil {
		return err
	}
	layout := &scenes.Layout{}
	if head.Layout != nil {
		if layout, err = codec.DecodeLayout(head.Layout); err != nil {
			return err
		}
		if err := checkIDs(task, layout); err != nil {
			return err
		}
	} else if parsed := codec.ParseResponse(task, *head.Response); parsed.Layout != nil {
		layout = parsed.Layout
	}
	r.add(measuredInput{name: name, file: inputName(file), task: task, layout: layout})
	return nil
}

// level reads a level as one layout per room.
func (r *measuredReader) level(file string, data []byte) error {
	level, err := codec.DecodeLevel(data)
	if err != nil {
		return err
	}
	for i := range level.Rooms {
		room := &level.Rooms[i]
		if err := checkIDs(room.Task, room.Layout); err != nil {
			return fmt.Errorf("rooms[%d]: %w", i, err)
		}
		name := room.Task.ID
		if name != level.Name {
			name = level.Name + " " + name
		}
		r.add(measuredInput{name: name, file: inputName(file), task: room.Task, layout: room.Layout})
	}
	return nil
}

// add takes an input, with the annotation of its scene where there is one.
func (r *measuredReader) add(in measuredInput) {
	digits := strings.TrimLeftFunc(in.name, func(c rune) bool { return c < '0' || c > '9' })
	if a, ok := r.annotations[digits]; ok && digits != "" {
		task := *in.task
		task.Specs = append(slices.Clip(task.Specs), a.Specs...)
		in.task = &task
		in.missing = append(slices.Clip(in.missing), a.Unknown...)
		for _, attribute := range a.Attributes {
			in.missing = append(in.missing, "attribute: "+attribute.Text+" is not of the layout")
		}
		r.annotated++
	}
	r.inputs = append(r.inputs, in)
}

// annotate reads SceneEval's annotations.
func (r *measuredReader) annotate(file string) error {
	in, err := openInput(r.ctx, "annotation file", file)
	if err != nil {
		return err
	}
	defer in.Close()
	list, err := scenestate.ReadAnnotations(in)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	r.annotations = map[string]scenestate.Annotation{}
	for _, a := range list {
		r.annotations[a.ID] = a
	}
	return nil
}

// modelOf finds the models of scene states in a library: by the whole name, or
// by what follows the source, as in "objaverse.chair_03".
func modelOf(lib *assets.Library) func(string) (scenestate.Model, bool) {
	names := map[string]assets.Asset{}
	for _, a := range lib.Assets() {
		names[a.Name] = a
	}
	return func(id string) (scenestate.Model, bool) {
		a, ok := lib.Find(id)
		if !ok {
			a, ok = names[id[strings.LastIndexByte(id, '.')+1:]]
		}
		if !ok {
			return scenestate.Model{}, false
		}
		return scenestate.Model{Size: a.Size, Category: a.Category, Asset: a.ID, Support: a.Mount, Flat: a.Flat}, true
	}
}
