package eval

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
)

// Paper is a row of MetaSpatial's results table (arXiv 2503.18470 v2), with the
// offline critic in the place of GPT-4o as the judge.
type Paper struct {
	// Format is the mean place of the responses on the format ladder.
	Format float64 `json:"format"`
	// Judge is the mean of Σ grades/50; a response that is no layout has 0.
	Judge float64 `json:"judge"`
	// Collision and Constraint are the mean ratios of the public reward over the
	// layouts that it can score.
	Collision  float64 `json:"collision"`
	Constraint float64 `json:"constraint"`
	// Overall is Judge + 0.5·Format − 0.2·Collision − 0.2·Constraint.
	Overall float64 `json:"overall"`
	// Scored is the number of layouts behind the ratios: the public code raises
	// an error for headings between the four and for some relations.
	Scored int `json:"scored"`
}

// tables gathers the paper's and SceneEval's tables.
type tables struct {
	paper  Paper
	rooms  int
	scenes sceneeval.Tally
}

func (t *tables) add(r *Row) {
	t.rooms++
	// An answer without a length, such as a number, is an error there, and no
	// layout here.
	if format, err := reference.Format(r.Response, len(r.Task.Objects)); err == nil {
		t.paper.Format += format
	}
	t.scenes.Add(r.Survey.SceneEval)
	if r.Layout == nil {
		return
	}
	t.paper.Judge += r.Survey.Grades.Score()
	if ref := r.Survey.Reference; ref != nil {
		t.paper.Scored++
		t.paper.Collision += ref.Collision
		t.paper.Constraint += ref.Constraint
	}
}

func (t *tables) done() (*Paper, *sceneeval.Summary) {
	p, n, scored := t.paper, float64(max(1, t.rooms)), float64(max(1, t.paper.Scored))
	p.Format, p.Judge = p.Format/n, p.Judge/n
	p.Collision, p.Constraint = p.Collision/scored, p.Constraint/scored
	p.Overall = p.Judge + float64(0.5*p.Format) - float64(0.2*p.Collision) - float64(0.2*p.Constraint)
	s := t.scenes.Summary()
	return &p, &s
}

// shown is a layout to measure: an empty one for a response that was none.
func shown(l *scenes.Layout) *scenes.Layout {
	if l == nil {
		return &scenes.Layout{}
	}
	return l
}
