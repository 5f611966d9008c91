package compact

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

const (
	// shards is the number of parts of a minibatch that are differentiated side
	// by side. It is fixed, so that the sum has the same order on any machine.
	shards = 2
	// defaultMinibatch is in decisions.
	defaultMinibatch = 512
)

// A learner takes optimiser steps.
type learner struct {
	nets    *networks
	adam    *optimiser
	shards  [shards]*shard
	totals  totals
	weights [][]float32
	// reference is the policy that a KL term holds the present one to: as it was
	// before the first update with such a term; nil before that.
	reference *networks
}

// totals are sums over the steps of one update.
type totals struct {
	steps, actions                           int
	loss, entropy, clip, kl, ratio, gradient float64
	referenceKL                              float64
}

func newLearner(n *networks) *learner {
	l := &learner{nets: n, adam: newOptimiser(&n.option, &n.position)}
	for k := range l.shards {
		l.shards[k] = newShard(n)
	}
	l.weights = append(append(l.weights, n.option.weights...), n.position.weights...)
	return l
}

// lessons pairs the items of a request with what was kept of them.
func lessons(items []policy.Item, memory map[uint64]*kept, ds *diag.Diagnostics) []lesson {
	var out []lesson
	for k, it := range items {
		path := fmt.Sprintf("items[%d]", k)
		s := memory[it.Handle]
		if s == nil {
			ds.Errorf(path, "no sample is kept under handle %d; sample with keep, and update before the next update", it.Handle)
			continue
		}
		if x := sum(it.Advantages); math.IsNaN(x) || math.IsInf(x, 0) {
			ds.Errorf(path, "has an advantage that is not finite")
			continue
		}
		if len(s.decisions) == 0 {
			continue // everything is locked
		}
		if n := s.actions(); len(it.Advantages) != n {
			ds.Errorf(path, "has %d advantages for %d actions; give one each", len(it.Advantages), n)
			continue
		}
		a := it.Advantages
		for i := range s.decisions {
			l := lesson{sample: s, item: s.problem.locked + i, yaw: a[0], cell: a[1]}
			if a = a[2:]; l.tilted() {
				l.tilt, a = a[0], a[1:]
			}
			out = append(out, l)
		}
	}
	return out
}

func sum(v []float64) (total float64) {
	for _, x := range v {
		total += x
	}
	return total
}

func clone(set [][]float32) [][]float32 {
	out := make([][]float32, len(set))
	for k, v := range set {
		out[k] = append([]float32(nil), v...)
	}
	return out
}

// refer takes the present policy as the reference, unless there is one.
func (l *learner) refer() error {
	if l.reference != nil {
		return nil
	}
	var err error
	l.reference, err = l.nets.frozen(clone(l.weights))
	return err
}

// learn runs through the lessons in random order, once per epoch.
func (l *learner) learn(ctx context.Context, req policy.UpdateRequest, all []lesson) error {
	l.totals = totals{}
	if req.Loss.KL != 0 {
		if err := l.refer(); err != nil {
			return err
		}
	}
	size := req.Minibatch
	if size <= 0 {
		size = defaultMinibatch
	}
	rng := rand.New(rand.NewPCG(req.Seed, 0x7570646174650a))
	for range max(1, req.Epochs) {
		for _, batch := range minibatches(all, size, req.Loss.Sequences(), rng) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := l.step(req, batch); err != nil {
				return err
			}
		}
	}
	return nil
}

// minibatches cuts the lessons, in random order, into parts of about the same
// size; with whole set, the lessons of a sample stay together.
func minibatches(all []lesson, size int, whole bool, rng *rand.Rand) [][]lesson {
	if !whole {
		rng.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
		steps := max(1, (len(all)+size/2)/size)
		out := make([][]lesson, steps)
		for k := range steps {
			out[k] = all[k*len(all)/steps : (k+1)*len(all)/steps]
		}
		return out
	}
	var samples [][]lesson
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].sample == all[from].sample {
			to++
		}
		samples = append(samples, all[from:to])
		from = to
	}
	rng.Shuffle(len(samples), func(a, b int) { samples[a], samples[b] = samples[b], samples[a] })
	var out [][]lesson
	var batch []lesson
	for k, s := range samples {
		if batch = append(batch, s...); len(batch) >= size || k == len(samples)-1 {
			out = append(out, batch)
			batch = nil
		}
	}
	return out
}

