package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/scenes/solve"
)

func sharedRooms(t *testing.T) []room {
	t.Helper()
	rooms, err := readRooms(scenestest.Shared(t, "reference/idesign_rooms.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

// The solver furnishes what I-Design's did, by I-Design's rules too, and the
// tables say so.
func TestFurnish(t *testing.T) {
	rooms := sharedRooms(t)
	var some []room
	for _, r := range rooms {
		if len(some) < 8 || !r.solved && r.Task.ID == "normal_005" {
			some = append(some, r)
		}
	}
	p, err := tries.Open(t.Context(), "policy/solver", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := furnish(t.Context(), &out, p, some, tries.Options{K: 4, Budget: time.Second}, 2); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| normal | 14 of 16 | 100.0 % | 100.0 % | 100.0 % | 1.00 |", "| normal_005 | not solved | ", "| impossible: armchair_1"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the tables lack %q:\n%s", want, out.String())
		}
	}
}

// A layout is clean up to 2 cm from a range, and not beyond.
func TestJudge(t *testing.T) {
	r := sharedRooms(t)[0]
	j, err := newJudge(&r)
	if err != nil {
		t.Fatal(err)
	}
	l, ok := solve.Solve(t.Context(), r.Task, solve.Options{Seed: 1})
	if clean, why := j.clean(l); !ok || !clean {
		t.Fatalf("valid %v, %s", ok, why)
	}
	// The chandelier hangs from the ceiling, clear of everything.
	p := l.Find("chandelier_1")
	for _, c := range []struct {
		lower float64
		clean bool
	}{{0.019, true}, {0.03, false}} {
		was := p.Position
		p.Position[2] -= c.lower
		if clean, why := j.clean(l); clean != c.clean {
			t.Errorf("%v m lower: %v, %s", c.lower, clean, why)
		}
		p.Position = was
	}
	l.Placements = l.Placements[1:]
	if clean, _ := j.clean(l); clean {
		t.Error("a layout without one of the objects is clean")
	}
}

func TestBadRooms(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rooms.jsonl")
	for text, want := range map[string]string{
		"{\n":                          "line 1: ",
		`{"room":[3,3,3]}`:             "line 1: ",
		"\n" + `{"room":[3,3]}` + "\n": "line 2: ",
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readRooms(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if err := set(map[string]any{}, "budget"); err == nil {
		t.Error("a setting without a value was taken")
	}
}
