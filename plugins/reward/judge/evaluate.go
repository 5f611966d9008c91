package judge

import (
	"context"
	"errors"
	"fmt"
	"math"

	"golang.org/x/sync/errgroup"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/critique"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// stop is why a group cannot be graded by the judge.
type stop struct {
	// why completes "the critic stands in for the judge:". The same cause has the
	// same words, whatever the server says, so that a replay tells it alike.
	why string
	// away says that the judge will be so for a while: it is asked again now and
	// then only.
	away bool
}

func (s stop) Error() string { return s.why }

// down is a judge that does not answer.
var down = stop{why: "it does not answer", away: true}

// Evaluate grades every candidate's layout: all by the judge or, where it fails
// for one of them, all by the critic, whose grades do not compare with the
// judge's.
func (t *Term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	if req.Task == nil {
		return reward.EvaluateResponse{}, fmt.Errorf("reward/judge: the request has no task")
	}
	if t.model == "" {
		return reward.EvaluateResponse{}, fmt.Errorf("reward/judge: %w", errNoModel)
	}
	resp, err := t.graded(ctx, req)
	var why stop
	switch {
	case ctx.Err() != nil:
		return resp, ctx.Err()
	case err == nil:
		return resp, nil
	case !errors.As(err, &why):
		return resp, err
	case !t.fallback:
		return resp, fmt.Errorf("reward/judge: task %q: the judge cannot grade: %w", req.Task.ID, err)
	}
	t.tell(why.why, err)
	return t.fallBack(ctx, req, why)
}

// graded grades by the judge. Its error is a [stop] where the critic may stand
// in.
func (t *Term) graded(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	var resp reward.EvaluateResponse
	rooms := make([]*room, len(req.Candidates))
	questions := make([][]question, len(req.Candidates))
	for i := range req.Candidates {
		c := &req.Candidates[i]
		if c.Layout == nil {
			continue
		}
		var err error
		if rooms[i], err = t.show(req.Task, c); err != nil {
			return resp, err
		}
		questions[i] = t.questions(rooms[i])
	}
	id := group(questions)
	answers, asked, err := t.answers(ctx, req, questions)
	if err == nil {
		resp, err = t.results(req, questions, answers)
	}
	var why stop
	switch {
	case err == nil && asked:
		t.tell("", nil)
	case errors.Is(err, errNotRecorded):
		if reason := t.store.fallback(id); reason != "" {
			return resp, stop{why: reason}
		}
	case ctx.Err() == nil && errors.As(err, &why):
		if failed := t.store.fell(id, why.why); failed != nil {
			return resp, failed
		}
	}
	return resp, err
}

// answers finds the answer to every question, by key, and asks for those that
// are not known, if there are any.
func (t *Term) answers(ctx context.Context, req reward.EvaluateRequest, questions [][]question) (known map[string]*reading, asked bool, err error) {
	known = map[string]*reading{}
	var unknown []question
	var shown []int
	for i, qs := range questions {
		for k, q := range qs {
			if _, ok := known[q.key]; ok {
				continue
			}
			if known[q.key] = t.store.find(q.key); known[q.key] == nil {
				unknown = append(unknown, q)
			}
			if k == 0 && !t.store.knows(q.room.id) {
				shown = append(shown, i)
			}
		}
	}
	switch {
	case len(unknown) == 0:
		return known, false, nil
	case t.replayFile != "":
		return nil, false, fmt.Errorf("reward/judge: task %q: %w: %d of %d answers are missing from %s, the first with key %s; it was made with other rooms, pictures, words or settings, so record these too",
			req.Task.ID, errNotRecorded, len(unknown), len(known), t.replayFile, unknown[0].key)
	case !t.patience.ready():
		return nil, false, down
	}
	if err := t.recordRooms(ctx, req, questions, shown); err != nil {
		return nil, false, err
	}
	found, err := t.askAll(ctx, unknown)
	var why stop
	t.patience.tell(errors.As(err, &why) && why.away)
	if err != nil {
		return nil, true, err
	}
	for i, q := range unknown {
		known[q.key] = found[i]
	}
	return known, true, nil
}

// askAll asks questions side by side. Once one fails nothing new is asked; what is
// under way is paid for already, and kept.
func (t *Term) askAll(ctx context.Context, unknown []question) ([]*reading, error) {
	if err := t.see(ctx); err != nil {
		return nil, err
	}
	found := make([]*reading, len(unknown))
	g, within := errgroup.WithContext(context.WithoutCancel(ctx))
	g.SetLimit(t.concurrency)
	for i, q := range unknown {
		g.Go(func() error {
			if within.Err() != nil || ctx.Err() != nil {
				return nil
			}
			var err error
			found[i], err = t.ask(ctx, q)
			return err
		})
	}
	err := g.Wait()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return found, err
}

// errNotRecorded is a replay of what the record does not have.
var errNotRecorded = errors.New("the replay cannot go on")

// results turns answers into grades.
func (t *Term) results(req reward.EvaluateRequest, questions [][]question, answers map[string]*reading) (reward.EvaluateResponse, error) {
	resp := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	for i := range req.Candidates {
		c := &req.Candidates[i]
		if c.Layout == nil {
			resp.Results[i] = critique.Unread(c)
			continue
		}
		var gradings []*verdict.Grading
		lost := ""
		for _, q := range questions[i] {
			if a := answers[q.key]; a.lost == "" {
				gradings = append(gradings, &a.Grading)
			} else {
				lost = a.lost
			}
		}
		if len(gradings) == 0 {
			return resp, fmt.Errorf("%w (candidate %d, last: %s)", stop{why: "its answers have no grades that can be read"}, i, lost)
		}
		resp.Results[i] = t.result(gradings)
		if n := len(questions[i]) - len(gradings); n > 0 {
			resp.Diagnostics.Warnf(fmt.Sprintf("candidates[%d]", i), "%d of %d answers of the judge could not be read and do not count: %s", n, len(questions[i]), lost)
		}
	}
	return resp, nil
}

// result is the mean of the gradings of one room.
func (t *Term) result(gradings []*verdict.Grading) reward.Result {
	var r reward.Result
	n := float64(len(gradings))
	sum := 0.0
	for i, a := range verdict.Aspects {
		mean := 0.0
		for _, g := range gradings {
			mean += float64(g.Grades[i]) / n
		}
		r.Parts = append(r.Parts, reward.Part{Name: a.Key, Value: mean})
		if t.truncate {
			mean = math.Floor(mean)
		}
		sum += mean
		if f, ok := t.finding(i, mean, gradings); ok {
			r.Findings = append(r.Findings, f)
		}
	}
	r.Value = sum / (verdict.Count * verdict.Best)
	r.Parts = append(r.Parts,
		reward.Part{Name: "spread", Value: spread(gradings)},
		reward.Part{Name: "gradings", Value: n},
		reward.Part{Name: "judge_fallback", Value: 0})
	return r
}

// spread is the sample standard deviation of the gradings' scores; 0 of one.
func spread(gradings []*verdict.Grading) float64 {
	if len(gradings) < 2 {
		return 0
	}
	n, mean, square := float64(len(gradings)), 0.0, 0.0
	for _, g := range gradings {
		mean += g.Score() / n
	}
	for _, g := range gradings {
		d := g.Score() - mean
		square += d * d
	}
	return math.Sqrt(square / (n - 1))
}

// plain is the mean grade from which on an aspect has no fault worth a word.
const plain = 7

// finding is the judge's own word on an aspect that it grades low: the comment of
// the lowest grading.
func (t *Term) finding(aspect int, mean float64, gradings []*verdict.Grading) (scenes.Finding, bool) {
	if t.silent || mean >= plain {
		return scenes.Finding{}, false
	}
	worst := gradings[0]
	for _, g := range gradings[1:] {
		if g.Grades[aspect] < worst.Grades[aspect] {
			worst = g
		}
	}
	a := verdict.Aspects[aspect]
	message := worst.Comments[aspect]
	if message == "" {
		message = fmt.Sprintf("%s is graded %.2g of %d", a.Name, mean, verdict.Best)
	}
	return scenes.Finding{Rule: scenes.Rule("judge_" + a.Key), Message: message}, true
}
