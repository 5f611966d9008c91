package compact

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/gomlx/gomlx/core/tensors"

	"github.com/metaspatial/metaspatial/sdk/policy"
)

const (
	// options are the four headings and keeping the previous pose.
	options    = 5
	keepOption = 4
	// chunk is how many episodes are played side by side by one goroutine. It
	// does not depend on the number of threads, so neither do the responses.
	chunk = 32
	// tokenStep is what the number of tokens is rounded up to.
	tokenStep = 8
)

// A decision is what was chosen for one item.
type decision struct {
	option   int
	cell     int
	x, y     float64
	logYaw   float64
	logCell  float64
	features []float32 // of the options, when it is kept
}

// An episode is one response in the making.
type episode struct {
	state     *state
	rng       *rand.Rand
	decisions []decision
}

// decision returns the one on item i, which is not locked.
func (e *episode) decision(i int) *decision { return &e.decisions[i-e.state.p.locked] }

// A player plays episodes; it owns buffers and serves one goroutine.
type player struct {
	nets        *networks
	temperature float64
	keep        bool
	views       [chunk][4]view
	scorer      *scorer
	optionIn    []float32
	optionOut   []float32
	queryIn     []float32
	tokenIn     []float32
	maskIn      []float32
	headOut     []float32
	tokenOut    []float32
}

func newPlayer(n *networks) *player {
	return &player{nets: n, scorer: newScorer(n.arch.grid)}
}

// bucket rounds a number of rows up to a power of two, so that few shapes are
// compiled.
func bucket(n int) int {
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
	tokens, steps := 0, 0
	for _, e := range eps {
		steps = max(steps, len(e.state.p.items))
		tokens = max(tokens, e.state.p.tokens())
	}
	tokens = roundTokens(tokens)
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
		if err := p.chooseCells(active, i, tokens); err != nil {
			return err
		}
	}
	return nil
}

// look fills the views and the options' features of item i.
func look(s *state, i int, views *[4]view, g grid, out []float32) {
	for k := range 4 {
		views[k].fill(s, i, k, g)
		views[k].option(s, out[k*optionFeatures:(k+1)*optionFeatures])
	}
	row := out[keepOption*optionFeatures : options*optionFeatures]
	if s.canKeep(i) {
		describeKeeping(s, i, row)
	} else {
		clear(row)
	}
}

// optionCount is how many options an item has.
func optionCount(s *state, i int) int {
	if s.canKeep(i) {
		return options
	}
	return keepOption
}

func (p *player) chooseOptions(active []*episode, i int) error {
	rows := bucket(len(active))
	const size = options * optionFeatures
	p.optionIn = grow(p.optionIn, rows*size)
	p.optionOut = grow(p.optionOut, rows*options)
	for r, e := range active {
		look(e.state, i, &p.views[r], p.nets.arch.grid, p.optionIn[r*size:(r+1)*size])
	}
	clear(p.optionIn[len(active)*size:])
	if err := p.nets.runOption(p.optionIn, rows*options, p.optionOut); err != nil {
		return err
	}
	for r, e := range active {
		var logits, probs [options]float32
		n := optionCount(e.state, i)
		for k := range n {
			logits[k] = optionGain * p.optionOut[r*options+k]
		}
		var d decision
		d.option, d.logYaw = choose(logits[:n], probs[:n], p.temperature, e.rng)
		if p.keep {
			d.features = append([]float32(nil), p.optionIn[r*size:(r+1)*size]...)
		}
		e.decisions = append(e.decisions, d)
	}
	return nil
}

