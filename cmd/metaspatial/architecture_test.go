package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/metaspatial/metaspatial/"

// rules hold the walls of the project: a package under From must not depend,
// directly or not, on a package under Not, unless it lies under Except.
var rules = []struct {
	From, Why   string
	Not, Except []string
}{
	{From: "scenes", Not: []string{"sdk", "plugins", "host", "cmd"}, Why: "the domain knows nothing of plugins and processes"},
	{From: "sdk", Not: []string{"plugins", "host", "cmd"}, Why: "a plugin author imports the sdk alone"},
	{From: "plugins", Not: []string{"host", "cmd"}, Why: "built-ins are written as strangers' plugins are"},
	{From: "host", Not: []string{"plugins", "cmd"}, Why: "the host reaches plugins through the contract only"},
	{From: "cmd", Not: []string{"scenes/scenestest"}, Why: "the programs carry no tests"},
	{From: "host/train", Not: []string{"host/view", "host/serve"}, Why: "nothing that trains knows who watches"},
	{From: "host/view/ui", Not: []string{"scenes", "sdk", "host/session", "host/run", "host/view/document", "host/view/stage"}, Why: "the widgets know nothing of rooms and runs"},
	{From: "host/view/command", Not: []string{"scenes", "sdk", "host/view/ui"}, Why: "actions know no window"},
	{From: "host/view/document", Not: []string{"host/view/stage", "host/view/ui", "host/view/assist", "host/view/live", "host/session"}, Why: "what is edited knows neither how it is seen nor who helps"},
	{From: "host/view/stage", Not: []string{"host/view/ui", "host/view/document", "host/view/assist", "host/view/live", "host/session"}, Why: "the room's picture knows no window and no run"},
	{From: "host/view", Not: []string{"host/run", "host/supervisor", "host/train", "host/serve"}, Why: "the window holds a session and starts no process"},
	{From: "host/rollout", Not: []string{"host/view", "host/serve", "host/train"}, Why: "train calls rollout, not the other way"},
	{From: "host/env", Not: []string{"host/view", "host/serve", "host/train", "host/rollout"}, Why: "rollout calls env, not the other way"},
}

// homes says where a third-party module may be imported directly.
var homes = []struct {
	Module string
	In     []string
}{
	{"github.com/hajimehoshi/ebiten/", []string{"host/view"}},
	{"github.com/go-text/typesetting/", []string{"host/view/ui"}},
	{"github.com/hashicorp/go-plugin", []string{"sdk", "host/supervisor"}},
	{"github.com/qmuntal/gltf", []string{"scenes/gltfio"}},
	{"github.com/gomlx/", []string{"plugins/policy"}},
	{"github.com/spf13/cobra", []string{"cmd"}},
	{"google.golang.org/grpc", []string{"sdk", "host/supervisor"}},
	{"modernc.org/sqlite", []string{"scenes/assets/store"}},
	{"github.com/prometheus/client_golang", []string{"host/serve"}},
	{"github.com/openai/openai-go/", []string{"sdk/chat"}},
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestArchitecture(t *testing.T) {
	pkgs := listPackages(t)
	for _, p := range pkgs {
		path := strings.TrimPrefix(p.ImportPath, module)
		for _, r := range rules {
			if !under(path, r.From) {
				continue
			}
			for _, dep := range p.Deps {
				d, ours := strings.CutPrefix(dep, module)
				if ours && slices.ContainsFunc(r.Not, func(n string) bool { return under(d, n) }) &&
					!slices.ContainsFunc(r.Except, func(e string) bool { return under(d, e) }) {
					t.Errorf("%s depends on %s: %s", path, d, r.Why)
				}
			}
		}
		if kind, ok := pluginDir(path); ok {
			for _, dep := range p.Deps {
				d, ours := strings.CutPrefix(dep, module)
				if other, isPlugin := pluginDir(d); ours && isPlugin && other != kind {
					t.Errorf("%s depends on %s: plugins never import each other", path, d)
				}
			}
		}
		for _, imp := range p.Imports {
			for _, h := range homes {
				if strings.HasPrefix(imp, h.Module) && !slices.ContainsFunc(h.In, func(in string) bool { return under(path, in) }) {
					t.Errorf("%s imports %s, which belongs in %s only", path, imp, strings.Join(h.In, " and "))
				}
			}
			if d, ours := strings.CutPrefix(imp, module+"plugins/"); ours && under(path, "cmd/metaspatial") {
				checkBuiltinFile(t, p.ImportPath, d)
			}
		}
	}
}

// checkBuiltinFile holds that builtin.go alone names the plugins.
func checkBuiltinFile(t *testing.T, pkg, plugin string) {
	t.Helper()
	out, err := exec.Command("grep", "-lr", "--include=*.go", `"`+module+"plugins/"+plugin+`"`, ".").Output()
	if err != nil {
		t.Fatalf("search %s for %s: %v", pkg, plugin, err)
	}
	for _, f := range strings.Fields(string(out)) {
		if f != "./builtin.go" && !strings.HasSuffix(f, "_test.go") {
			t.Errorf("cmd/metaspatial/%s imports plugins/%s; only builtin.go may", f, plugin)
		}
	}
}

// pluginDir returns the plugin a package belongs to: plugins/kind/name.
func pluginDir(path string) (string, bool) {
	parts := strings.SplitN(path, "/", 4)
	if len(parts) < 3 || parts[0] != "plugins" {
		return "", false
	}
	return strings.Join(parts[:3], "/"), true
}

func under(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps=false", "-json=ImportPath,Imports,Deps", module+"...").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %v: %s", err, exit.Stderr)
		}
		t.Fatalf("go list: %v", err)
	}
	var pkgs []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		pkgs = append(pkgs, p)
	}
	if len(pkgs) < 10 {
		t.Fatalf("go list found %d packages; the test looks in the wrong place", len(pkgs))
	}
	return pkgs
}
