package compact

import (
	"fmt"
	"slices"

	"github.com/gomlx/gomlx/core/tensors"
)

// A lesson is one decision to learn from.
type lesson struct {
	sample *kept
	item   int
	// advantages of the heading, the cell and the tilt.
	yaw, cell, tilt float64
}

func (l lesson) decision() *decision { return l.sample.decision(l.item) }

// tilted says that a tilt was chosen.
func (l lesson) tilted() bool { return l.decision().tilted(&l.sample.problem.items[l.item]) }

// A shard is one half of a minibatch: its inputs, the networks' outputs and
// the gradient. It is reused from step to step.
type shard struct {
	nets    *networks
	lessons []lesson
	states  []state
	views   []view
	scorers []*scorer
	// rows is how many lessons chose a cell, turned how many a tilt. The rows of
	// the options come before those of the tilts.
	rows, turned int
	option       struct{ in, out, slope []float32 }
	tokens       []int
	blocks       blocks
	// log are the present log-probabilities, ref those under the reference; the
	// entropy is summed over all parts.
	log, ref []logs
	entropy  float64
	list     [options]int
	logits   [options]float32
	probs    [max(options, len(tilts))]float32
	slope    []float32
	grads    [][]float32
	part     [][]float32 // of one block
}

func newShard(n *networks) *shard {
	s := &shard{nets: n}
	for _, net := range []*net{&n.option, &n.position} {
		for _, w := range net.weights {
			s.grads = append(s.grads, make([]float32, len(w)))
			s.part = append(s.part, make([]float32, len(w)))
		}
	}
	return s
}

// load works out the features of the lessons.
func (s *shard) load(lessons []lesson) {
	s.lessons, s.rows, s.turned = lessons, 0, 0
	s.tokens = s.tokens[:0]
	for _, l := range lessons {
		if l.decision().places() {
			s.tokens = append(s.tokens, l.sample.problem.tokens())
		}
		if l.tilted() {
			s.turned++
		}
	}
	s.rows = len(s.tokens)
	for len(s.states) < len(lessons) {
		s.states = append(s.states, state{})
		s.views = append(s.views, view{})
	}
	for len(s.scorers) < s.rows {
		s.scorers = append(s.scorers, newScorer(s.nets.arch))
	}
	s.option.in = grow(s.option.in, s.optionRows()*optionFeatures)
	s.blocks.arrange(s.nets.arch, s.tokens)
	m, turns := 0, s.option.in[s.firstTilt()*optionFeatures:]
	for i, l := range lessons {
		d := l.decision()
		st := l.sample.at(l.item, &s.states[i])
		copy(s.option.in[i*options*optionFeatures:], d.options)
		if l.tilted() {
			turns = turns[copy(turns, d.turns):]
		}
		if !d.places() {
			continue
		}
		w := &s.views[i]
		w.fill(st, l.item, d.option, s.nets.arch)
		at := s.blocks.place[m]
		at.in.put(at.row, d.options[d.option*optionFeatures:], w, st)
		s.scorers[m].look(st, w)
		m++
	}
	clear(s.option.in[len(lessons)*options*optionFeatures : s.firstTilt()*optionFeatures])
	clear(turns)
}

// firstTilt is the row of the option network at which the tilts begin.
func (s *shard) firstTilt() int { return roundRows(len(s.lessons)) * options }

func (s *shard) optionRows() int {
	n := s.firstTilt()
	if s.turned > 0 {
		n += roundRows(s.turned) * len(tilts)
	}
	return n
}

// roundRows rounds up to a multiple of 32, at least one, so that few shapes
// are compiled.
func roundRows(n int) int { return max(1, (n+31)/32) * 32 }

