package rollout_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/rollout"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

func environment(t *testing.T, o env.Options, term *toy.Term) *env.Env {
	t.Helper()
	m, err := reward.New([]reward.Term{{Name: "target", Weight: 1, Plugin: term}})
	if err != nil {
		t.Fatal(err)
	}
	o.Scorer = m
	e, err := env.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func rooms(t *testing.T, n int) []*scenes.Task {
	t.Helper()
	tasks, err := toy.Tasks(n)(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	return tasks
}

func TestOneCallPerTurn(t *testing.T) {
	type call struct{ Observations, N, Turn int }
	var calls []call
	p := &toy.Policy{OnSample: func(r policy.SampleRequest) {
		calls = append(calls, call{len(r.Observations), r.N, r.Observations[0].Turn})
		for _, o := range r.Observations {
			if (o.Turn > 0) != (o.Previous != nil) {
				t.Errorf("turn %d has the previous layout %v", o.Turn, o.Previous)
			}
			if o.Turn > 0 && o.Reward < 1 && len(o.Findings) == 0 {
				t.Error("a fault was not fed back")
			}
		}
	}}
	term := toy.Target()
	e := environment(t, env.Options{Turns: 3}, term)
	groups, _, err := rollout.Run(t.Context(), rollout.Options{Policy: p, Env: e, Group: 5, Temperature: 1, Keep: true}, rooms(t, 4), 7)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]call{{4, 5, 0}, {20, 1, 1}, {20, 1, 2}}, calls); d != "" {
		t.Errorf("calls of Sample (-want +got):\n%s", d)
	}
	if n := term.Calls.Load(); n != 12 {
		t.Errorf("%d calls of the term for 4 groups of 3 turns", n)
	}
	handles := map[uint64]bool{}
	for g := range groups {
		for i := range groups[g].Trajectories {
			for turn, tn := range groups[g].Trajectories[i].Turns {
				if tn.Outcome.Turn != turn || tn.Layout == nil || len(tn.Score.Objects) != 3 {
					t.Errorf("group %d, member %d, turn %d: %+v", g, i, turn, tn)
				}
				handles[tn.Handle] = true
			}
		}
	}
	if len(handles) != 60 || len(groups[0].Trajectories) != 5 {
		t.Errorf("%d handles for 60 samples", len(handles))
	}
}

func TestSameSeedSameGroups(t *testing.T) {
	run := func(seed uint64) []rollout.Group {
		e := environment(t, env.Options{Turns: 2}, toy.Target())
		g, _, err := rollout.Run(t.Context(), rollout.Options{Policy: &toy.Policy{Garbage: 4}, Env: e, Group: 6, Temperature: 1}, rooms(t, 3), seed)
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	if d := cmp.Diff(run(1), run(1)); d != "" {
		t.Errorf("two runs differ:\n%s", d)
	}
	if cmp.Equal(run(1), run(2)) {
		t.Error("another seed gave the same layouts")
	}
}

func TestUnreadableResponses(t *testing.T) {
	e := environment(t, env.Options{}, toy.Target())
	groups, _, err := rollout.Run(t.Context(), rollout.Options{Policy: &toy.Policy{Garbage: 2}, Env: e, Group: 4, Temperature: 1}, rooms(t, 1), 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, tr := range groups[0].Trajectories {
		last := tr.Last()
		if i%2 == 1 != (last.Layout == nil) || (last.ParseError == "") != (last.Layout != nil) {
			t.Errorf("member %d: layout %v, error %q", i, last.Layout, last.ParseError)
		}
	}
}

func TestImagesOnlyWhereNeeded(t *testing.T) {
	for name, c := range map[string]struct {
		policy, term bool
		want         int64
	}{
		"nobody needs any":  {false, false, 0},
		"the term does":     {false, true, 8},
		"the policy does":   {true, false, 8},
		"both share images": {true, true, 8},
	} {
		t.Run(name, func(t *testing.T) {
			r := &toy.Renderer{Dir: t.TempDir()}
			term := toy.Target()
			value := term.Value
			term.Value = func(task *scenes.Task, cand sdkreward.Candidate) sdkreward.Result {
				if (len(cand.Images) > 0) != c.term {
					t.Errorf("the term saw %d images", len(cand.Images))
				}
				return value(task, cand)
			}
			if c.term {
				term.Needs = []base.Need{base.NeedImages}
			}
			p := &toy.Policy{OnSample: func(req policy.SampleRequest) {
				for _, o := range req.Observations {
					if o.Turn > 0 && c.policy != (o.Image != nil) {
						t.Errorf("the policy saw the image %v", o.Image)
					}
				}
			}}
			var wanted []base.Picture
			if c.policy {
				wanted = []base.Picture{{}}
			}
			e := environment(t, env.Options{Turns: 2, Renderer: r, Pictures: wanted}, term)
			if _, _, err := rollout.Run(t.Context(), rollout.Options{Policy: p, Env: e, Group: 2, Temperature: 1}, rooms(t, 2), 1); err != nil {
				t.Fatal(err)
			}
			if got := r.Scenes.Load(); got != c.want {
				t.Errorf("%d scenes were drawn, want %d", got, c.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	e := environment(t, env.Options{Turns: 2}, toy.Target())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		o    rollout.Options
		want string
	}{
		"interrupted":    {ctx, rollout.Options{Policy: &toy.Policy{}, Env: e}, "context canceled"},
		"too many turns": {t.Context(), rollout.Options{Policy: &toy.Policy{}, Env: e, Turns: 3}, "3 turns asked for"},
		"no reference":   {t.Context(), rollout.Options{Policy: &toy.Policy{}, Env: e, Reference: true}, "gives no log-probabilities under a reference policy"},
		"bad reference":  {t.Context(), rollout.Options{Policy: never{&toy.Policy{Referring: true}}, Env: e, Reference: true}, "response 0 has the log-probability"},
		"too few":        {t.Context(), rollout.Options{Policy: stingy{&toy.Policy{}}, Env: e, Group: 3}, "returned 2 responses to 1 observations, 3 were asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := rollout.Run(c.ctx, c.o, rooms(t, 1), 1); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// never has a reference policy that would never have done what is done.
type never struct{ *toy.Policy }

func (n never) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	resp, err := n.Policy.Sample(ctx, req)
	resp.Samples[0][0].Actions[0].RefLogProb = math.Inf(-1)
	return resp, err
}

// stingy answers one time too few.
type stingy struct{ *toy.Policy }

func (s stingy) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	req.N--
	return s.Policy.Sample(ctx, req)
}
