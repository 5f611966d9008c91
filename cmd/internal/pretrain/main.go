// Command pretrain makes a run's last checkpoint the weights that come with the
// program, and writes down where they are from:
//
//	metaspatial train -c docs/examples/pretrain.yaml
//	metaspatial train -c docs/examples/pretrain-more.yaml
//	go run ./cmd/internal/pretrain runs/pretrained
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

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/config"
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
	c, err := store.Latest()
	if err != nil {
		return err
	}
	if c == nil {
		return fmt.Errorf("%s has no checkpoint; train first", folder)
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
	text, err := origin(folder, weights.Bytes())
	if err != nil {
		return err
	}
	if err := run.WriteFile(weightsFile, weights.Bytes()); err != nil {
		return err
	}
	fmt.Print(text)
	return run.WriteFile(originFile, []byte(text))
}

// origin says how the weights were trained: the run, and those that it began from.
func origin(folder string, weights []byte) (string, error) {
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "", fmt.Errorf("ask for the commit: %w", err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Where the pretrained weights are from

Written by `+"`go run ./cmd/internal/pretrain`"+`; docs/suites.md has what the weights reach.

- SHA-256 of pretrained.bin: `+"`%x`"+`
- the last step of the last run below
- commit %s, policy/compact %s, %s, %s/%s, %d processors
- trained on rooms of package roomgen and the starter kit alone: nothing that anyone
  else made went into them
`, sha256.Sum256(weights), strings.TrimSpace(string(commit)), compact.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	var runs []string
	for at := folder; at != ""; {
		text, before, err := chapter(at)
		if err != nil {
			return "", err
		}
		runs, at = append(runs, text), before
	}
	for i := range runs {
		fmt.Fprintf(&b, "\n## Run %d\n\n%s", i+1, runs[len(runs)-1-i])
	}
	return b.String(), nil
}

// chapter tells of one run, and names the folder of the run that it began from.
func chapter(folder string) (text, before string, err error) {
	file := filepath.Join(folder, run.ConfigFile)
	cfg, err := config.Load(file)
	if err != nil {
		return "", "", err
	}
	history, err := metrics.History(folder)
	if err != nil {
		return "", "", err
	}
	if len(history) == 0 {
		return "", "", fmt.Errorf("%s has no metrics", folder)
	}
	last := history[len(history)-1]
	before, _, _ = strings.Cut(cfg.Policy.Checkpoint, "@")
	if before != "" {
		cfg.Policy.Checkpoint = "the run before"
	}
	cfg.Out = "."
	settings, err := yaml.Marshal(cfg)
	if err != nil {
		return "", "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d iterations in %.1f minutes. Its run file, with all defaults:\n\n", last.Iteration+1, last.Elapsed/60)
	for line := range strings.Lines(string(settings)) {
		b.WriteString("    " + line)
	}
	return b.String(), before, nil
}