// step takes one optimiser step on a minibatch.
func (l *learner) step(req policy.UpdateRequest, batch []lesson) error {
	if len(batch) == 0 {
		return nil
	}
	part := func(k int) []lesson { return batch[k*len(batch)/shards : (k+1)*len(batch)/shards] }
	err := l.each(func(k int, s *shard) error {
		s.load(part(k))
		if req.Loss.KL != 0 {
			if err := s.forward(l.reference); err != nil {
				return err
			}
			s.ref = append(s.ref[:0], s.log...)
		}
		return s.forward(l.nets)
	})
	if err != nil {
		return err
	}
	b, at := gather(l.shards[:], req.Loss.KL != 0)
	value, slope, st, err := loss.Compute(req.Loss, b)
	if errors.Is(err, loss.ErrNotFinite) {
		// The weights are spoilt: that is for the run to judge.
		l.totals.add(totals{steps: 1, loss: math.NaN()})
		return nil
	}
	if err != nil {
		return err
	}
	actions := 0
	for _, w := range b.Weights {
		actions += int(w)
	}
	bonus := req.Loss.Entropy / float64(max(1, actions))
	err = l.each(func(k int, s *shard) error {
		d := make([]logs, len(part(k)))
		for i := range d {
			p := slope[at[k]+parts*i:]
			d[i] = logs{p[0], p[1], p[2]}
		}
		return s.backward(d, bonus)
	})
	if err != nil {
		return err
	}
	grads, entropy := l.shards[0].grads, l.shards[0].entropy
	for _, s := range l.shards[1:] {
		entropy += s.entropy
		for i, g := range s.grads {
			for k, x := range g {
				grads[i][k] += x
			}
		}
	}
	size := norm(grads)
	scale := 1.0
	if req.MaxGradNorm > 0 && size > req.MaxGradNorm {
		scale = req.MaxGradNorm / size
	}
	l.adam.apply(l.weights, grads, req.LearningRate, scale)
	if err := l.nets.publish(); err != nil {
		return err
	}
	l.totals.add(totals{
		steps: 1, actions: actions, loss: value - bonus*entropy, entropy: entropy / float64(max(1, actions)),
		clip: st.ClipFraction, kl: st.ApproxKL, ratio: st.RatioMean, gradient: size, referenceKL: st.RefKL,
	})
	return nil
}

func (l *learner) each(f func(k int, s *shard) error) error {
	return parallel(shards, min(shards, runtime.GOMAXPROCS(0)), func() func(int) error {
		return func(k int) error { return f(k, l.shards[k]) }
	})
}

// parts is how many entries of a batch a decision has.
const parts = 3

// gather lines the parts of all decisions up for the loss, shard after shard; at
// says where each begins. A part that there was nothing to choose for has no weight.
func gather(shards []*shard, reference bool) (b loss.Batch, at []int) {
	numbers := make(map[*kept]int)
	for _, s := range shards {
		at = append(at, len(b.LogProbs))
		for i, l := range s.lessons {
			n, ok := numbers[l.sample]
			if !ok {
				n = len(numbers)
				numbers[l.sample] = n
			}
			d := l.decision()
			b.Sequences = append(b.Sequences, n, n, n)
			b.LogProbs = append(b.LogProbs, s.log[i].yaw, s.log[i].cell, s.log[i].tilt)
			b.Old = append(b.Old, d.log.yaw, d.log.cell, d.log.tilt)
			b.Advantages = append(b.Advantages, l.yaw, l.cell, l.tilt)
			b.Weights = append(b.Weights, 1, one(d.places()), one(l.tilted()))
			if reference {
				b.Ref = append(b.Ref, s.ref[i].yaw, s.ref[i].cell, s.ref[i].tilt)
			}
		}
	}
	return b, at
}

func one(on bool) float64 {
	if on {
		return 1
	}
	return 0
}

func (t *totals) add(o totals) {
	t.steps += o.steps
	t.actions += o.actions
	t.loss += o.loss
	t.entropy += o.entropy
	t.clip += o.clip
	t.kl += o.kl
	t.ratio += o.ratio
	t.gradient += o.gradient
	t.referenceKL += o.referenceKL
}

// statistics are the means over the steps.
func (t *totals) statistics() []policy.Statistic {
	n := float64(max(1, t.steps))
	return []policy.Statistic{
		{Name: "loss", Value: t.loss / n},
		{Name: "entropy", Value: t.entropy / n},
		{Name: "clip_fraction", Value: t.clip / n},
		{Name: "kl", Value: t.kl / n},
		{Name: "ratio", Value: t.ratio / n},
		{Name: "grad_norm", Value: t.gradient / n},
		{Name: "reference_kl", Value: t.referenceKL / n},
		{Name: "steps", Value: float64(t.steps)},
		{Name: "actions", Value: float64(t.actions)},
	}
}
