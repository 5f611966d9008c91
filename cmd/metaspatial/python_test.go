package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/supervisor"
	"github.com/metaspatial/metaspatial/plugins/render/raster"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// lacking skips a test for want of a program; CI installs them all, and there it fails.
func lacking(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("METASPATIAL_CHECKERS") == "required" {
		t.Fatalf("METASPATIAL_CHECKERS=required, but "+format, args...)
	}
	t.Skipf(format, args...)
}

// python3 is the Python that has the SDK's dependencies: $METASPATIAL_PYTHON, else
// the one on the path.
func python3() string {
	if python := os.Getenv("METASPATIAL_PYTHON"); python != "" {
		return python
	}
	return "python3"
}

// pythonProgram writes a program that runs an example of the Python SDK, or
// skips the test where Python lacks what the example imports.
func pythonProgram(t *testing.T, dir, example string, modules ...string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	python, err := exec.LookPath(python3())
	if err != nil {
		lacking(t, "there is no python3 here: %v", err)
	}
	imports := strings.Join(append([]string{"grpc.aio", "google.protobuf", "cryptography"}, modules...), ", ")
	if out, err := exec.Command(python, "-c", "import "+imports).CombinedOutput(); err != nil {
		lacking(t, "%s cannot import %s: %s", python, imports, lastLine(string(out)))
	}
	src, err := filepath.Abs("../../sdk/python")
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimSuffix(filepath.Base(example), ".py")
	script := fmt.Sprintf("#!/bin/sh\nPYTHONDONTWRITEBYTECODE=1 PYTHONPATH='%s' exec '%s' '%s'\n",
		filepath.Join(src, "src"), python, filepath.Join(src, "examples", example))
	write(t, dir, name, script)
	path := filepath.Join(dir, name)
	if err := os.Chmod(path, 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// served starts an example as the host does, and runs the conformance kit on it.
func served(t *testing.T, path string, config map[string]any) *supervisor.Handle {
	t.Helper()
	var output bytes.Buffer
	s, err := supervisor.New(supervisor.Options{Output: &output})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if text := output.String(); text != "" {
			t.Errorf("the plugin printed\n%s", text)
		}
	})
	h, err := s.Start(t.Context(), supervisor.Spec{Entry: catalog.Entry{ID: path, Path: path, Dev: true}, Config: config, CacheDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	d := plugintest.CheckServed(t, h)
	told, err := catalog.Describe(t.Context(), catalog.Entry{ID: path, Path: path, Dev: true})
	if diff := cmp.Diff(d, told); err != nil || diff != "" {
		t.Errorf("served and printed descriptions differ: %v\n%s", err, diff)
	}
	return h
}

// windowed is a room with a window and a door, and what may stand in them.
func windowed() (*scenes.Task, *scenes.Layout) {
	t := &scenes.Task{ID: "windowed", Program: "bedroom", Room: scenes.RectRoom(4, 3, 2.6), Objects: []scenes.Object{
		{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor},
		{ID: "wardrobe_1", Category: "wardrobe", Size: scenes.Vec3{1.2, 0.6, 2}, Support: scenes.OnFloor},
		{ID: "rug_1", Category: "rug", Size: scenes.Vec3{1, 1.5, 0.02}, Support: scenes.OnFloor, Flat: true},
	}}
	t.Room.Openings = []scenes.Opening{
		{ID: "window_1", Kind: scenes.Window, Wall: 2, Offset: 2, Width: 1.2, Height: 1.2, Sill: 0.9},
		{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 0.8, Width: 0.9, Height: 2.05},
	}
	return t, &scenes.Layout{Placements: []scenes.Placement{
		{ID: "bed_1", Position: scenes.Vec3{3, 1, 0.25}, Yaw: 270},
		{ID: "wardrobe_1", Position: scenes.Vec3{2, 2.7, 1}, Yaw: 180},
		{ID: "rug_1", Position: scenes.Vec3{1.2, 1.5, 0.01}, Yaw: 90},
	}}
}

func TestPythonReward(t *testing.T) {
	t.Parallel()
	h := served(t, pythonProgram(t, t.TempDir(), "daylight.py"), map[string]any{"reach": 0.5})
	term, err := h.Term()
	if err != nil {
		t.Fatal(err)
	}
	task, dark := windowed()
	_, bright := windowed()
	bright.Placements[1].Position = scenes.Vec3{0.6, 2.7, 1}
	r, err := term.Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{
		{Layout: dark}, {Layout: bright}, {ParseError: "no JSON"}, {Layout: &scenes.Layout{}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	// The wardrobe is as wide as the window and ends 1.1 m above the sill of 0.9.
	share := 1.1 / 1.2
	got := r.Results[0]
	if d := got.Value + share; d > 1e-9 || d < -1e-9 || len(got.Objects) != 3 || got.Objects[1] != got.Value {
		t.Errorf("before the window: value %v, objects %v, want -%v for the wardrobe", got.Value, got.Objects, share)
	}
	want := []scenes.Finding{{
		Rule: "daylight", Object: "wardrobe_1", Other: "window_1", Depth: share * 1.2, Direction: scenes.Vec2{0, -1},
		Message: "wardrobe_1 hides 92% of window_1",
	}}
	if diff := cmp.Diff(want, got.Findings, nearly); diff != "" {
		t.Error(diff)
	}
	if r.Results[1].Value != 0 || r.Results[3].Value != 0 || !r.Results[2].Invalid || r.Results[2].Reason != "no JSON" {
		t.Errorf("the others: %+v", r.Results[1:])
	}
}

// nearly compares numbers that another language has computed.
var nearly = cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })

func TestPythonPolicy(t *testing.T) {
	t.Parallel()
	h := served(t, pythonProgram(t, t.TempDir(), "grid/grid.py", "numpy"), nil)
	p, err := h.Policy()
	if err != nil {
		t.Fatal(err)
	}
	trainer, ok := p.(policy.Trainer)
	if !ok {
		t.Fatal("it is no trainer")
	}
	task, _ := windowed()
	req := policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, N: 3, Temperature: 1, Seed: 7, Keep: true, Reference: true}
	sample := func() []policy.Sample {
		t.Helper()
		r, err := trainer.Sample(t.Context(), req)
		if err != nil || !r.Reference || len(r.Samples[0]) != 3 {
			t.Fatal(r, err)
		}
		return r.Samples[0]
	}
	responses := func(ss []policy.Sample) (out []string) {
		for _, s := range ss {
			out = append(out, s.Response)
		}
		return out
	}
	first := sample()
	for _, s := range first {
		if r := codec.ParseResponse(task, s.Response); r.Layout == nil || len(r.Layout.Placements) != 3 {
			t.Errorf("%s\ncannot be read: %v", s.Response, r)
		}
		if len(s.Actions) != 3 || s.Actions[0].LogProb >= 0 || s.Actions[0].RefLogProb != s.Actions[0].LogProb {
			t.Errorf("its actions are %+v", s.Actions)
		}
	}
	var saved bytes.Buffer
	if err := trainer.Save(t.Context(), &saved); err != nil {
		t.Fatal(err)
	}
	again := sample()
	if diff := cmp.Diff(responses(first), responses(again)); diff != "" {
		t.Errorf("the same request differs: %s", diff)
	}
	update := policy.UpdateRequest{Loss: loss.Default, LearningRate: 0.5, MaxGradNorm: 1}
	update.Loss.KL = 0.01
	for k, s := range again {
		update.Items = append(update.Items, policy.Item{Handle: s.Handle, Advantages: []float64{float64(k) - 1, float64(k) - 1, float64(k) - 1}})
	}
	u, err := trainer.Update(t.Context(), update)
	if err != nil || len(u.Statistics) < 6 {
		t.Fatal(u, err)
	}
	if cmp.Equal(responses(first), responses(sample())) {
		t.Error("it has learned nothing")
	}
	if err := trainer.Load(t.Context(), bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(responses(first), responses(sample())); diff != "" {
		t.Errorf("with its weights of before it answers otherwise: %s", diff)
	}
	if err := trainer.Load(t.Context(), strings.NewReader("no weights")); err == nil || !strings.Contains(err.Error(), "plugin policy/grid: panicked in Load: ") {
		t.Errorf("spoilt weights: %v", err)
	}
}

// TestPythonTraining trains the policy in Python with the term in Python: it
// places objects clear of one another and of the window after a few iterations.
func TestPythonTraining(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	grid := pythonProgram(t, dir, "grid/grid.py", "numpy")
	daylight := pythonProgram(t, dir, "daylight.py")
	write(t, dir, "run.yaml", `seed: 1
iterations: 12
out: run
group_size: 6
turns: 1
policy: {plugin: ./grid}
tasks: {objects_min: 3, objects_max: 5, per_iteration: 3, free: 1}
optimiser: {learning_rate: 0.5, minibatch: 64}
eval: {n: 0}
`)
	for _, path := range []string{grid, daylight} {
		done(t, dir, "plugin", "trust", path)
	}
	done(t, dir, "train", "-c", "run.yaml", "--term", "daylight="+daylight+":0.2")
	records := learned(t, filepath.Join(dir, "run"))
	mean := func(rs []map[string]float64, name string) (sum float64) {
		for _, r := range rs {
			sum += r[name] / float64(len(rs))
		}
		return sum
	}
	begin, end := records[:3], records[len(records)-3:]
	if a, b := mean(begin, "layout/fully_valid"), mean(end, "layout/fully_valid"); b < a+0.2 {
		t.Errorf("fully valid: %.2f at first, %.2f at last", a, b)
	}
	if a, b := mean(begin, "term/physics"), mean(end, "term/physics"); b < a+0.02 {
		t.Errorf("physics: %.3f at first, %.3f at last", a, b)
	}
	if w := records[0]["term/daylight/weight"]; w != 0.2 || mean(records, "term/daylight") >= 0 {
		t.Errorf("daylight has the weight %v and the mean %v", w, mean(records, "term/daylight"))
	}
}

// TestPythonRenderer compares the ids that Blender draws with the rasteriser's:
// the same objects at the same pixels, from the same cameras.
func TestPythonRenderer(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("blender"); err != nil {
		lacking(t, "there is no blender here")
	}
	h := served(t, pythonProgram(t, t.TempDir(), "blender/blender.py"), map[string]any{"quality": "preview"})
	blender, err := h.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	own, ok := plugintest.Connect(t, raster.New()).(render.Renderer)
	if !ok {
		t.Fatal("render/raster is no renderer")
	}
	if r, err := own.Configure(t.Context(), base.ConfigureRequest{CacheDir: t.TempDir()}); err != nil || r.Diagnostics.HasError() {
		t.Fatal(r, err)
	}
	task, layout := windowed()
	req := render.RenderRequest{
		Scenes:  []render.Scene{{Task: task, Layout: layout}},
		Cameras: []string{render.Dollhouse, render.Top, render.Eye, "reference"},
		Outputs: []string{render.ID}, Width: 96, Height: 72, Inline: true,
	}
	want, got := idPictures(t, own, req), idPictures(t, blender, req)
	for k, camera := range req.Cameras {
		same := 0
		for i, v := range want[k].Pix {
			if got[k].Pix[i] == v {
				same++
			}
		}
		if share := float64(same) / float64(len(want[k].Pix)); share < 0.97 {
			t.Errorf("camera %s: %.1f %% of the pixels show the same object", camera, 100*share)
		} else {
			t.Logf("camera %s: %.1f %%", camera, 100*share)
		}
	}
	req.Cameras = []string{"dolhouse"}
	r, err := blender.Render(t.Context(), req)
	if err != nil || !strings.Contains(fmt.Sprint(r.Diagnostics.Err()), `did you mean "dollhouse"?`) {
		t.Errorf("a camera that is not there: %v, %v", r.Diagnostics, err)
	}
}

// idPictures renders a request of one scene.
func idPictures(t *testing.T, r interface {
	Render(context.Context, render.RenderRequest) (render.RenderResponse, error)
}, req render.RenderRequest) []*image.Gray {
	t.Helper()
	resp, err := r.Render(t.Context(), req)
	if err != nil || resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics, err)
	}
	var out []*image.Gray
	for _, img := range resp.Images[0] {
		m, err := png.Decode(bytes.NewReader(img.Data))
		if err != nil {
			t.Fatal(err)
		}
		grey, ok := m.(*image.Gray)
		if !ok {
			t.Fatalf("%s is a %T", img.Camera, m)
		}
		out = append(out, grey)
	}
	return out
}
