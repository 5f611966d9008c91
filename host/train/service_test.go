package train_test

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// service has the time of now, or of the clock where that is nil.
func service(t *testing.T, p *toy.Policy, turns int, now func() time.Time) session.Service {
	t.Helper()
	m, err := reward.New([]reward.Term{{Name: "target", Weight: 2, Plugin: toy.Target()}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := env.New(env.Options{Scorer: m, Turns: turns})
	if err != nil {
		t.Fatal(err)
	}
	return train.NewService(train.ServiceOptions{Policy: p, Env: e, Temperature: 1, Terms: m.Terms, Now: now})
}

func TestServiceGenerateAndScore(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 2, nil), toy.Task("room", 3)
	out, err := s.Generate(t.Context(), session.GenerateRequest{Task: task, K: 20, Best: 20, Seed: 3})
	if err != nil || len(out.Layouts) != 20 || out.Tried != 20 {
		t.Fatalf("%+v, %v", out, err)
	}
	first, last := out.Layouts[0], out.Layouts[19]
	if !slices.IsSortedFunc(out.Layouts, func(a, b session.Generated) int { return int(6 * (b.Reward - a.Reward)) }) || first.Reward <= last.Reward {
		t.Errorf("not best first: %v to %v", first.Reward, last.Reward)
	}
	scored, err := s.Score(t.Context(), task, first.Layout)
	if err != nil || scored.Reward != first.Reward {
		t.Errorf("scoring the best again: %+v, %v", scored, err)
	}
	if one, err := s.Generate(t.Context(), session.GenerateRequest{Task: task, Seed: 3}); err != nil || len(one.Layouts) != 1 || toy.Cell(one.Layouts[0].Layout, "box_2") != 0 {
		t.Errorf("a single layout is greedy: %+v, %v", one, err)
	}
}

// Episode i depends on the seed and on i only: on neither K nor how many
// processors play at once.
func TestEpisodesDependOnSeedAndNumber(t *testing.T) {
	task := toy.Task("room", 3)
	tries := func(k int) map[int]session.Generated {
		out, err := service(t, &toy.Policy{}, 2, nil).Generate(t.Context(), session.GenerateRequest{Task: task, K: k, Best: k, Seed: 3})
		if err != nil || len(out.Layouts) != k {
			t.Fatalf("%+v, %v", out, err)
		}
		m := map[int]session.Generated{}
		for _, g := range out.Layouts {
			m[g.Episode] = g
		}
		return m
	}
	many := tries(40)
	seen := map[string]bool{}
	for i := range 40 {
		seen[many[i].Response] = true
	}
	if len(seen) < 5 {
		t.Fatalf("40 tries are only %d different ones", len(seen))
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, processors := range []int{1, 3} {
		runtime.GOMAXPROCS(processors)
		for i, g := range tries(7) {
			if d := cmp.Diff(many[i], g); d != "" {
				t.Errorf("%d processors, try %d (-of 40 +of 7):\n%s", processors, i, d)
			}
		}
	}
}

// A budget plays until the time is up, at least once, and the K that it came to
// plays the same again.
func TestServiceBudget(t *testing.T) {
	task := toy.Task("room", 3)
	for _, c := range []struct{ tick, budget, atLeast, atMost int }{{10, 95, 9, 9 + 64}, {100, 1, 1, 64}} {
		var mu sync.Mutex
		at := time.Time{}
		now := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			at = at.Add(time.Duration(c.tick) * time.Millisecond)
			return at
		}
		got, err := service(t, &toy.Policy{}, 1, now).Generate(t.Context(), session.GenerateRequest{Task: task, K: 3, Best: 4, Budget: time.Duration(c.budget) * time.Millisecond, Seed: 8})
		if err != nil || got.Tried < c.atLeast || got.Tried > c.atMost {
			t.Fatalf("budget %d: %+v, %v", c.budget, got, err)
		}
		again, err := service(t, &toy.Policy{}, 1, nil).Generate(t.Context(), session.GenerateRequest{Task: task, K: got.Tried, Best: 4, Seed: 8})
		if d := cmp.Diff(got, again); err != nil || d != "" {
			t.Errorf("K %d after a budget of %d: %v (-budget +K):\n%s", got.Tried, c.budget, err, d)
		}
	}
}

func TestServiceRefineShowsTheLayout(t *testing.T) {
	var mu sync.Mutex
	var saw []policy.Observation
	p := &toy.Policy{OnSample: func(r policy.SampleRequest) {
		mu.Lock()
		defer mu.Unlock()
		saw = append(saw, r.Observations[0])
	}}
	s := service(t, p, 1, nil)
	task := toy.Task("room", 2)
	mine := &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0), toy.Place(task, 1, 3)}}
	g, err := s.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task, Seed: 1}, Layout: mine, Turns: 3})
	if err != nil || g.Layouts[0].Layout == nil || g.Tried != 1 {
		t.Fatalf("%+v, %v", g, err)
	}
	if len(saw) != 3 {
		t.Fatalf("%d turns", len(saw))
	}
	if first := saw[0]; first.Turn != 1 || first.Previous != mine || first.Reward != 1 || len(first.Findings) != 1 || first.Findings[0].Object != "box_1" {
		t.Errorf("the policy saw %+v", first)
	}
	if saw[2].Turn != 3 || saw[2].Previous == mine {
		t.Errorf("the third turn saw %+v", saw[2])
	}
}

