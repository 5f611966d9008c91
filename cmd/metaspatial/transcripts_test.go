package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
)

var listedID = regexp.MustCompile(`(?m)^- ("[^"]+"): `)

// furnishRoom answers a prompt as a model would that puts everything in one spot,
// a step further at each turn.
func furnishRoom(c chattest.Call) chattest.Reply {
	var items []string
	x := 1.0
	if strings.Contains(c.Text, "Your previous answer") {
		x = 2
	}
	for _, m := range listedID.FindAllStringSubmatch(c.Text, -1) {
		items = append(items, fmt.Sprintf(`{"new_object_id":%s,"x":%v,"y":1,"z":0.5}`, m[1], x))
	}
	return chattest.Say("<think>All there.</think><answer>[" + strings.Join(items, ",") + "]</answer>")
}

// TestEvalOfAModel measures a model through a server, is cut short by the
// server's end, goes on, and is repeated without a server.
func TestEvalOfAModel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var calls, dead atomic.Int64
	s := chattest.New(t, chattest.Quirks{IgnoresSchema: true}, func(c chattest.Call) chattest.Reply {
		if n := calls.Add(1); dead.Load() > 0 && n > dead.Load() {
			return chattest.Fail(500, "out of memory")
		}
		return furnishRoom(c)
	})
	args := func(folder string) []string {
		return []string{"eval", "--policy", "policy/vlm", "--set", "model=tiny", "--set", "base_url=" + s.URL, "--set", "size=64", "--set", "retries=0",
			"--suite", "normal,free", "--n", "3", "--batch", "2", "--turns", "2", "--transcripts", folder, "--json"}
	}
	timeless := func(text string) evalOut {
		out := decode[evalOut](t, text)
		out.timeless()
		for _, s := range out.Suites {
			delete(s, "took")
		}
		return out
	}
	whole := done(t, dir, args("whole")...)
	took := decode[evalOut](t, whole).Suites["normal"]["took"].(map[string]any)
	if took["requests"] != 3.0+6.0 || took["output_tokens"] != 30.0+60.0 || calls.Load() != 12 {
		t.Errorf("it took %v and %d calls", took, calls.Load())
	}
	want := timeless(whole)
	if paper := want.Suites["normal"]["paper"].(map[string]any); paper["format"] != 1.0 {
		t.Errorf("the paper's row is %v", paper)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "whole", "eval.json")); err != nil || string(data) != whole {
		t.Errorf("eval.json: %v", err)
	}

	calls.Store(0)
	dead.Store(5)
	r := program(t, dir, nil, args("cut")...)
	if r.code != exitFailed || !strings.Contains(r.stderr, "the same command goes on from there") {
		t.Fatalf("exit code %d: %s", r.code, r.stderr)
	}
	dead.Store(0)
	calls.Store(0)
	if d := cmp.Diff(want, timeless(done(t, dir, args("cut")...))); d != "" {
		t.Errorf("(-whole +cut short):\n%s", d)
	}
	if calls.Load() != 12-5 {
		t.Errorf("%d calls to go on, want 7: 5 were answered before", calls.Load())
	}

	s.Close()
	again := done(t, dir, args("whole")...)
	if d := cmp.Diff(want, timeless(again)); d != "" {
		t.Errorf("(-with +without the server):\n%s", d)
	}
	if took := decode[evalOut](t, again).Suites["free"]["took"].(map[string]any); took["replayed"] != 6.0 || took["requests"] != 0.0 {
		t.Errorf("without the server it took %v", took)
	}
}

func TestTranscriptsOfOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := program(t, dir, nil, "eval", "--policy", "policy/solver", "--suite", "normal", "--n", "1", "--transcripts", "x")
	if r.code != exitBadInput || !strings.Contains(r.stderr, "transcripts") {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
	r = program(t, dir, nil, "eval", "--policy", "policy/vlm", "--suite", "normal", "--transcripts", "x", "--set", "transcripts=y")
	if r.code != exitUsage {
		t.Errorf("exit code %d: %s", r.code, r.stderr)
	}
}

// TestKeyReachesTheServerOnly follows a key from the environment through the
// policy's process to the server, and looks for it everywhere else.
func TestKeyReachesTheServerOnly(t *testing.T) {
	t.Parallel()
	const key = "sk-very-secret-42"
	s := chattest.New(t, chattest.Quirks{Key: key}, furnishRoom)
	dir := t.TempDir()
	cmd := command(t, dir, "eval", "--policy", "policy/vlm", "--set", "model=tiny", "--set", "base_url="+s.URL, "--set", "key_env=EVAL_TEST_KEY",
		"--set", "size=64", "--set", "structured=off", "--suite", "normal", "--n", "1", "--transcripts", "kept")
	cmd.Env = append(cmd.Env, "EVAL_TEST_KEY="+key)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "answers took") || len(s.Calls()) != 3 {
		t.Fatalf("%v after %d calls: %s", err, len(s.Calls()), out)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), key) {
			t.Errorf("%s has the key", path)
		}
		return err
	})
	if err != nil || strings.Contains(string(out), key) {
		t.Errorf("%v, %s", err, out)
	}
	r := program(t, dir, nil, "eval", "--policy", "policy/vlm", "--set", "model=tiny", "--set", "base_url="+s.URL, "--set", "key_env=EVAL_TEST_KEY", "--suite", "normal")
	if r.code != exitBadInput || !strings.Contains(r.stderr, "EVAL_TEST_KEY") {
		t.Errorf("without the variable: exit code %d, %s", r.code, r.stderr)
	}
}
