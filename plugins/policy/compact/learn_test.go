package compact

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// TestGradientMatchesDifferences moves the weights of each layer a little along a
// random direction and compares the change of the loss with the gradient.
func TestGradientMatchesDifferences(t *testing.T) {
	for name, a := range map[string]arch{
		"all but pictures":  sees(16, 8),
		"the default grid":  sees(16, 24),
		"pictures":          {width: 16, grid: newGrid(8), profiles: true, text: true, image: true},
		"nothing but where": {width: 16, grid: newGrid(8)},
	} {
		t.Run(name, func(t *testing.T) { checkGradient(t, a) })
	}
}

func checkGradient(t *testing.T, a arch) {
	n, err := newNetworks(a, 5, backendGo)
	if err != nil {
		t.Fatal(err)
	}
	l := newLearner(n)
	rng := rand.New(rand.NewPCG(8, 9))
	var batch []lesson
	for _, turn := range []int{0, 1} {
		task, layout := room(t, "dining", 8, 4)
		for i := range task.Objects {
			task.Objects[i].AnyYaw, task.Objects[i].Optional = i%2 == 0, i%3 == 0
		}
		p := newProblem(task, true, nil)
		e := &episode{state: newState(p, turn, layout, nil), rng: rng}
		if a.image {
			e.state.picture = make([]float32, patchCount*patchFeatures)
			for k := range e.state.picture {
				e.state.picture[k] = float32(rng.NormFloat64())
			}
		}
		if err := n.playAll(context.Background(), []*episode{e}, policy.SampleRequest{Temperature: 1, Keep: true}, nil, 1); err != nil {
			t.Fatal(err)
		}
		k := e.remember(1)
		for i := range k.decisions {
			batch = append(batch, lesson{k, i, rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()})
		}
	}
	const bonus = 0.05
	s := l.shards[0]
	s.load(batch)
	if s.turned == 0 {
		t.Fatal("nothing was turned")
	}
	d := make([]logs, len(batch))
	for i, b := range batch {
		d[i] = logs{b.yaw, b.cell, b.tilt}
	}
	// objective is Σ advantage·log p − bonus·entropy.
	objective := func() float64 {
		if err := n.publish(); err != nil {
			t.Fatal(err)
		}
		if err := s.forward(n); err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i := range batch {
			sum += d[i].yaw*s.log[i].yaw + d[i].cell*s.log[i].cell + d[i].tilt*s.log[i].tilt
		}
		return sum - bonus*s.entropies()
	}
	objective()
	if err := s.backward(d, bonus); err != nil {
		t.Fatal(err)
	}
	grads := clone(s.grads)
	start := clone(l.weights)
	const step = 2e-4
	for layer := range start {
		direction := clone(start)
		slope := 0.0
		for k, d := range direction {
			if k != layer {
				clear(d)
				continue
			}
			for i := range d {
				d[i] = float32(rng.NormFloat64()) / 10
				slope += float64(d[i]) * float64(grads[k][i])
			}
		}
		move := func(by float32) float64 {
			for k, w := range l.weights {
				for i := range w {
					w[i] = start[k][i] + by*direction[k][i]
				}
			}
			return objective()
		}
		got := (move(step) - move(-step)) / (2 * step)
		if math.Abs(got-slope) > 0.02*math.Abs(slope)+0.05 {
			t.Errorf("layer %d: the loss changes by %v, the gradient says %v", layer, got, slope)
		}
	}
}

// entropies sums the entropies of all choices of the shard's lessons.
func (s *shard) entropies() (sum float64) {
	m, t := 0, 0
	for i, l := range s.lessons {
		list := s.choices(i)
		h, _ := softmax(pick(&s.logits, list, s.option.out[i*options:]), s.probs[:len(list)], 1)
		sum += h
		if l.decision().places() {
			sum += s.scorers[m].entropy
			m++
		}
		if l.tilted() {
			h, _ := softmax(s.tiltLogits(t), s.probs[:len(tilts)], 1)
			sum += h
			t++
		}
	}
	return sum
}

