package serve

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/prompt"
)

// episode is one session's play: an episode after the other. Its methods may be
// called from several goroutines, which take turns.
type episode struct {
	s  *Server
	mu sync.Mutex

	id    string
	play  *env.Episode // nil before the first reset
	task  json.RawMessage
	steps int
	// turns are those played so far.
	turns []moved
}

// reset begins an episode, in the middle of another too.
func (e *episode) reset(ctx context.Context, r *resetRequest) (*reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	task, id, err := e.s.rooms.choose(ctx, r)
	if err != nil {
		return nil, err
	}
	if r.EpisodeID != nil {
		id = *r.EpisodeID
	}
	raw, err := json.Marshal(task)
	if err != nil {
		return nil, impossible("task %q cannot be written as JSON: %v", task.ID, err)
	}
	// Episodes of one task are scored as a group where they share its pointer;
	// those of a server are nobody's group.
	own := *task
	o := observation{Task: raw, Turns: e.s.opts.Turns, Mime: "image/png", Findings: []scenes.Finding{}, Parts: map[string]float64{}}
	told := prompt.Observation{Turns: e.s.opts.Turns}
	if e.s.empty != nil {
		if o.Image, err = e.s.emptyRoom(&own, raw); err != nil {
			return nil, err
		}
		told.Picture, told.Camera = prompt.EmptyRoom, e.s.opts.Picture.Camera
	}
	o.Prompt = prompt.Chat(&own, told)
	o.Text = fmt.Sprintf("Place %d objects in %d turns.", len(own.Objects), e.s.opts.Turns)
	out := &reply{Observation: o}
	if err := out.check(); err != nil {
		return nil, err
	}
	if e.play != nil && !e.play.Done {
		e.s.meters.abandoned.Inc()
	}
	e.id, e.play, e.task, e.steps, e.turns = id, e.s.seeing.Reset(&own), raw, 0, nil
	return out, nil
}

// step answers the room with a response.
func (e *episode) step(response string) (*reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.play == nil:
		return nil, impossible("there is no episode yet; send a reset first")
	case e.play.Done:
		return nil, impossible("the episode is over after %d turns; send a reset to begin another", e.steps)
	}
	began := e.s.opts.Now()
	got, err := e.s.steps.ask(move{e.play, response})
	if err != nil {
		return nil, err
	}
	if got.lost != nil {
		e.play = nil // it has moved, and nobody has seen where to
		return nil, fmt.Errorf("%w; the episode is lost, send a reset", got.lost)
	}
	e.s.meters.stepped(e.s.opts.Now().Sub(began), got.reward)
	e.steps++
	if n := len(e.turns); n > 0 {
		e.turns[n-1].picture = nil // the record keeps the last one only
	}
	e.turns = append(e.turns, got)
	o, told := e.s.observe(e.play.Task, &got, e.steps, e.task)
	if e.play.Done {
		e.s.record(e.play.Task, e.turns)
		e.turns = nil
	} else {
		o.Prompt = prompt.Chat(e.play.Task, told)
	}
	out := &reply{Observation: o, Reward: &got.reward, Done: e.play.Done}
	return out, out.check()
}

// running reports whether an episode is under way.
func (e *episode) running() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.play != nil && !e.play.Done
}

// room is the task of the newest episode, or nil.
func (e *episode) room() *scenes.Task {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.play == nil {
		return nil
	}
	return e.play.Task
}

func (e *episode) state() state {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := state{StepCount: e.steps, Turns: e.s.opts.Turns}
	if e.play != nil {
		id := e.id
		s.EpisodeID, s.TaskID, s.Done = &id, e.play.Task.ID, e.play.Done
	}
	return s
}

// end is called when the session is over.
func (e *episode) end() {
	if e.running() {
		e.s.meters.abandoned.Inc()
	}
}

// maxFindings bounds the findings of an observation.
const maxFindings = 200

// observe words an outcome: the observation, still without its prompt, and what
// the prompt is to tell.
func (s *Server) observe(task *scenes.Task, got *moved, steps int, raw json.RawMessage) (observation, prompt.Observation) {
	out := &got.outcome
	o := observation{
		Task: raw, Turn: steps, Turns: s.opts.Turns, Mime: "image/png", Image: got.picture,
		Findings: findings(out.Score.Findings), Valid: got.valid(), Parts: s.scale.parts(&out.Score),
	}
	if out.Layout != nil {
		o.Layout = codec.EncodeLayout(out.Layout)
	}
	o.Text = feedback(out, got.reward)
	told := prompt.Observation{Turn: steps, Turns: s.opts.Turns, Previous: out.Layout, Findings: scenes.Faults(out.Score.Findings), Reward: got.reward}
	if o.Image != nil {
		told.Picture, told.Camera = prompt.PreviousLayout, s.opts.Picture.Camera
	}
	return o, told
}

// findings makes a list that JSON can hold, whatever a plugin has put in it.
func findings(all []scenes.Finding) []scenes.Finding {
	out := make([]scenes.Finding, 0, min(len(all), maxFindings))
	for _, f := range all[:min(len(all), maxFindings)] {
		for _, v := range []*float64{&f.Depth, &f.Direction[0], &f.Direction[1]} {
			if math.IsNaN(*v) || math.IsInf(*v, 0) {
				*v = 0
			}
		}
		out = append(out, f)
	}
	return out
}

// maxTold bounds the findings that a feedback tells.
const maxTold = 10

// feedback says in a few words what came of a response.
func feedback(out *env.Outcome, reward float64) string {
	if out.Layout == nil {
		return fmt.Sprintf("Reward %.3f. %s.", reward, strings.TrimSuffix(sentence(out.ParseError), "."))
	}
	faults := scenes.Faults(out.Score.Findings)
	n := len(faults)
	if n == 0 {
		return fmt.Sprintf("Reward %.3f. No faults.", reward)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Reward %.3f. %d faults:", reward, n)
	for i, f := range faults[:min(n, maxTold)] {
		if i > 0 {
			b.WriteByte(';')
		}
		b.WriteString(" " + strings.TrimSuffix(f.Message, "."))
	}
	if n > maxTold {
		fmt.Fprintf(&b, "; and %d more", n-maxTold)
	}
	return b.String() + "."
}

func sentence(s string) string {
	if s == "" {
		return "The response could not be read"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// check refuses what is too large for a message. Pictures and tasks decide
// that, so it is found out at the reset in almost every case.
func (r *reply) check() error {
	o := &r.Observation
	n := len(o.Prompt) + len(o.Text) + len(o.Image)*4/3 + len(o.Task) + 256*len(o.Findings) + 128*len(o.Layout)
	if n > maxMessage {
		return impossible("the observation is about %d bytes and a message at most %d; take a smaller picture or task", n, maxMessage)
	}
	return nil
}
