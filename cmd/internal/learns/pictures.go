package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// shown is a layout as render reads it.
type shown struct {
	Name   string             `json:"name"`
	Task   *scenes.Task       `json:"task"`
	Layout []codec.AnswerItem `json:"layout"`
}

// picture draws one held-out room before and after, side by side: that whose gain
// by the term is greater than that of three quarters of the others, so that it
// shows what is learned and not the luckiest room.
func (w *workshop) picture(ctx context.Context, t term, before, after *measured) error {
	at := typical(before.Rows, after.Rows)
	lib, err := run.Library("")
	if err != nil {
		return err
	}
	tasks, err := run.Suite(ctx, w.suite, at+1, run.SuiteSeed, run.Items(lib))
	if err != nil {
		return err
	}
	dir := filepath.Join(w.dir, "pictures", t.name)
	for _, half := range []struct {
		name string
		row  row
	}{{"before", before.Rows[at]}, {"after", after.Rows[at]}} {
		if half.row.Name != tasks[at].ID {
			return fmt.Errorf("room %d was measured as %s and is %s", at, half.row.Name, tasks[at].ID)
		}
		text, err := json.Marshal(shown{Name: half.row.Name, Task: tasks[at], Layout: half.row.Layout})
		if err != nil {
			return err
		}
		if err := replace(filepath.Join(dir, half.name+".json"), text); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(w.pictures, 0o755); err != nil {
		return err
	}
	args := []string{"render", filepath.Join(dir, "after.json"), "--before", filepath.Join(dir, "before.json"),
		"--camera", "top", "--size", "440x360", "-o", filepath.Join(w.pictures, "learns-"+t.name+".jpg")}
	if t.overlay != "" {
		args = append(args, "--overlay", t.overlay)
	}
	_, err = w.command(ctx, args...)
	return err
}
