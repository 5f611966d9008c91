package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// pageFiles writes the fenced blocks of a page that begin with a comment that
// names a file into the folder, and returns their names.
func pageFiles(t *testing.T, dir, page, language string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", page))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, part := range strings.Split(string(text), "\n```"+language+"\n# ")[1:] {
		block, _, _ := strings.Cut(part, "\n```\n")
		name, code, _ := strings.Cut(block, "\n")
		write(t, dir, name, code+"\n")
		names = append(names, name)
	}
	return names
}

func TestManualOfTraining(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if files := pageFiles(t, dir, "training.md", "yaml"); len(files) != 2 {
		t.Fatalf("the page has the run files %q", files)
	}
	runManual(t, dir, "training.md")
	if n := len(learned(t, filepath.Join(dir, "run"))); n != 6 {
		t.Errorf("the run has %d iterations", n)
	}
}

// TestManualOfLogs feeds the clients whose programs the page shows, where they
// are installed.
func TestManualOfLogs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := pageFiles(t, dir, "training.md", "python")
	if len(files) != 2 {
		t.Fatalf("the page has the programs %q", files)
	}
	write(t, dir, "run/run.yaml", "seed: 1\n")
	write(t, dir, "run/metrics.jsonl", `{"iteration":0,"elapsed_s":1,"metrics":{"term/physics":-0.5,"term/physics/std":0.1}}
{"iteration":1,"elapsed_s":2,"metrics":{"term/physics":-0.25,"term/physics/std":0.1}}
`)
	for _, file := range files {
		client := strings.TrimSuffix(strings.TrimPrefix(file, "to_"), ".py")
		t.Run(client, func(t *testing.T) {
			if err := exec.Command("python3", "-c", "import "+client).Run(); err != nil {
				t.Skipf("python3 has no %s", client)
			}
			cmd := exec.Command("python3", file, "run")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+dir)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			want := filepath.Join(dir, map[string]string{"wandb": "wandb/offline-run-*/run-*.wandb", "mlflow": "mlflow.db"}[client])
			if found, err := filepath.Glob(want); err != nil || len(found) != 1 {
				t.Errorf("it wrote %q, %v", found, err)
			}
		})
	}
}
