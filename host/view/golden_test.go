package view

import (
	"bytes"
	"flag"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

var update = flag.Bool("update", false, "write the golden pictures; look at each of them")

// mostFused is the share of pixels that may differ on processors for which the
// compiler fuses multiplications and additions, where rounding goes otherwise at
// the edges of letters and curves. On amd64, where the pictures are made, none may.
const mostFused = 0.005

// golden compares the whole window as it is now with the picture that somebody
// has looked at, pixel by pixel. What it shows must not depend on the time that
// anything took: wait for a state first.
func (p *person) golden(name string) {
	p.t.Helper()
	golden(p.t, name, p.img)
}

// picture leaves the window as it is now where VIEW_SCREENSHOT_DIR says, to be
// looked at.
func (p *person) picture(name string) {
	p.t.Helper()
	look(p.t, name, p.img)
}

func look(t *testing.T, name string, img image.Image) {
	if dir := os.Getenv("VIEW_SCREENSHOT_DIR"); dir != "" {
		writePicture(t, filepath.Join(dir, name+".png"), img)
	}
}

// golden compares a picture with the one that is kept under testdata. One that
// differs is left where -artifacts says.
func golden(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	compared[file] = true
	if *update {
		writePicture(t, file, got)
	}
	look(t, name, got)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; go test -run %s -update writes it", err, t.Name())
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if img.Bounds() != got.Rect {
		t.Fatalf("%s is %v, the window %v", file, img.Bounds().Size(), got.Rect.Size())
	}
	want := image.NewRGBA(got.Rect)
	draw.Draw(want, want.Rect, img, image.Point{}, draw.Src)
	differ, where := 0, image.Rectangle{}
	for i := 0; i < len(want.Pix); i += 4 {
		if [4]uint8(want.Pix[i:]) != [4]uint8(got.Pix[i:]) {
			at := image.Pt(i/4%got.Rect.Dx(), i/4/got.Rect.Dx())
			where = where.Union(image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))})
			differ++
		}
	}
	most := 0
	if runtime.GOARCH != "amd64" {
		most = int(mostFused * float64(len(want.Pix)/4))
	}
	if differ > most {
		seen := filepath.Join(t.ArtifactDir(), name+".png")
		writePicture(t, seen, got)
		t.Errorf("%d of %d pixels differ from %s, all within %v; -artifacts keeps what was seen in %s; if it is meant, use -update and look", differ, len(want.Pix)/4, file, where, seen)
	}
}

// compared are the pictures that a session was compared with. Tests that use
// them do not run beside each other.
var compared = map[string]bool{}

// forgotten returns the pictures that no session is compared with any more, once
// all have run.
func forgotten() []string {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.bench", "test.fuzz"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return nil
		}
	}
	var out []string
	files, _ := filepath.Glob(filepath.Join("testdata", "*.png")) // the pattern is sound
	for _, f := range files {
		if !compared[f] {
			out = append(out, f)
		}
	}
	return out
}

func writePicture(t *testing.T, file string, img image.Image) {
	t.Helper()
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