// TestLearns checks that a few iterations beat the untrained policy, whatever
// the loss.
func TestLearns(t *testing.T) {
	for name, c := range map[string]struct {
		spec loss.Spec
		rate float64
	}{
		"token mean":      {loss.Default, 4e-3},
		"dapo, dual clip": {loss.Spec{ClipLow: 0.2, ClipHigh: 0.28, Dual: 3, Entropy: 0.003}, 4e-3},
		"grpo, k2":        {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Aggregation: loss.SeqMeanTokenMean, KL: 0.01, KLEstimate: loss.K2}, 4e-3},
		"dr. grpo":        {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Aggregation: loss.SeqMeanTokenSumNorm, MaxActions: 30}, 4e-3},
		"gspo":            {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Ratio: loss.SequenceRatio, Aggregation: loss.SeqMeanTokenMean}, 4e-3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "token mean" {
				learns(t, c.spec, c.rate, 12, 0.5)
			} else {
				learns(t, c.spec, c.rate, 5, 0.9)
			}
		})
	}
}

// learns takes some iterations, after which no more than a share of the faults may
// be left.
func learns(t *testing.T, spec loss.Spec, rate float64, iterations int, left float64) {
	p := configured(t, map[string]any{"width": 24, "grid": 12, "seed": 1})
	obs := observe(t, 6)
	violating := func() (sum float64) {
		for k, group := range sample(t, p, policy.SampleRequest{Observations: obs}) {
			r := measure.Check(obs[k].Task, codec.ParseResponse(obs[k].Task, group[0].Response).Layout)
			sum += r.Violating(measure.Fine) / float64(len(obs))
		}
		return sum
	}
	before := violating()
	for it := range iterations {
		var items []policy.Item
		for k, group := range sample(t, p, policy.SampleRequest{Observations: obs, N: 6, Temperature: 1, Seed: uint64(it), Keep: true}) {
			scores := make([]measure.Report, len(group))
			for e, s := range group {
				scores[e] = measure.Check(obs[k].Task, codec.ParseResponse(obs[k].Task, s.Response).Layout)
			}
			for e, s := range group {
				it := policy.Item{Handle: s.Handle}
				for _, a := range s.Actions {
					good := 0.0
					for other := range scores {
						good += (value(&scores[e].Objects[a.Object]) - value(&scores[other].Objects[a.Object])) / float64(len(scores))
					}
					it.Advantages = append(it.Advantages, 2*good)
				}
				items = append(items, it)
			}
		}
		update(t, p, policy.UpdateRequest{Items: items, Loss: spec, LearningRate: rate, MaxGradNorm: 1, Minibatch: 64, Seed: uint64(it)})
	}
	if after := violating(); after > left*before {
		t.Errorf("%.0f %% of the objects violate a rule after training, %.0f %% before", 100*after, 100*before)
	}
}

func TestMinibatchesKeepSamplesTogether(t *testing.T) {
	var all []lesson
	for k := range 10 {
		s := &kept{turn: k}
		for i := range 1 + k%4 {
			all = append(all, lesson{sample: s, item: i})
		}
	}
	for _, whole := range []bool{false, true} {
		seen := map[lesson]int{}
		home := map[*kept]int{}
		for n, batch := range minibatches(slices.Clone(all), 6, whole, rand.New(rand.NewPCG(1, 1))) {
			for _, l := range batch {
				seen[l]++
				if at, ok := home[l.sample]; ok && at != n && whole {
					t.Errorf("a sample lies in minibatches %d and %d", at, n)
				}
				home[l.sample] = n
			}
		}
		if len(seen) != len(all) {
			t.Errorf("whole %v: %d of %d lessons", whole, len(seen), len(all))
		}
	}
}

func value(o *measure.ObjectReport) (v float64) {
	if o.Violates(measure.Fine) {
		v--
	}
	if o.Collides || o.Unsupported {
		v--
	}
	return v
}

