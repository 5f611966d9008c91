package main

import (
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := decode[build](t, done(t, dir, "version", "--json"))
	if v.Go != runtime.Version() || v.Platform != runtime.GOOS+"/"+runtime.GOARCH || v.SDK == "" || v.Verbose != nil {
		t.Errorf("%+v", v)
	}
	if out := done(t, dir, "version"); strings.Count(out, "\n") != 1 || !strings.HasPrefix(out, "metaspatial ") {
		t.Errorf("it says %q", out)
	} else if flag := done(t, dir, "--version"); flag != out {
		t.Errorf("--version says %q, version %q", flag, out)
	}
}

func TestVersionVerbose(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	d := decode[build](t, done(t, dir, "version", "--verbose", "--json")).Verbose
	if d == nil || len(d.Contracts) == 0 || d.Contracts[0] < 1 || len(d.Settings) == 0 {
		t.Fatalf("the details are %+v", d)
	}
	i := slices.IndexFunc(d.Modules, func(m linked) bool { return m.Path == "github.com/hashicorp/go-plugin" })
	if i < 0 || !strings.HasPrefix(d.Modules[i].Version, "v1.") || !strings.HasPrefix(d.Modules[i].Sum, "h1:") {
		t.Errorf("the modules are %+v", d.Modules)
	}
	out := done(t, dir, "version", "-v")
	for _, want := range []string{"plugin contract 1", "\nbuild\n", "GOOS", "\nmodules\n", "  github.com/hashicorp/go-plugin v1."} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
}
