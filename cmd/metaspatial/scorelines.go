package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// scoreLine is one line of score's default mode.
type scoreLine struct {
	Name     string          `json:"name"`
	Task     json.RawMessage `json:"task"`
	Layout   json.RawMessage `json:"layout"`
	Response *string         `json:"response"`
}

// scored is what it writes.
type scored struct {
	Name           string           `json:"name,omitempty"`
	FullyValid     bool             `json:"fully_valid"`
	CollisionFree  bool             `json:"collision_free"`
	CollidingPairs float64          `json:"colliding_pairs"`
	Violating2cm   float64          `json:"violating_2cm"`
	Violating10cm  float64          `json:"violating_10cm"`
	OutOfBounds    float64          `json:"out_of_bounds"`
	Unsupported    float64          `json:"unsupported"`
	Format         *float64         `json:"format,omitempty"`
	Findings       []scenes.Finding `json:"findings,omitempty"`
}

// scoreLines measures every value of the input: one a line, or files as
// generate and demo write them, one after the other. A value at fault gives an
// error object in its place.
func scoreLines(ctx context.Context, r io.Reader, w io.Writer) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	enc := json.NewEncoder(w)
	for at := 0; ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		at += len(data[at:]) - len(bytes.TrimLeft(data[at:], " \t\r\n"))
		if at == len(data) {
			return nil
		}
		number := 1 + bytes.Count(data[:at], []byte("\n"))
		var value json.RawMessage
		dec := json.NewDecoder(bytes.NewReader(data[at:]))
		if err := dec.Decode(&value); err == nil {
			at += int(dec.InputOffset())
		} else {
			// What is no JSON ends at the end of its line.
			value = data[at:]
			if end := bytes.IndexByte(value, '\n'); end >= 0 {
				value = value[:end]
			}
			at += len(value)
		}
		if err := enc.Encode(scoreOne(value, number)); err != nil {
			return err
		}
	}
}

func scoreOne(line []byte, number int) any {
	var l scoreLine
	fail := func(code string, err error) any {
		return map[string]any{"name": l.Name, "error": map[string]string{
			"stage": "input", "code": code, "detail": fmt.Sprintf("line %d: %v", number, err),
		}}
	}
	if err := json.Unmarshal(line, &l); err != nil {
		return fail("bad_json", err)
	}
	if l.Task == nil {
		return fail("missing_key", errors.New(`no "task"; write {"task": …, "layout": …} as generate does`))
	}
	task, err := codec.DecodeTask(l.Task)
	if err != nil {
		return fail("bad_task", err)
	}
	out := scored{Name: l.Name}
	layout := &scenes.Layout{}
	switch {
	case l.Response != nil:
		parsed := codec.ParseResponse(task, *l.Response)
		out.Format = &parsed.Score
		out.Findings = parsed.Findings
		if parsed.Layout != nil {
			layout = parsed.Layout
		}
	case l.Layout != nil:
		if layout, err = codec.DecodeLayout(l.Layout); err != nil {
			return fail("bad_layout", err)
		}
		if err := checkIDs(task, layout); err != nil {
			return fail("bad_layout", err)
		}
	default:
		return fail("missing_key", errors.New(`neither "layout" nor "response"`))
	}
	r := measure.Check(task, layout)
	out.FullyValid, out.CollisionFree, out.CollidingPairs = r.FullyValid(), r.CollisionFree(), r.CollidingPairs()
	out.Violating2cm, out.Violating10cm = r.Violating(measure.Fine), r.Violating(measure.Coarse)
	out.OutOfBounds, out.Unsupported = r.OutOfBounds(), r.Unsupported()
	out.Findings = append(out.Findings, r.Findings...)
	return out
}

// checkIDs refuses a layout that cannot be meant for the task.
func checkIDs(t *scenes.Task, l *scenes.Layout) error {
	placed := map[string]bool{}
	for _, p := range l.Placements {
		if o, _ := t.Find(p.ID); o == nil {
			ids := make([]string, len(t.Objects))
			for i := range t.Objects {
				ids[i] = t.Objects[i].ID
			}
			if near := schema.Nearest(p.ID, ids); near != "" {
				return fmt.Errorf("the layout places %q, which is no object of the task; did you mean %q?", p.ID, near)
			}
			return fmt.Errorf("the layout places %q, which is no object of the task; it has %s", p.ID, strings.Join(ids, ", "))
		}
		if placed[p.ID] {
			return fmt.Errorf("the layout places %q twice", p.ID)
		}
		placed[p.ID] = true
	}
	return nil
}
