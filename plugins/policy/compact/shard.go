package compact

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"
)

// A lesson is one decision to learn from.
type lesson struct {
	sample *kept
	item   int
	// advantages of the heading and of the cell.
	yaw, cell float64
}

// A shard is one half of a minibatch: its inputs, the networks' outputs and
// the gradient. It is reused from step to step.
type shard struct {
	nets    *networks
	lessons []lesson
	states  []state
	views   []view
	scorers []*scorer
	tokens  int
	rows    int // lessons whose position network is needed
	option  struct{ in, out, slope []float32 }
	query   []float32
	token   []float32
	mask    []float32
	head    []float32
	weight  []float32
	dHead   []float32
	dWeight []float32
	// logYaw and logCell are the present log-probabilities; the entropy is
	// summed over both.
	logYaw, logCell []float64
	refYaw, refCell []float64
	entropy         float64
	buffer          [2 * options]float32
	grads           [][]float32
}

func newShard(n *networks) *shard {
	s := &shard{nets: n}
	for _, net := range []*net{&n.option, &n.position} {
		for _, w := range net.weights {
			s.grads = append(s.grads, make([]float32, len(w)))
		}
	}
	return s
}

// load works out the features of the lessons.
func (s *shard) load(lessons []lesson) {
	s.lessons, s.tokens, s.rows = lessons, 0, 0
	for _, l := range lessons {
		s.tokens = max(s.tokens, l.sample.problem.tokens())
		if l.sample.decision(l.item).option != keepOption {
			s.rows++
		}
	}
	s.tokens = roundTokens(s.tokens)
	for len(s.states) < len(lessons) {
		s.states = append(s.states, state{})
		s.views = append(s.views, view{})
	}
	for len(s.scorers) < s.rows {
		s.scorers = append(s.scorers, newScorer(s.nets.arch.grid))
	}
	const size = options * optionFeatures
	n, rows := roundRows(len(lessons)), roundRows(s.rows)
	s.option.in, s.option.out = grow(s.option.in, n*size), grow(s.option.out, n*options)
	s.query = grow(s.query, rows*optionFeatures)
	s.token, s.mask = grow(s.token, rows*s.tokens*tokenFeatures), grow(s.mask, rows*s.tokens)
	clear(s.option.in[len(lessons)*size:])
	m, count := 0, s.tokens*tokenFeatures
	for i, l := range lessons {
		d := l.sample.decision(l.item)
		st := l.sample.at(l.item, &s.states[i])
		copy(s.option.in[i*size:(i+1)*size], d.features)
		if d.option == keepOption {
			continue
		}
		w := &s.views[i]
		w.fill(st, l.item, d.option, s.nets.arch.grid)
		copy(s.query[m*optionFeatures:(m+1)*optionFeatures], d.features[d.option*optionFeatures:])
		w.tokens(st, s.token[m*count:(m+1)*count], s.mask[m*s.tokens:(m+1)*s.tokens])
		m++
	}
	clear(s.query[m*optionFeatures:])
	clear(s.token[m*count:])
	clear(s.mask[m*s.tokens:])
}

// roundRows rounds up to a multiple of 32, at least one, so that few shapes
// are compiled.
func roundRows(n int) int { return max(1, (n+31)/32) * 32 }

// forward computes the log-probabilities that the networks give the lessons'
// choices.
func (s *shard) forward(nets *networks) error {
	n, rows := roundRows(len(s.lessons)), roundRows(s.rows)
	if err := nets.runOption(s.option.in, n*options, s.option.out); err != nil {
		return err
	}
	s.head = grow(s.head, rows*s.nets.arch.headSize())
	s.weight = grow(s.weight, rows*s.tokens*tokenWeights)
	if s.rows > 0 {
		if err := nets.runPosition(s.query, s.token, s.mask, rows, s.tokens, s.head, s.weight); err != nil {
			return err
		}
	}
	s.logYaw, s.logCell = s.logYaw[:0], s.logCell[:0]
	m := 0
	for i, l := range s.lessons {
		d := l.sample.decision(l.item)
		logits, probs := s.options(i)
		_, norm := softmax(logits, probs, l.sample.temperature)
		s.logYaw = append(s.logYaw, float64(logits[d.option])/l.sample.temperature-norm)
		if d.option == keepOption {
			s.logCell = append(s.logCell, 0)
			continue
		}
		c := s.scorers[m]
		c.score(&s.states[i], &s.views[i], s.heads(m), s.weights(m))
		c.entropy, norm = softmax(c.logits, c.probs, l.sample.temperature)
		s.logCell = append(s.logCell, float64(c.logits[d.cell])/l.sample.temperature-norm)
		m++
	}
	return nil
}

