package solve

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

// shared opens a file of the data beside the repository, or skips the test.
func shared(t testing.TB, name string) *os.File {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Skip("no repository root above the test")
		}
		dir = filepath.Dir(dir)
	}
	f, err := os.Open(filepath.Join(dir, "..", "shared", name))
	if err != nil {
		t.Skipf("shared/%s is not beside the repository", name)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestReferenceRooms solves rooms written for I-Design's own solver, which
// takes 14.5 ms (median) and gives up on 4 of them after a minute each. The two
// that are left unsolved here, normal_005 and normal_019, are among those 4;
// in the former the furniture along the walls needs more than the room's 3 m.
func TestReferenceRooms(t *testing.T) {
	rooms, err := codec.ReadRooms(shared(t, "reference/idesign_rooms.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var times []time.Duration
	var unsolved []string
	for _, room := range rooms {
		start := time.Now()
		_, ok := Solve(context.Background(), room.Task, Options{Budget: 100_000})
		times = append(times, time.Since(start))
		if !ok {
			unsolved = append(unsolved, room.Task.ID)
		}
	}
	slices.Sort(times)
	median := times[len(times)/2]
	t.Logf("solved %d of %d, median %v, 90 %% within %v", len(times)-len(unsolved), len(times), median, times[len(times)*9/10])
	if len(unsolved) > len(times)/20 {
		t.Errorf("unsolved: %v", unsolved)
	}
	if median > 20*time.Millisecond {
		t.Errorf("the median is %v", median)
	}
}
