package main

import (
	"bytes"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// drawn runs render and returns its files.
func drawn(t *testing.T, dir string, args ...string) []drawnFile {
	t.Helper()
	return decode[struct{ Files []drawnFile }](t, done(t, dir, append(append([]string{"render"}, args...), "--json")...)).Files
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRender(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "rooms/small.json", twoObjects)
	write(t, dir, "rooms/more/small.json", strings.Replace(twoObjects, `"x": 2,`, `"x": 1.2,`, 1))
	files := drawn(t, dir, "rooms", "--camera", "dollhouse,top", "--camera", "closeup:bed_1", "--size", "160x120", "-o", "pictures")
	if len(files) != 6 {
		t.Fatalf("%d files, want 6", len(files))
	}
	hashes := map[string]bool{}
	for _, f := range files {
		img, err := png.Decode(bytes.NewReader(read(t, dir, f.File)))
		if err != nil {
			t.Fatal(err)
		}
		if s := img.Bounds().Size(); s.X != 160 || s.Y != 120 || f.Width != 160 || f.Height != 120 {
			t.Errorf("%s is %v", f.File, s)
		}
		hashes[f.SHA256] = true
	}
	if len(hashes) != 6 {
		t.Errorf("only %d different pictures", len(hashes))
	}
	again := drawn(t, dir, "rooms", "--camera", "dollhouse,top", "--camera", "closeup:bed_1", "--size", "160x120", "-o", "again")
	for i := range again {
		if again[i].SHA256 != files[i].SHA256 {
			t.Errorf("%s differs from %s", again[i].File, files[i].File)
		}
	}

	plain := drawn(t, dir, "rooms/small.json", "--size", "128", "-o", "plain.png")
	marked := drawn(t, dir, "rooms/small.json", "--size", "128", "--overlay", "violations,ids", "-o", "marked.png")
	if plain[0].SHA256 == marked[0].SHA256 {
		t.Error("the overlay changes nothing")
	}
	drawn(t, dir, "rooms/small.json", "--size", "64", "--quality", "preview", "-o", "small.jpg")
	if _, err := jpeg.Decode(bytes.NewReader(read(t, dir, "small.jpg"))); err != nil {
		t.Error(err)
	}
	drawn(t, dir, "rooms", "--size", "64", "--sheet", "-o", "sheet.png")
	if img, err := png.Decode(bytes.NewReader(read(t, dir, "sheet.png"))); err != nil || img.Bounds().Dx() < 128 {
		t.Errorf("sheet %v, %v", img, err)
	}
	drawn(t, dir, "rooms/small.json", "--size", "64", "--turntable", "gif", "--frames", "5", "-o", "round.gif")
	if g, err := gif.DecodeAll(bytes.NewReader(read(t, dir, "round.gif"))); err != nil || len(g.Image) != 5 {
		t.Errorf("turntable %v", err)
	}
	drawn(t, dir, "rooms/small.json", "--size", "64", "--turntable", "apng", "--frames", "5", "-o", "round.png")
	if data := read(t, dir, "round.png"); !bytes.Contains(data, []byte("acTL")) {
		t.Error("the turntable is no APNG")
	}
	drawn(t, dir, "rooms/more/small.json", "--before", "rooms/small.json", "--size", "64", "-o", "pair.png")
	if img, err := png.Decode(bytes.NewReader(read(t, dir, "pair.png"))); err != nil || img.Bounds().Dx() < 128 {
		t.Errorf("pair %v", err)
	}
}

func TestRenderFaults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "small.json", twoObjects)
	write(t, dir, "other.json", strings.Replace(twoObjects, `"name": "small"`, `"name": "other"`, 1))
	write(t, dir, "both/a.json", twoObjects)
	write(t, dir, "both/b.json", strings.Replace(twoObjects, `"name": "small"`, `"name": "second"`, 1))
	for args, want := range map[string]struct {
		code int
		text string
	}{
		"small.json":                                  {exitUsage, "name the file or folder to write with -o"},
		"-o x.png":                                    {exitUsage, "name at least one file or folder"},
		"small.json -o x.png --size 0":                {exitUsage, `--size "0": write SIDE or WIDTHxHEIGHT in pixels`},
		"small.json -o x.png --size 16384":            {exitUsage, "from 1 to 4096"},
		"small.json -o x.png --quality fine":          {exitUsage, `--quality is "fine"; use preview, train or beauty`},
		"small.json -o x.png --overlay idz":           {exitUsage, `unknown overlay "idz"; did you mean "ids"?`},
		"small.json -o x.png --camera topp":           {exitBadInput, `did you mean "top"?`},
		"small.json -o x.png --camera closeup:bed_2":  {exitBadInput, `has no object "bed_2"; did you mean "bed_1"?`},
		"none.json -o x.png":                          {exitBadInput, "layout file none.json does not exist"},
		"small.json -o x.png --turntable mp4":         {exitUsage, "use gif or apng"},
		"small.json -o x.png --frames 1":              {exitUsage, "--frames must be from 2 to 360"},
		"small.json -o x.png --sheet --before o.json": {exitUsage, "give one of them"},
		"both -o x --before other.json":               {exitBadInput, "holds no layout to put beside small"},
	} {
		r := program(t, dir, nil, append([]string{"render"}, strings.Fields(args)...)...)
		if r.code != want.code || !strings.Contains(lastLine(r.stderr), want.text) {
			t.Errorf("%s: exit code %d, %q", args, r.code, r.stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "x.png")); err == nil {
		t.Error("a picture was left behind")
	}
}
