package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// program is the metaspatial program that trains and measures.
type program struct {
	path, sha256 string
}

// buildProgram builds the program with the vector instructions that training
// needs. The same source gives the same bytes, so that the hash tells builds
// apart.
func buildProgram(ctx context.Context, dir string) (*program, error) {
	name := "metaspatial"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	path, err := filepath.Abs(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", path, "./cmd/metaspatial")
	cmd.Env = append(os.Environ(), "GOEXPERIMENT=simd")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("the program could not be built (%w); start this command in the root of a repository that builds", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return &program{path, hex.EncodeToString(h.Sum(nil))}, nil
}

// ending is how long a process may take to save and end once it was told to.
const ending = 30 * time.Second

// call runs the program, reads its standard output as JSON into to, and appends
// its standard error to the log, whose last line an error quotes.
func (p *program) call(ctx context.Context, limit time.Duration, log string, to any, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	f, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	name, args := polite(p.path, args)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Cancel = func() error {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
	cmd.WaitDelay = ending
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, f
	err = cmd.Run()
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("took more than %s and was ended", limit)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%w: %s", err, lastLine(log))
	}
	if err := json.Unmarshal(out.Bytes(), to); err != nil {
		return fmt.Errorf("its output is not what was expected: %w", err)
	}
	return nil
}

// lastLine is the last line of a text file.
func lastLine(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return lines[len(lines)-1]
}
