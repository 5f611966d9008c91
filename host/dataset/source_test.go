package dataset_test

import (
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// TestNoRoomOfASuite draws rooms by the seed of the suites and by others, with
// what the suites have of numbers and kinds, and finds none of the suites' there.
func TestNoRoomOfASuite(t *testing.T) {
	items := run.Items(assets.Starter())
	held := map[dataset.Key]string{}
	for _, name := range roomgen.Suites() {
		tasks, err := roomgen.Suite(name, 40, run.SuiteSeed, items)
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			k, err := dataset.KeyOf(task)
			if err != nil {
				t.Fatal(err)
			}
			held[k] = task.ID
		}
	}
	if len(held) < 40*len(roomgen.Suites())-5 {
		t.Fatalf("only %d different rooms in the suites", len(held))
	}
	seen := map[dataset.Key]bool{}
	for _, seed := range []uint64{run.SuiteSeed, 0, 1} {
		src := &dataset.Rooms{Seed: seed, Items: items, Tasks: config.Tasks{ObjectsMin: 8, ObjectsMax: 15, Polygons: 0.2, Free: 0.2, Prompts: 0.2, Large: 0.05}}
		for range 3 {
			tasks, err := src.Next(t.Context(), 40)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range tasks {
				k, err := dataset.KeyOf(task)
				if err != nil {
					t.Fatal(err)
				}
				if id := held[k]; id != "" {
					t.Errorf("seed %d draws %s, which is room %s", seed, task.ID, id)
				}
				seen[k] = true
			}
		}
	}
	if len(seen) < 355 {
		t.Errorf("360 draws give only %d rooms", len(seen))
	}
}

// TestRoomsAreTheSameInAnyBatches draws the same rooms in batches of other sizes.
func TestRoomsAreTheSameInAnyBatches(t *testing.T) {
	draws := func(sizes ...int) []string {
		src := rooms(5)
		var ids []string
		for _, n := range sizes {
			tasks, err := src.Next(t.Context(), n)
			if err != nil {
				t.Fatal(err)
			}
			for _, task := range tasks {
				ids = append(ids, task.ID)
			}
		}
		return ids
	}
	if a, b := draws(12), draws(5, 7); !slices.Equal(a, b) {
		t.Errorf("%v and %v", a, b)
	}
}
