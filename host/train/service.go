package train

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

const (
	// MaxLayouts bounds one Generate.
	MaxLayouts = 256
	// maxEpisodes bounds the episodes that engines have begun and not ended;
	// the oldest make room.
	maxEpisodes = 4096
)

// NewService answers requests with a policy and an environment; a run uses it
// on its own, servers without a run on theirs. Calls of the policy must be
// safe at any time. Terms names the values of a StepResult; it may be nil.
func NewService(p policy.Policy, e *env.Env, temperature float64, terms func() []reward.Term) session.Service {
	return &service{policy: p, env: e, temperature: temperature, terms: terms, episodes: map[string]*episode{}}
}

func newService(r *run) session.Service {
	return NewService(r.policy, r.env, r.cfg.Temperature, r.manager.Terms)
}

type service struct {
	policy      policy.Policy
	env         *env.Env
	temperature float64
	terms       func() []reward.Term

	mu       sync.Mutex
	episodes map[string]*episode
	order    []string
	count    int
}

// episode is begun by Reset; its mutex orders concurrent steps.
type episode struct {
	mu sync.Mutex
	*env.Episode
}

var _ session.Service = (*service)(nil)

// Generate plays k whole episodes; a single one is greedy.
func (s *service) Generate(ctx context.Context, task *scenes.Task, k int, seed uint64) ([]session.Generated, error) {
	if err := validate(task); err != nil {
		return nil, err
	}
	k = max(1, k)
	if k > MaxLayouts {
		return nil, fmt.Errorf("%d layouts asked for at once; at most %d", k, MaxLayouts)
	}
	o := rollout.Options{Policy: s.policy, Env: s.env, Group: k}
	if k > 1 {
		o.Temperature = s.temperature
	}
	groups, _, err := rollout.Run(ctx, o, []*scenes.Task{task}, seed)
	if err != nil {
		return nil, err
	}
	out := make([]session.Generated, k)
	for i := range out {
		out[i] = generated(&groups[0].Trajectories[i].Last().Outcome)
	}
	slices.SortStableFunc(out, func(a, b session.Generated) int { return cmp.Compare(b.Reward, a.Reward) })
	return out, nil
}

// Refine shows the policy a layout as its own previous turn and takes its
// greedy answer.
func (s *service) Refine(ctx context.Context, task *scenes.Task, layout *scenes.Layout, seed uint64) (*session.Generated, error) {
	before, err := s.score(ctx, task, layout)
	if err != nil {
		return nil, err
	}
	ep := env.From(task, before)
	resp, err := s.policy.Sample(ctx, policy.SampleRequest{Observations: []policy.Observation{ep.Observation()}, N: 1, Seed: seed})
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err == nil && (len(resp.Samples) != 1 || len(resp.Samples[0]) != 1) {
		err = fmt.Errorf("did not return exactly one response")
	}
	if err != nil {
		return nil, fmt.Errorf("policy %q: %w", s.policy.Describe().ID, err)
	}
	out, err := s.env.Step(ctx, []*env.Episode{ep}, []string{resp.Samples[0][0].Response})
	if err != nil {
		return nil, err
	}
	g := generated(&out[0])
	return &g, nil
}

// Score evaluates a layout.
func (s *service) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*session.Generated, error) {
	out, err := s.score(ctx, task, layout)
	if err != nil {
		return nil, err
	}
	g := generated(&out)
	return &g, nil
}

func (s *service) score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (env.Outcome, error) {
	if err := validate(task); err != nil {
		return env.Outcome{}, err
	}
	if layout == nil {
		return env.Outcome{}, fmt.Errorf("no layout was given")
	}
	return s.env.Score(ctx, task, layout)
}

// Reset starts an episode.
func (s *service) Reset(_ context.Context, task *scenes.Task) (string, error) {
	if err := validate(task); err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count++
	id := "episode-" + strconv.Itoa(s.count)
	s.episodes[id] = &episode{Episode: s.env.Reset(task)}
	s.order = append(s.order, id)
	if len(s.order) > maxEpisodes {
		delete(s.episodes, s.order[0])
		s.order = s.order[1:]
	}
	return id, nil
}

// Step answers an episode; after its last turn it is forgotten.
func (s *service) Step(ctx context.Context, id, response string) (*session.StepResult, error) {
	s.mu.Lock()
	ep := s.episodes[id]
	s.mu.Unlock()
	if ep == nil {
		return nil, fmt.Errorf("there is no episode %q; it may have ended, reset to start another", id)
	}
	ep.mu.Lock()
	defer ep.mu.Unlock()
	out, err := s.env.Step(ctx, []*env.Episode{ep.Episode}, []string{response})
	if err != nil {
		return nil, err
	}
	if ep.Done {
		s.mu.Lock()
		delete(s.episodes, id)
		s.order = slices.DeleteFunc(s.order, func(o string) bool { return o == id })
		s.mu.Unlock()
	}
	res := &session.StepResult{Turn: out[0].Turn, Reward: out[0].Score.Total, Done: ep.Done, Findings: out[0].Score.Findings, Values: []session.Value{}}
	if s.terms != nil {
		for i, t := range s.terms() {
			res.Values = append(res.Values, session.Value{Term: t.Name, Value: out[0].Score.Values[i]})
		}
	}
	return res, nil
}

func validate(task *scenes.Task) error {
	if task == nil {
		return fmt.Errorf("no task was given")
	}
	return task.Validate()
}

func generated(o *env.Outcome) session.Generated {
	return session.Generated{Response: o.Response, Layout: o.Layout, Reward: o.Score.Total, Findings: o.Score.Findings}
}
