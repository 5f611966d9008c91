package compact

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// TestOptionalAndAskew asks for layouts of rooms with more objects than must be
// placed, some of which may stand askew and some of which are locked.
func TestOptionalAndAskew(t *testing.T) {
	p := configured(t, small)
	left, askew := 0, 0
	for seed := range uint64(6) {
		task, _, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: seed, Objects: 9, Locked: 1, Optional: 1, AnyYaw: 1})
		if err != nil {
			t.Fatal(err)
		}
		obs := []policy.Observation{{Task: task}}
		for turn := range 3 {
			samples := sample(t, p, policy.SampleRequest{Observations: obs, Temperature: 1, Seed: seed, Keep: true})
			s := samples[0][0]
			parsed := codec.ParseResponse(task, s.Response)
			if parsed.Score != codec.ScoreRight {
				t.Fatalf("seed %d, turn %d: %v %v", seed, turn, parsed.Reason, parsed.Findings)
			}
			tilted := 0
			for i := range task.Objects {
				o, q := &task.Objects[i], parsed.Layout.Find(task.Objects[i].ID)
				switch {
				case q == nil && !o.Optional:
					t.Errorf("seed %d, turn %d: %s must be placed", seed, turn, o.ID)
				case q == nil:
					left++
				case task.Lock(o.ID) != nil:
				case math.Abs(math.Remainder(q.Yaw, 90)) > 1:
					if askew++; !o.AnyYaw {
						t.Errorf("seed %d, turn %d: %s stands askew", seed, turn, o.ID)
					}
				}
			}
			for _, a := range s.Actions {
				if a.Coordinate == "tilt" {
					tilted++
				}
			}
			if want := 2*(len(task.Objects)-len(task.Locked)) + tilted; len(s.Actions) != want {
				t.Errorf("seed %d, turn %d: %d actions, want %d", seed, turn, len(s.Actions), want)
			}
			obs = again(t, obs, samples)
			adv := make([]float64, len(s.Actions))
			for k := range adv {
				adv[k] = float64(k%3 - 1)
			}
			update(t, p, policy.UpdateRequest{Items: []policy.Item{{Handle: s.Handle, Advantages: adv}}, Loss: loss.Default, LearningRate: 1e-3})
		}
	}
	if left == 0 || askew == 0 {
		t.Errorf("%d objects were left out, %d stand askew", left, askew)
	}
}

// TestTiltIsMeasured says that a tilted item's box is the one that the rules see.
func TestTiltIsMeasured(t *testing.T) {
	task := &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "chest", Size: scenes.Vec3{1.2, 0.4, 0.5}, Support: scenes.OnFloor, AnyYaw: true},
	}}
	p := newProblem(task, true, nil)
	s := newState(p, 0, nil, nil)
	s.place(0, 0, 0.6, 0.2)
	s.tilt(0, 30)
	if q := s.poses[0]; q.yaw != 30 || math.Abs(q.hx-(0.6*math.Cos(math.Pi/6)+0.2*0.5)) > 1e-9 {
		t.Errorf("the pose is %+v", q)
	}
	if r := measure.Check(task, s.layout()); r.OutOfBounds() == 0 {
		t.Error("a chest turned into the corner stays in the room")
	}
}

// TestReference says that the reference is the policy as it was when it was first
// asked for, and that it is saved.
func TestReference(t *testing.T) {
	p := configured(t, small)
	req := policy.SampleRequest{Observations: observe(t, 2), Temperature: 1, Seed: 1, Keep: true, Reference: true}
	far := func(p *Plugin) (sum float64) {
		for _, group := range sample(t, p, req) {
			for _, a := range group[0].Actions {
				sum += math.Abs(a.LogProb - a.RefLogProb)
			}
		}
		return sum
	}
	if d := far(p); d > 1e-4 {
		t.Errorf("the policy is %v from itself", d)
	}
	for step := range 3 {
		s := sample(t, p, req)[0][0]
		adv := make([]float64, len(s.Actions))
		for k := range adv {
			adv[k] = 1
		}
		update(t, p, policy.UpdateRequest{Items: []policy.Item{{Handle: s.Handle, Advantages: adv}}, Loss: loss.Default, LearningRate: 1e-2, Seed: uint64(step)})
	}
	moved := far(p)
	if moved < 0.1 {
		t.Errorf("after updates the policy is %v from its reference", moved)
	}
	if d := far(reloaded(t, p)); math.Abs(d-moved) > 1e-4 {
		t.Errorf("reloaded, it is %v from its reference, not %v", d, moved)
	}
}
