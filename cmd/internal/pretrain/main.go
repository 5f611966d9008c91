// Command pretrain makes a run's best checkpoint the weights that come with the
// program, and writes down where they are from:
//
//	metaspatial train -c docs/examples/pretrained.yaml --out pretrained
//	go run ./cmd/internal/pretrain pretrained
//
// It is run from the repository's folder, on the commit that trained.
package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/plugins/policy/compact"
)

const (
	weightsFile = "plugins/policy/compact/pretrained.bin"
	originFile  = "plugins/policy/compact/pretrained.md"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pretrain: ")
	if len(os.Args) != 2 {
		log.Fatal("name the folder of a run")
	}
	if err := ship(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

// ship writes both files.
func ship(folder string) error {
	store := checkpoint.Store{Dir: filepath.Join(folder, train.CheckpointDir)}
	c, err := store.Marked(checkpoint.Best)
	if err != nil {
		return err
	}
	if c == nil {
		return fmt.Errorf("%s has no best checkpoint; train first", folder)
	}
	f, err := c.Open()
	if err != nil {
		return err
	}
	defer f.Close()
	var weights bytes.Buffer
	if err := compact.Strip(&weights, f); err != nil {
		return fmt.Errorf("%s: %w", c.Dir, err)
	}
	text, err := origin(folder, c, weights.Bytes())
	if err != nil {
		return err
	}
	if err := run.WriteFile(weightsFile, weights.Bytes()); err != nil {
		return err
	}
	fmt.Print(text)
	return run.WriteFile(originFile, []byte(text))
}

// origin says how the weights were trained.
func origin(folder string, c *checkpoint.Checkpoint, weights []byte) (string, error) {
	config, err := os.ReadFile(filepath.Join(folder, run.ConfigFile))
	if err != nil {
		return "", err
	}
	history, err := metrics.History(folder)
	if err != nil {
		return "", err
	}
	if len(history) == 0 {
		return "", fmt.Errorf("%s has no metrics", folder)
	}
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "", fmt.Errorf("ask for the commit: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Where the pretrained weights are from

Made by `+"`go run ./cmd/internal/pretrain`"+` from a run of
[pretrained.yaml](../../../docs/examples/pretrained.yaml); docs/suites.md has what
they reach.

- SHA-256 of pretrained.bin: `+"`%x`"+`
- the best of a run of %d iterations, after %.1f minutes of training:
  %s
- commit %s, policy/compact %s, %s, %s/%s, %d processors
- trained on rooms of package roomgen and the starter kit alone: nothing that anyone
  else made went into them

The run file, with all defaults:

`, sha256.Sum256(weights), history[len(history)-1].Iteration+1, c.State.Elapsed/60, c.State.Best,
		strings.TrimSpace(string(commit)), compact.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	for line := range strings.Lines(string(config)) {
		b.WriteString("    " + line)
	}
	return b.String(), nil
}
