package judge

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/chat"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// ask sends a question and, where the answer cannot be read, asks once more.
// Its error is a [stop] where the critic may stand in.
func (t *Term) ask(ctx context.Context, q question) (*reading, error) {
	first := chat.Message{Role: chat.User, Text: q.room.text}
	for i := range q.room.pictures {
		data, err := t.file(&q.room.pictures[i])
		if err != nil {
			return nil, fmt.Errorf("%w: %w", stop{why: "a picture of the room cannot be read"}, err)
		}
		first.Images = append(first.Images, chat.Image{MIME: "image/png", Data: data})
	}
	request := chat.Request{
		Messages: []chat.Message{first}, Temperature: &t.temperature, Seed: &q.seed, MaxTokens: t.maxTokens, Schema: answerSchema(), Extra: t.extra,
	}
	a := &verdict.Answer{Key: q.key, Room: q.room.id, Model: t.model, Seed: q.seed}
	for len(a.Texts) < 2 {
		resp, err := paid{t}.Complete(ctx, request)
		if err != nil {
			if err = t.sorted(ctx, err); len(a.Texts) > 0 && !errors.Is(err, down) && ctx.Err() == nil {
				break // the first answer stays as it is: unread
			}
			return nil, err
		}
		t.answered.Store(true)
		text := resp.Choices[0].Text
		if text == "" {
			text = resp.Choices[0].Refusal
		}
		text = cut(text, verdict.MaxAnswer)
		a.Usage.Add(usage(&resp))
		a.Texts = append(a.Texts, text)
		if _, err = verdict.Read(text); err == nil {
			break
		}
		request.Messages = []chat.Message{first, {Role: chat.Assistant, Text: cut(text, maxShown)}, {Role: chat.User, Text: again(err)}}
	}
	return t.store.answer(a)
}

// maxShown is how much of an answer that could not be read the judge is shown
// again.
const maxShown = 4000

// paid is the judge within its budget.
type paid struct{ *Term }

// Complete implements [chat.Completer].
func (t paid) Complete(ctx context.Context, r chat.Request) (chat.Response, error) {
	if err := t.budget.take(); err != nil {
		return chat.Response{}, err
	}
	resp, err := t.server.Complete(ctx, r)
	t.budget.pay(usage(&resp))
	return resp, err
}

// usage is what a call took; one that failed is a call too.
func usage(r *chat.Response) verdict.Usage {
	return verdict.Usage{Calls: 1, PromptTokens: r.Usage.InputTokens, CompletionTokens: r.Usage.OutputTokens, Cost: r.Usage.Cost}
}

// sorted turns the error of a call into a [stop] where the critic may stand in.
func (t *Term) sorted(ctx context.Context, err error) error {
	var e *chat.Error
	var why stop
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &why):
		return err
	case !errors.As(err, &e):
		return fmt.Errorf("reward/judge: %w", err)
	case e.Temporary():
		return fmt.Errorf("%w: %w", down, err)
	case e.Kind == chat.Spent:
		return fmt.Errorf("%w: %w", stop{why: "the quota of its account is used up", away: true}, err)
	case t.answered.Load():
		return fmt.Errorf("%w: %w", stop{why: "it refuses the questions", away: true}, err)
	}
	// A judge that has never answered is set up wrongly: a mistake to mend, and
	// not a reason to train on something else for days.
	return fmt.Errorf("reward/judge: %w", err)
}

// see finds out, before the first question, whether the judge sees pictures at
// all: a server that passes over them would grade every room alike, and nobody
// would notice.
func (t *Term) see(ctx context.Context) error {
	t.probing.Lock()
	defer t.probing.Unlock()
	if !t.probe || t.seen {
		return nil
	}
	c, err := chat.Probe(ctx, paid{t}, chat.Ask{Images: true})
	if err != nil {
		return t.sorted(ctx, err)
	}
	if !c.Images {
		return fmt.Errorf("reward/judge: %s does not see the pictures: %s; choose a model that does, or set probe: false to trust it", t.model, c.Why)
	}
	t.seen = true
	return nil
}

// cut makes a text valid and bounds its bytes; what was longer is longer by one.
func cut(text string, most int) string {
	if len(text) > most {
		text = text[:most+1]
	}
	return strings.ToValidUTF8(text, "?")
}

// answerSchema is the form of an answer for servers that hold a model to one.
func answerSchema() *chat.Schema {
	properties := map[string]any{}
	var required []any
	for _, a := range verdict.Aspects {
		required = append(required, a.Field)
		properties[a.Field] = map[string]any{
			"type": "object", "additionalProperties": false, "required": []any{"grade", "comment"},
			"properties": map[string]any{
				"grade":   map[string]any{"type": "integer", "minimum": 1, "maximum": verdict.Best},
				"comment": map[string]any{"type": "string"},
			},
		}
	}
	return &chat.Schema{Name: "grades", JSON: map[string]any{
		"type": "object", "additionalProperties": false, "required": required, "properties": properties,
	}}
}
