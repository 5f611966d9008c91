package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// input is what there is to furnish.
type input struct {
	task *scenes.Task
	// layout is that of the file to refine, or nil.
	layout *scenes.Layout
	// chosen says what was chosen for the room and why, where it was.
	chosen []string
}

// read makes the task of the flags.
func (g *generateFlags) read(ctx context.Context, lib *assets.Library) (*input, error) {
	if g.room != "" {
		size, err := parseRoom(g.room)
		if err != nil {
			return nil, err
		}
		if g.objects == "" {
			room := scenes.RectRoom(size[0], size[1], size[2])
			if err := room.Validate(); err != nil {
				return nil, err
			}
			return chosenFor(ctx, lib, room, g.prefer, g.seed)
		}
		task, err := taskFromList(lib, size, g.objects, g.prefer, g.seed)
		return &input{task: task}, err
	}
	in := &input{}
	data, err := readInput(ctx, g.task+g.refine)
	if err != nil {
		return nil, err
	}
	if g.refine == "" && len(g.lock) == 0 {
		empty, err := codec.ReadRoom(inputName(g.task), data)
		if err != nil {
			return nil, err
		}
		if len(empty.Objects) == 0 {
			return g.fill(ctx, lib, empty)
		}
	}
	if in.task, err = taskOf(g.task+g.refine, data, g.lock); err != nil {
		return nil, err
	}
	if g.prefer != "" {
		in.task.Preference = g.prefer
	}
	if g.refine != "" {
		level, err := codec.DecodeLevel(data)
		if err != nil {
			return nil, fmt.Errorf("%s: has no layout to refine: %w", inputName(g.refine), err)
		}
		in.layout = level.Rooms[0].Layout
	}
	return in, nil
}

// fill chooses objects for a room that has none.
func (g *generateFlags) fill(ctx context.Context, lib *assets.Library, empty *scenes.Task) (*input, error) {
	text := empty.Preference
	if g.prefer != "" {
		text = g.prefer
	}
	if text == "" {
		return nil, fmt.Errorf("%s: task %q has no objects and no preference to choose them by; add one of them, or use --prefer", inputName(g.task), empty.ID)
	}
	in, err := chosenFor(ctx, lib, empty.Room, text, g.seed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", inputName(g.task), err)
	}
	if empty.ID != "" {
		in.task.ID = empty.ID
	}
	if empty.Program != "" {
		in.task.Program = empty.Program
	}
	return in, nil
}

// readInput reads a task file whole.
func readInput(ctx context.Context, file string) ([]byte, error) {
	in, err := openInput(ctx, "task file", file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		return nil, fmt.Errorf("task file %s cannot be read: %w", inputName(file), err)
	}
	return data, nil
}

// taskOf reads a task, a layout file with a task in it, or an I-Design room, in
// JSON or YAML. The objects named by lock stay where the layout of the file has
// them.
func taskOf(file string, data []byte, lock []string) (*scenes.Task, error) {
	task, err := codec.ReadTask(inputName(file), data)
	if err != nil {
		return nil, err
	}
	if len(lock) > 0 {
		if err := lockAs(task, data, lock); err != nil {
			return nil, fmt.Errorf("%s: %w", inputName(file), err)
		}
	}
	if err := sensible(task); err != nil {
		return nil, fmt.Errorf("%s: task %q: %w", inputName(file), task.ID, err)
	}
	return task, nil
}

// lockAs locks objects of a task where the layout of its file has them.
func lockAs(task *scenes.Task, data []byte, ids []string) error {
	level, err := codec.DecodeLevel(data)
	if err != nil {
		return fmt.Errorf("has no layout to lock objects of: %w", err)
	}
	for _, id := range ids {
		p := level.Rooms[0].Layout.Find(id)
		switch o, _ := task.Find(id); {
		case o == nil:
			return fmt.Errorf("--lock: the task has no object %q", id)
		case p == nil:
			return fmt.Errorf("--lock: the layout has no place for %q", id)
		case task.Lock(id) == nil:
			task.Locked = append(task.Locked, *p)
		}
	}
	return task.Validate()
}

// sensible reports what is wrong with a task that is well-formed: a floor that
// crosses itself, a spec that no layout can decide.
func sensible(task *scenes.Task) error {
	if err := geom.CheckFloor(&task.Room); err != nil {
		return err
	}
	for i, problem := range predicate.Compile(task, task.Specs).Problems() {
		if problem != "" {
			return fmt.Errorf("specs[%d]: %s", i, problem)
		}
	}
	return nil
}

// parseRoom reads "5x4x2.7".
func parseRoom(s string) ([3]float64, error) {
	var size [3]float64
	parts := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r == 'x' || r == '×' })
	if len(parts) != 3 {
		return size, fmt.Errorf("--room %q: write length x width x height in metres, such as 5x4x2.7", s)
	}
	for i, p := range parts {
		v, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(p, "m")), 64)
		if err != nil {
			return size, fmt.Errorf("--room %q: %q is not a number of metres", s, p)
		}
		size[i] = v
	}
	return size, nil
}
