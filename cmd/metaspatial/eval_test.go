package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// suiteKeys are the keys of a suite's means in JSON.
var suiteKeys = []string{
	"colliding_pairs", "collision_free", "fully_valid", "latency_ms", "out_of_bounds",
	"tasks", "unsupported", "violating_10cm", "violating_2cm",
}

// tableKeys are those that eval adds.
var tableKeys = []string{"paper", "reference_collision", "reference_constraint", "sceneeval", "sha256"}

// checkSuite holds the shape of a suite's means.
func checkSuite(t *testing.T, name string, s map[string]any, tasks int) {
	t.Helper()
	keys := slices.DeleteFunc(slices.Sorted(maps.Keys(s)), func(k string) bool { return slices.Contains(tableKeys, k) })
	if d := cmp.Diff(suiteKeys, keys); d != "" {
		t.Errorf("%s: keys (-want +got):\n%s", name, d)
	}
	if s["tasks"] != float64(tasks) {
		t.Errorf("%s: %v tasks, want %d", name, s["tasks"], tasks)
	}
	for key, v := range s {
		if share, ok := v.(float64); key != "tasks" && ok && (share < 0 || share > 1) {
			t.Errorf("%s: %s is %v, which is no share", name, key, share)
		}
	}
	latency, _ := s["latency_ms"].(map[string]any)
	if d := cmp.Diff([]string{"p50", "p95", "p99"}, slices.Sorted(maps.Keys(latency))); d != "" {
		t.Errorf("%s: latencies (-want +got):\n%s", name, d)
	}
}

type evalOut struct {
	Suites map[string]map[string]any
	Rows   []map[string]any
}

// timeless takes out what differs from run to run.
func (e *evalOut) timeless() {
	for _, s := range e.Suites {
		delete(s, "latency_ms")
	}
	for _, r := range e.Rows {
		delete(r, "latency_ms")
	}
}

func TestEvalJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	text := done(t, dir, "eval", "--policy", "policy/solver", "--suite", "normal,tight", "--n", "3", "--json")
	out := decode[evalOut](t, text)
	if d := cmp.Diff([]string{"normal", "tight"}, slices.Sorted(maps.Keys(out.Suites))); d != "" {
		t.Errorf("suites (-want +got):\n%s", d)
	}
	for name, s := range out.Suites {
		checkSuite(t, name, s, 3)
	}
	if len(out.Rows) != 6 {
		t.Fatalf("%d rows, want 6", len(out.Rows))
	}
	for _, r := range out.Rows {
		if d := cmp.Diff([]string{"fully_valid", "latency_ms", "layout", "name"}, slices.Sorted(maps.Keys(r))); d != "" {
			t.Fatalf("row (-want +got):\n%s", d)
		}
		layout, ok := r["layout"].([]any)
		if !ok || len(layout) < 8 {
			t.Fatalf("row %v has the layout %v", r["name"], r["layout"])
		}
		item, _ := layout[0].(map[string]any)
		if d := cmp.Diff([]string{"new_object_id", "rotation", "x", "y", "z"}, slices.Sorted(maps.Keys(item))); d != "" {
			t.Errorf("placement (-want +got):\n%s", d)
		}
		rotation, _ := item["rotation"].(map[string]any)
		if _, ok := rotation["z_angle"].(float64); !ok || len(rotation) != 1 {
			t.Errorf("rotation %v", item["rotation"])
		}
	}
}

// TestEvalIsDeterministic holds that a seed decides everything but the time.
func TestEvalIsDeterministic(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, policy := range []string{"policy/compact", "policy/random", "policy/solver"} {
		var first evalOut
		for i, seed := range []string{"5", "5", "6"} {
			out := decode[evalOut](t, done(t, dir, "eval", "--policy", policy, "--suite", "normal", "--n", "4", "--temperature", "0.7", "--seed", seed, "--json"))
			out.timeless()
			switch d := cmp.Diff(first, out); {
			case i == 0:
				first = out
			case i == 1 && d != "":
				t.Errorf("%s: the same seed, but (-first +second):\n%s", policy, d)
			case i == 2 && d == "":
				t.Errorf("%s: another seed makes no difference", policy)
			}
		}
	}
}

