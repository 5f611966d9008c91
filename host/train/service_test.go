package train_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/train"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

func service(t *testing.T, p *toy.Policy, turns int) session.Service {
	t.Helper()
	m, err := reward.New([]reward.Term{{Name: "target", Weight: 2, Plugin: toy.Target()}})
	if err != nil {
		t.Fatal(err)
	}
	e, err := env.New(env.Options{Scorer: m, Turns: turns})
	if err != nil {
		t.Fatal(err)
	}
	return train.NewService(p, e, 1, m.Terms)
}

func TestServiceGenerateAndScore(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 2), toy.Task("room", 3)
	out, err := s.Generate(t.Context(), task, 20, 3)
	if err != nil || len(out) != 20 {
		t.Fatalf("%d layouts, %v", len(out), err)
	}
	if !slices.IsSortedFunc(out, func(a, b session.Generated) int { return int(6 * (b.Reward - a.Reward)) }) || out[0].Reward <= out[19].Reward {
		t.Errorf("not best first: %v to %v", out[0].Reward, out[19].Reward)
	}
	scored, err := s.Score(t.Context(), task, out[0].Layout)
	if err != nil || scored.Reward != out[0].Reward {
		t.Errorf("scoring the best again: %+v, %v", scored, err)
	}
	if one, err := s.Generate(t.Context(), task, 0, 3); err != nil || len(one) != 1 || toy.Cell(one[0].Layout, "box_2") != 0 {
		t.Errorf("a single layout is greedy: %+v, %v", one, err)
	}
}

func TestServiceRefineShowsTheLayout(t *testing.T) {
	var saw policy.Observation
	s := service(t, &toy.Policy{OnSample: func(r policy.SampleRequest) { saw = r.Observations[0] }}, 1)
	task := toy.Task("room", 2)
	mine := &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0), toy.Place(task, 1, 3)}}
	g, err := s.Refine(t.Context(), task, mine, 1)
	if err != nil || g.Layout == nil {
		t.Fatalf("%+v, %v", g, err)
	}
	if saw.Turn != 1 || saw.Previous != mine || saw.Reward != 1 || len(saw.Findings) != 1 || saw.Findings[0].Object != "box_1" {
		t.Errorf("the policy saw %+v", saw)
	}
}

func TestServiceEpisodes(t *testing.T) {
	s, task := service(t, &toy.Policy{}, 2), toy.Task("room", 1)
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
	s, task := service(t, &toy.Policy{}, 1), toy.Task("room", 1)
	broken := toy.Task("broken", 1)
	broken.Objects[0].Size[1] = -1
	_, noTask := s.Generate(t.Context(), nil, 1, 1)
	_, tooMany := s.Generate(t.Context(), task, 1000, 1)
	_, noLayout := s.Score(t.Context(), task, nil)
	_, badTask := s.Reset(t.Context(), broken)
	for want, err := range map[string]error{
		"no task was given":              noTask,
		"1000 layouts asked for at once": tooMany,
		"no layout was given":            noLayout,
		`object "box_0" has width -1`:    badTask,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
