package compact

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

const (
	// options are the four headings, keeping the previous pose, and leaving the
	// item out.
	options     = 6
	keepOption  = 4
	leaveOption = 5
	// chunk is how many episodes are played side by side by one goroutine. It
	// does not depend on the number of threads, so neither do the responses.
	chunk = 32
	// tokenStep is what the number of tokens is rounded up to.
	tokenStep = 4
)

// A decision is what was chosen for one item. Its log-probabilities are 0 where
// there was nothing to choose; those under the reference policy are 0 without one.
type decision struct {
	option  int
	cell    int
	tilt    int
	x, y    float64
	log     logs
	ref     logs
	options []float32 // the options' features, when they are kept
	turns   []float32 // those of the tilts, of an item that may stand askew
}

// logs are the log-probabilities of the parts of a decision.
type logs struct{ yaw, cell, tilt float64 }

// places says that a cell was chosen.
func (d *decision) places() bool { return d.option < keepOption }

// tilted says that a tilt was chosen for the item.
func (d *decision) tilted(it *item) bool { return d.places() && it.obj.AnyYaw }

// An episode is one response in the making.
type episode struct {
	state     *state
	rng       *rand.Rand
	decisions []decision
}

// decision returns the one on item i, which is not locked.
func (e *episode) decision(i int) *decision { return &e.decisions[i-e.state.p.locked] }

// A player plays episodes; it owns buffers and serves one goroutine. With a
// reference it tells the log-probabilities under that policy too.
type player struct {
	nets, reference *networks
	temperature     float64
	keep            bool
	views           [chunk][4]view
	shares          [chunk][4]shares
	scorers         []*scorer
	optionIn        []float32
	optionOut       []float32
	tiltIn          []float32
	tokens          []int
	blocks          blocks
}

// bucket rounds a number of rows up, to a power of two or a multiple of 8, so that
// few shapes are compiled.
func bucket(n int) int {
	if n > 8 {
		return (n + 7) / 8 * 8
	}
	b := 1
	for b < n {
		b *= 2
	}
	return b
}

func roundTokens(n int) int { return (n + tokenStep - 1) / tokenStep * tokenStep }

// grow returns buf with length n, reusing its memory.
func grow(buf []float32, n int) []float32 {
	if cap(buf) < n {
		return make([]float32, n)
	}
	return buf[:n]
}

// play makes the decisions of up to chunk episodes, item by item.
func (p *player) play(ctx context.Context, eps []*episode) error {
	steps := 0
	for _, e := range eps {
		steps = max(steps, len(e.state.p.items))
	}
	active := make([]*episode, 0, len(eps))
	for i := range steps {
		if err := ctx.Err(); err != nil {
			return err
		}
		active = active[:0]
		for _, e := range eps {
			if i >= e.state.p.locked && i < len(e.state.p.items) {
				active = append(active, e)
			}
		}
		if len(active) == 0 {
			continue
		}
		if err := p.chooseOptions(active, i); err != nil {
			return err
		}
		if err := p.chooseCells(active, i); err != nil {
			return err
		}
		if err := p.chooseTilts(active, i); err != nil {
			return err
		}
	}
	return nil
}

// look fills the views and the options' features of item i.
func look(s *state, i int, views *[4]view, at *[4]shares, a arch, out []float32) {
	for k := range 4 {
		views[k].fill(s, i, k, a)
		at[k] = views[k].option(s, out[k*optionFeatures:(k+1)*optionFeatures])
	}
	row := func(k int) []float32 { return out[k*optionFeatures : (k+1)*optionFeatures] }
	if s.canKeep(i) {
		describeKeeping(s, i, row(keepOption))
	} else {
		clear(row(keepOption))
	}
	if s.p.items[i].obj.Optional {
		describeLeaving(s, i, at, row(leaveOption))
	} else {
		clear(row(leaveOption))
	}
}

