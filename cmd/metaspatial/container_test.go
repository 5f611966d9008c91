package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// instruction is a line of a Containerfile: what to do, and with what.
type instruction struct{ word, rest string }

// containerfile reads the instructions of the Containerfile.
func containerfile(t *testing.T) []instruction {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "Containerfile"))
	if err != nil {
		t.Fatal(err)
	}
	var out []instruction
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		word, rest, _ := strings.Cut(line, " ")
		out = append(out, instruction{word, strings.TrimSpace(rest)})
	}
	return out
}

// TestContainerfile holds what can be held where nothing can build an image: what is
// copied is there, what is run exists, and the end of it is a user without rights.
func TestContainerfile(t *testing.T) {
	t.Parallel()
	stages, user, copied := []string{}, "", []string{}
	for _, in := range containerfile(t) {
		words := strings.Fields(in.rest)
		switch in.word {
		case "FROM":
			user = ""
			if strings.Contains(words[0], "/") || !strings.Contains(words[0], ":") {
				t.Errorf("FROM %s: name an official image with its version", words[0])
			}
			if len(words) == 3 {
				stages = append(stages, words[2])
			}
		case "USER":
			user = in.rest
		case "COPY":
			if from, ok := strings.CutPrefix(words[0], "--from="); ok {
				if !slices.Contains(stages, from) {
					t.Errorf("COPY from %q, which is no stage before", from)
				}
				copied = append(copied, words[1])
				continue
			}
			for _, w := range words[:len(words)-1] {
				if _, err := os.Stat(filepath.Join("..", "..", w)); err != nil {
					t.Errorf("COPY %s: %v", w, err)
				}
			}
		case "RUN":
			for _, w := range words {
				if strings.HasPrefix(w, "./cmd/") {
					if _, err := os.Stat(filepath.Join("..", "..", w)); err != nil {
						t.Errorf("RUN %s: %v", w, err)
					}
				}
			}
		case "WORKDIR", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD":
		default:
			t.Errorf("what is %s?", in.word)
		}
	}
	if user == "" || user == "0" || user == "root" {
		t.Errorf("the image is for the user %q", user)
	}
	if !slices.Contains(copied, "/metaspatial") {
		t.Errorf("the image has %q", copied)
	}
}

// TestContainerServes runs what the image runs, and its health check, against a port
// of this machine.
func TestContainerServes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the image is for Linux")
	}
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash here, which the image has")
	}
	t.Parallel()
	var entry, args, health []string
	port := ""
	for _, in := range containerfile(t) {
		switch in.word {
		case "ENTRYPOINT":
			entry = decode[[]string](t, in.rest)
		case "CMD":
			args = decode[[]string](t, in.rest)
		case "EXPOSE":
			port = in.rest
		case "HEALTHCHECK":
			_, cmd, _ := strings.Cut(in.rest, "CMD ")
			health = decode[[]string](t, strings.TrimSpace(cmd))
		}
	}
	if len(entry) != 1 || entry[0] != "metaspatial" || len(args) != 3 || args[0] != "serve" || args[2] != "0.0.0.0:"+port || len(health) != 3 {
		t.Fatalf("the image runs %q %q at %s and checks %q", entry, args, port, health)
	}
	dir := t.TempDir()
	if r := program(t, dir, nil, args...); r.code != exitUsage || !strings.Contains(r.stderr, "token") {
		t.Errorf("without a token: exit code %d, %s", r.code, r.stderr)
	}
	address, end := serving(t, dir, "--image", "0")
	at, err := url.Parse(strings.Fields(address)[0])
	if err != nil {
		t.Fatal(err)
	}
	check := func() error {
		line := strings.Replace(health[2], "/dev/tcp/127.0.0.1/"+port, "/dev/tcp/127.0.0.1/"+at.Port(), 1)
		if line == health[2] && at.Port() != port {
			t.Fatalf("the health check asks at no port: %s", line)
		}
		return exec.Command(health[0], health[1], line).Run()
	}
	if err := check(); err != nil {
		t.Errorf("a server that is well is not healthy: %v", err)
	}
	end()
	if err := check(); err == nil {
		t.Error("a server that has ended is healthy")
	}
}

// TestContainerIgnores holds that what is built is not copied, and .git is: the
// commit is what is built.
func TestContainerIgnores(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", ".containerignore"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(text))
	if !slices.Contains(lines, "/out/") || slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, ".git") }) {
		t.Errorf("ignored are %q", lines)
	}
}
