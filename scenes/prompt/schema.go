package prompt

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// quote writes an id as JSON text, as the answer must spell it.
func quote(id string) string {
	q, err := json.Marshal(id) // a string always has JSON text
	if err != nil {
		return `""`
	}
	return string(q)
}

// Schema is the JSON schema of the form [JSON] for a task: a thought, and a
// list of entries whose ids are the task's. Servers write the properties in
// their order here, so that the thought comes before what it leads to. It keeps
// to what servers with structured output understand: no number of entries, no
// ranges.
func Schema(task *scenes.Task) map[string]any {
	ids := make([]string, len(task.Objects))
	for i := range task.Objects {
		ids[i] = task.Objects[i].ID
	}
	object := func(properties any, required ...string) map[string]any {
		return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	number, text := kind{"number"}, kind{"string"}
	type angle struct {
		Z kind `json:"z_angle"`
	}
	type item struct {
		ID       any            `json:"new_object_id"`
		X        kind           `json:"x"`
		Y        kind           `json:"y"`
		Z        kind           `json:"z"`
		Rotation map[string]any `json:"rotation"`
	}
	type whole struct {
		Think  kind `json:"think"`
		Answer any  `json:"answer"`
	}
	items := object(item{
		ID: map[string]any{"type": "string", "enum": ids}, X: number, Y: number, Z: number,
		Rotation: object(angle{number}, "z_angle"),
	}, "new_object_id", "x", "y", "z", "rotation")
	return object(whole{Think: text, Answer: map[string]any{"type": "array", "items": items}}, "think", "answer")
}

// kind is the schema of a value.
type kind struct {
	Type string `json:"type"`
}

// Response turns an answer of the form [JSON] into the tags that package codec
// reads. A Markdown fence around the object does no harm, nor does a thought in
// tags before it. A text that is no such object is returned as it is, so that
// its fault is told as that of any other answer.
func Response(text string) string {
	var got struct {
		Think  string          `json:"think"`
		Answer json.RawMessage `json:"answer"`
	}
	object, thought := text, ""
	if inner, ok := strings.CutPrefix(strings.TrimSpace(text), "<think>"); ok {
		if before, after, closed := strings.Cut(inner, "</think>"); closed {
			object, thought = after, before
		}
	}
	object = strings.TrimSpace(object)
	if inner, ok := strings.CutPrefix(object, "```"); ok {
		object = strings.TrimSuffix(strings.TrimPrefix(inner, "json"), "```")
	}
	if err := json.Unmarshal([]byte(object), &got); err != nil || got.Answer == nil {
		return text
	}
	var list bytes.Buffer
	json.HTMLEscape(&list, got.Answer)
	return "<think>" + Thought(thought+got.Think) + "</think>\n<answer>\n" + list.String() + "\n</answer>"
}

// Thought returns text that can stand within <think> and </think>: it neither
// ends itself nor starts an answer.
func Thought(text string) string { return tagless.Replace(text) }

var tagless = strings.NewReplacer("<think>", "[think]", "</think>", "[/think]", "<answer>", "[answer]", "</answer>", "[/answer]")
