package compact

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Version is the plugin's version; checkpoints of another one are refused.
const Version = "2.0.0"

// Plugin is the compact policy. It implements [policy.Trainer].
type Plugin struct {
	// mu guards the weights: Sample reads them, everything else changes them.
	mu       sync.RWMutex
	settings settings
	learner  *learner
	// cache is the directory of the pictures.
	cache string
	// memory guards what is kept.
	memory struct {
		sync.Mutex
		next    uint64
		samples map[uint64]*kept
	}
}

var _ policy.Trainer = (*Plugin)(nil)

// settings are the resolved configuration.
type settings struct {
	arch    arch
	seed    uint64
	backend string
	// pretrained starts with the weights that come with the program.
	pretrained bool
	threads    int
}

// New returns the plugin with default settings.
func New() *Plugin {
	values, _ := configSchema.Resolve(nil)
	return &Plugin{settings: read(values)}
}

var configSchema = schema.Schema{
	{Name: "width", Type: schema.Integer, Default: int64(64), Min: schema.Bound(8), Max: schema.Bound(512),
		Doc: "width of the networks' hidden layers"},
	{Name: "grid", Type: schema.Integer, Default: int64(24), Min: schema.Bound(6), Max: schema.Bound(maxGrid),
		Doc: "candidate coordinates per axis"},
	{Name: "profiles", Type: schema.Bool, Default: true,
		Doc: "see which cells would hit something; without it the policy is told only where things are"},
	{Name: "text", Type: schema.Bool, Default: true, Doc: "read the preference text"},
	{Name: "image", Type: schema.Bool, Default: false,
		Doc: "look at the picture of the turn before; needs a run with a renderer"},
	{Name: "seed", Type: schema.Integer, Default: int64(1), Min: schema.Bound(0),
		Doc: "seed of the initial weights"},
	{Name: "weights", Type: schema.String, Default: untrained, Enum: []string{untrained, pretrained},
		Doc: "what to start from: weights drawn from the seed, or those that come with the program, for the default width and grid"},
	backendSetting,
	{Name: "threads", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Max: schema.Bound(256),
		Doc: "threads for sampling; 0 uses all processors"},
}

// topCamera is the renderer's preset that shows the room from above, as the network
// reads it: by place.
const topCamera = "top"

func read(v schema.Values) settings {
	s := settings{
		arch: arch{width: v.Int("width"), grid: newGrid(v.Int("grid")),
			profiles: v.Bool("profiles"), text: v.Bool("text"), image: v.Bool("image")},
		seed: uint64(v.Int("seed")), threads: v.Int("threads"),
		backend: v.String("backend"), pretrained: v.String("weights") == pretrained,
	}
	if s.threads == 0 {
		s.threads = runtime.GOMAXPROCS(0)
	}
	return s
}

// Describe says what the plugin is.
func (p *Plugin) Describe() base.Description {
	return base.Description{
		ID: "policy/compact", Kind: base.Policy, Version: Version,
		Summary: "A small trainable policy that places objects one after the other, from scratch in minutes.",
		Docs:    docs, Schema: configSchema,
	}
}

const docs = `For each object the policy chooses a heading, then one of grid² candidate centres; from the second turn on it may keep the previous pose instead, an object that the task calls optional it may leave out, and one that may stand at any angle it then turns by up to 45°. Two thirds of the candidates per axis lie where the object's relations hold, the others anywhere in the room; they are moved to where the object would just touch its neighbours. A network weighs, cell by cell, what the object would hit, which relations it breaks, whose space it takes, and how it would stand to the walls, doors, windows and everything else: near or far, in line, mirrored, in front or beside, looking at it. No cell is masked and nothing is searched or repaired: untrained, the policy is bad.

What an object is (its kind, style, material and roles), the words of the preference text that name it, and, with image set, the picture of the turn before bear on those weights.

Inner walls, holes and slanted walls are seen as boxes that nothing may hit, a slanted wall as a stair; headings are along the room's axes, but for objects that may stand at any angle.`

// Configure takes the settings and forgets weights of other settings.
func (p *Plugin) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	s := read(req.Values)
	p.mu.Lock()
	defer p.mu.Unlock()
	if s.pretrained && s.arch != New().settings.arch {
		var res base.ConfigureResponse
		res.Diagnostics.Errorf("weights", "the pretrained weights are for the default width, grid, profiles, text and image; leave those as they are, or start untrained")
		return res, nil
	}
	old := p.settings
	if old.threads = s.threads; s != old {
		p.learner = nil
		p.forget()
	}
	p.settings, p.cache = s, req.CacheDir
	if s.backend != backendGo {
		// What may be missing is said now rather than at the first answer.
		if err := p.ready(); err != nil {
			var res base.ConfigureResponse
			res.Diagnostics.Errorf("backend", "%v", err)
			return res, nil
		}
	}
	if !s.arch.image {
		return base.ConfigureResponse{}, nil
	}
	// A larger one would be averaged down.
	return base.ConfigureResponse{Needs: []base.Need{base.NeedImages}, Pictures: []base.Picture{{Camera: topCamera, Width: 64, Height: 64}}}, nil
}

