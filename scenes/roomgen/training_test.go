package roomgen

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// TestTrainingKinds draws rooms of every kind: all valid, the witness solving them.
func TestTrainingKinds(t *testing.T) {
	for name, o := range map[string]TrainingOptions{
		"large": {Large: 1}, "crowded": {Crowded: 1}, "free": {Free: 1}, "prompts": {Prompts: 1}, "locked": {Locked: 1}, "optional": {Optional: 1},
		"any yaw": {AnyYaw: 1}, "all": {Large: 0.2, Free: 0.2, Prompts: 0.2, Locked: 0.5, Optional: 0.5, AnyYaw: 0.5, Polygons: 0.5},
		"a program": {Program: "living", Polygons: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := 0
			for seed := range uint64(20) {
				o := o
				o.Seed, o.Items = seed, packItems()
				task, l, err := DrawTraining(o)
				if err != nil {
					t.Fatal(err)
				}
				if err := task.Validate(); err != nil {
					t.Errorf("seed %d: %v", seed, err)
				}
				if r := measure.Check(task, l); !r.FullyValid() {
					t.Errorf("seed %d: the witness has %d findings, first %v", seed, len(r.Findings), r.Findings[0].Message)
				}
				any := false
				for i := range task.Objects {
					x := &task.Objects[i]
					switch name {
					case "optional":
						any = any || x.Optional
					case "any yaw":
						any = any || x.AnyYaw
					}
				}
				if any || len(task.Locked) > 0 || task.Preference != "" || len(task.Objects) >= 25 || name == "a program" && task.Program == "living" ||
					name == "free" && relations(task) == 0 || name == "all" || name == "crowded" && coverage(task) > 0.35 {
					seen++
				}
			}
			if seen < 15 {
				t.Errorf("%d of 20 rooms are of the kind", seen)
			}
		})
	}
}

// coverage is the share of the floor under what stands on it.
func coverage(t *scenes.Task) (sum float64) {
	for i := range t.Objects {
		if o := &t.Objects[i]; o.Support == scenes.OnFloor && !o.Flat {
			sum += o.Size[0] * o.Size[1]
		}
	}
	e := t.Room.Extent()
	return sum / (e[0] * e[1])
}

func relations(t *scenes.Task) (n int) {
	for i := range t.Objects {
		n += len(t.Objects[i].Relations)
	}
	return n
}
