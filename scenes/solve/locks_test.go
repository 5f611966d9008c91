package solve

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

func TestLockedObjectsStay(t *testing.T) {
	task := bedroom()
	for seed := range uint64(8) {
		free, ok := Solve(t.Context(), task, Options{Seed: 100 + seed})
		if !ok {
			t.Fatal("the room has no layout")
		}
		locked := *task
		for _, id := range []string{"bed_1", "wardrobe_1", "lamp_1"} {
			locked.Locked = append(locked.Locked, *free.Find(id))
		}
		for _, wishes := range []bool{false, true} {
			locked.Preference = "the chair near the bed"
			l, ok := Solve(t.Context(), &locked, Options{Seed: seed, Wishes: wishes})
			if !ok {
				t.Errorf("seed %d: no layout round the locked objects: %v", seed, measure.Check(&locked, l).Findings)
			}
			for _, p := range locked.Locked {
				if *l.Find(p.ID) != p {
					t.Errorf("seed %d: %s went from %v to %v", seed, p.ID, p, *l.Find(p.ID))
				}
			}
		}
	}
}

// A chair that is locked into the wall does not keep the rest from its places.
func TestLockedFaultsAreNotMended(t *testing.T) {
	task := bedroom()
	task.Locked = []scenes.Placement{{ID: "chair_1", Position: scenes.Vec3{0, 1.5, 0.45}, Yaw: 30}}
	l, ok := Solve(t.Context(), task, Options{Seed: 1, Budget: 60_000})
	if ok {
		t.Error("a chair in the wall is valid")
	}
	for _, f := range measure.Check(task, l).Findings {
		if f.Object != "chair_1" {
			t.Errorf("%s", f.Message)
		}
	}
}

func TestOptionalObjectsAreLeftOutOfFullRooms(t *testing.T) {
	task := &scenes.Task{ID: "full", Room: scenes.RectRoom(2.2, 2.2, 2.5), Objects: []scenes.Object{
		floor("bed_1", 1.6, 2, 0.5, ""), floor("stand_1", 0.5, 0.5, 0.5, ""),
		floor("sofa_1", 1.8, 0.9, 0.8, ""), floor("stool_1", 0.4, 0.4, 0.5, ""), floor("cushion_1", 0.3, 0.3, 0.1, "", rel(scenes.On, "sofa_1", false)),
	}}
	for _, k := range []int{2, 3, 4} {
		task.Objects[k].Optional = true
	}
	task.Objects[4].Support, task.Objects[4].Parent = scenes.OnObject, "sofa_1"
	if err := task.Validate(); err != nil {
		t.Fatal(err)
	}
	l, ok := Solve(t.Context(), task, Options{Seed: 1})
	report := measure.Check(task, l)
	if !ok || !report.FullyValid() || report.LeftOut() != 2 {
		t.Errorf("valid %v, %d left out: %v", ok, report.LeftOut(), report.Findings)
	}
	if l.Find("sofa_1") != nil || l.Find("stool_1") == nil {
		t.Errorf("placed %v", l.Placements)
	}
}