func (p *player) chooseCells(active []*episode, i, tokens int) error {
	moving := 0
	for _, e := range active {
		if e.decision(i).option != keepOption {
			moving++
		}
	}
	if moving > 0 {
		rows := bucket(moving)
		p.reserve(rows, tokens)
		m := 0
		for r, e := range active {
			if d := e.decision(i); d.option != keepOption {
				p.describe(m, r, &p.views[r][d.option], e.state, d.option, tokens)
				m++
			}
		}
		p.clearFrom(m, tokens)
		if err := p.nets.runPosition(p.queryIn, p.tokenIn, p.maskIn, rows, tokens, p.headOut, p.tokenOut); err != nil {
			return err
		}
	}
	m, g, head := 0, p.nets.arch.grid.size(), p.nets.arch.headSize()
	for r, e := range active {
		d := e.decision(i)
		if d.option == keepOption {
			e.state.keep(i)
			continue
		}
		w := &p.views[r][d.option]
		logits := p.scorer.score(e.state, w, p.headOut[m*head:(m+1)*head], p.tokenOut[m*tokens*tokenWeights:(m+1)*tokens*tokenWeights])
		d.cell, d.logCell = choose(logits, p.scorer.probs, p.temperature, e.rng)
		d.x, d.y = w.frame.back(w.u[d.cell/g], w.v[d.cell%g])
		e.state.place(i, d.option, d.x, d.y)
		m++
	}
	return nil
}

func (p *player) reserve(rows, tokens int) {
	p.queryIn = grow(p.queryIn, rows*optionFeatures)
	p.tokenIn = grow(p.tokenIn, rows*tokens*tokenFeatures)
	p.maskIn = grow(p.maskIn, rows*tokens)
	p.headOut = grow(p.headOut, rows*p.nets.arch.headSize())
	p.tokenOut = grow(p.tokenOut, rows*tokens*tokenWeights)
}

// describe writes row m of the position network's input from the view of row r.
func (p *player) describe(m, r int, w *view, s *state, option, tokens int) {
	from := (r*options + option) * optionFeatures
	copy(p.queryIn[m*optionFeatures:(m+1)*optionFeatures], p.optionIn[from:from+optionFeatures])
	w.tokens(s, p.tokenIn[m*tokens*tokenFeatures:(m+1)*tokens*tokenFeatures], p.maskIn[m*tokens:(m+1)*tokens])
}

func (p *player) clearFrom(m, tokens int) {
	clear(p.queryIn[m*optionFeatures:])
	clear(p.tokenIn[m*tokens*tokenFeatures:])
	clear(p.maskIn[m*tokens:])
}

func (n *networks) runOption(in []float32, rows int, out []float32) error {
	x := tensors.FromFlatDataAndDimensions(in, rows, optionFeatures)
	if err := n.option.run(n.option.forward, []any{x}, out); err != nil {
		return fmt.Errorf("run the option network: %w", err)
	}
	return nil
}

func (n *networks) runPosition(query, token, mask []float32, rows, tokens int, head, weights []float32) error {
	in := []any{
		tensors.FromFlatDataAndDimensions(query, rows, optionFeatures),
		tensors.FromFlatDataAndDimensions(token, rows*tokens, tokenFeatures),
		tensors.FromFlatDataAndDimensions(mask, rows, tokens, 1),
	}
	if err := n.position.run(n.position.forward, in, head, weights); err != nil {
		return fmt.Errorf("run the position network: %w", err)
	}
	return nil
}

// playAll plays all episodes on the given number of threads.
func (n *networks) playAll(ctx context.Context, eps []*episode, temperature float64, keep bool, threads int) error {
	return parallel((len(eps)+chunk-1)/chunk, threads, func() func(int) error {
		p := newPlayer(n)
		p.temperature, p.keep = temperature, keep
		return func(k int) error {
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
// numbers, which depend only on the seed and its place in the request.
func newEpisodes(req policy.SampleRequest, n int) []*episode {
	eps := make([]*episode, 0, n*len(req.Observations))
	problems := map[any]*problem{}
	for o, obs := range req.Observations {
		p := problems[obs.Task]
		if p == nil {
			p = newProblem(obs.Task)
			problems[obs.Task] = p
		}
		for k := range n {
			eps = append(eps, &episode{
				state: newState(p, obs.Turn, obs.Previous, obs.Findings),
				rng:   rand.New(rand.NewPCG(req.Seed, uint64(o)<<32|uint64(k))),
			})
		}
	}
	return eps
}
