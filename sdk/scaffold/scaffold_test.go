package scaffold

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/base"
)

var checkout = filepath.Join("..", "..")

// TestGo writes a plugin of every kind outside of the repository, and lets its
// own test judge it.
func TestGo(t *testing.T) {
	for _, kind := range []base.Kind{base.Reward, base.Policy, base.Render} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "quiet-corner")
			files, err := Files(Options{Kind: kind, Name: "quiet-corner", SDK: SDK{Checkout: checkout}})
			if err != nil {
				t.Fatal(err)
			}
			if err := os.MkdirAll(filepath.Join(dir, ".git"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := Write(dir, files); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{"vet", "."}, {"test", "."}} {
				cmd := exec.Command("go", args...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off")
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("go %s: %v\n%s", args[0], err, out)
				}
			}
			if err := Write(dir, files); err == nil || !strings.Contains(err.Error(), "is not empty") {
				t.Errorf("over a plugin: %v", err)
			}
		})
	}
}

// TestPython lets the tests of the Python templates run with nothing but pytest.
func TestPython(t *testing.T) {
	python := os.Getenv("METASPATIAL_PYTHON")
	if python == "" {
		python = "python3"
	}
	if out, err := exec.Command(python, "-c", "import pytest").CombinedOutput(); err != nil {
		if os.Getenv("METASPATIAL_CHECKERS") == "required" {
			t.Fatalf("METASPATIAL_CHECKERS=required, but %s has no pytest: %s", python, out)
		}
		t.Skipf("%s has no pytest", python)
	}
	src, err := filepath.Abs(filepath.Join(checkout, "sdk", "python", "src"))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []base.Kind{base.Reward, base.Policy, base.Render} {
		t.Run(string(kind), func(t *testing.T) {
			dir := t.TempDir()
			files, err := Files(Options{Kind: kind, Name: "random", Language: Python, SDK: SDK{Checkout: checkout}})
			if err != nil {
				t.Fatal(err)
			}
			if err := Write(dir, files); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(python, "-m", "pytest", "-q", "-p", "no:cacheprovider")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), "PYTHONPATH="+src, "PYTHONDONTWRITEBYTECODE=1")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	from := SDK{Checkout: checkout}
	for want, o := range map[string]Options{
		"use reward, policy or render":   {Kind: "term", Name: "x", SDK: from},
		"a letter first":                 {Kind: base.Reward, Name: "../x", SDK: from},
		`"2nd" does not do`:              {Kind: base.Reward, Name: "2nd", SDK: from},
		`"run" does not do`:              {Kind: base.Reward, Name: "run", SDK: from},
		"invalid char ' '":               {Kind: base.Reward, Name: "x", Module: "my module", SDK: from},
		"use go or python":               {Kind: base.Reward, Name: "x", Language: "rust", SDK: from},
		"with --sdk":                     {Kind: base.Reward, Name: "x"},
		"is no checkout of metaspatial:": {Kind: base.Reward, Name: "x", Language: Python, SDK: SDK{Checkout: t.TempDir()}},
	} {
		if _, err := Files(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: error %v lacks %q", o, err, want)
		}
	}
}

func TestReleased(t *testing.T) {
	for _, c := range []struct{ version, sum, want string }{
		{"v1.2.3", "h1:x", "v1.2.3"},
		{"v0.0.0-20260101000000-0123456789ab", "h1:x", "v0.0.0-20260101000000-0123456789ab"},
		{"v1.2.3", "", "v1.2.3"},
		{"v1.2.4-0.20260101000000-0123456789ab", "", ""},
		{"v1.2.3+dirty", "", ""},
		{"(devel)", "", ""},
	} {
		if got := released(c.version, c.sum); got != c.want {
			t.Errorf("%+v gives %q", c, got)
		}
	}
	files, err := Files(Options{Kind: base.Reward, Name: "x", SDK: SDK{Version: "v1.2.3"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Path == "go.mod" && string(f.Data) != "module example.org/x\n\ngo 1.26.0\n\nrequire github.com/metaspatial/metaspatial v1.2.3\n" {
			t.Errorf("go.mod is %q", f.Data)
		}
	}
}