// choices lists the options that an item has: a pose can be kept only where
// there is one, and an item left out only where the task allows it.
func choices(s *state, i int, buf *[options]int) []int {
	list := append(buf[:0], 0, 1, 2, 3)
	if s.canKeep(i) {
		list = append(list, keepOption)
	}
	if s.p.items[i].obj.Optional {
		list = append(list, leaveOption)
	}
	return list
}

// pick copies the logits of the given options, scaled, into buf.
func pick(buf *[options]float32, list []int, out []float32) []float32 {
	for k, o := range list {
		buf[k] = optionGain * out[o]
	}
	return buf[:len(list)]
}

func (p *player) chooseOptions(active []*episode, i int) error {
	rows := bucket(len(active))
	const size = options * optionFeatures
	p.optionIn = grow(p.optionIn, rows*size)
	p.optionOut = grow(p.optionOut, rows*options)
	for r, e := range active {
		look(e.state, i, &p.views[r], &p.shares[r], p.nets.arch, p.optionIn[r*size:(r+1)*size])
	}
	clear(p.optionIn[len(active)*size:])
	if err := p.nets.runOption(p.optionIn, rows*options, p.optionOut); err != nil {
		return err
	}
	var indices [options]int
	var logits, probs [options]float32
	for r, e := range active {
		list := choices(e.state, i, &indices)
		var d decision
		k, log := choose(pick(&logits, list, p.optionOut[r*options:]), probs[:len(list)], p.temperature, e.rng)
		d.option, d.log.yaw = list[k], log
		if p.keep {
			d.options = append([]float32(nil), p.optionIn[r*size:(r+1)*size]...)
		}
		e.decisions = append(e.decisions, d)
	}
	if p.reference == nil {
		return nil
	}
	if err := p.reference.runOption(p.optionIn, rows*options, p.optionOut); err != nil {
		return err
	}
	for r, e := range active {
		list, d := choices(e.state, i, &indices), e.decision(i)
		l := pick(&logits, list, p.optionOut[r*options:])
		d.ref.yaw = logOf(l, probs[:len(list)], slices.Index(list, d.option), p.temperature)
	}
	return nil
}

func (p *player) chooseCells(active []*episode, i int) error {
	p.tokens = p.tokens[:0]
	for _, e := range active {
		if e.decision(i).places() {
			p.tokens = append(p.tokens, e.state.p.tokens())
		}
	}
	for len(p.scorers) < len(p.tokens) {
		p.scorers = append(p.scorers, newScorer(p.nets.arch))
	}
	p.blocks.arrange(p.nets.arch, p.tokens)
	m := 0
	for r, e := range active {
		if d := e.decision(i); d.places() {
			w, s := &p.views[r][d.option], p.blocks.place[m]
			s.in.put(s.row, p.optionIn[(r*options+d.option)*optionFeatures:], w, e.state)
			p.scorers[m].look(e.state, w)
			m++
		}
	}
	if err := p.blocks.run(p.nets); err != nil {
		return err
	}
	m = 0
	g := p.nets.arch.grid.size()
	for r, e := range active {
		d := e.decision(i)
		switch d.option {
		case keepOption:
			e.state.keep(i)
			continue
		case leaveOption:
			e.state.leave(i)
			continue
		}
		w, c := &p.views[r][d.option], p.scorers[m]
		d.cell, d.log.cell = choose(c.score(p.blocks.outputs(m)), c.probs, p.temperature, e.rng)
		d.x, d.y = w.frame.back(w.u[d.cell/g], w.v[d.cell%g])
		e.state.place(i, d.option, d.x, d.y)
		m++
	}
	if p.reference == nil {
		return nil
	}
	if err := p.blocks.run(p.reference); err != nil {
		return err
	}
	m = 0
	for _, e := range active {
		if d := e.decision(i); d.places() {
			c := p.scorers[m]
			d.ref.cell = logOf(c.score(p.blocks.outputs(m)), c.probs, d.cell, p.temperature)
			m++
		}
	}
	return nil
}

