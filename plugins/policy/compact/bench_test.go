package compact

import (
	"fmt"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// BenchmarkGreedyTwelve is the time of an answer, and of three turns, for a room of
// twelve objects.
func BenchmarkGreedyTwelve(b *testing.B) {
	task, _ := room(b, "bedroom", 12, 1)
	for _, turns := range []int{1, 3} {
		b.Run(fmt.Sprintf("T=%d", turns), func(b *testing.B) {
			p := configured(b, nil)
			play := func() {
				obs := []policy.Observation{{Task: task}}
				for turn := range turns {
					s := sample(b, p, policy.SampleRequest{Observations: obs})
					if turn+1 < turns {
						obs = again(b, obs, s)
					}
				}
			}
			play()
			for b.Loop() {
				play()
			}
		})
	}
}

func BenchmarkFirstSample(b *testing.B) {
	task, _ := room(b, "bedroom", 12, 1)
	for b.Loop() {
		sample(b, configured(b, nil), policy.SampleRequest{Observations: []policy.Observation{{Task: task}}})
	}
}

// BenchmarkIteration is the policy's part of a training iteration: 128 episodes of
// three turns and the update.
func BenchmarkIteration(b *testing.B) {
	p := configured(b, nil)
	var first []policy.Observation
	for k := range 16 {
		task, _, err := roomgen.DrawTraining(roomgen.TrainingOptions{Seed: uint64(k), Objects: 6 + k%10})
		if err != nil {
			b.Fatal(err)
		}
		first = append(first, policy.Observation{Task: task})
	}
	for n := 0; b.Loop(); n++ {
		obs, group := first, 8
		var items []policy.Item
		for turn := range 3 {
			samples := sample(b, p, policy.SampleRequest{Observations: obs, N: group, Temperature: 1, Seed: uint64(n), Keep: true})
			for _, g := range samples {
				for k, s := range g {
					it := policy.Item{Handle: s.Handle, Advantages: make([]float64, len(s.Actions))}
					for a := range it.Advantages {
						it.Advantages[a] = float64(k%2*2 - 1)
					}
					items = append(items, it)
				}
			}
			if turn < 2 {
				obs, group = again(b, obs, samples), 1
			}
		}
		update(b, p, policy.UpdateRequest{Items: items, Loss: loss.Default, LearningRate: 1e-5, MaxGradNorm: 1, Minibatch: 512, Seed: uint64(n)})
	}
}
