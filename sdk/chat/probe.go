package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// Capabilities are what a server and its model can do.
type Capabilities struct {
	// Images: pictures are seen. Where they are not, Why says how it showed.
	Images bool
	Why    string
	// Schema: answers are held to a JSON schema.
	Schema bool
}

// Ask says what to find out.
type Ask struct {
	Images, Schema bool
}

// maxQuoted is how much of a model's answer a sentence repeats.
const maxQuoted = 80

// probeTokens leaves thinking models room for their thoughts.
const probeTokens = 2048

// Probe finds out what a server and its model can do, by up to three short
// requests at temperature 0. An error means that it does not answer at all.
func Probe(ctx context.Context, c Completer, ask Ask) (Capabilities, error) {
	var out Capabilities
	var err error
	if ask.Images {
		if out.Why, err = blind(ctx, c); err != nil {
			return out, err
		}
		out.Images = out.Why == ""
	}
	if ask.Schema {
		out.Schema, err = held(ctx, c)
	}
	return out, err
}

func greedy() *float64 { return new(float64) }

// blind shows the canaries, and returns why they were not seen, or nothing.
func blind(ctx context.Context, c Completer) (string, error) {
	for i, k := range canaries {
		data, err := k.picture()
		if err != nil {
			return "", fmt.Errorf("draw the canary: %w", err)
		}
		resp, err := c.Complete(ctx, Request{
			Messages:    []Message{{Role: User, Text: CanaryQuestion, Images: []Image{{Data: data}}}},
			Temperature: greedy(), MaxTokens: probeTokens, Label: fmt.Sprintf("probe-image-%d", i+1),
		})
		var e *Error
		if errors.As(err, &e) && e.Kind == NoImages {
			return e.Message, nil
		}
		if err != nil {
			return "", err
		}
		if ch := resp.Choices[0]; !k.named(ch.Text) {
			return fmt.Sprintf("asked for the figure in a picture of a %s %s, the model answered %q", k.colour, k.shape, cut(ch.Text, maxQuoted)), nil
		}
	}
	return "", nil
}

// SchemaQuestion goes with a schema that nothing in the words hints at.
const SchemaQuestion = "Which fruit is yellow and curved, and how many letters does its English name have?"

var probeSchema = Schema{Name: "fruit", JSON: map[string]any{
	"type": "object", "additionalProperties": false, "required": []any{"fruit", "letters"},
	"properties": map[string]any{"fruit": map[string]any{"type": "string"}, "letters": map[string]any{"type": "integer"}},
}}

// held says whether an answer has the form of a schema.
func held(ctx context.Context, c Completer) (bool, error) {
	resp, err := c.Complete(ctx, Request{
		Messages:    []Message{{Role: User, Text: SchemaQuestion}},
		Temperature: greedy(), MaxTokens: probeTokens, Schema: &probeSchema, Label: "probe-schema",
	})
	var e *Error
	if errors.As(err, &e) && !e.Temporary() && e.Kind == Refused {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var got map[string]any
	if json.Unmarshal([]byte(strings.TrimSpace(resp.Choices[0].Text)), &got) != nil {
		return false, nil
	}
	_, fruit := got["fruit"].(string)
	_, letters := got["letters"].(float64)
	return fruit && letters && len(got) == 2, nil
}

// Known returns an error where the server lists its models and this one is not
// among them. A server that lists none is believed.
func (c *Client) Known(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	page, err := c.models.List(ctx)
	if err != nil {
		var e *Error
		if err = c.classify(err, ctx); errors.As(err, &e) && (e.Kind == Unreachable || e.Kind == Unauthorised) {
			return e
		}
		return nil
	}
	var ids []string
	for _, m := range page.Data {
		ids = append(ids, m.ID)
	}
	// Ollama takes a name without its tag.
	if len(ids) == 0 || slices.Contains(ids, c.opts.Model) || slices.Contains(ids, c.opts.Model+":latest") {
		return nil
	}
	if n := near.Nearest(c.opts.Model, ids); n != "" {
		return fmt.Errorf("%s has no model %q; did you mean %q?", c.base.Host, c.opts.Model, short(n))
	}
	return fmt.Errorf("%s has no model %q; it has %s", c.base.Host, c.opts.Model, short(strings.Join(ids[:min(len(ids), 8)], ", ")))
}