// chooseTilts turns those of the items just placed that may stand askew.
func (p *player) chooseTilts(active []*episode, i int) error {
	var turning []*episode
	for _, e := range active {
		if e.decision(i).tilted(&e.state.p.items[i]) {
			turning = append(turning, e)
		}
	}
	if len(turning) == 0 {
		return nil
	}
	const size = len(tilts) * optionFeatures
	rows := bucket(len(turning))
	p.tiltIn = grow(p.tiltIn, rows*size)
	out := grow(p.optionOut, rows*len(tilts))
	for r, e := range turning {
		for k, degrees := range tilts {
			describeTilt(e.state, i, degrees, p.tiltIn[r*size+k*optionFeatures:][:optionFeatures])
		}
	}
	clear(p.tiltIn[len(turning)*size:])
	if err := p.nets.runOption(p.tiltIn, rows*len(tilts), out); err != nil {
		return err
	}
	var probs [len(tilts)]float32
	for r, e := range turning {
		d := e.decision(i)
		d.tilt, d.log.tilt = choose(scale(out[r*len(tilts):][:len(tilts)]), probs[:], p.temperature, e.rng)
		if p.keep {
			d.turns = append([]float32(nil), p.tiltIn[r*size:(r+1)*size]...)
		}
		e.state.tilt(i, tilts[d.tilt])
	}
	if p.reference == nil {
		return nil
	}
	if err := p.reference.runOption(p.tiltIn, rows*len(tilts), out); err != nil {
		return err
	}
	for r, e := range turning {
		d := e.decision(i)
		d.ref.tilt = logOf(scale(out[r*len(tilts):][:len(tilts)]), probs[:], d.tilt, p.temperature)
	}
	return nil
}

// scale turns the option network's outputs into logits, in place.
func scale(out []float32) []float32 {
	for k := range out {
		out[k] *= optionGain
	}
	return out
}

// playAll plays all episodes on the given number of threads; reference may be nil.
func (n *networks) playAll(ctx context.Context, eps []*episode, req policy.SampleRequest, reference *networks, threads int) error {
	return parallel((len(eps)+chunk-1)/chunk, threads, func() func(int) error {
		return func(k int) error {
			p := n.players.Get().(*player)
			defer n.players.Put(p)
			p.nets, p.reference, p.temperature, p.keep = n, reference, req.Temperature, req.Keep
			return p.play(ctx, eps[k*chunk:min((k+1)*chunk, len(eps))])
		}
	})
}

// parallel runs n jobs on up to threads goroutines; worker makes one goroutine's
// function. It returns the first error by job number.
func parallel(n, threads int, worker func() func(int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	threads = max(1, min(threads, n))
	for t := range threads {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f := worker()
			for k := t; k < n; k += threads {
				errs[k] = f(k)
			}
		}()
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// newEpisodes starts N episodes per observation, each with its own random
// numbers, which depend only on the seed and its place in the request. Pictures
// are read from the cache directory where the policy looks at them.
func newEpisodes(req policy.SampleRequest, n int, a arch, cache string) ([]*episode, error) {
	eps := make([]*episode, 0, n*len(req.Observations))
	problems := map[any]*problem{}
	for o, obs := range req.Observations {
		faulty := faultyIn(obs.Findings)
		p := problems[obs.Task]
		if p == nil || faulty != nil {
			p = newProblem(obs.Task, a.text, faulty)
		}
		if faulty == nil {
			problems[obs.Task] = p
		}
		var picture []float32
		if a.image && obs.Turn > 0 && obs.Image != nil {
			var err error
			if picture, err = pictureOf(cache, obs.Image); err != nil {
				return nil, fmt.Errorf("observations[%d]: %w", o, err)
			}
		}
		for k := range n {
			s := newState(p, obs.Turn, obs.Previous, obs.Findings)
			s.picture = picture
			eps = append(eps, &episode{state: s, rng: rand.New(rand.NewPCG(req.Seed, uint64(o)<<32|uint64(k)))})
		}
	}
	return eps, nil
}
