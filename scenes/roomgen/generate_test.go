package roomgen

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

func TestProgramsAreSatisfiable(t *testing.T) {
	for _, name := range Programs() {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(12) {
				n := 8 + int(seed%8)
				task, witness, err := Generate(Options{Seed: seed, Program: name, Objects: n})
				if err != nil {
					t.Fatal(err)
				}
				valid(t, task, witness)
				if len(task.Objects) != n {
					t.Errorf("seed %d: %d objects, want %d", seed, len(task.Objects), n)
				}
				if c := Coverage(task); c < 0.2 || c > 0.4 {
					t.Errorf("seed %d: coverage %.2f", seed, c)
				}
				doors := 0
				for _, o := range task.Room.Openings {
					if o.Kind == scenes.Door {
						doors++
					}
				}
				if want := map[bool]int{true: 0, false: 1}[name == "abstract"]; doors != want {
					t.Errorf("seed %d: %d doors, want %d", seed, doors, want)
				}
				if strings.ContainsAny(task.Preference, "{}") || len(task.Preference) < 10 {
					t.Errorf("seed %d: preference %q", seed, task.Preference)
				}
			}
		})
	}
}

func valid(t *testing.T, task *scenes.Task, l *scenes.Layout) {
	t.Helper()
	if err := task.Validate(); err != nil {
		t.Fatal(err)
	}
	if r := measure.Check(task, l); !r.FullyValid() {
		t.Fatalf("the witness of %s is not valid: %+v", task.ID, r.Findings)
	}
}

func TestGenerateIsDeterministic(t *testing.T) {
	for _, name := range Programs() {
		o := Options{Seed: 5, Program: name, Objects: 12, Items: someItems()}
		var texts [2]string
		for i := range texts {
			task, l, err := Generate(o)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal([]any{task, l})
			if err != nil {
				t.Fatal(err)
			}
			texts[i] = string(b)
		}
		if diff := cmp.Diff(texts[0], texts[1]); diff != "" {
			t.Errorf("%s: the same seed gave two rooms:\n%s", name, diff)
		}
	}
}

// someItems is a small library that lacks most roles.
func someItems() []Item {
	var items []Item
	for _, name := range []string{"bed", "sofa", "chair", "stool", "table", "coffee_table", "cabinet", "nightstand",
		"table_lamp", "floor_lamp", "picture_frame", "wall_shelf", "rug", "plant", "book_stack", "armchair"} {
		c, ok := taxonomy.ByName(name)
		if !ok {
			panic(name)
		}
		for k := range 2 {
			items = append(items, Item{Asset: fmt.Sprintf("pack/%s_%d", name, k), Category: name, Size: c.Typical().Mul(0.95 + 0.1*float64(k))})
		}
	}
	return items
}

func TestLibraryItemsKeepTheirSizes(t *testing.T) {
	items := someItems()
	size := map[string]scenes.Vec3{}
	for _, it := range items {
		size[it.Asset] = it.Size
	}
	for _, name := range Programs() {
		for seed := range uint64(4) {
			task, l, err := Generate(Options{Seed: seed, Program: name, Objects: 12, Items: items})
			if err != nil {
				t.Fatal(err)
			}
			valid(t, task, l)
			for _, o := range task.Objects {
				if want, ok := size[o.Asset]; !ok || o.Size != want {
					t.Errorf("%s seed %d: %s has asset %q and size %v, want %v", name, seed, o.ID, o.Asset, o.Size, want)
				}
			}
		}
	}
}

func TestGenerateRefuses(t *testing.T) {
	cases := map[string]struct {
		o    Options
		want string
	}{
		"program":  {Options{Program: "spaceship"}, `unknown program "spaceship"`},
		"count":    {Options{Program: "bedroom", Objects: -1}, "-1 objects"},
		"many":     {Options{Program: "bedroom", Objects: 1000}, "1000 objects"},
		"coverage": {Options{Program: "bedroom", Coverage: [2]float64{0.4, 0.2}}, "coverage"},
		"nan":      {Options{Program: "bedroom", Sides: [2]float64{math.NaN(), 4}}, "room sides"},
		"size":     {Options{Program: "bedroom", Items: []Item{{Category: "bed", Size: scenes.Vec3{1, -2, 1}}}}, "sizes must be positive"},
		"unknown":  {Options{Program: "bedroom", Items: []Item{{Category: "gizmo", Size: scenes.Vec3{1, 1, 1}}}}, "known category"},
		"poor":     {Options{Program: "bedroom", Objects: 12, Items: []Item{{Category: "chandelier", Size: scenes.Vec3{3, 3, 1}}}}, "no bedroom with 12 objects"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, _, err := Generate(tc.o)
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got error %v, want it to contain %q", err, tc.want)
			}
		})
	}
}

// Every class and role that a program names exists.
func TestProgramsNameKnownThings(t *testing.T) {
	for _, name := range Programs() {
		p := programs[name]
		keys := map[string]bool{}
		for _, ss := range [][]slot{p.core, p.fill} {
			for _, s := range ss {
				keys[s.key] = true
				for _, group := range s.wanted {
					for _, w := range group {
						if role, ok := strings.CutPrefix(w, "@"); ok {
							if len(taxonomy.ByRole(taxonomy.Role(role))) == 0 {
								t.Errorf("%s/%s: no class has the role %q", name, s.key, role)
							}
						} else if _, ok := taxonomy.ByName(w); !ok {
							t.Errorf("%s/%s: no class %q", name, s.key, w)
						}
					}
				}
			}
		}
		for _, ss := range [][]slot{p.core, p.fill} {
			for _, s := range ss {
				for _, of := range s.ofs {
					if of != "*" && !keys[of] {
						t.Errorf("%s/%s: no slot %q to relate to", name, s.key, of)
					}
				}
			}
		}
	}
}

func BenchmarkGenerateTwelve(b *testing.B) {
	for _, items := range []struct {
		name string
		list []Item
	}{{"invented", nil}, {"library", someItems()}} {
		b.Run(items.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, _, err := Generate(Options{Seed: uint64(i), Program: rooms[i%len(rooms)], Objects: 12, Items: items.list}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
