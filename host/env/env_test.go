package env_test

import (
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
)

func manager(t *testing.T, term *toy.Term) *reward.Manager {
	t.Helper()
	m, err := reward.New([]reward.Term{{Name: "target", Weight: 1, Plugin: term}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// answer places the two boxes of a toy room.
func answer(task *scenes.Task, cells ...int) string {
	l := &scenes.Layout{}
	for i, c := range cells {
		l.Placements = append(l.Placements, toy.Place(task, i, c))
	}
	return codec.FormatResponse(task, l, "")
}

func TestEpisode(t *testing.T) {
	e, err := env.New(env.Options{Scorer: manager(t, toy.Target()), Turns: 2})
	if err != nil {
		t.Fatal(err)
	}
	task := toy.Task("room", 2)
	ep := e.Reset(task)
	if o := ep.Observation(); o.Turn != 0 || o.Previous != nil || o.Task != task {
		t.Errorf("first observation %+v", o)
	}
	out, err := e.Step(t.Context(), []*env.Episode{ep}, []string{answer(task, 0, 3)})
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Score.Total != 0.5 || ep.Done {
		t.Errorf("one box of two in its cell: %+v", out[0])
	}
	o := ep.Observation()
	if o.Turn != 1 || toy.Cell(o.Previous, "box_1") != 3 || o.Reward != 0.5 || len(o.Findings) != 1 || o.Findings[0].Object != "box_1" {
		t.Errorf("second observation %+v", o)
	}
	if _, err := e.Step(t.Context(), []*env.Episode{ep}, []string{answer(task, 0, 1)}); err != nil {
		t.Fatal(err)
	}
	if !ep.Done || ep.Last.Score.Total != 1 {
		t.Errorf("after the last turn: %+v", ep)
	}
	if _, err := e.Step(t.Context(), []*env.Episode{ep}, []string{""}); err == nil || !strings.Contains(err.Error(), "the episode is over") {
		t.Errorf("a third turn: %v", err)
	}
}

func TestStepScoresNeighboursOfATaskTogether(t *testing.T) {
	term := toy.Target()
	e, err := env.New(env.Options{Scorer: manager(t, term)})
	if err != nil {
		t.Fatal(err)
	}
	a, b := toy.Task("a", 2), toy.Task("b", 2)
	eps := []*env.Episode{e.Reset(a), e.Reset(a), e.Reset(b)}
	out, err := e.Step(t.Context(), eps, []string{answer(a, 0, 1), "nonsense", answer(b, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if n := term.Calls.Load(); n != 2 {
		t.Errorf("%d calls for two tasks", n)
	}
	if out[0].Score.Total != 1 || out[1].Layout != nil || out[1].Score.Total > 0 && out[1].Score.Total != 1 || out[2].Score.Total != 0.5 {
		t.Errorf("outcomes %+v", out)
	}
	if out[1].ParseError == "" || eps[1].Observation().Previous != nil {
		t.Error("an unreadable response left no trace")
	}
}

func TestScoreReadsLikeAResponse(t *testing.T) {
	term := toy.Target()
	term.Needs = []base.Need{base.NeedResponse}
	e, err := env.New(env.Options{Scorer: manager(t, term)})
	if err != nil {
		t.Fatal(err)
	}
	task := toy.Task("room", 1)
	out, err := e.Score(t.Context(), task, &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0)}})
	if err != nil || out.Score.Total != 1 || !strings.Contains(out.Response, "box_0") {
		t.Errorf("got %+v, %v", out, err)
	}
}

func TestNewErrors(t *testing.T) {
	seeing := toy.Target()
	seeing.Needs = []base.Need{base.NeedImages}
	for name, c := range map[string]struct {
		o    env.Options
		want string
	}{
		"no scorer":             {env.Options{}, "nothing to score"},
		"negative turns":        {env.Options{Turns: -1}, "-1 turns"},
		"a policy needs images": {env.Options{Scorer: manager(t, toy.Target()), Pictures: []base.Picture{{}}}, "no renderer"},
		"a term needs images":   {env.Options{Scorer: manager(t, seeing)}, "no renderer"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := env.New(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
