package roomgen

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

var update = flag.Bool("update", false, "rewrite suites.sha256")

// frozenRooms is the length of a suite whose hash is published.
func frozenRooms(name string) int {
	if name == "prompts" {
		return 200
	}
	return 55
}

// TestSuitesAreFrozen compares with the published hashes. A change here makes
// earlier results on the suites incomparable: rewrite the file only on purpose
// (go test ./scenes/roomgen -update) and say so.
func TestSuitesAreFrozen(t *testing.T) {
	var got strings.Builder
	for _, name := range Suites() {
		rooms := frozenRooms(name)
		tasks, err := Suite(name, rooms, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		for _, task := range tasks {
			if err := enc.Encode(task); err != nil {
				t.Fatal(err)
			}
		}
		fmt.Fprintf(&got, "%x  %s-%d-seed-1.jsonl\n", sha256.Sum256(b.Bytes()), name, rooms)
	}
	if *update {
		if err := os.WriteFile("suites.sha256", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("suites.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("the suites differ from the published ones (-want +got):\n%s", diff)
	}
}

func TestSuitesKeepTheirBounds(t *testing.T) {
	for _, s := range suites {
		t.Run(s.name, func(t *testing.T) {
			tasks, err := Suite(s.name, 22, 7, nil)
			if err != nil {
				t.Fatal(err)
			}
			ids := map[string]bool{}
			for _, task := range tasks {
				if err := task.Validate(); err != nil {
					t.Fatal(err)
				}
				e, n, c := task.Room.Extent(), len(task.Objects), Coverage(task)
				if n < s.objects[0] || n > s.objects[1] || min(e[0], e[1]) < s.sides[0]-1e-9 || max(e[0], e[1]) > s.sides[1]+1e-9 {
					t.Errorf("%s: %d objects in %v", task.ID, n, e)
				}
				if c < s.coverage[0] || c > s.coverage[1] {
					t.Errorf("%s: coverage %.3f", task.ID, c)
				}
				for _, o := range task.Objects {
					if (s.free || s.prompt) && len(o.Relations)+len(o.Facing) > 0 {
						t.Errorf("%s: %s has relations", task.ID, o.ID)
					}
				}
				if ids[task.ID] {
					t.Errorf("two rooms are called %s", task.ID)
				}
				ids[task.ID] = true
			}
		})
	}
	short, err := Suite("twelve", 3, 7, nil)
	if err != nil {
		t.Fatal(err)
	}
	long, err := Suite("twelve", 6, 7, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(short, long[:3]); diff != "" {
		t.Errorf("the longer suite does not begin with the shorter:\n%s", diff)
	}
}

func TestSuiteRefuses(t *testing.T) {
	for name, n := range map[string]int{"wide": 3, "normal": 0, "tight": -1} {
		if _, err := Suite(name, n, 1, nil); err == nil {
			t.Errorf("Suite(%q, %d) gave no error", name, n)
		}
	}
}

// Libraries furnish every suite, with the true sizes and names of a game pack.
func TestSuitesOfALibrary(t *testing.T) {
	items := packItems()
	for _, s := range suites {
		tasks, err := Suite(s.name, 11, 3, items)
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			for _, o := range task.Objects {
				if o.Asset == "" {
					t.Errorf("%s: %s has no model", task.ID, o.ID)
				}
			}
		}
	}
}

// packItems has the proportions of a stylised furniture pack: deep, low, few
// kinds.
func packItems() []Item {
	return []Item{
		{"armchair", "armchair", scenes.Vec3{1.26, 1.12, 0.86}, "", false, false},
		{"bed_double_A", "bed_double", scenes.Vec3{2.17, 2.1, 0.7}, "", false, false},
		{"bed_single_A", "bed_single", scenes.Vec3{1.12, 2.1, 0.7}, "", false, false},
		{"book_set", "book_set", scenes.Vec3{0.55, 0.26, 0.35}, "", false, false},
		{"cabinet_medium", "cabinet", scenes.Vec3{1.4, 0.7, 0.7}, "", false, false},
		{"cabinet_small_decorated", "cabinet", scenes.Vec3{0.73, 0.77, 1.13}, "", false, false},
		{"cactus_small_A", "cactus_small", scenes.Vec3{0.35, 0.35, 0.39}, "", false, false},
		{"cactus_medium_A", "cactus_medium", scenes.Vec3{0.62, 0.59, 0.58}, "", false, false},
		{"chair_A", "chair", scenes.Vec3{0.52, 0.59, 0.88}, "", false, false},
		{"chair_stool", "stool", scenes.Vec3{0.52, 0.52, 0.35}, "", false, false},
		{"couch", "sofa", scenes.Vec3{2.1, 1.12, 0.86}, "", false, false},
		{"lamp_standing", "floor_lamp", scenes.Vec3{0.7, 0.7, 1.76}, "", false, false},
		{"lamp_table", "table_lamp", scenes.Vec3{0.5, 0.5, 0.52}, "", false, false},
		{"pictureframe_medium", "picture_frame", scenes.Vec3{0.49, 0.14, 0.63}, scenes.OnWall, false, false},
		{"rug_oval_A", "rug", scenes.Vec3{2.1, 1.4, 0.05}, scenes.OnFloor, true, false},
		{"shelf_A_big", "shelf", scenes.Vec3{1.4, 0.35, 0.28}, scenes.OnWall, false, false},
		{"table_low", "coffee_table", scenes.Vec3{1.68, 1.05, 0.35}, "", false, false},
		{"table_medium", "table", scenes.Vec3{1.4, 1.4, 0.7}, "", false, false},
		{"table_small", "small_table", scenes.Vec3{0.7, 0.7, 0.7}, "", false, false},
	}
}

// The relations come in about the shares that the rooms aim at.
func TestMixOfRelations(t *testing.T) {
	var got [buckets]float64
	n := 0.0
	for i := range uint64(220) {
		b := newBuilder(programs[rooms[i%11]], invented, source(i, "mix"), Options{Coverage: [2]float64{0.2, 0.4}, Sides: [2]float64{3, 8}}, 12)
		if _, _, ok := b.room(); !ok {
			continue
		}
		for k := range b.bodies {
			got[b.bodies[k].slot.put.bucket()]++
			n++
		}
	}
	if n < 1500 {
		t.Fatalf("only %v objects were placed", n)
	}
	for k := range got {
		if d := got[k]/n - mix[k]; d > 0.06 || d < -0.06 {
			t.Errorf("bucket %d has a share of %.3f, aim %.3f", k, got[k]/n, mix[k])
		}
	}
}

// What a preference says about walls and corners holds for an object of that
// name.
func TestPreferencesAreTrue(t *testing.T) {
	wall := regexp.MustCompile(`(?:Put|I want|Hang|I would like)? ?(?:[Tt]he|[Oo]ne of the) ([a-z ]+?) (?:should stand against|goes up on|against|along|on) the (north|east|south|west) wall`)
	checked := 0
	for i := range uint64(110) {
		task, _, err := Generate(Options{Seed: i, Program: rooms[i%11], Objects: 12})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range wall.FindAllStringSubmatch(task.Preference, -1) {
			c, ok := taxonomy.Lookup(m[1])
			if !ok {
				t.Errorf("%q names nothing known: %q", task.Preference, m[1])
				continue
			}
			found := false
			for _, o := range task.Objects {
				for _, r := range o.Relations {
					found = found || o.Category == c.Name && r.Target == m[2]+"_wall"
				}
			}
			if checked++; !found {
				t.Errorf("%q: no %s has a relation to the %s wall", task.Preference, c.Name, m[2])
			}
		}
	}
	if checked < 40 {
		t.Errorf("only %d wishes were checked", checked)
	}
}

func TestTraining(t *testing.T) {
	invented, models := 0, 0
	for seed := range uint64(120) {
		task, l, err := Training(seed, int(seed%3)*6, packItems())
		if err != nil {
			t.Fatal(err)
		}
		valid(t, task, l)
		if task.Program == "abstract" {
			invented++
		} else if task.Objects[0].Asset != "" {
			models++
		}
	}
	if invented < 15 || models < 60 {
		t.Errorf("%d abstract rooms and %d of the library", invented, models)
	}
}

func FuzzTaskFromRequest(f *testing.F) {
	for _, s := range []string{"2 chairs, round table, rug", "lamp on the nightstand", "-1 beds", ",,and and", "a at on under", "\xff\xfe", "on the wall bed", "12 lamps on a table and table", "desk under 1.2 m wide", "2 60 cm stools, 120x60 cm table at most 2 m"} {
		f.Add(s, 4.0, 3.0)
	}
	f.Fuzz(func(t *testing.T, text string, x, y float64) {
		task, err := TaskFromRequest([3]float64{x, y, 2.5}, text, "", nil, 1)
		if err == nil {
			err = task.Validate()
			if err != nil {
				t.Fatal(err)
			}
		} else if strings.Contains(err.Error(), "\n") && !strings.Contains(text, "\n") {
			t.Errorf("the error has several lines: %q", err)
		}
	})
}

func TestFurnishable(t *testing.T) {
	got, err := Furnishable(packItems())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"bedroom", "living", "dining", "study", "tavern"}, got); diff != "" {
		t.Errorf("programs of a furniture pack (-want +got):\n%s", diff)
	}
	for name, items := range map[string][]Item{"none": nil, "odd": {{Category: "guitar", Size: scenes.Vec3{0.4, 0.3, 1}}}} {
		if got, err := Furnishable(items); err != nil || len(got) != len(rooms) {
			t.Errorf("%s: %v, %v; want all programs", name, got, err)
		}
	}
}