// TestOddTasks asks for layouts of tasks at the edges of what is allowed.
func TestOddTasks(t *testing.T) {
	box := func(id string, rs ...scenes.Relation) scenes.Object {
		return scenes.Object{ID: id, Size: scenes.Vec3{0.5, 0.4, 0.6}, Support: scenes.OnFloor, Relations: rs}
	}
	var every []scenes.Object
	every = append(every, box("anchor"))
	for _, kind := range scenes.RelationKinds {
		for _, target := range append([]string{"anchor"}, scenes.LayoutElements...) {
			o := box(string(kind)+target, scenes.Relation{Kind: kind, Target: target, Adjacent: len(every)%2 == 0})
			o.Facing = target
			every = append(every, o)
		}
	}
	circle := []scenes.Object{box("a", scenes.Relation{Kind: scenes.LeftOf, Target: "b"}), box("b", scenes.Relation{Kind: scenes.LeftOf, Target: "a"})}
	circle[0].Support, circle[0].Parent = scenes.OnObject, "b"
	circle[1].Support, circle[1].Parent = scenes.OnObject, "a"
	var forty []scenes.Object
	for k := range 40 {
		forty = append(forty, box(string(rune('A'+k%26))+string(rune('a'+k/26))))
	}
	big := box("big")
	big.Size = scenes.Vec3{9, 9, 9}
	picture := box("picture")
	picture.Support = scenes.OnWall
	lamp := box("lamp")
	lamp.Support = scenes.OnCeiling
	door := scenes.RectRoom(4, 3, 2.5)
	door.Openings = []scenes.Opening{{ID: "d", Kind: scenes.Door, Wall: 0, Offset: 1, Width: 0.9, Height: 2}}
	shaped := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {5, 0}, {5, 2}, {2, 2}, {2, 4}, {0, 4}}, Height: 2.5}
	pierced := shaped
	pierced.Holes = [][]scenes.Vec2{{{0.8, 0.8}, {0.8, 1.2}, {1.2, 1.2}, {1.2, 0.8}}}
	pierced.Openings = []scenes.Opening{{ID: "d", Kind: scenes.Door, Wall: 3, Offset: 1, Width: 0.9, Height: 2, Swing: scenes.SwingDouble}}
	slanted := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {4, 0}, {3, 3.5}, {0.5, 2}}, Height: 2.5}
	clear := box("clear")
	clear.Clearance = scenes.Clearance{Front: 0.8, Left: 9}
	specs := []scenes.Spec{{Predicate: "near", Count: 1, Subject: "clear", Anchors: []string{"a"}, Distance: 1}}
	for name, task := range map[string]*scenes.Task{
		"one object":     {Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{box("a")}},
		"every relation": {Room: scenes.RectRoom(8, 6, 2.5), Objects: every},
		"circle":         {Room: scenes.RectRoom(3, 3, 2.5), Objects: circle},
		"forty":          {Room: scenes.RectRoom(9, 9, 2.5), Objects: forty},
		"too big":        {Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{big, box("b")}},
		"supports":       {Room: door, Objects: []scenes.Object{picture, lamp}},
		"a hole":         {Room: pierced, Objects: []scenes.Object{box("a"), picture, lamp}},
		"slanted":        {Room: slanted, Objects: []scenes.Object{box("a"), clear}, Specs: specs},
		"polygon":        {Room: shaped, Objects: []scenes.Object{box("a"), picture}},
	} {
		t.Run(name, func(t *testing.T) {
			p := configured(t, small)
			obs := []policy.Observation{{Task: task}}
			for turn := range 2 {
				samples := sample(t, p, policy.SampleRequest{Observations: obs, Temperature: 1, Seed: 1, Keep: true})
				parsed := codec.ParseResponse(task, samples[0][0].Response)
				if parsed.Score != codec.ScoreRight {
					t.Fatalf("turn %d: the response scores %v: %v", turn, parsed.Score, parsed.Findings)
				}
				s := samples[0][0]
				obs = again(t, obs, samples)
				adv := make([]float64, len(s.Actions))
				adv[0] = 1
				update(t, p, policy.UpdateRequest{Items: []policy.Item{{Handle: s.Handle, Advantages: adv}}, Loss: loss.Default, LearningRate: 1e-3})
			}
			// A layout in which nothing could be read is an observation too.
			obs[0].Previous = nil
			sample(t, p, policy.SampleRequest{Observations: obs, Temperature: 1})
		})
	}
}
