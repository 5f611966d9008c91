package compact

import (
	"context"
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
		if len(it.Advantages) != 2*len(s.decisions) {
			ds.Errorf(path, "has %d advantages for %d actions; give one each", len(it.Advantages), 2*len(s.decisions))
			continue
		}
		for i := range s.decisions {
			out = append(out, lesson{s, s.problem.locked + i, it.Advantages[2*i], it.Advantages[2*i+1]})
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

// learn runs through the lessons in random order, once per epoch.
func (l *learner) learn(ctx context.Context, req policy.UpdateRequest, all []lesson) error {
	l.totals = totals{}
	if req.Loss.KL != 0 && l.reference == nil {
		var err error
		if l.reference, err = l.nets.frozen(clone(l.weights)); err != nil {
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
			s.refYaw = append(s.refYaw[:0], s.logYaw...)
			s.refCell = append(s.refCell[:0], s.logCell...)
		}
		return s.forward(l.nets)
	})
	if err != nil {
		return err
	}
	b, at := gather(l.shards[:], req.Loss.KL != 0)
	value, slope, st, err := loss.Compute(req.Loss, b)
	if err != nil {
		return err
	}
	actions := 0
	for _, w := range b.Weights {
		actions += int(w)
	}
	bonus := req.Loss.Entropy / float64(max(1, actions))
	err = l.each(func(k int, s *shard) error {
		from, n := at[k], len(part(k))
		return s.backward(slope[from:from+n], slope[from+n:from+2*n], bonus)
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

// gather lines the actions of all shards up for the loss: per shard first the
// headings, then the cells. Keeping a pose leaves no cell to choose, so that
// action has no weight.
func gather(parts []*shard, reference bool) (b loss.Batch, at []int) {
	numbers := make(map[*kept]int)
	number := func(s *kept) int {
		n, ok := numbers[s]
		if !ok {
			n = len(numbers)
			numbers[s] = n
		}
		return n
	}
	for _, s := range parts {
		at = append(at, len(b.LogProbs))
		if reference {
			b.Ref = append(append(b.Ref, s.refYaw...), s.refCell...)
		}
		b.LogProbs = append(append(b.LogProbs, s.logYaw...), s.logCell...)
		for _, l := range s.lessons {
			b.Sequences = append(b.Sequences, number(l.sample))
			b.Old = append(b.Old, l.sample.decision(l.item).logYaw)
			b.Advantages = append(b.Advantages, l.yaw)
			b.Weights = append(b.Weights, 1)
		}
		for _, l := range s.lessons {
			d := l.sample.decision(l.item)
			b.Sequences = append(b.Sequences, number(l.sample))
			b.Old = append(b.Old, d.logCell)
			b.Advantages = append(b.Advantages, l.cell)
			if d.option == keepOption {
				b.Weights = append(b.Weights, 0)
			} else {
				b.Weights = append(b.Weights, 1)
			}
		}
	}
	return b, at
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
