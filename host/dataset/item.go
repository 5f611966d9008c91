package dataset

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/prompt"
	"github.com/metaspatial/metaspatial/scenes/solve"
	"github.com/metaspatial/metaspatial/scenes/world"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// item is one task on its way to its rows.
type item struct {
	task *scenes.Task
	seed uint64
	rows []row
	// unanswered says that an answer was asked for and none is valid.
	unanswered bool
	// wishes and met count what the task asks for in words, and what of it the
	// answer meets.
	wishes, met int
}

// row is one row, before an engine's format.
type row struct {
	task *scenes.Task
	// truth is the task as JSON.
	truth  string
	split  string
	index  int
	turn   int
	prompt string
	// shown is the layout of the picture: at the first turn what is locked, and
	// nothing else.
	shown scenes.Layout
	// picture is a PNG, nil where rows have none.
	picture []byte
	// answer is the response to learn from, empty where rows have none.
	answer string
}

// The purposes of an item's seed.
const (
	forAnswer = iota + 1
	forRefinement
	forDamage
)

// prepare makes the rows of a task, without their pictures.
func (b *builder) prepare(ctx context.Context, it *item) error {
	truth, err := json.Marshal(it.task)
	if err != nil {
		return fmt.Errorf("task %q: %w", it.task.ID, err)
	}
	var solution *scenes.Layout
	if b.Answer != nil {
		if solution, err = b.Answer(ctx, it.task, source(it.seed, forAnswer).Uint64()); err != nil {
			return fmt.Errorf("task %q: %w", it.task.ID, err)
		}
		if solution = exact(it.task, solution); solution == nil {
			it.unanswered = true
			return nil
		}
		it.countWishes(solution)
	}
	first := row{task: it.task, truth: string(truth), shown: scenes.Layout{Placements: it.task.Locked}}
	first.prompt = prompt.Chat(it.task, prompt.Observation{Picture: b.shows(prompt.EmptyRoom)})
	if solution != nil {
		first.answer = response(solution, thought(it.task, solution))
	}
	it.rows = []row{first}
	if source(it.seed, forRefinement).Float64() >= b.Refine {
		return nil
	}
	return b.refine(ctx, it, solution)
}

// refine adds the row of a second turn: a layout with faults, to be mended.
func (b *builder) refine(ctx context.Context, it *item, solution *scenes.Layout) error {
	from := solution
	if from == nil {
		from, _ = solve.Solve(ctx, it.task, solve.Options{Seed: it.seed})
	}
	before := damaged(it.task, from, source(it.seed, forDamage))
	reward, findings, err := b.Score(ctx, it.task, before)
	if err != nil {
		return fmt.Errorf("task %q: %w", it.task.ID, err)
	}
	r := row{task: it.task, truth: it.rows[0].truth, turn: 1, shown: *before}
	r.prompt = prompt.Chat(it.task, prompt.Observation{
		Turn: 1, Previous: before, Findings: findings, Reward: reward, Picture: b.shows(prompt.PreviousLayout),
	})
	if solution != nil {
		r.answer = response(solution, secondThought(it.task, before, solution, findings))
	}
	it.rows = append(it.rows, r)
	return nil
}

// shows is the picture that a prompt speaks of.
func (b *builder) shows(p prompt.Picture) prompt.Picture {
	if b.Draw == nil {
		return prompt.NoPicture
	}
	return p
}

// draw draws the pictures of all rows.
func (b *builder) draw(ctx context.Context, items []*item) error {
	if b.Draw == nil {
		return nil
	}
	var list []render.Scene
	for _, it := range items {
		for i := range it.rows {
			list = append(list, render.Scene{Task: it.task, Layout: &it.rows[i].shown})
		}
	}
	if len(list) == 0 {
		return nil
	}
	pictures, err := b.Draw(ctx, list)
	if err != nil {
		return err
	}
	if len(pictures) != len(list) {
		return fmt.Errorf("the renderer drew %d pictures of %d rooms", len(pictures), len(list))
	}
	for _, it := range items {
		for i := range it.rows {
			if len(pictures[0]) == 0 {
				return fmt.Errorf("task %q: the renderer drew nothing", it.task.ID)
			}
			it.rows[i].picture, pictures = pictures[0], pictures[1:]
		}
	}
	return nil
}

// response is what a model is to answer: prompt.Answer writes layouts in prompts
// alike.
func response(l *scenes.Layout, thought string) string {
	return "<think>" + untag.Replace(thought) + "</think>\n<answer>" + prompt.Answer(l) + "</answer>"
}

// untag keeps an id from looking like a tag, as prompt.Chat does.
var untag = strings.NewReplacer("<", "‹", ">", "›")

// exact returns a layout as its response will say it, objects in the task's
// order, or nil where that is not fully valid: what is written is what was
// checked.
func exact(t *scenes.Task, l *scenes.Layout) *scenes.Layout {
	if l == nil {
		return nil
	}
	ordered := &scenes.Layout{}
	for i := range t.Objects {
		if p := l.Find(t.Objects[i].ID); p != nil {
			ordered.Placements = append(ordered.Placements, *p)
		}
	}
	p := codec.ParseResponse(t, response(ordered, ""))
	if p.Score != codec.ScoreRight {
		return nil
	}
	if r := measure.Check(t, p.Layout); !r.FullyValid() {
		return nil
	}
	return p.Layout
}

// countWishes counts what the task asks for in words that are understood.
func (it *item) countWishes(l *scenes.Layout) {
	specs := append(slices.Clip(it.task.Specs), preference.Parse(it.task.Preference, it.task).Specs...)
	if len(specs) == 0 {
		return
	}
	for _, r := range predicate.Compile(it.task, specs).Evaluate(world.New(it.task, l, nil)) {
		it.wishes++
		if r.Holds {
			it.met++
		}
	}
}