// TestEvalOfTerms measures by terms, chooses by them, and hides preferences.
func TestEvalOfTerms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	eval := []string{"eval", "--policy", "policy/random", "--suite", "free", "--n", "2", "--temperature", "1", "--json"}
	type terms struct {
		Suites map[string]struct {
			FullyValid float64 `json:"fully_valid"`
			Terms      []struct {
				Name       string
				Mean, Best float64
			}
		}
		Rows []struct{ Terms []float64 }
	}
	one := decode[terms](t, done(t, dir, append(eval, "--term", "reward/physics=0")...))
	list := one.Suites["free"].Terms
	if len(list) != 1 || list[0].Name != "reward/physics" || list[0].Mean != list[0].Best || !(list[0].Mean < 0) || len(one.Rows[1].Terms) != 1 {
		t.Fatalf("one answer: %+v", one)
	}
	many := decode[terms](t, done(t, dir, append(eval, "--term", "reward/physics=1", "--k", "6", "--mute")...))
	if best := many.Suites["free"].Terms[0]; !(best.Best > list[0].Best) || best.Mean > best.Best {
		t.Errorf("the best of 6 is %+v, one has %+v", best, list[0])
	}
	for args, want := range map[string]string{
		"--k 4":                      "are all alike",
		"--k 0":                      "--k must be from 1",
		"--term rules=2":             "always goes by the rules",
		"--term reward/fysics=1":     "no built-in term",
		"--term nothing=./not-there": "not-there",
		"--term-set physics.a=1":     "with a TERM that --term gives",
		"--term reward/physics=0 --term-set reward/physics.":         "write TERM.NAME=VALUE",
		"--term reward/physics=0 --term-set reward/physics.rules=no": "config.rules: unknown setting",
	} {
		r := program(t, dir, nil, append([]string{"eval", "--policy", "policy/random", "--suite", "free", "--n", "1"}, strings.Fields(args)...)...)
		if r.code == exitDone || !strings.Contains(lastLine(r.stderr), want) {
			t.Errorf("%s: exit code %d\n%s", args, r.code, r.stderr)
		}
	}
}

func TestEvalOfRooms(t *testing.T) {
	t.Parallel()
	file := scenestest.Shared(t, "reference/idesign_rooms.jsonl")
	dir := t.TempDir()
	out := decode[evalOut](t, done(t, dir, "eval", "--policy", "policy/solver", "--tasks", file, "--json"))
	checkSuite(t, "rooms", out.Suites["idesign_rooms"], 60)
	var want []string
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		want = append(want, decode[struct{ Name string }](t, line).Name)
	}
	var got []string
	valid := 0
	for _, r := range out.Rows {
		got = append(got, r["name"].(string))
		if r["fully_valid"] == true {
			valid++
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("names (-want +got):\n%s", d)
	}
	if valid < 30 {
		t.Errorf("the solver furnishes %d of 60 rooms without a fault; something is measured wrongly", valid)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := program(t, dir, nil, "demo", "--minutes", "0.01", "--rooms", "8", "--out", "d", "--json")
	if r.code != exitDone {
		t.Fatalf("exit code %d\n%s", r.code, r.stderr)
	}
	var last struct {
		Before, After   map[string]any
		Out, Checkpoint string
	}
	dec := json.NewDecoder(strings.NewReader(lastLine(r.out)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&last); err != nil {
		t.Fatalf("%v in %s", err, r.out)
	}
	checkSuite(t, "before", last.Before, 8)
	checkSuite(t, "after", last.After, 8)
	if last.Out != "d" {
		t.Errorf("out is %q", last.Out)
	}
	for _, name := range []string{"d/report.html", "d/run/metrics.jsonl", "d/run/run.yaml", last.Checkpoint + "/policy"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, kind := range []string{".png", ".glb", ".json", "-before.png", "-before.glb", "-before.json"} {
		files, err := filepath.Glob(filepath.Join(dir, "d", "rooms", "*[0-9]"+kind))
		if err != nil || len(files) != 8 {
			t.Errorf("%d rooms as %s, want 8 (%v)", len(files), kind, err)
		}
	}
	// What it leaves is taken up by the commands that it names, from anywhere.
	elsewhere := t.TempDir()
	out := done(t, elsewhere, "train", "-c", filepath.Join(dir, "d", "run", "run.yaml"), "--resume", "--minutes", "0.0001", "--json")
	if _, ok := decode[map[string]any](t, out)["checkpoint"].(string); !ok {
		t.Errorf("train --json printed %s", out)
	}
	if again := program(t, dir, nil, "demo", "--out", "d"); again.code != exitBadInput || !strings.Contains(again.stderr, "metaspatial train -c d"+string(filepath.Separator)) {
		t.Errorf("a second demo: exit code %d\n%s", again.code, again.stderr)
	}
}
