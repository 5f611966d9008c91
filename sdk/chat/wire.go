package chat

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/packages/param"
	"github.com/openai/openai-go/v3/packages/respjson"
	"github.com/openai/openai-go/v3/shared"
)

// params writes a request in the library's types. The bound of tokens goes out
// as "max_tokens", which every open server reads; Ollama reads no other.
func (c *Client) params(req *sent) openai.ChatCompletionNewParams {
	p := openai.ChatCompletionNewParams{Model: c.opts.Model}
	for _, m := range req.Messages {
		p.Messages = append(p.Messages, m.param())
	}
	if req.N > 1 {
		p.N = param.NewOpt(int64(req.N))
	}
	if req.Temperature != nil {
		p.Temperature = param.NewOpt(*req.Temperature)
	}
	if req.Seed != nil {
		p.Seed = param.NewOpt(*req.Seed)
	}
	switch n := int64(req.MaxTokens); {
	case n > 0 && req.completion:
		p.MaxCompletionTokens = param.NewOpt(n)
	case n > 0:
		p.MaxTokens = param.NewOpt(n)
	}
	if req.Schema != nil {
		p.ResponseFormat.OfJSONSchema = &shared.ResponseFormatJSONSchemaParam{JSONSchema: shared.ResponseFormatJSONSchemaJSONSchemaParam{
			Name: req.Schema.Name, Schema: req.Schema.JSON, Strict: param.NewOpt(true),
		}}
	}
	if len(req.Extra) > 0 {
		p.SetExtraFields(req.Extra)
	}
	return p
}

func (m *Message) param() openai.ChatCompletionMessageParamUnion {
	switch {
	case m.Role == System:
		return openai.SystemMessage(m.Text)
	case m.Role == Assistant:
		return openai.AssistantMessage(m.Text)
	case len(m.Images) == 0:
		return openai.UserMessage(m.Text)
	}
	var parts []openai.ChatCompletionContentPartUnionParam
	for _, i := range m.Images {
		data := "data:" + i.mime() + ";base64," + base64.StdEncoding.EncodeToString(i.Data)
		parts = append(parts, openai.ImageContentPart(openai.ChatCompletionContentPartImageImageURLParam{URL: data}))
	}
	return openai.UserMessage(append(parts, openai.TextContentPart(m.Text)))
}

func (i *Image) mime() string {
	if i.MIME == "" {
		return "image/png"
	}
	return i.MIME
}

func pictures(ms []Message) int {
	n := 0
	for _, m := range ms {
		n += len(m.Images)
	}
	return n
}

// send makes one HTTP request.
func (c *Client) send(ctx context.Context, req sent) (Response, error) {
	got, err := c.service.New(ctx, c.params(&req), option.WithRequestTimeout(c.opts.Timeout))
	if err != nil {
		return Response{}, err
	}
	if len(got.Choices) == 0 {
		e := &Error{Kind: Malformed, wait: -1, Message: c.base.Host + " answered without any choice"}
		if said, _ := message([]byte(got.RawJSON())); said != "" { // some report errors as success
			e.Message += ": " + c.clean(said)
		}
		return Response{}, e
	}
	slices.SortStableFunc(got.Choices, func(a, b openai.ChatCompletionChoice) int { return cmp.Compare(a.Index, b.Index) })
	resp := Response{Model: got.Model, Usage: Usage{Requests: 1}}
	for _, ch := range got.Choices {
		resp.Choices = append(resp.Choices, Choice{
			Text: ch.Message.Content, Refusal: ch.Message.Refusal, Finish: ch.FinishReason,
			Reasoning: text(ch.Message.JSON.ExtraFields, "reasoning_content", "reasoning"),
		})
		if ch.FinishReason == "length" {
			resp.Usage.Truncated++
		}
	}
	u := &resp.Usage
	u.InputTokens, u.OutputTokens = max(0, got.Usage.PromptTokens), max(0, got.Usage.CompletionTokens)
	u.CachedTokens = min(max(0, got.Usage.PromptTokensDetails.CachedTokens), u.InputTokens)
	u.ReasoningTokens = max(0, got.Usage.CompletionTokensDetails.ReasoningTokens)
	if u.InputTokens+u.OutputTokens == 0 {
		u.Uncounted = 1
	}
	u.price(c.opts.Price)
	return resp, nil
}

// text returns the first of the named fields that is text.
func text(fields map[string]respjson.Field, names ...string) string {
	for _, name := range names {
		var s string
		if f, ok := fields[name]; ok && json.Unmarshal([]byte(f.Raw()), &s) == nil && s != "" {
			return s
		}
	}
	return ""
}
