package solve

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
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
	lines := bufio.NewScanner(shared(t, "reference/idesign_rooms.jsonl"))
	lines.Buffer(nil, 1<<24)
	var times []time.Duration
	var unsolved []string
	for lines.Scan() {
		task := decode(t, lines.Bytes())
		start := time.Now()
		_, ok := Solve(context.Background(), task, Options{Budget: 100_000})
		times = append(times, time.Since(start))
		if !ok {
			unsolved = append(unsolved, task.ID)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
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

// decode reads as much of an I-Design room as the search needs.
func decode(t *testing.T, line []byte) *scenes.Task {
	var r struct {
		Name    string
		Room    [3]float64
		Objects []struct {
			ID        string                                  `json:"new_object_id"`
			Size      struct{ Length, Width, Height float64 } `json:"size_in_meters"`
			On        bool                                    `json:"is_on_the_floor"`
			Facing    string
			Placement struct {
				E []struct {
					ID string `json:"layout_element_id"`
					P  string `json:"preposition"`
				} `json:"room_layout_elements"`
				O []struct {
					ID string `json:"object_id"`
					P  string `json:"preposition"`
					A  bool   `json:"is_adjacent"`
				} `json:"objects_in_room"`
			}
		} `json:"objects_in_room"`
	}
	if err := json.Unmarshal(line, &r); err != nil {
		t.Fatal(err)
	}
	task := &scenes.Task{ID: r.Name, Room: scenes.RectRoom(r.Room[0], r.Room[1], r.Room[2])}
	for _, o := range r.Objects {
		x := floor(o.ID, o.Size.Length, o.Size.Width, o.Size.Height, o.Facing)
		x.Flat = o.Size.Height <= 0.03
		for _, e := range o.Placement.E {
			x.Relations = append(x.Relations, rel(scenes.RelationKind(e.P), e.ID, true))
			if !o.On {
				x.Support = scenes.OnWall
				if e.ID == scenes.Ceiling {
					x.Support = scenes.OnCeiling
				}
			}
		}
		for _, e := range o.Placement.O {
			x.Relations = append(x.Relations, rel(scenes.RelationKind(e.P), e.ID, e.A))
			if !o.On {
				x.Support, x.Parent = scenes.OnObject, e.ID
				if p, _ := task.Find(e.ID); e.P == "above" {
					x.Support, x.Parent = scenes.OnCeiling, ""
					for _, pr := range p.Relations {
						if _, wall := scenes.WallYaw(pr.Target); wall {
							x.Support = scenes.OnWall
						}
					}
				}
			}
		}
		task.Objects = append(task.Objects, x)
	}
	return task
}
