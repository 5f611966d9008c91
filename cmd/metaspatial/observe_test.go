package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// logged are the records of a log in JSON.
func logged(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(text) {
		all = append(all, decode[map[string]any](t, line))
	}
	return all
}

func TestLogFormat(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 2, "run"))
	r := program(t, dir, nil, "train", "-c", "run.yaml", "--log-format", "json", "--log-level", "debug")
	if r.code != exitDone {
		t.Fatal(r.stderr)
	}
	rewards := 0
	for _, rec := range logged(t, r.stderr) {
		if rec["time"] == nil || rec["level"] == nil || rec["msg"] == nil {
			t.Errorf("the record %v lacks its time, level or message", rec)
		}
		if rec["msg"] == "iteration done" && rec["iteration"] != nil && rec["reward"] != nil {
			rewards++
		}
	}
	if rewards != 2 {
		t.Errorf("%d records of iterations in\n%s", rewards, r.stderr)
	}
	r = program(t, dir, nil, "train", "-c", "missing.yaml", "--log-format=json")
	if all := logged(t, r.stderr); r.code != exitBadInput || len(all) != 1 || all[0]["level"] != "ERROR" || !strings.Contains(all[0]["msg"].(string), "missing.yaml") {
		t.Errorf("exit code %d, %s", r.code, r.stderr)
	}
}

func TestLogLevel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 1, "run"))
	r := program(t, dir, nil, "train", "-c", "run.yaml", "--log-level", "warn")
	if r.code != exitDone || r.stderr != "" || r.out == "" {
		t.Errorf("exit code %d, it answers %q and says %q", r.code, r.out, r.stderr)
	}
	for _, args := range [][]string{{"doctor", "--log-level", "loud"}, {"doctor", "--log-format", "xml"}, {"train", "-c", "run.yaml", "--pprof", "70000"}} {
		if r := program(t, dir, nil, args...); r.code != exitUsage {
			t.Errorf("%v: exit code %d, %s", args, r.code, r.stderr)
		}
	}
}

// traceEvent is an event of a trace.
type traceEvent struct {
	Name     string         `json:"name"`
	Phase    string         `json:"ph"`
	Time     float64        `json:"ts"`
	Duration float64        `json:"dur"`
	Process  int            `json:"pid"`
	Lane     int            `json:"tid"`
	Args     map[string]any `json:"args"`
}

// TestTrace holds that a trace has every part of a training step, each within the
// one that it is a part of.
func TestTrace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", fmt.Sprintf(tiny, 2, "run")+`


terms:
  - {plugin: reward/format, weight: 1}
  - {plugin: reward/critic, weight: 0.2}
