package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// maxLevel bounds a level's file.
const maxLevel = 256 << 20

// readLevel reads a level or a layout with its task; single says that it was
// the latter.
func readLevel(ctx context.Context, file string) (level *scenes.Level, single bool, err error) {
	data, err := readWhole(ctx, "layout file", file)
	if err != nil {
		return nil, false, err
	}
	if level, err = codec.DecodeLevel(data); err != nil {
		return nil, false, fmt.Errorf("%s: %w", inputName(file), err)
	}
	return level, !keysOf(data).level(), nil
}

// readOriginal reads a level, a layout, or a task without one.
func readOriginal(ctx context.Context, file string) (*scenes.Level, error) {
	data, err := readWhole(ctx, "task file", file)
	if err != nil {
		return nil, err
	}
	if k := keysOf(data); k.level() || k.Layout != nil {
		level, err := codec.DecodeLevel(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", inputName(file), err)
		}
		return level, nil
	}
	t, err := codec.ReadTask(inputName(file), data)
	if err != nil {
		return nil, err
	}
	return scenes.Single(t, &scenes.Layout{}), nil
}

// readWhole reads a file, or standard input, that is not larger than a level may
// be.
func readWhole(ctx context.Context, kind, file string) ([]byte, error) {
	in, err := openInput(ctx, kind, file)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxLevel+1))
	if err != nil {
		return nil, fmt.Errorf("%s %s cannot be read: %w", kind, inputName(file), err)
	}
	if len(data) > maxLevel {
		return nil, fmt.Errorf("%s %s is larger than %d MiB; split the level", kind, inputName(file), maxLevel>>20)
	}
	return data, nil
}

// fileKeys tells what a JSON file holds.
type fileKeys struct{ Task, Layout, Rooms json.RawMessage }

func (k fileKeys) level() bool { return k.Task == nil && k.Rooms != nil }

func keysOf(data []byte) (k fileKeys) {
	if json.Unmarshal(data, &k) != nil {
		return fileKeys{}
	}
	return k
}