// forward computes the log-probabilities that the networks give the lessons'
// choices.
func (s *shard) forward(nets *networks) error {
	n := s.optionRows()
	s.option.out = grow(s.option.out, n)
	if err := nets.runOption(s.option.in, n, s.option.out); err != nil {
		return err
	}
	if err := s.blocks.run(nets); err != nil {
		return err
	}
	s.log = s.log[:0]
	m, t := 0, 0
	for i, l := range s.lessons {
		d, temperature := l.decision(), l.sample.temperature
		var log logs
		list := s.choices(i)
		logits := pick(&s.logits, list, s.option.out[i*options:])
		log.yaw = logOf(logits, s.probs[:len(list)], slices.Index(list, d.option), temperature)
		if d.places() {
			c := s.scorers[m]
			c.score(s.blocks.outputs(m))
			c.entropy, c.norm = softmax(c.logits, c.probs, temperature)
			log.cell = float64(c.logits[d.cell])/temperature - c.norm
			m++
		}
		if l.tilted() {
			log.tilt = logOf(s.tiltLogits(t), s.probs[:len(tilts)], d.tilt, temperature)
			t++
		}
		s.log = append(s.log, log)
	}
	return nil
}

// choices lists the options that lesson i had.
func (s *shard) choices(i int) []int { return choices(&s.states[i], s.lessons[i].item, &s.list) }

// tiltLogits returns the logits of the t-th tilt.
func (s *shard) tiltLogits(t int) []float32 {
	var out [len(tilts)]float32
	copy(out[:], s.option.out[s.firstTilt()+t*len(tilts):])
	return scale(out[:])
}

// backward turns the derivatives of the loss with respect to the
// log-probabilities of each lesson, and an entropy bonus per action, into the
// gradient.
func (s *shard) backward(d []logs, bonus float64) error {
	s.option.slope = grow(s.option.slope, s.optionRows())
	clear(s.option.slope)
	s.blocks.clearSlopes()
	s.entropy = 0
	s.slope = grow(s.slope, s.nets.arch.grid.size()*s.nets.arch.grid.size())
	m, t := 0, 0
	var slope [max(options, len(tilts))]float32
	for i, l := range s.lessons {
		made, temperature := l.decision(), l.sample.temperature
		list := s.choices(i)
		logits, probs := pick(&s.logits, list, s.option.out[i*options:]), s.probs[:len(list)]
		entropy, norm := softmax(logits, probs, temperature)
		slopes(slope[:len(list)], logits, probs, slices.Index(list, made.option), d[i].yaw, bonus, entropy, norm, temperature)
		for k, o := range list {
			s.option.slope[i*options+o] = optionGain * slope[k]
		}
		s.entropy += entropy
		if l.tilted() {
			logits, probs := s.tiltLogits(t), s.probs[:len(tilts)]
			entropy, norm := softmax(logits, probs, temperature)
			slopes(slope[:len(tilts)], logits, probs, made.tilt, d[i].tilt, bonus, entropy, norm, temperature)
			copy(s.option.slope[s.firstTilt()+t*len(tilts):], scale(slope[:len(tilts)]))
			s.entropy += entropy
			t++
		}
		if !made.places() {
			continue
		}
		c := s.scorers[m]
		slopes(s.slope, c.logits, c.probs, made.cell, d[i].cell, bonus, c.entropy, c.norm, temperature)
		head, _ := s.blocks.outputs(m)
		dHead, dWeight := s.blocks.slopes(m)
		c.back(s.slope, head, dHead, dWeight)
		s.entropy += c.entropy
		m++
	}
	return s.gradient()
}

func (s *shard) gradient() error {
	split, n := len(s.nets.option.params), s.optionRows()
	in := []any{
		tensors.FromFlatDataAndDimensions(s.option.in, n, optionFeatures),
		tensors.FromFlatDataAndDimensions(s.option.slope, n, 1),
	}
	if err := s.nets.option.run(s.nets.option.backward, in, s.grads[:split]...); err != nil {
		return fmt.Errorf("differentiate the option network: %w", err)
	}
	for _, g := range s.grads[split:] {
		clear(g)
	}
	part := s.part[split:]
	return s.blocks.each(func(x *block) error {
		in := append(x.in.values(),
			tensors.FromFlatDataAndDimensions(x.dHead, x.in.rows, s.nets.arch.headSize()),
			tensors.FromFlatDataAndDimensions(x.dWeight, x.in.rows*x.in.tokens, tokenWeights))
		if err := s.nets.position.run(s.nets.position.backward, in, part...); err != nil {
			return fmt.Errorf("differentiate the position network: %w", err)
		}
		for k, g := range s.grads[split:] {
			for i, v := range part[k] {
				g[i] += v
			}
		}
		return nil
	})
}
