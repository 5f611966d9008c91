package compact

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

// TestDirectAgreesWithTheGraph says that what is computed without GoMLX is what the
// graphs that are differentiated say.
func TestDirectAgreesWithTheGraph(t *testing.T) {
	for name, a := range map[string]arch{
		"default": sees(64, 24), "narrow": sees(20, 10),
		"pictures": {width: 32, grid: newGrid(12), profiles: true, text: true, image: true},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := newNetworks(a, 3, backendGo)
			if err != nil {
				t.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(1, 2))
			task, layout := room(t, "living", 11, 5)
			e := &episode{state: newState(newProblem(task, true, nil), 1, layout, nil), rng: rng}
			e.state.picture = make([]float32, patchCount*patchFeatures)
			for k := range e.state.picture {
				e.state.picture[k] = float32(rng.NormFloat64())
			}
			if err := n.playAll(context.Background(), []*episode{e}, policy.SampleRequest{Temperature: 1, Keep: true}, nil, 1); err != nil {
				t.Fatal(err)
			}
			k := e.remember(1)
			var batch []lesson
			for i := range k.decisions {
				batch = append(batch, lesson{sample: k, item: k.problem.locked + i})
			}
			s := newShard(n)
			s.load(batch)
			outputs := func(native bool) (all []float32) {
				n.native = native
				if err := s.forward(n); err != nil {
					t.Fatal(err)
				}
				all = append(all, s.option.out...)
				for m := range s.tokens {
					head, token := s.blocks.outputs(m)
					all = append(all, head...)
					for j, on := range s.blocks.place[m].in.mask[s.blocks.place[m].row*s.blocks.place[m].in.tokens:][:s.blocks.place[m].in.tokens] {
						if on != 0 {
							all = append(all, token[j*tokenWeights:(j+1)*tokenWeights]...)
						}
					}
				}
				return all
			}
			direct, graph := outputs(true), outputs(false)
			if len(direct) != len(graph) || len(direct) < 1000 {
				t.Fatalf("%d and %d outputs", len(direct), len(graph))
			}
			for i := range direct {
				if d := math.Abs(float64(direct[i] - graph[i])); d > 1e-4*(1+math.Abs(float64(graph[i]))) {
					t.Fatalf("output %d is %v, the graph says %v", i, direct[i], graph[i])
				}
			}
		})
	}
}