`)
	done(t, dir, "train", "-c", "run.yaml", "--trace", "trace.json")
	text, err := os.ReadFile(filepath.Join(dir, "trace.json"))
	if err != nil {
		t.Fatal(err)
	}
	spans := decode[[]traceEvent](t, string(text))
	lanes := map[int]string{}
	number := map[string]int{}
	for _, s := range spans {
		switch {
		case s.Name == "thread_name":
			lanes[s.Lane], _ = s.Args["name"].(string)
		case s.Phase == "X":
			number[s.Name]++
		}
	}
	if number["iteration"] != 2 || number["update"] != 2 || number["record"] != 2 || number["evaluate"] != 2 {
		t.Errorf("two iterations, evaluated before and after, have the spans %v", number)
	}
	for _, name := range []string{"start", "evaluate", "rollout", "render", "sample", "parse", "score", "format", "critic", "policy/compact Sample", "policy/compact Update", "reward/critic Evaluate", "render/raster Render"} {
		if number[name] == 0 {
			t.Errorf("there is no span %q among %v", name, number)
		}
	}
	nested(t, spans)
	within(t, spans, lanes, "update", "iteration", "training")
	within(t, spans, lanes, "policy/compact Update", "update", "training")
	within(t, spans, lanes, "reward/critic Evaluate", "critic", "term critic")
}

// nested holds what those who draw a trace rely on: every event is of a process and a
// kind that they know, and spans of one lane lie within or beside each other.
func nested(t *testing.T, spans []traceEvent) {
	t.Helper()
	const rounding = 0.002
	lanes := map[int][]traceEvent{}
	for _, s := range spans {
		if s.Process != 1 || s.Phase != "X" && s.Phase != "M" || s.Time < 0 || s.Duration < 0 {
			t.Errorf("the event %+v", s)
		}
		if s.Phase == "X" {
			lanes[s.Lane] = append(lanes[s.Lane], s)
		}
	}
	for _, all := range lanes {
		slices.SortFunc(all, func(a, b traceEvent) int {
			return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(b.Duration, a.Duration))
		})
		var open []traceEvent
		for _, s := range all {
			for len(open) > 0 && open[len(open)-1].Time+open[len(open)-1].Duration <= s.Time+rounding {
				open = open[:len(open)-1]
			}
			if n := len(open); n > 0 && s.Time+s.Duration > open[n-1].Time+open[n-1].Duration+rounding {
				t.Errorf("%s at %v ends after %s, in which it began", s.Name, s.Time, open[n-1].Name)
			}
			open = append(open, s)
		}
	}
}

// within holds that every span of a name lies in one of another, on a lane of a name.
func within(t *testing.T, spans []traceEvent, lanes map[int]string, inner, outer, lane string) {
	t.Helper()
	const rounding = 0.002
	for _, s := range spans {
		if s.Name != inner || s.Phase != "X" {
			continue
		}
		if !strings.HasPrefix(lanes[s.Lane], lane) {
			t.Errorf("%s is on the lane %q", inner, lanes[s.Lane])
		}
		if !slices.ContainsFunc(spans, func(o traceEvent) bool {
			return o.Name == outer && o.Lane == s.Lane && o.Time <= s.Time+rounding && o.Time+o.Duration >= s.Time+s.Duration-rounding
		}) {
			t.Errorf("a span %s at %v is in no %s", inner, s.Time, outer)
		}
	}
}

// TestProfiles asks a server that runs for its profile.
func TestProfiles(t *testing.T) {
	t.Parallel()
	cmd := command(t, t.TempDir(), "serve", "--listen", "127.0.0.1:0", "--image", "0", "--pprof", "0", "--log-format", "json")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	var urls []string // of the profiles, and of what is served
	for len(urls) < 2 && lines.Scan() {
		var rec struct{ URL string }
		if err := json.Unmarshal(lines.Bytes(), &rec); err != nil {
			t.Fatal(err)
		}
		if rec.URL != "" {
			urls = append(urls, rec.URL)
		}
	}
	if len(urls) < 2 {
		t.Fatalf("the log has the addresses %v", urls)
	}
	for url, want := range map[string]string{urls[0] + "goroutine?debug=1": "goroutine profile", urls[1] + "/health": "healthy"} {
		resp, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("%s: %v, %.80q", url, err, body)
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	_, _ = io.Copy(io.Discard, stderr)
	_ = cmd.Wait()
}

// TestLogFormatEverywhere runs every command with a log in JSON, in folders where most
// fail, and holds that whatever they tell people is a record.
func TestLogFormatEverywhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "room.json", exportedLayout)
	write(t, dir, "models/chair.glb", "no model")
	write(t, dir, "judge.jsonl", "{")
	lines := map[string]string{ // of commands that succeed
		"version": "", "doctor": "", "plugin list": "", "man": "pages", "completion bash": "",
		"generate":       "--room 4x3x2.6 --objects sofa,rug --out made",
		"generate level": "--size 6x5x2.6 --rooms bedroom --out level",
		"render":         "room.json -o picture.png", "export": "room.json -o room.glb", "measure": "room.json", "import-layout": "room.glb",
		"eval":          "--policy policy/random --suite tight --n 1",
		"dataset build": "--tasks 1 --picture 0 --format jsonl --out set",
	}
	refused := map[string]string{ // of those that would go on for long
		"demo": "--minutes 0", "serve": "--listen 0.0.0.0:0", "view": "room.json", "assets import": "models", "agreement": "judge.jsonl",
	}
	var commands []string
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Runnable() && c != c.Root() {
			commands = append(commands, strings.TrimPrefix(c.CommandPath(), "metaspatial "))
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(newRoot())
	slices.Sort(commands)
	for _, format := range []string{"--log-format=json", "--log-format json"} {
		commands = append(commands, "xyzzy "+format, "train --xyzzy "+format, "train -c none.yaml --minutes x "+format)
	}
	if len(commands) < 40 {
		t.Fatalf("found the commands %q", commands)
	}
	for _, name := range commands {
		args := append(strings.Fields(name), strings.Fields(lines[name]+refused[name])...)
		if !strings.Contains(name, "--log-format") {
			args = append(args, "--log-format", "json")
		}
		r := program(t, dir, strings.NewReader(""), args...)
		n := 0
		for line := range strings.Lines(r.stderr) {
			var rec struct {
				Time       time.Time
				Level, Msg string
			}
			if err := json.Unmarshal([]byte(line), &rec); err != nil || rec.Time.IsZero() || rec.Level == "" || rec.Msg == "" {
				t.Errorf("%v: tells %q, which is no record: %v", args, line, err)
			}
			n++
		}
		if r.code != exitDone && n == 0 {
			t.Errorf("%v: exit code %d, and nothing is told", args, r.code)
		}
		if _, ok := lines[name]; ok && r.code != exitDone {
			t.Errorf("%v: exit code %d, %s", args, r.code, r.stderr)
		}
	}
}
