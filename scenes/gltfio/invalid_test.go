package gltfio

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// report is what the Khronos validator said of a file.
type report struct {
	Issues struct {
		Messages []struct {
			Code     string
			Severity int
		}
	}
	Info struct{ TotalTriangleCount int }
}

// The validator's own test files, each beside its report: every file with an
// error is refused, nearly always for one of the errors that the report names,
// and every file without errors is taken, or refused because it shows nothing.
func TestValidatorFiles(t *testing.T) {
	fsys := os.DirFS(scenestest.Shared(t, "packs/invalid"))
	files := models(t, fsys)
	if len(files) != 372 {
		t.Errorf("%d files, want 372", len(files))
	}
	faulty, named, taken := 0, 0, 0
	for _, f := range files {
		text, err := fs.ReadFile(fsys, f+".report.json")
		if err != nil {
			t.Fatal(err)
		}
		var r report
		if err := json.Unmarshal(text, &r); err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, m := range r.Issues.Messages {
			if m.Severity == 0 {
				codes = append(codes, m.Code)
			}
		}
		start := time.Now()
		_, _, err = ReadModel(fsys, f, Options{})
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", f, d)
		}
		var fault *Error
		if err != nil && (!errors.As(err, &fault) || fault.Reason == "" || fault.Remedy == "" || fault.File != f || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: %v is not a refusal of one sentence with file and remedy", f, err)
			continue
		}
		switch {
		case len(codes) > 0:
			faulty++
			if err == nil {
				t.Errorf("%s was taken despite %v", f, codes)
			} else if slices.Contains(codes, fault.Code) {
				named++
			} else {
				t.Logf("%s: refused for %s %q instead of %v", f, fault.Code, fault.Reason, codes)
			}
		case err == nil:
			taken++
		case !slices.ContainsFunc(missing, func(s string) bool { return strings.Contains(fault.Reason, s) }):
			t.Errorf("%s (%d triangles), which has no errors: %v", f, r.Info.TotalTriangleCount, err)
		}
	}
	t.Logf("%d of %d faulty files refused for a fault that the report names; %d sound files taken", named, faulty, taken)
	if float64(named) < 0.98*float64(faulty) {
		t.Errorf("only %d of %d faulty files are refused for a fault that the report names", named, faulty)
	}
}

// missing are the reasons to refuse a file that has no errors: it holds nothing
// that could be placed, or asks for what a pack must not.
var missing = []string{
	"the file has no mesh to place",
	// Its positions name no data and so are all zero.
	"the geometry has no usable extent",
	"has neither a uri nor a binary chunk",
	`points outside the pack: "http://example.com/buffer.bin"`,
	`accessors[0].type is "NotaVEC3"`,
	"needs a reader of glTF",
	"holds a data URI that is not base64",
}