// ready makes the networks when they are first needed, so that a process that
// is only asked what it is starts at once. The caller holds mu for writing.
func (p *Plugin) ready() error {
	if p.learner != nil {
		return nil
	}
	n, err := newNetworks(p.settings.arch, p.settings.seed, p.settings.backend)
	if err != nil {
		return err
	}
	l := newLearner(n)
	if p.settings.pretrained {
		if err := l.load(bytes.NewReader(pretrainedWeights)); err != nil {
			return fmt.Errorf("the weights that come with the program: %w", err)
		}
	}
	p.learner = l
	return nil
}

func (p *Plugin) forget() {
	p.memory.Lock()
	defer p.memory.Unlock()
	p.memory.samples = nil
}

// Sample draws responses.
func (p *Plugin) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	var res policy.SampleResponse
	for k, o := range req.Observations {
		path := fmt.Sprintf("observations[%d]", k)
		if o.Task == nil {
			res.Diagnostics.Errorf(path, "has no task")
		} else if err := o.Task.Validate(); err != nil {
			res.Diagnostics.Errorf(path, "%v", err)
		}
	}
	if res.Diagnostics.HasError() || len(req.Observations) == 0 {
		return res, nil
	}
	p.mu.RLock()
	for p.learner == nil || req.Reference && p.learner.reference == nil {
		p.mu.RUnlock()
		p.mu.Lock()
		err := p.ready()
		if err == nil && req.Reference {
			err = p.learner.refer()
		}
		p.mu.Unlock()
		if err != nil {
			return res, err
		}
		p.mu.RLock()
	}
	defer p.mu.RUnlock()
	n := max(1, req.N)
	eps, err := newEpisodes(req, n, p.settings.arch, p.cache)
	if err != nil {
		return res, err
	}
	var reference *networks
	if req.Reference {
		reference, res.Reference = p.learner.reference, true
	}
	if err := p.learner.nets.playAll(ctx, eps, req, reference, p.settings.threads); err != nil {
		return res, err
	}
	all := make([]policy.Sample, len(eps))
	for k, e := range eps {
		all[k] = policy.Sample{Response: e.response(), Actions: e.actions()}
	}
	if req.Keep {
		p.keep(eps, all, req.Temperature)
	}
	for k := range req.Observations {
		res.Samples = append(res.Samples, all[k*n:(k+1)*n:(k+1)*n])
	}
	return res, nil
}

func (p *Plugin) keep(eps []*episode, out []policy.Sample, temperature float64) {
	p.memory.Lock()
	defer p.memory.Unlock()
	if p.memory.samples == nil {
		p.memory.samples = make(map[uint64]*kept, len(eps))
	}
	for k, e := range eps {
		p.memory.next++
		p.memory.samples[p.memory.next] = e.remember(temperature)
		out[k].Handle = p.memory.next
	}
}

// actions lists the parts of the decisions, in their order: of each item its
// heading (or keeping its pose, or leaving it out), then its position, then, where
// it has one to choose, its tilt.
func (e *episode) actions() []policy.Action {
	out := make([]policy.Action, 0, 2*len(e.decisions))
	for i := range e.decisions {
		d, it := &e.decisions[i], &e.state.p.items[e.state.p.locked+i]
		out = append(out,
			policy.Action{Object: it.index, Coordinate: "yaw", LogProb: d.log.yaw, RefLogProb: d.ref.yaw},
			policy.Action{Object: it.index, Coordinate: "position", LogProb: d.log.cell, RefLogProb: d.ref.cell})
		if d.tilted(it) {
			out = append(out, policy.Action{Object: it.index, Coordinate: "tilt", LogProb: d.log.tilt, RefLogProb: d.ref.tilt})
		}
	}
	return out
}

// Update learns from kept samples and forgets all of them.
func (p *Plugin) Update(ctx context.Context, req policy.UpdateRequest) (policy.UpdateResponse, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.forget()
	var res policy.UpdateResponse
	if err := p.ready(); err != nil {
		return res, err
	}
	p.memory.Lock()
	all := lessons(req.Items, p.memory.samples, &res.Diagnostics)
	p.memory.Unlock()
	if res.Diagnostics.HasError() {
		return res, nil
	}
	if err := req.Loss.Validate(); err != nil {
		res.Diagnostics.Errorf("loss", "%v", err)
		return res, nil
	}
	if !(req.LearningRate >= 0) {
		res.Diagnostics.Errorf("learning_rate", "is %v; it must not be negative", req.LearningRate)
		return res, nil
	}
	if err := p.learner.learn(ctx, req, all); err != nil {
		return res, err
	}
	res.Statistics = p.learner.totals.statistics()
	return res, nil
}

// Save writes weights and optimiser.
func (p *Plugin) Save(_ context.Context, w io.Writer) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(); err != nil {
		return err
	}
	return p.learner.save(w)
}

// Load reads what Save wrote and forgets kept samples, which other weights made.
func (p *Plugin) Load(_ context.Context, r io.Reader) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(); err != nil {
		return err
	}
	if err := p.learner.load(r); err != nil {
		return err
	}
	p.forget()
	return nil
}
