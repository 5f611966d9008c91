package raster_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// drawing are the packages whose arithmetic reaches pixels.
var drawing = []string{".", "./overlay", "./overlay/ink", "./sheet"}

// fused matches the instructions of arm64 that add a product without rounding
// it first, in the compiler's listing; it captures where in the source.
var fused = regexp.MustCompile(`\(([^()]+\.go:\d+)\)\tFN?M(?:ADD|SUB)[SD]\t`)

// listing returns what the compiler makes of packages for arm64, whose
// processors all fuse in any way that the language allows.
func listing(t *testing.T, packages ...string) []byte {
	t.Helper()
	// A first run has the standard library to compile; what is compiled by then
	// is kept, so that a later one gets to the end.
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", append([]string{"build", "-gcflags=-S", "--"}, packages...)...)
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=arm64", "CGO_ENABLED=0", "GOEXPERIMENT=")
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		t.Skip("the standard library is not yet compiled for arm64; run again, or first: GOOS=linux GOARCH=arm64 go build ./scenes/raster/...")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out[max(0, len(out)-2000):])
	}
	return out
}

// TestNoFusedProducts holds the packages to the rule that makes their bytes the
// same on every processor: a product that is added to something is converted
// explicitly. Halving, and inlined functions that end in a product, count too.
func TestNoFusedProducts(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles four packages for another processor")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("there is no go command")
	}
	// The test must find what it looks for.
	probe := filepath.Join(t.TempDir(), "probe.go")
	if err := os.WriteFile(probe, []byte("package probe\n\nfunc F(a, b, c float32) float32 { return a*b + c }\n\nfunc G(a, b, c float64) float64 { return c - a*b }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if n := len(fused.FindAll(listing(t, probe), -1)); n != 2 {
		t.Fatalf("%d of 2 fused products are found; the compiler's listing looks different", n)
	}
	// Read here, so that a cached result is not taken for that of other sources.
	for _, dir := range drawing {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, f := range files {
			if _, err := os.ReadFile(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	out := listing(t, drawing...)
	for _, dir := range drawing {
		name := path.Join("github.com/metaspatial/metaspatial/scenes/raster", dir)
		if !bytes.Contains(out, []byte("# "+name+"\n")) {
			t.Errorf("the listing lacks package %s", name)
		}
	}
	var places []string
	for _, m := range fused.FindAllSubmatch(out, -1) {
		places = append(places, filepath.ToSlash(string(m[1])))
	}
	slices.Sort(places)
	for _, p := range slices.Compact(places) {
		at := p[max(0, strings.LastIndex(p, "scenes/")):]
		t.Errorf("%s: a product is fused with a sum; convert it with float32(…) or float64(…) before it is added", at)
	}
}
