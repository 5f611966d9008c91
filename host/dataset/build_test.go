package dataset_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/solve"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// rooms draws small rooms.
func rooms(seed uint64) *dataset.Rooms {
	return &dataset.Rooms{Seed: seed, Tasks: config.Tasks{ObjectsMin: 3, ObjectsMax: 7, Polygons: 0.2, Prompts: 0.2, Locked: 0.2, Optional: 0.2}}
}

// draw paints a picture of one colour for every scene, which its layout decides.
func draw(_ context.Context, list []render.Scene) ([][]byte, error) {
	out := make([][]byte, len(list))
	for i, s := range list {
		h := fnv.New32a()
		fmt.Fprint(h, s.Task.ID, s.Layout.Placements)
		sum := h.Sum32()
		img := image.NewRGBA(image.Rect(0, 0, 16, 16))
		for k := range img.Pix {
			img.Pix[k] = byte(sum >> (8 * (k % 3)))
		}
		img.Set(0, 0, color.White)
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return nil, err
		}
		out[i] = b.Bytes()
	}
	return out, nil
}

func answer(ctx context.Context, t *scenes.Task, seed uint64) (*scenes.Layout, error) {
	l, _ := solve.Solve(ctx, t, solve.Options{Seed: seed})
	return l, nil
}

func score(_ context.Context, t *scenes.Task, l *scenes.Layout) (float64, []scenes.Finding, error) {
	r := measure.Check(t, l)
	return 1 / float64(1+len(r.Findings)), r.Findings, nil
}

// options are those of a set of n tasks with everything in it.
func options(dir string, f dataset.Format, n int) dataset.Options {
	return dataset.Options{Dir: dir, Format: f, Source: rooms(3), Tasks: n, Seed: 3, Validation: 0.25, Refine: 0.5,
		Draw: draw, Answer: answer, Score: score, Version: "test"}
}

func build(t *testing.T, o dataset.Options) *dataset.Report {
	t.Helper()
	r, err := dataset.Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// verlRow is what verl reads.
type verlRow struct {
	DataSource string `parquet:"data_source,optional"`
	Prompt     []struct {
		Role    string `parquet:"role,optional"`
		Content string `parquet:"content,optional"`
	} `parquet:"prompt,optional,list" parquet-element:",optional"`
	Images []struct {
		Bytes []byte  `parquet:"bytes,optional"`
		Path  *string `parquet:"path,optional"`
	} `parquet:"images,optional,list" parquet-element:",optional"`
	Ability     string `parquet:"ability,optional"`
	RewardModel struct {
		Style       string `parquet:"style,optional"`
		GroundTruth string `parquet:"ground_truth,optional"`
	} `parquet:"reward_model,optional"`
	ExtraInfo struct {
		Split string `parquet:"split,optional"`
		Index int64  `parquet:"index,optional"`
		Turn  int64  `parquet:"turn,optional"`
	} `parquet:"extra_info,optional"`
	Messages []struct {
		Role    string `parquet:"role,optional"`
		Content string `parquet:"content,optional"`
	} `parquet:"messages,optional,list" parquet-element:",optional"`
}

func TestBuildVERL(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	report := build(t, options(dir, dataset.VERL, 24))
	if report.Tasks != 24 || len(report.Files) != 2 || report.Files[0].Tasks != 18 || report.Files[1].Tasks != 6 {
		t.Fatalf("report %+v", report)
	}
	if report.Refinements < 4 || report.Refinements > 20 {
		t.Errorf("%d refinements of 24 tasks at a share of a half", report.Refinements)
	}
	for _, f := range report.Files {
		list, err := parquet.ReadFile[verlRow](filepath.Join(dir, f.Name))
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != f.Rows {
			t.Errorf("%s has %d rows of %d", f.Name, len(list), f.Rows)
		}
		for i, r := range list {
			if r.DataSource != "metaspatial" || r.Ability != "layout" || r.RewardModel.Style != "rule" || r.ExtraInfo.Split != f.Split || r.ExtraInfo.Index != int64(i) {
				t.Errorf("%s, row %d: %+v", f.Name, i, r.ExtraInfo)
			}
			task, err := codec.DecodeTask([]byte(r.RewardModel.GroundTruth))
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Prompt) != 1 || r.Prompt[0].Role != "user" || strings.Count(r.Prompt[0].Content, "<image>") != 1 || len(r.Images) != 1 {
				t.Fatalf("row %d: prompt %+v", i, r.Prompt)
			}
			if second := strings.Contains(r.Prompt[0].Content, "## Your previous answer"); second != (r.ExtraInfo.Turn == 1) {
				t.Errorf("row %d of turn %d does not tell of the turn before as it should", i, r.ExtraInfo.Turn)
			}
			if _, err := png.Decode(bytes.NewReader(r.Images[0].Bytes)); err != nil {
				t.Errorf("row %d: %v", i, err)
			}
			if len(r.Messages) != 2 || r.Messages[1].Role != "assistant" {
				t.Fatalf("row %d: messages %+v", i, r.Messages)
			}
			p := codec.ParseResponse(task, r.Messages[1].Content)
			if report := measure.Check(task, p.Layout); p.Score != codec.ScoreRight || !report.FullyValid() {
				t.Errorf("row %d: the answer has the score %v and faults %v", i, p.Score, report.Findings)
			}
			if len(codec.Thought(r.Messages[1].Content)) < 20 {
				t.Errorf("row %d has no thought", i)
			}
		}
	}
}

