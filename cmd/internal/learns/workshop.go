package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// workshop is the folder in which everything lies, with the programs built.
type workshop struct {
	*options
	env []string
	// flags name the policy to begin from for eval, start says it in a run file.
	flags []string
	start map[string]any
}

// open builds the program and the plugins, trusts these in a list of its own, and
// finds the policy to begin from.
func open(ctx context.Context, o *options) (*workshop, error) {
	dir, err := filepath.Abs(o.dir)
	if err != nil {
		return nil, err
	}
	o.dir = dir
	if o.policy != "" {
		if o.policy, err = filepath.Abs(o.policy); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(filepath.Join(o.dir, "bin"), 0o755); err != nil {
		return nil, err
	}
	w := &workshop{options: o, env: os.Environ()}
	build := append(os.Environ(), "GOEXPERIMENT=simd")
	log.Print("building the program and the plugins")
	if err := w.build(ctx, build, "./cmd/metaspatial", "metaspatial"); err != nil {
		return nil, err
	}
	// The plugins are trusted by this folder's programs, not by the user's.
	for _, name := range []string{"XDG_CONFIG_HOME", "APPDATA", "HOME"} {
		w.env = append(w.env, name+"="+filepath.Join(o.dir, "home"))
	}
	for _, t := range o.terms {
		if err := w.build(ctx, build, "./plugins/examples/"+t.name, t.name); err != nil {
			return nil, err
		}
		if _, err := w.command(ctx, "plugin", "trust", w.program(t.name)); err != nil {
			return nil, err
		}
	}
	return w, w.begin()
}

func (w *workshop) program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(w.dir, "bin", name)
}

func (w *workshop) build(ctx context.Context, env []string, pkg, name string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-o", w.program(name), pkg)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// grace is how long an interrupted command has to save what it has.
const grace = 30 * time.Second

// command runs the program and returns what it printed. Its progress is shown;
// an interruption is passed on, so that a training saves its checkpoint.
func (w *workshop) command(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, w.program("metaspatial"), args...)
	var said bytes.Buffer
	cmd.Env, cmd.Stderr = w.env, io.MultiWriter(os.Stderr, &said)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = grace
	out, err := cmd.Output()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(said.String()), "\n")
		return nil, fmt.Errorf("metaspatial %s: %w: %s", strings.Join(args, " "), err, lines[len(lines)-1])
	}
	return out, ctx.Err()
}

// once returns what lies in a file of the workshop, or makes it and puts it there.
func once[T any](w *workshop, name string, make func() (T, error)) (T, error) {
	var value T
	file := filepath.Join(w.dir, name)
	text, err := os.ReadFile(file)
	switch {
	case err == nil:
		if err := json.Unmarshal(text, &value); err != nil {
			return value, fmt.Errorf("%s: %w; delete it", file, err)
		}
		return value, nil
	case !errors.Is(err, fs.ErrNotExist):
		return value, err
	}
	if value, err = make(); err != nil {
		return value, err
	}
	if text, err = json.MarshalIndent(value, "", "  "); err != nil {
		return value, err
	}
	return value, replace(file, append(text, '\n'))
}

// replace writes a file whole or not at all.
func replace(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	_, err = f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
