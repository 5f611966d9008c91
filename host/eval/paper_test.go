package eval_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/survey"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// judge grades by how many objects there are, and has the critic stand in for it
// where there are three.
func judge() *toy.Term {
	return &toy.Term{ID: "judge", Value: func(task *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
		r := sdkreward.Result{Value: float64(len(task.Objects)) / 10, Objects: make([]float64, len(task.Objects))}
		if len(task.Objects) == 3 {
			r.Parts = []sdkreward.Part{{Name: "judge_fallback", Value: 1}}
		}
		return r
	}}
}

// TestPaper makes the paper's table with the critic as the judge, and with a judge of
// one's own.
func TestPaper(t *testing.T) {
	tasks := []*scenes.Task{toy.Task("two", 2), toy.Task("three", 3)}
	o := eval.Options{Survey: &survey.Options{NoPicture: true}}
	res, err := eval.Run(t.Context(), &toy.Policy{}, tasks, o)
	if err != nil {
		t.Fatal(err)
	}
	p := res.Summary.Paper
	if p == nil || res.Summary.SceneEval == nil || p.Scored != 2 || p.Format <= 0 || p.Judge <= 0 || p.Judge > 1 || p.JudgedBy != "" {
		t.Fatalf("%+v, %+v", p, res.Summary.SceneEval)
	}
	if want := p.Judge + 0.5*p.Format - 0.2*p.Collision - 0.2*p.Constraint; math.Abs(p.Overall-want) > 1e-12 {
		t.Errorf("in all %v, want %v", p.Overall, want)
	}
	for i, r := range res.Rows {
		if r.Survey == nil || r.Survey.Grades.Score() <= 0 {
			t.Errorf("row %d has the survey %+v", i, r.Survey)
		}
	}
	if mean := (res.Rows[0].Survey.Grades.Score() + res.Rows[1].Survey.Grades.Score()) / 2; math.Abs(p.Judge-mean) > 1e-12 {
		t.Errorf("the critic's mean is %v, want %v", p.Judge, mean)
	}

	if o.Terms, err = reward.New([]reward.Term{{Name: "target", Weight: 1, Plugin: toy.Target()}, {Name: "mine", Plugin: judge()}}); err != nil {
		t.Fatal(err)
	}
	if res, err = eval.Run(t.Context(), &toy.Policy{}, tasks, o); err != nil {
		t.Fatal(err)
	}
	if p := res.Summary.Paper; p.JudgedBy != "mine" || p.StoodIn != 1 || math.Abs(p.Judge-0.25) > 1e-12 {
		t.Errorf("judged by a term: %+v", p)
	}
}

// TestPaperOfNothing counts responses that are no layouts as the worst.
func TestPaperOfNothing(t *testing.T) {
	o := eval.Options{Survey: &survey.Options{NoPicture: true}}
	res, err := eval.Run(t.Context(), &toy.Policy{Garbage: 1}, []*scenes.Task{toy.Task("two", 2)}, o)
	if err != nil {
		t.Fatal(err)
	}
	if p := res.Summary.Paper; res.Rows[0].Layout != nil || p.Judge != 0 || p.Scored != 0 || p.Collision != 0 {
		t.Errorf("%+v of %q", p, res.Rows[0].Response)
	}
}

// TestSurveyIsGivenUp ends with its context.
func TestSurveyIsGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	o := eval.Options{Survey: &survey.Options{NoPicture: true}, Progress: func(int) { cancel() }}
	if _, err := eval.Run(ctx, &toy.Policy{}, []*scenes.Task{toy.Task("two", 2)}, o); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}