// options returns the logits of lesson i's options and room for probabilities.
func (s *shard) options(i int) (logits, probs []float32) {
	buf := &s.buffer
	l := s.lessons[i]
	n := optionCount(&s.states[i], l.item)
	for k := range n {
		buf[k] = optionGain * s.option.out[i*options+k]
	}
	return buf[:n:n], buf[options : options+n]
}

// heads and weights are the position network's outputs for its row m.
func (s *shard) heads(m int) []float32 {
	h := s.nets.arch.headSize()
	return s.head[m*h : (m+1)*h]
}

func (s *shard) weights(m int) []float32 {
	w := s.tokens * tokenWeights
	return s.weight[m*w : (m+1)*w]
}

// backward turns the derivatives of the loss with respect to the two
// log-probabilities of each lesson, and an entropy bonus per action, into the
// gradient.
func (s *shard) backward(dYaw, dCell []float64, bonus float64) error {
	n, rows := roundRows(len(s.lessons)), roundRows(s.rows)
	s.option.slope = grow(s.option.slope, n*options)
	s.dHead, s.dWeight = grow(s.dHead, len(s.head)), grow(s.dWeight, len(s.weight))
	clear(s.option.slope)
	clear(s.dHead)
	clear(s.dWeight)
	s.entropy = 0
	slope := make([]float32, s.nets.arch.grid.size()*s.nets.arch.grid.size())
	m, h, w := 0, s.nets.arch.headSize(), s.tokens*tokenWeights
	for i, l := range s.lessons {
		d := l.sample.decision(l.item)
		logits, probs := s.options(i)
		entropy, _ := softmax(logits, probs, l.sample.temperature)
		out := s.option.slope[i*options:][:len(logits)]
		slopes(out, probs, d.option, dYaw[i], bonus, entropy, l.sample.temperature)
		for k := range out {
			out[k] *= optionGain
		}
		s.entropy += entropy
		if d.option == keepOption {
			continue
		}
		c := s.scorers[m]
		slopes(slope, c.probs, d.cell, dCell[i], bonus, c.entropy, l.sample.temperature)
		c.back(slope, &s.views[i], s.heads(m), s.dHead[m*h:(m+1)*h], s.dWeight[m*w:(m+1)*w])
		s.entropy += c.entropy
		m++
	}
	return s.gradient(n, rows)
}

func (s *shard) gradient(n, rows int) error {
	split := len(s.nets.option.params)
	in := []any{
		tensors.FromFlatDataAndDimensions(s.option.in, n*options, optionFeatures),
		tensors.FromFlatDataAndDimensions(s.option.slope, n*options, 1),
	}
	if err := s.nets.option.run(s.nets.option.backward, in, s.grads[:split]...); err != nil {
		return fmt.Errorf("differentiate the option network: %w", err)
	}
	if s.rows == 0 {
		for _, g := range s.grads[split:] {
			clear(g)
		}
		return nil
	}
	in = []any{
		tensors.FromFlatDataAndDimensions(s.query, rows, optionFeatures),
		tensors.FromFlatDataAndDimensions(s.token, rows*s.tokens, tokenFeatures),
		tensors.FromFlatDataAndDimensions(s.mask, rows, s.tokens, 1),
		tensors.FromFlatDataAndDimensions(s.dHead, rows, s.nets.arch.headSize()),
		tensors.FromFlatDataAndDimensions(s.dWeight, rows*s.tokens, tokenWeights),
	}
	if err := s.nets.position.run(s.nets.position.backward, in, s.grads[split:]...); err != nil {
		return fmt.Errorf("differentiate the position network: %w", err)
	}
	return nil
}
