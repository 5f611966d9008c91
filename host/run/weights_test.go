package run

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/train"
)

// TestBestAndLatest names the checkpoints of a run in every way.
func TestBestAndLatest(t *testing.T) {
	out := filepath.Join(t.TempDir(), "run")
	store := checkpoint.Store{Dir: filepath.Join(out, train.CheckpointDir), Keep: 2}
	save := func(iteration int, table string) *checkpoint.Checkpoint {
		c, err := store.Save(checkpoint.State{Iteration: iteration, Policy: "policy/toy"}, func(w io.Writer) error {
			_, err := io.WriteString(w, table)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if err := store.Mark(checkpoint.Best, save(5, "[[5]]")); err != nil {
		t.Fatal(err)
	}
	newest := save(10, "[[10]]")
	if err := checkpoint.Export(newest, filepath.Join(out, train.BestDir)); err != nil {
		t.Fatal(err)
	}
	odd := filepath.Join(t.TempDir(), "mine@best") // a file of that name
	if err := os.WriteFile(odd, []byte("[[7]]"), 0o644); err != nil {
		t.Fatal(err)
	}
	for where, want := range map[string]float64{
		out: 10, out + "@latest": 10, out + "@best": 5, out + "/@best": 5,
		filepath.Join(out, train.CheckpointDir) + "@best": 5,
		newest.Dir:                        10,
		newest.PolicyPath():               10,
		filepath.Join(out, train.BestDir): 10,
		odd:                               7,
	} {
		var p toy.Policy
		if err := LoadWeights(context.Background(), &p, where); err != nil || p.Logits()[0][0] != want {
			t.Errorf("%s: weights %v, %v, want %v", where, p.Logits()[0][0], err, want)
		}
	}
	for where, want := range map[string]string{
		out + "@newest":                    `a run has no "newest"; write @best or @latest`,
		newest.Dir + "@best":               `holds no checkpoint marked "best"`,
		newest.PolicyPath() + "@best":      `is a file of weights and has no @best`,
		filepath.Join(out, "no@such"):      "does not exist",
		filepath.Join(out, "no") + "@best": "does not exist",
		"@best":                            "does not exist",
	} {
		err := LoadWeights(context.Background(), &toy.Policy{}, where)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %q", where, err, want)
		}
	}
}
