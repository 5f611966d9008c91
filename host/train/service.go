package train

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

const (
	// MaxLayouts bounds the layouts that one Generate returns, MaxTries the
	// episodes that it plays.
	MaxLayouts = 256
	MaxTries   = 1 << 20
	// maxTurns bounds the turns of a Refine.
	maxTurns = 100
	// maxEpisodes bounds the episodes that engines have begun and not ended;
	// the oldest make room.
	maxEpisodes = 4096
)

// ServiceOptions are the parts of a service; Policy and Env are needed.
type ServiceOptions struct {
	// Policy answers; its calls must be safe at any time.
	Policy policy.Policy
	Env    *env.Env
	// Temperature is that of all tries but the first, which is greedy.
	Temperature float64
	// Terms names the values of a StepResult and of a Generated; it may be nil.
	Terms func() []reward.Term
	// Now tells the time that budgets are of; nil means time.Now.
	Now func() time.Time
}

// NewService answers requests with a policy and an environment; a run uses it
// on its own, servers without a run on theirs.
func NewService(o ServiceOptions) session.Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &service{ServiceOptions: o, episodes: map[string]*episode{}}
}

func newService(r *run) session.Service {
	return NewService(ServiceOptions{Policy: r.policy, Env: r.env, Temperature: r.cfg.Temperature, Terms: r.manager.Terms})
}

type service struct {
	ServiceOptions

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

// Generate plays whole episodes and keeps the best.
func (s *service) Generate(ctx context.Context, req session.GenerateRequest) (*session.Generation, error) {
	if err := check(&req); err != nil {
		return nil, err
	}
	c := newContest(s, &req)
	err := c.play(ctx, s.Env.Turns(), func() *env.Episode { return s.Env.Reset(req.Task) })
	if err != nil {
		return nil, err
	}
	return c.result(), nil
}

// Refine shows the policy a layout as its own previous turn and keeps the best
// of its answers and the layout itself.
func (s *service) Refine(ctx context.Context, req session.RefineRequest) (*session.Generation, error) {
	if err := check(&req.GenerateRequest); err != nil {
		return nil, err
	}
	if req.Turns < 0 || req.Turns > maxTurns {
		return nil, fmt.Errorf("%d turns asked for; a refinement has 1 to %d", req.Turns, maxTurns)
	}
	before, err := s.score(ctx, req.Task, req.Layout)
	if err != nil {
		return nil, err
	}
	c := newContest(s, &req.GenerateRequest)
	given := c.judge(&before, givenLayout)
	given.Response = ""
	c.enter(given)
	err = c.play(ctx, max(1, req.Turns), func() *env.Episode { return env.From(req.Task, before) })
	if err != nil {
		return nil, err
	}
	out := c.result()
	out.Better = out.Layouts[0].Episode != givenLayout
	return out, nil
}

// Score evaluates a layout.
func (s *service) Score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (*session.Generated, error) {
	out, err := s.score(ctx, task, layout)
	if err != nil {
		return nil, err
	}
	g := s.generated(&out)
	return &g, nil
}

func (s *service) score(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (env.Outcome, error) {
	if err := validate(task); err != nil {
		return env.Outcome{}, err
	}
	if layout == nil {
		return env.Outcome{}, fmt.Errorf("no layout was given")
	}
	return s.Env.Score(ctx, task, layout)
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
	s.episodes[id] = &episode{Episode: s.Env.Reset(task)}
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
	out, err := s.Env.Step(ctx, []*env.Episode{ep.Episode}, []string{response})
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
	if s.Terms != nil {
		res.Values = append(res.Values, termValues(s.Terms(), &out[0].Score)...)
	}
	return res, nil
}

func check(req *session.GenerateRequest) error {
	if err := validate(req.Task); err != nil {
		return err
	}
	req.K, req.Best = max(1, req.K), max(1, req.Best)
	if req.Best > MaxLayouts {
		return fmt.Errorf("%d layouts asked for at once; at most %d", req.Best, MaxLayouts)
	}
	if req.K > MaxTries {
		return fmt.Errorf("%d tries asked for; at most %d", req.K, MaxTries)
	}
	return nil
}

func validate(task *scenes.Task) error {
	if task == nil {
		return fmt.Errorf("no task was given")
	}
	return task.Validate()
}

func (s *service) generated(o *env.Outcome) session.Generated {
	g := session.Generated{Response: o.Response, Layout: o.Layout, Reward: o.Score.Total, Findings: o.Score.Findings}
	if s.Terms != nil {
		g.Terms = termScores(s.Terms(), &o.Score)
	}
	return g
}
