package eval

import (
	"slices"

	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
)

// Paper is a row of MetaSpatial's results table (arXiv 2503.18470 v2). In the
// place of GPT-4o the judge is the first reward/judge among the terms, or the
// offline critic where there is none.
type Paper struct {
	// Format is the mean place of the responses on the format ladder.
	Format float64 `json:"format"`
	// Judge is the mean of Σ grades/50; a response that is no layout has 0.
	Judge float64 `json:"judge"`
	// JudgedBy is the name of the term that is the judge; empty for the critic.
	// StoodIn is the number of rooms that the critic graded in its stead.
	JudgedBy string `json:"judged_by,omitempty"`
	StoodIn  int    `json:"critic_stood_in,omitempty"`
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
	// judge is the term's place among the values of a row, or -1.
	judge int
}

// judgeID is the plugin whose value is the mean of Σ grades/50.
const judgeID = "reward/judge"

// newTables looks for a judge among the terms, which may be nil.
func newTables(terms *reward.Manager) *tables {
	t := &tables{judge: -1}
	if terms == nil {
		return t
	}
	list := terms.Terms()
	t.judge = slices.IndexFunc(list, func(t reward.Term) bool { return t.Plugin.Describe().ID == judgeID })
	if t.judge >= 0 {
		t.paper.JudgedBy = list[t.judge].Name
	}
	return t
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
	if t.judge < 0 {
		t.paper.Judge += r.Survey.Grades.Score()
	} else {
		t.paper.Judge += r.Values[t.judge]
		if slices.ContainsFunc(r.parts, func(p reward.Part) bool {
			return p.Term == t.paper.JudgedBy && p.Name == "judge_fallback" && p.Value > 0
		}) {
			t.paper.StoodIn++
		}
	}
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
