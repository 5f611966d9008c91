package faults_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
)

const rooms = 88

// Every fault moves exactly the object that it names, good rooms are fully
// valid, and every kind is made in some rooms.
func TestFaultsAreTheOnlyChange(t *testing.T) {
	made := map[string]int{}
	for seed := range uint64(rooms) {
		r, err := faults.NewRoom(seed)
		if err != nil {
			t.Fatal(err)
		}
		if !measure.Check(r.Task, r.Layout).FullyValid() {
			t.Errorf("seed %d: the good room is not valid", seed)
		}
		for _, k := range faults.Kinds() {
			f, ok := r.Make(k)
			if !ok {
				continue
			}
			made[k.Name]++
			var moved []string
			for i := range f.Layout.Placements {
				if a := r.Layout.Placements[i]; a != f.Layout.Placements[i] {
					moved = append(moved, a.ID)
				}
			}
			if d := cmp.Diff([]string{f.Object}, moved); d != "" || f.Kind != k.Name {
				t.Errorf("seed %d, %v: moved (-want +got):\n%s", seed, f, d)
			}
		}
	}
	for _, k := range faults.Kinds() {
		if made[k.Name] == 0 {
			t.Errorf("%q was made in none of %d rooms", k.Name, rooms)
		}
		t.Logf("%s: %d of %d rooms", k.Name, made[k.Name], rooms)
	}
}

func TestSameEveryTime(t *testing.T) {
	for seed := range uint64(22) {
		var all [2][]faults.Fault
		for i := range all {
			r, err := faults.NewRoom(seed)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range faults.Kinds() {
				if f, ok := r.Make(k); ok {
					all[i] = append(all[i], f)
				}
			}
		}
		if d := cmp.Diff(all[0], all[1]); d != "" {
			t.Errorf("seed %d:\n%s", seed, d)
		}
	}
}

func TestFreeTaskHasNoWishes(t *testing.T) {
	r, err := faults.NewRoom(3)
	if err != nil {
		t.Fatal(err)
	}
	free := r.Free()
	for i := range free.Objects {
		if o := &free.Objects[i]; len(o.Relations) > 0 || o.Facing != "" {
			t.Errorf("%s keeps relations", o.ID)
		}
	}
	asked := func(t *scenes.Task) (n int) {
		for i := range t.Objects {
			n += len(t.Objects[i].Relations)
		}
		return n
	}
	if asked(r.Task) == 0 {
		t.Error("the room's own task lost its relations")
	}
}
