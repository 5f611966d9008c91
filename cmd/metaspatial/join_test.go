package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestJoinLevel(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.json", exportedLayout) // 4 m wide
	write(t, dir, "b.json", exportedLayout)
	if out := done(t, dir, "level", "a.json", "b.json", "b.json", "--at", "-5.5,1", "-o", "flat.json"); out != "Küche at 0, 0\nb at -5.5, 1\nb_2 at 4.2, 0\n" {
		t.Errorf("printed %q", out)
	}
	level, _ := levelOf(t, filepath.Join(dir, "flat.json"))
	for i, want := range []struct {
		name string
		x, y float64
	}{{"Küche", 0, 0}, {"b", -5.5, 1}, {"b_2", 4.2, 0}} {
		if r := level.Rooms[i]; r.Task.ID != want.name || r.Origin[0] != want.x || r.Origin[1] != want.y {
			t.Errorf("room %d is %s at %v, want %v", i, r.Task.ID, r.Origin, want)
		}
	}
	if level.Name != "flat" {
		t.Errorf("the level is called %q", level.Name)
	}
	r := program(t, dir, nil, "export", "flat.json", "-o", "flat.glb")
	if r.code != exitDone || strings.Contains(r.stderr, "overlap") {
		t.Errorf("exit code %d, %s", r.code, r.stderr)
	}
	// Levels are joined as a whole.
	rooms := decode[[]struct{ Name string }](t, done(t, dir, "level", "flat.json", "a.json", "--at", "1,0", "-o", "more.json", "--json"))
	if len(rooms) != 4 || rooms[3].Name != "a" {
		t.Errorf("rooms %v", rooms)
	}
	if r = program(t, dir, nil, "export", "more.json", "-o", "more.glb"); r.code != exitDone || !strings.Contains(r.stderr, `level "more": rooms "Küche" and "a" overlap by 9.00 m² of floor`) {
		t.Errorf("exit code %d, %s", r.code, r.stderr)
	}
	for line, want := range map[string]struct {
		code int
		text string
	}{
		"":                                    {exitUsage, "name at least one layout or level"},
		"a.json b.json":                       {exitUsage, "name the file to write with -o"},
		"a.json --at 1,0 -o x.json":           {exitUsage, "there are 1 --at for 1 files; the first file has none"},
		"a.json b.json --at 1 -o x.json":      {exitUsage, `--at "1": give metres to the east and north, as in 5.2,0`},
		"a.json b.json --at 1,2,3 -o x.json":  {exitUsage, `--at "1,2,3": give metres`},
		"a.json b.json --at nan,0 -o x.json":  {exitBadInput, "lies more than 1000 km away"},
		"a.json gone.json -o x.json":          {exitBadInput, "layout file gone.json does not exist; check the path"},
		"a.json b.json -o none/at/all/x.json": {exitFailed, "write none/at/all/x.json: no such file or directory; check the path"},
	} {
		r := program(t, dir, nil, append([]string{"level"}, strings.Fields(line)...)...)
		if r.code != want.code || r.out != "" || !strings.Contains(r.stderr, want.text) || strings.Count(r.stderr, "\n") != 1 {
			t.Errorf("level %s: exit code %d, %s; want %d, %s", line, r.code, r.stderr, want.code, want.text)
		}
	}
}
