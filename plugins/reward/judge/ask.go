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
			return nil, fmt.Errorf("%w: %w", stop("a picture of the room cannot be read"), err)
		}
		first.Images = append(first.Images, chat.Image{MIME: "image/png", Data: data})
	}
	request := chat.Request{
		Messages: []chat.Message{first}, Temperature: &t.temperature, Seed: &q.seed, MaxTokens: t.maxTokens, Schema: answerSchema(),
	}
	a := &verdict.Answer{Key: q.key, Room: q.room.id, Model: t.model, Seed: q.seed}
	for len(a.Texts) < 2 {
		if err := t.budget.take(); err != nil {
			if len(a.Texts) > 0 {
				break // the first answer stays as it is: unread
			}
			return nil, err
		}
		text, usage, err := t.complete(ctx, request)
		t.budget.pay(usage)
		if err != nil {
			return nil, err
		}
		a.Usage.Add(usage)
		a.Texts = append(a.Texts, text)
		_, err = verdict.Read(text)
		if err == nil {
			break
		}
		request.Messages = []chat.Message{first, {Role: chat.Assistant, Text: text}, {Role: chat.User, Text: again(err)}}
	}
	return t.store.answer(a)
}

// complete asks for one answer and sorts what can go wrong.
func (t *Term) complete(ctx context.Context, r chat.Request) (string, verdict.Usage, error) {
	resp, err := t.server.Complete(ctx, r)
	usage := verdict.Usage{Calls: 1, PromptTokens: resp.Usage.InputTokens, CompletionTokens: resp.Usage.OutputTokens, Cost: resp.Usage.Cost}
	if err == nil {
		t.answered.Store(true)
		text := resp.Choices[0].Text
		if text == "" {
			text = resp.Choices[0].Refusal
		}
		return cut(text), usage, nil
	}
	var e *chat.Error
	switch {
	case ctx.Err() != nil:
		return "", usage, ctx.Err()
	case !errors.As(err, &e):
		return "", usage, fmt.Errorf("reward/judge: %w", err)
	case e.Temporary():
		return "", usage, fmt.Errorf("%w: %w", down, err)
	case e.Kind == chat.Spent:
		return "", usage, fmt.Errorf("%w: %w", away("the quota of its account is used up"), err)
	case t.answered.Load():
		return "", usage, fmt.Errorf("%w: %w", away("it refuses the questions"), err)
	}
	// A judge that has never answered is set up wrongly: a mistake to mend, and
	// not a reason to train on something else for days.
	return "", usage, fmt.Errorf("reward/judge: %w", err)
}

// cut bounds what is kept of an answer; what is longer cannot be read.
func cut(text string) string {
	if len(text) > verdict.MaxAnswer {
		text = text[:verdict.MaxAnswer+1]
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
