package toy

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// Policy learns a table of logits [object mod Cells][cell].
type Policy struct {
	// Needs are described; Garbage makes every n-th response unreadable.
	Needs   []base.Need
	Garbage int
	// OnSample and OnUpdate are called first, where set.
	OnSample func(req policy.SampleRequest)
	OnUpdate func(req policy.UpdateRequest)
	// Silent keeps no samples.
	Silent bool
	// Referring answers requests for the reference policy, the untrained one.
	Referring bool
	// Spoil is asked after every update, where set: statistics that it returns
	// stand for the true ones, and the table is then not a number any more.
	Spoil func(req policy.UpdateRequest) []policy.Statistic

	mu     sync.Mutex
	logits [Cells][Cells]float64
	next   uint64
	kept   map[uint64][]int
}

var _ policy.Trainer = (*Policy)(nil)

// Describe describes the policy.
func (p *Policy) Describe() base.Description {
	return base.Description{ID: "policy/toy", Kind: base.Policy, Version: "1.0.0", Summary: "Learns a table.", Trainable: true, Needs: p.Needs}
}

// Configure takes no settings.
func (p *Policy) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (p *Policy) probabilities(object int) [Cells]float64 {
	var out [Cells]float64
	sum := 0.0
	for c, l := range p.logits[object%Cells] {
		out[c] = math.Exp(l)
		sum += out[c]
	}
	for c := range out {
		out[c] /= sum
	}
	return out
}

// Sample draws a cell for every object.
func (p *Policy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	if p.OnSample != nil {
		p.OnSample(req)
	}
	if err := ctx.Err(); err != nil {
		return policy.SampleResponse{}, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	rng := rand.New(rand.NewPCG(req.Seed, 1))
	resp := policy.SampleResponse{Reference: req.Reference && p.Referring}
	count := 0
	for _, o := range req.Observations {
		var samples []policy.Sample
		for range max(1, req.N) {
			s := p.sample(o.Task, rng, req)
			if count++; p.Garbage > 0 && count%p.Garbage == 0 {
				s.Response = "<think>?</think>"
			}
			samples = append(samples, s)
		}
		resp.Samples = append(resp.Samples, samples)
	}
	return resp, nil
}

func (p *Policy) sample(task *scenes.Task, rng *rand.Rand, req policy.SampleRequest) policy.Sample {
	var s policy.Sample
	layout := &scenes.Layout{}
	var cells []int
	for i := range task.Objects {
		prob := p.probabilities(i)
		cell, x := 0, rng.Float64()
		if req.Temperature == 0 {
			for c := range prob {
				if prob[c] > prob[cell] {
					cell = c
				}
			}
		} else {
			for x > prob[cell] && cell < Cells-1 {
				x -= prob[cell]
				cell++
			}
		}
		layout.Placements = append(layout.Placements, Place(task, i, cell))
		cells = append(cells, cell)
		a := policy.Action{Object: i, Coordinate: "position", LogProb: math.Log(prob[cell])}
		if req.Reference && p.Referring {
			a.RefLogProb = -math.Log(Cells)
		}
		s.Actions = append(s.Actions, a)
	}
	s.Response = codec.FormatResponse(task, layout, "toy")
	if req.Keep && !p.Silent {
		if p.kept == nil {
			p.kept = map[uint64][]int{}
		}
		p.next++
		s.Handle = p.next
		p.kept[s.Handle] = cells
	}
	return s
}

// Update takes one step along the policy gradient.
func (p *Policy) Update(_ context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	if p.OnUpdate != nil {
		p.OnUpdate(req)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var grad [Cells][Cells]float64
	actions := 0.0
	for _, it := range req.Items {
		cells, ok := p.kept[it.Handle]
		if !ok {
			return policy.UpdateResponse{}, fmt.Errorf("sample %d was not kept", it.Handle)
		}
		for i, cell := range cells {
			prob := p.probabilities(i)
			for c := range prob {
				g := -prob[c]
				if c == cell {
					g++
				}
				grad[i%Cells][c] += it.Advantages[i] * g
			}
			actions++
		}
	}
	size, entropy := 0.0, 0.0
	for i := range grad {
		for _, q := range p.probabilities(i) {
			entropy -= q * math.Log(max(q, 1e-300)) / Cells
		}
		for c := range grad[i] {
			size += math.Abs(grad[i][c])
			p.logits[i][c] += req.LearningRate * grad[i][c] / max(1, actions) * Cells
		}
	}
	p.kept = nil
	if p.Spoil != nil {
		if stats := p.Spoil(req); stats != nil {
			p.logits[0][0] = math.NaN()
			return policy.UpdateResponse{Statistics: stats}, nil
		}
	}
	return policy.UpdateResponse{Statistics: []policy.Statistic{
		{Name: "steps", Value: 1}, {Name: "loss", Value: size}, {Name: "entropy", Value: entropy},
	}}, nil
}

// Save writes the table.
func (p *Policy) Save(_ context.Context, w io.Writer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return json.NewEncoder(w).Encode(p.logits)
}

// Load reads the table.
func (p *Policy) Load(_ context.Context, r io.Reader) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return json.NewDecoder(r).Decode(&p.logits)
}

// Logits returns the table.
func (p *Policy) Logits() [Cells][Cells]float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.logits
}
