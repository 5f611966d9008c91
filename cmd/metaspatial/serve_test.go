package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// serving runs the server in a folder and returns its address and what ends it.
func serving(t *testing.T, dir string, args ...string) (url string, end func() result) {
	t.Helper()
	cmd := command(t, dir, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	lines := bufio.NewScanner(stderr)
	for url == "" && lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		_, url, _ = strings.Cut(lines.Text(), "serving at ")
	}
	if url == "" {
		t.Fatalf("it does not serve: %v\n%s", cmd.Wait(), said.String())
	}
	rest := make(chan string, 1)
	go func() {
		data, _ := io.ReadAll(stderr)
		rest <- string(data)
	}()
	return url, func() result {
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
		more := <-rest
		_ = cmd.Wait() // the exit code says it
		return result{code: cmd.ProcessState.ExitCode(), stderr: said.String() + more}
	}
}

// TestManualOfServe runs the manual's commands and its conversation.
func TestManualOfServe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM to end it with")
	}
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "serve.md"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	url, end := serving(t, dir, "--out", "served", "--drain", "100ms")
	_, curl := exec.LookPath("curl")
	last, ran, said := "", 0, 0
	var ws []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "> "), strings.HasPrefix(line, "< "):
			ws = append(ws, line)
		case strings.HasPrefix(line, "curl ") && curl == nil:
			cmd := exec.Command("sh", "-c", strings.ReplaceAll(line, "http://127.0.0.1:8000", url))
			cmd.Dir = dir
			out, err := cmd.Output()
			if err != nil {
				t.Errorf("%s: %v\n%s", line, err, out)
			}
			last = string(out)
			ran++
		case strings.HasPrefix(line, "# → ") && curl == nil:
			if want := strings.TrimPrefix(line, "# → "); !strings.Contains(last, want) {
				t.Errorf("want %s in\n%.1000s", want, last)
			}
			said++
		}
	}
	if curl == nil && (ran < 12 || said != ran) {
		t.Errorf("the page has %d commands and %d answers", ran, said)
	}
	converse(t, url, ws)
	r := end()
	if r.code != exitDone {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
	for _, name := range []string{"run.yaml", "metrics.jsonl", "samples.jsonl"} {
		if _, err := os.Stat(filepath.Join(dir, "served", name)); err != nil {
			t.Error(err)
		}
	}
}

// converse sends the lines that begin with > and holds the answers against
// those that begin with <.
func converse(t *testing.T, url string, lines []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, _, err := websocket.Dial(ctx, url+"/ws", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.CloseNow()
	c.SetReadLimit(1 << 20)
	answers := 0
	for _, line := range lines {
		if out, ok := strings.CutPrefix(line, "> "); ok {
			if err := c.Write(ctx, websocket.MessageText, []byte(out)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		_, data, err := c.Read(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := holds(decode[any](t, strings.TrimPrefix(line, "< ")), decode[any](t, string(data))); err != nil {
			t.Errorf("%s: %v", line, err)
		}
		answers++
	}
	if answers < 5 {
		t.Errorf("the page has %d answers", answers)
	}
	if _, _, err := c.Read(ctx); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Errorf("the conversation ends with %v", err)
	}
}

// holds reports what of want is not in got; "…" stands for any text.
func holds(want, got any) error {
	w, isObject := want.(map[string]any)
	if !isObject {
		if _, text := got.(string); text && want == "…" {
			return nil
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			return fmt.Errorf("is %.300s, want %s", b, a)
		}
		return nil
	}
	g, _ := got.(map[string]any)
	for key, v := range w {
		have, ok := g[key]
		if !ok {
			return fmt.Errorf("%q is missing", key)
		}
		if err := holds(v, have); err != nil {
			return fmt.Errorf("%q %w", key, err)
		}
	}
	return nil
}

// TestServeARunFile serves the terms, rooms and turns of a file that says nothing
// of training, with a term that looks at pictures.
func TestServeARunFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM to end it with")
	}
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", `turns: 1
terms:
  - {plugin: reward/format, weight: 1}
  - {plugin: reward/critic, weight: 0.5}
tasks: {objects_min: 4, objects_max: 4, free: 1}
`)
	write(t, dir, "token", "s3cret\n")
	url, end := serving(t, dir, "-c", "run.yaml", "--token-file", "token", "--term", "critic=1", "--image", "0")
	req, err := http.NewRequest(http.MethodPost, url+"/reset", strings.NewReader(`{"seed":3}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer s3cret")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	first := decode[struct {
		Observation struct {
			Image *string
			Turns int
			Task  struct{ Objects []any }
		}
	}](t, string(data)).Observation
	if first.Image != nil || first.Turns != 1 || len(first.Task.Objects) != 4 {
		t.Errorf("reset: %.300s", data)
	}
	req, err = http.NewRequest(http.MethodPost, url+"/score", strings.NewReader(`{"items":[{"split":"train","index":3,"response":"<think></think><answer>[]</answer>"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer s3cret")
	if resp, err = http.DefaultClient.Do(req); err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if data, err = io.ReadAll(resp.Body); err != nil || !strings.Contains(string(data), `"parts":{"critic":0.`) {
		t.Errorf("score: %v %.300s", err, data)
	}
	if r := end(); r.code != exitDone || strings.Contains(r.stderr, "s3cret") {
		t.Errorf("exit code %d\n%s", r.code, r.stderr)
	}
}

func TestServeMisused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "empty", "\n")
	write(t, dir, "bad.yaml", "turns: many\n")
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "set $METASPATIAL_TOKEN or name a --token-file", []string{"--listen", "0.0.0.0:0"}},
		{exitUsage, "set $METASPATIAL_TOKEN", []string{"--listen", ":0"}},
		{exitBadInput, "the token file empty is empty", []string{"--token-file", "empty"}},
		{exitBadInput, "read the token", []string{"--token-file", "missing"}},
		{exitUsage, "give --tls-cert and --tls-key together", []string{"--tls-cert", "empty"}},
		{exitBadInput, "read the certificate", []string{"--tls-cert", "empty", "--tls-key", "empty"}},
		{exitUsage, "write NAME=LOW,HIGH", []string{"--range", "physics"}},
		{exitBadInput, "the lower first", []string{"--range", "physics=0,-1"}},
		{exitBadInput, `the reward term "phisics", which there is not`, []string{"--range", "phisics=0,1"}},
		{exitBadInput, "cannot listen at 127.0.0.1:99999", []string{"--listen", "127.0.0.1:99999"}},
		{exitBadInput, "bad.yaml:1", []string{"-c", "bad.yaml"}},
		{exitUsage, "must be positive", []string{"--drain", "0s"}},
		{exitUsage, "cannot be negative", []string{"--image", "-1"}},
	} {
		r := program(t, dir, nil, append([]string{"serve"}, c.args...)...)
		if r.code != c.code || !strings.Contains(lastLine(r.stderr), c.want) {
			t.Errorf("%v: exit code %d, %s", c.args, r.code, r.stderr)
		}
	}
}
