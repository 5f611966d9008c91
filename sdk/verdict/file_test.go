package verdict_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// all reads every line of a record.
func all(t *testing.T, path string) []verdict.Line {
	t.Helper()
	var out []verdict.Line
	if err := verdict.ReadFile(path, func(l verdict.Line) error { out = append(out, l); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

func pass(verdict.Line) error { return nil }

func TestRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "judge.jsonl")
	lines := []verdict.Line{
		{Room: &verdict.Room{ID: "r", Task: "study", Critic: [5]float64{1, 2.5, 3, 4, 10}}},
		{Answer: &verdict.Answer{Key: "k", Room: "r", Model: "m", Seed: 3, Texts: []string{"no", answer}, Usage: verdict.Usage{Calls: 2, PromptTokens: 900, CompletionTokens: 80, Cost: 0.01}}},
		{Fallback: &verdict.Fallback{Group: "g", Reason: "it is down"}},
	}
	for _, l := range lines { // each by a program of its own
		r, err := verdict.Append(path, pass)
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Write(l); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff(lines, all(t, path)); d != "" {
		t.Errorf("(-written +read):\n%s", d)
	}
	if g, err := lines[1].Answer.Grading(); err != nil || g.Score() != 0.8 {
		t.Errorf("the last text counts: %+v, %v", g, err)
	}
	if _, err := new(verdict.Answer).Grading(); err == nil {
		t.Error("an answer without texts has grades")
	}
}

// An interrupted program leaves half a line; the next one goes on after the
// last whole one.
func TestTornRecord(t *testing.T) {
	whole := `{"fallback":{"group":"g","reason":"x"}}` + "\n"
	for name, c := range map[string]struct {
		text string
		want int
	}{
		"whole":         {whole + whole, 3},
		"empty":         {"", 1},
		"torn":          {whole + `{"fallback":{"gro`, 2},
		"only torn":     {`{"fallb`, 1},
		"torn and long": {whole + `{"answer":{"` + strings.Repeat("x", 200<<10), 2},
		"blank line":    {whole + "\n", 2},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "judge.jsonl")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			all(t, path)
			r, err := verdict.Append(path, pass)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if err := r.Write(verdict.Line{Fallback: &verdict.Fallback{Group: "new"}}); err != nil {
				t.Fatal(err)
			}
			got := all(t, path)
			if len(got) != c.want || got[c.want-1].Fallback.Group != "new" {
				t.Errorf("%d lines, want %d: %+v", len(got), c.want, got)
			}
		})
	}
}

func TestBadRecord(t *testing.T) {
	good := `{"fallback":{"group":"g"}}` + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"not JSON":   {good + "hello\n" + good, "judge.jsonl: line 2: is not of a judge's record"},
		"other JSON": {`{"iteration":1}` + "\n", "line 1: is not of a judge's record: it holds no room"},
		"no line":    {good + `{"iteration":1}`, "judge.jsonl: ends in the middle of a line that is not"},
		"enormous":   {strings.Repeat("x", 3<<20) + "\n", "line 1: is longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "judge.jsonl")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := verdict.Append(path, pass); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if after, _ := os.ReadFile(path); string(after) != c.text {
				t.Error("a file of another kind was changed")
			}
		})
	}
}

// Two programs with one record would cut off each other's lines and pay for the
// same answers.
func TestOneWriterAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "judge.jsonl")
	first, err := verdict.Append(path, pass)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verdict.Append(path, pass); err == nil || !strings.Contains(err.Error(), "is being written by another run") {
		t.Errorf("a second writer: %v", err)
	}
	all(t, path) // anybody may read
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	next, err := verdict.Append(path, pass)
	if err != nil {
		t.Fatal(err)
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
}

func TestConcurrentWrites(t *testing.T) {
	path := filepath.Join(t.TempDir(), "judge.jsonl")
	r, err := verdict.Append(path, pass)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 8 {
				if err := r.Write(verdict.Line{Fallback: &verdict.Fallback{Group: strings.Repeat("g", 5000)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if n := len(all(t, path)); n != 64 {
		t.Errorf("%d lines of 64", n)
	}
}