// TestSameBytes builds every format twice: the folders are the same to the byte.
func TestSameBytes(t *testing.T) {
	for _, f := range dataset.Formats {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			var sets [2]map[string]string
			for i := range sets {
				dir := filepath.Join(t.TempDir(), "set")
				build(t, options(dir, f, 9))
				sets[i] = files(t, dir)
			}
			if len(sets[0]) < 3 || len(sets[0]) != len(sets[1]) {
				t.Fatalf("%d and %d files", len(sets[0]), len(sets[1]))
			}
			for name, data := range sets[0] {
				if sets[1][name] != data {
					t.Errorf("%s differs", name)
				}
			}
		})
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestJSONLines(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	build(t, options(dir, dataset.JSONL, 8))
	set := files(t, dir)
	for line := range strings.Lines(set["train.jsonl"]) {
		var row struct {
			Name, Prompt, Image, Response string
			Turn                          int
			Task                          json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatal(err)
		}
		if set[row.Image] == "" || strings.Contains(row.Prompt, "<image>") || row.Response == "" {
			t.Errorf("row %+v", row)
		}
		if _, err := codec.DecodeTask(row.Task); err != nil {
			t.Error(err)
		}
	}
}

// same gives one task of a source for ever.
type same struct {
	dataset.Source
	task *scenes.Task
}

func (s *same) Next(ctx context.Context, n int) ([]*scenes.Task, error) {
	if s.task == nil {
		list, err := s.Source.Next(ctx, 1)
		if err != nil {
			return nil, err
		}
		s.task = list[0]
	}
	return slices.Repeat([]*scenes.Task{s.task}, n), nil
}

// TestNothingIsLeft lets builds fail in several ways.
func TestNothingIsLeft(t *testing.T) {
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		spoil func(*dataset.Options)
		want  string
	}{
		"renderer": {func(o *dataset.Options) {
			o.Draw = func(context.Context, []render.Scene) ([][]byte, error) { return nil, broken }
		}, "broken"},
		"too few": {func(o *dataset.Options) {
			o.Draw = func(context.Context, []render.Scene) ([][]byte, error) { return nil, nil }
		}, "0 pictures"},
		"policy": {func(o *dataset.Options) {
			o.Answer = func(context.Context, *scenes.Task, uint64) (*scenes.Layout, error) { return nil, broken }
		}, "broken"},
		"no answers": {func(o *dataset.Options) {
			o.Answer = func(context.Context, *scenes.Task, uint64) (*scenes.Layout, error) { return nil, nil }
		}, "none is new with a valid answer"},
		"scorer": {func(o *dataset.Options) {
			o.Refine = 1
			o.Score = func(context.Context, *scenes.Task, *scenes.Layout) (float64, []scenes.Finding, error) {
				return 0, nil, broken
			}
		}, "broken"},
		"always the same": {func(o *dataset.Options) { o.Source, o.Answer = &same{o.Source, nil}, nil }, "none is new"},
		"format":          {func(o *dataset.Options) { o.Format = "csv" }, `unknown format "csv"`},
		"no tasks":        {func(o *dataset.Options) { o.Tasks = 0 }, "at least one"},
		"share":           {func(o *dataset.Options) { o.Validation = 1 }, "validation"},
		"no scorer":       {func(o *dataset.Options) { o.Score = nil }, "scores layouts"},
		"no such program": {func(o *dataset.Options) { o.Source.(*dataset.Rooms).Tasks.Programs = []string{"spaceship"} }, "spaceship"},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			o := options(filepath.Join(parent, "set"), dataset.VERL, 4)
			c.spoil(&o)
			if _, err := dataset.Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if left, _ := os.ReadDir(parent); len(left) > 0 {
				t.Errorf("%s stays behind", left[0].Name())
			}
		})
	}
	t.Run("cancelled", func(t *testing.T) {
		parent := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		o := options(filepath.Join(parent, "set"), dataset.TRL, 100_000)
		o.Progress = func(n int) { cancel() }
		if _, err := dataset.Build(ctx, o); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if left, _ := os.ReadDir(parent); len(left) > 0 {
			t.Errorf("%s stays behind", left[0].Name())
		}
	})
	t.Run("taken", func(t *testing.T) {
		dir := t.TempDir()
		kept := filepath.Join(dir, "mine")
		if err := os.WriteFile(kept, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := dataset.Build(t.Context(), options(dir, dataset.TRL, 2)); err == nil || !strings.Contains(err.Error(), "holds something already") {
			t.Errorf("got %v", err)
		}
		if _, err := os.Stat(kept); err != nil {
			t.Error(err)
		}
	})
}

func TestSplits(t *testing.T) {
	for _, c := range []struct {
		tasks             int
		share             float64
		trains, validates int
	}{{1, 0.5, 1, 0}, {2, 1 - 0.95, 1, 1}, {20, 1 - 0.95, 19, 1}, {41, 1 - 0.95, 39, 2}, {10, 0, 10, 0}, {9, 0.5, 5, 4}} {
		o := options(filepath.Join(t.TempDir(), "set"), dataset.OpenRLHF, c.tasks)
		o.Validation, o.Answer, o.Draw, o.Refine = c.share, nil, nil, 0
		got := map[string]int{}
		for _, f := range build(t, o).Files {
			got[f.Split] = f.Tasks
		}
		if got["train"] != c.trains || got["validation"] != c.validates {
			t.Errorf("%d tasks, %v of them for validation: %v", c.tasks, c.share, got)
		}
	}
}