// A refinement gives back what it was given where nothing better is found.
func TestServiceRefineIsNeverWorse(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 1, nil), toy.Task("room", 3)
	place := func(cells ...int) *scenes.Layout {
		l := &scenes.Layout{}
		for i, c := range cells {
			l.Placements = append(l.Placements, toy.Place(task, i, c))
		}
		return l
	}
	for name, c := range map[string]struct {
		given  *scenes.Layout
		better bool
	}{
		"perfect": {place(0, 1, 2), false},
		"wrong":   {place(1, 2, 3), true},
	} {
		g, err := s.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task, K: 30, Best: 2, Seed: 1}, Layout: c.given})
		if err != nil || g.Better != c.better || len(g.Layouts) != 2 {
			t.Fatalf("%s: %+v, %v", name, g, err)
		}
		if first := g.Layouts[0]; !c.better && (first.Layout != c.given || first.Episode != -1 || first.Response != "") {
			t.Errorf("%s: %+v", name, first)
		}
		if c.better && g.Layouts[0].Reward <= 0 {
			t.Errorf("%s: the reward is %v", name, g.Layouts[0].Reward)
		}
	}
}

func TestServiceEpisodes(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 2, nil), toy.Task("room", 1)
	answer := codec.FormatResponse(task, &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0)}}, "")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			id, err := s.Reset(t.Context(), task)
			if err != nil {
				t.Error(err)
				return
			}
			for turn, want := range []float64{0, 2} {
				text := "nothing"
				if turn == 1 {
					text = answer
				}
				r, err := s.Step(t.Context(), id, text)
				if err != nil || r.Turn != turn || r.Reward != want || r.Done != (turn == 1) || r.Values[0] != (session.Value{Term: "target", Value: want / 2}) {
					t.Errorf("turn %d: %+v, %v", turn, r, err)
				}
			}
			if _, err := s.Step(t.Context(), id, answer); err == nil || !strings.Contains(err.Error(), "there is no episode") {
				t.Errorf("a third turn: %v", err)
			}
		})
	}
	wg.Wait()
}

func TestServiceRefusesBadInput(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 1, nil), toy.Task("room", 1)
	broken := toy.Task("broken", 1)
	broken.Objects[0].Size[1] = -1
	_, noTask := s.Generate(t.Context(), session.GenerateRequest{})
	_, tooMany := s.Generate(t.Context(), session.GenerateRequest{Task: task, Best: 1000})
	_, tooOften := s.Generate(t.Context(), session.GenerateRequest{Task: task, K: 1 << 40})
	_, tooLong := s.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task}, Layout: &scenes.Layout{}, Turns: 1000})
	_, nothing := s.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task}})
	_, noLayout := s.Score(t.Context(), task, nil)
	_, badTask := s.Reset(t.Context(), broken)
	if nothing == nil {
		t.Error("a refinement of nothing is answered")
	}
	for want, err := range map[string]error{
		"no task was given":              noTask,
		"1000 layouts asked for at once": tooMany,
		"1099511627776 tries asked for":  tooOften,
		"1000 turns asked for":           tooLong,
		"no layout was given":            noLayout,
		`object "box_0" has width -1`:    badTask,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
