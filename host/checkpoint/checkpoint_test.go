package checkpoint_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/metaspatial/metaspatial/host/checkpoint"
)

func weights(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func save(t *testing.T, s *checkpoint.Store, iteration int, content string, marks ...checkpoint.Mark) *checkpoint.Checkpoint {
	t.Helper()
	c, err := s.Save(checkpoint.State{Iteration: iteration, Seed: 1<<63 + 1, Policy: "policy/toy", Planned: 9,
		Weights: []checkpoint.Weight{{Term: "physics", Weight: 0.1}}}, weights(content))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		if err := s.Mark(m, c); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func list(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	slices.Sort(names)
	return names
}

func TestSaveAndRead(t *testing.T) {
	s := &checkpoint.Store{Dir: filepath.Join(t.TempDir(), "checkpoints"), Keep: 2}
	if c, err := s.Latest(); c != nil || err != nil {
		t.Errorf("an empty store has %v, %v", c, err)
	}
	save(t, s, 5, "five")
	save(t, s, 10, "ten", checkpoint.Best)
	save(t, s, 15, "fifteen")
	saved := save(t, s, 20, "twenty")
	want := []string{"best", "latest", "step-000010", "step-000015", "step-000020"}
	if d := cmp.Diff(want, list(t, s.Dir)); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
	got, err := s.Latest()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(saved.State, got.State, cmpopts.EquateEmpty()); d != "" || got.State.Size != 6 {
		t.Errorf("state (-saved +read):\n%s", d)
	}
	if data, err := os.ReadFile(got.PolicyPath()); string(data) != "twenty" {
		t.Errorf("weights %q, %v", data, err)
	}
	if best, err := s.Marked(checkpoint.Best); err != nil || best.State.Iteration != 10 {
		t.Errorf("best %+v, %v", best, err)
	}
	// A resumed run saves the same iteration again.
	save(t, s, 20, "again")
	got, err = s.Latest()
	if err != nil {
		t.Fatal(err)
	}
	f, err := got.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if data, _ := io.ReadAll(f); string(data) != "again" {
		t.Errorf("saved again: %q", data)
	}
}

func TestMarks(t *testing.T) {
	s := &checkpoint.Store{Dir: filepath.Join(t.TempDir(), "checkpoints"), Keep: 1}
	save(t, s, 0, "nought", checkpoint.Good)
	save(t, s, 5, "five", checkpoint.Best)
	save(t, s, 10, "ten")
	if d := cmp.Diff([]string{"best", "good", "latest", "step-000000", "step-000005", "step-000010"}, list(t, s.Dir)); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
	save(t, s, 15, "fifteen", checkpoint.Good)
	if d := cmp.Diff([]string{"best", "good", "latest", "step-000005", "step-000015"}, list(t, s.Dir)); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
	// Somebody removed it, as the error about a damaged one says.
	if err := os.RemoveAll(filepath.Join(s.Dir, "step-000005")); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Marked(checkpoint.Best); c != nil || err != nil {
		t.Errorf("a removed checkpoint is %v, %v", c, err)
	}
	// A mark that is no name, or of an empty file, names none.
	if err := os.WriteFile(filepath.Join(s.Dir, "good"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Marked(checkpoint.Good); c != nil || err != nil {
		t.Errorf("an empty mark is %v, %v", c, err)
	}
}

func TestExport(t *testing.T) {
	s := &checkpoint.Store{Dir: filepath.Join(t.TempDir(), "checkpoints")}
	dir := filepath.Join(t.TempDir(), "best")
	for i, content := range []string{"five", "ten"} {
		c := save(t, s, 5*(i+1), content)
		if err := checkpoint.Export(c, dir); err != nil {
			t.Fatal(err)
		}
		got, err := checkpoint.Read(dir)
		if err != nil || got.State.Iteration != 5*(i+1) || got.Dir != dir {
			t.Errorf("exported %+v, %v", got, err)
		}
	}
	if d := cmp.Diff([]string{checkpoint.PolicyFile, checkpoint.StateFile}, list(t, dir)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// What cannot be copied leaves the copy that is there.
	gone := save(t, s, 15, "fifteen")
	if err := os.Remove(gone.PolicyPath()); err != nil {
		t.Fatal(err)
	}
	if err := checkpoint.Export(gone, dir); err == nil || !strings.Contains(err.Error(), "cannot export checkpoint") {
		t.Errorf("got %v", err)
	}
	if got, err := checkpoint.Read(dir); err != nil || got.State.Iteration != 10 || len(list(t, filepath.Dir(dir))) != 1 {
		t.Errorf("left %+v, %v, %v", got, err, list(t, filepath.Dir(dir)))
	}
}

func TestRank(t *testing.T) {
	low, high := checkpoint.Rank{Held: true, FullyValid: 0.5, Reward: 9}, checkpoint.Rank{Held: true, FullyValid: 0.6, Reward: 1}
	better := checkpoint.Rank{Held: true, FullyValid: 0.6, Reward: 2}
	trained := checkpoint.Rank{Reward: 100}
	for i, c := range []struct {
		a     checkpoint.Rank
		b     *checkpoint.Rank
		above bool
	}{{low, nil, true}, {high, &low, true}, {low, &high, false}, {better, &high, true}, {high, &high, false}, {trained, &low, false}, {low, &trained, true}} {
		if got := c.a.Above(c.b); got != c.above {
			t.Errorf("case %d: %v", i, got)
		}
	}
}

func TestFailedSaveKeepsTheLast(t *testing.T) {
	s := &checkpoint.Store{Dir: t.TempDir(), Keep: 1}
	save(t, s, 5, "five", checkpoint.Best)
	broken := errors.New("the plugin has gone")
	_, err := s.Save(checkpoint.State{Iteration: 10}, func(w io.Writer) error {
		io.WriteString(w, "half of")
		return broken
	})
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "cannot save checkpoint step-000010") {
		t.Errorf("got %v", err)
	}
	if c, err := s.Latest(); err != nil || c.State.Iteration != 5 {
		t.Errorf("latest %+v, %v", c, err)
	}
	if d := cmp.Diff([]string{"best", "latest", "step-000005"}, list(t, s.Dir)); d != "" {
		t.Errorf("left behind (-want +got):\n%s", d)
	}
}

func TestLatestAfterAnInterruptedReplacement(t *testing.T) {
	s := &checkpoint.Store{Dir: t.TempDir(), Keep: 3}
	save(t, s, 5, "five")
	save(t, s, 10, "ten")
	if err := os.Rename(filepath.Join(s.Dir, "step-000010"), filepath.Join(s.Dir, ".partial-step-000010.old")); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Latest(); err != nil || c.State.Iteration != 5 {
		t.Errorf("latest %+v, %v", c, err)
	}
	save(t, s, 15, "fifteen")
	if d := cmp.Diff([]string{"latest", "step-000005", "step-000015"}, list(t, s.Dir)); d != "" {
		t.Errorf("left behind (-want +got):\n%s", d)
	}
}

// An interrupted removal leaves a folder that the next one of that iteration,
// saved again after a resume, must not stumble over.
func TestRemovalAfterAnInterruptedOne(t *testing.T) {
	s := &checkpoint.Store{Dir: t.TempDir(), Keep: 1}
	save(t, s, 5, "five")
	left := filepath.Join(s.Dir, ".partial-step-000005.gone")
	if err := os.MkdirAll(left, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, checkpoint.PolicyFile), []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	save(t, s, 10, "ten")
	if names := list(t, s.Dir); !slices.Equal(names, []string{"latest", "step-000010"}) {
		t.Errorf("the store holds %q", names)
	}
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(dir string) error
		want  string
	}{
		"missing":    {os.RemoveAll, "is not a checkpoint"},
		"no weights": {func(d string) error { return os.Remove(filepath.Join(d, checkpoint.PolicyFile)) }, "is damaged"},
		"truncated":  {func(d string) error { return os.Truncate(filepath.Join(d, checkpoint.PolicyFile), 3) }, "is damaged: its file policy is not the one that was saved (3 bytes of 5)"},
		"changed": {func(d string) error {
			return os.WriteFile(filepath.Join(d, checkpoint.PolicyFile), []byte("FIVE!"), 0o644)
		}, "is damaged"},
		"truncated state": {func(d string) error { return os.Truncate(filepath.Join(d, checkpoint.StateFile), 30) }, "holds no state (unexpected end of JSON input); remove that folder"},
		"another version": {func(d string) error {
			return os.WriteFile(filepath.Join(d, checkpoint.StateFile), []byte(`{"version": 7, "weights": "elsewhere"}`), 0o644)
		}, "has format version 7, this program reads version 1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &checkpoint.Store{Dir: t.TempDir()}
			dir := save(t, s, 5, "five!").Dir
			if err := c.spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := checkpoint.Read(dir); err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
