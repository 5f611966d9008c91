package main

import (
	"os"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets/review"
)

func TestAssetsReview(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := done(t, dir, "assets", "review", "--size", "48")
	if strings.TrimSpace(out) != "review.html" {
		t.Errorf("standard output is %q", out)
	}
	page := string(read(t, dir, "review.html"))
	write(t, dir, "pages/x", "")
	stats := decode[review.Stats](t, done(t, dir, "assets", "review", "--pack", "starter", "--size", "48", "-o", "pages", "--json"))
	if n := strings.Count(page, "<article"); n != stats.Assets || n < 100 || stats.Bytes != int64(len(page)) {
		t.Errorf("%d cards in %d bytes, stats %+v", n, len(page), stats)
	}
	if again := string(read(t, dir, "pages/review.html")); again != page {
		t.Error("two reviews of one library differ")
	}
	write(t, dir, "pack/broken.glb", "glTF")
	write(t, dir, "pack/chair.gltf", trianglePack)
	done(t, dir, "assets", "import", "pack", "--library", "library")
	done(t, dir, "assets", "review", "--library", "library", "-o", "own.html")
	if own := string(read(t, dir, "own.html")); strings.Count(own, "<article") != 1 || !strings.Contains(own, "<td>broken.glb</td>") {
		t.Error("the review of a library lacks its asset or the file that was refused")
	}
	write(t, dir, "notes.html", "<html>mine</html>")
	write(t, dir, "taken/review.html", "<html>mine</html>")
	write(t, dir, "forced.html", "<html>mine</html>")
	done(t, dir, "assets", "review", "--library", "library", "-o", "own.html")
	if r := program(t, dir, nil, "assets", "review", "--library", "library", "-o", "forced.html", "--force"); !strings.Contains(r.stderr, "to look at: 1 of 1 asset;") {
		t.Errorf("--force says %q", r.stderr)
	}
	if !review.Mine(strings.NewReader(string(read(t, dir, "forced.html")))) {
		t.Error("--force replaced nothing")
	}
	keys := decode[map[string]any](t, done(t, dir, "assets", "review", "--library", "library", "-o", "own.html", "--json"))
	if n, ok := keys["without_picture"]; !ok || n != 0. {
		t.Errorf("--json has %v", keys)
	}
	for _, c := range []struct {
		args []string
		want string
		code int
	}{
		{[]string{"--pack", "startr"}, `did you mean "starter"?`, exitBadInput},
		{[]string{"--size", "4"}, "give 48 to 512 pixels", exitUsage},
		{[]string{"-o", "no/where.html"}, "make it first", exitBadInput},
		{[]string{"-o", "notes.html"}, "notes.html is there already and is no review; name another file with -o, or replace it with --force", exitBadInput},
		{[]string{"-o", "taken"}, "taken/review.html is there already and is no review", exitBadInput},
		{[]string{"-o", os.DevNull, "--force"}, os.DevNull + " is no file that can be replaced", exitBadInput},
		{[]string{"--library", "pages"}, "holds no library", exitBadInput},
		{[]string{"extra"}, "unexpected argument", exitUsage},
	} {
		r := program(t, dir, nil, append([]string{"assets", "review"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%q: exit %d, %s", c.args, r.code, r.stderr)
		}
	}
	if string(read(t, dir, "notes.html")) != "<html>mine</html>" || string(read(t, dir, "taken/review.html")) != "<html>mine</html>" {
		t.Error("a file was replaced that is no review")
	}
}

// trianglePack is a model of one triangle.
const trianglePack = `{"asset":{"version":"2.0"},"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],
"meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],
"accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[1,1,0]}],
"bufferViews":[{"buffer":0,"byteLength":36}],
"buffers":[{"byteLength":36,"uri":"data:application/octet-stream;base64,AAAAAAAAAAAAAAAAAACAPwAAAAAAAAAAAAAAAAAAgD8AAAAA"}]}`
