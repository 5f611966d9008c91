package main

import (
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

type levelOut struct {
	FullyValid bool `json:"fully_valid"`
	Rooms      []struct {
		Name, Program string
		Objects       int
		Chosen        []string
	}
	Doors []struct{ Into, From string }
	Files []string
}

func TestGenerateLevel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"generate", "level", "--size", "10x8x2.7", "--rooms", "living, kitchen, bedroom, bathroom", "--out", "flat", "--k", "4", "--json"}
	first := done(t, dir, args...)
	out := decode[levelOut](t, first)
	if len(out.Rooms) < 4 || len(out.Doors) < len(out.Rooms) || !out.FullyValid {
		t.Errorf("%d rooms, %d doors, fully valid %t", len(out.Rooms), len(out.Doors), out.FullyValid)
	}
	level, err := codec.DecodeLevel(read(t, dir, "flat/level.json"))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range level.Rooms {
		if r.Task.ID != out.Rooms[i].Name || len(r.Layout.Placements) != out.Rooms[i].Objects || out.Rooms[i].Objects < 3 {
			t.Errorf("room %d is %q with %d objects in the file, %+v in the answer", i, r.Task.ID, len(r.Layout.Placements), out.Rooms[i])
		}
		if _, err := os.Stat(filepath.Join(dir, "flat", r.Task.ID+".png")); err != nil {
			t.Error(err)
		}
	}
	f, err := os.Open(filepath.Join(dir, "flat", "level.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if size, err := png.DecodeConfig(f); err != nil || size.Width != levelPicture || size.Height < 800 {
		t.Errorf("the plan from above is %+v (%v)", size, err)
	}
	if again := done(t, dir, args...); again != first {
		t.Error("the same seed makes another level")
	}

	// Commands that take levels take it.
	r := program(t, dir, nil, "export", "flat/level.json", "--navmesh", "--colliders", "-o", "level.glb")
	if r.code != exitDone || strings.Contains(r.stderr, "overlap") {
		t.Errorf("export: exit code %d, %s", r.code, r.stderr)
	}
	done(t, dir, "import-layout", "level.glb", "-o", "back.json")
	back, err := codec.DecodeLevel(read(t, dir, "back.json"))
	if err != nil || len(back.Rooms) != len(level.Rooms) {
		t.Errorf("read back: %v", err)
	}
	done(t, dir, "render", "flat/level.json", "-o", "pictures", "--size", "64")
	done(t, dir, "measure", "flat/level.json", "--json")
}

// What a room is to be like is asked of that room; a preference names what is
// in it.
func TestGenerateLevelPrefers(t *testing.T) {
	t.Parallel()
	r := program(t, t.TempDir(), nil, "generate", "level", "--footprint", "0,0 11,0 11,5 7,5 7,9 0,9", "--height", "2.6", "--rooms", "living, bedroom, bathroom",
		"--prefer", "A desk under the window in the bedroom. Calm colours", "--k", "2", "--json")
	if r.code != exitDone {
		t.Fatal(r.stderr)
	}
	for _, room := range decode[levelOut](t, r.out).Rooms {
		desk := strings.Contains(strings.Join(room.Chosen, "\n"), "desk → ") && strings.Contains(strings.Join(room.Chosen, "\n"), "(named)")
		if desk != (room.Program == "bedroom") {
			t.Errorf("%s: %q", room.Name, room.Chosen)
		}
	}
}

func TestGenerateLevelRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	flat := "living, kitchen, 2 bedrooms, bathroom"
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitUsage, "name either --size or --footprint", nil},
		{exitUsage, "name either --size or --footprint", []string{"--size", "9x9x3", "--footprint", "0,0 9,0 9,9"}},
		{exitUsage, "name the rooms with --rooms", []string{"--size", "9x9x3"}},
		{exitUsage, "leave --height out", []string{"--size", "9x9x3", "--height", "3"}},
		{exitUsage, "--k must be from 1", []string{"--size", "9x9x3", "--rooms", flat, "--k", "0"}},
		{exitBadInput, "with walls they need at least", []string{"--size", "5x4x2.7", "--rooms", flat}},
		{exitBadInput, "write width x depth x height", []string{"--size", "12x9", "--rooms", flat}},
		{exitBadInput, "the width is 0 m", []string{"--size", "0x9x2.7", "--rooms", flat}},
		{exitBadInput, "the depth is NaN m", []string{"--size", "9xNaNx2.7", "--rooms", flat}},
		{exitBadInput, "plan at most 200 m", []string{"--size", "1e9x9x2.7", "--rooms", flat}},
		{exitBadInput, "give a height from 2.2 to 20 m", []string{"--size", "12x9x1", "--rooms", flat}},
		{exitBadInput, `unknown room "kichen"; did you mean "kitchen"?`, []string{"--size", "12x9x2.7", "--rooms", "kichen"}},
		{exitBadInput, "no rooms asked for", []string{"--size", "12x9x2.7", "--rooms", ", ,"}},
		{exitBadInput, `corner 2 is "9"`, []string{"--footprint", "0,0 9 9,9", "--rooms", flat}},
		{exitBadInput, "runs clockwise", []string{"--footprint", "0,0 0,9 9,9 9,0", "--rooms", flat}},
	} {
		r := program(t, dir, nil, append([]string{"generate", "level"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.stderr, c.want) || strings.Count(r.stderr, "\n") != 1 || r.out != "" {
			t.Errorf("%q: exit code %d, %q; want %q", c.args, r.code, r.stderr, c.want)
		}
	}
}

// Levels of a flat, a house and a game, one seed after the other:
//
//	go test -run none -bench Levels -benchtime 50x ./cmd/metaspatial
//
// "valid" is the share of levels in which nothing is wrong with any room,
// "passable" that in which one can also walk from each door of a room to each
// other.
func BenchmarkLevels(b *testing.B) {
	lib, err := run.Library("")
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []levelFlags{
		{size: "12x9x2.7", rooms: "living, kitchen, 2 bedrooms, bathroom"},
		{size: "15x11x2.7", rooms: "hall, living, dining, kitchen, 3 bedrooms, 2 bathrooms, study"},
		{size: "24x18x3.2", rooms: "tavern, shop, 6 dungeons"},
	} {
		b.Run(c.size, func(b *testing.B) {
			p := builtins[solverPolicy]().(policy.Policy)
			if _, err := p.Configure(b.Context(), base.ConfigureRequest{Values: schema.Values{"wishes": true}}); err != nil {
				b.Fatal(err)
			}
			service, err := new(run.Plugins).Service(&run.Set{Policy: p}, run.ServiceOptions{Turns: 3, Rules: 1})
			if err != nil {
				b.Fatal(err)
			}
			valid, passable := 0, 0
			for i := range b.N {
				c.seed, c.k = uint64(i+1), defaultTries
				plan, err := c.plan(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				out, _, err := c.make(b.Context(), plan, service, lib)
				if err != nil {
					b.Fatal(err)
				}
				walk := true
				for _, r := range out.Rooms {
					walk = walk && r.Passable
					if !r.FullyValid {
						b.Logf("seed %d: %s: %s", c.seed, r.Name, r.Findings[0].Message)
					}
				}
				if out.FullyValid {
					valid++
				}
				if out.FullyValid && walk {
					passable++
				}
			}
			b.ReportMetric(float64(valid)/float64(b.N), "valid")
			b.ReportMetric(float64(passable)/float64(b.N), "passable")
		})
	}
}
