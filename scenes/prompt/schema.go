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
// list with one entry per object whose id is one of the task's. It keeps to
// what servers with structured output understand: no number of entries, no
// ranges.
func Schema(task *scenes.Task) map[string]any {
	ids := make([]any, len(task.Objects))
	for i := range task.Objects {
		ids[i] = task.Objects[i].ID
	}
	object := func(required []string, properties map[string]any) map[string]any {
		return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
	number := map[string]any{"type": "number"}
	item := object([]string{"new_object_id", "x", "y", "z", "rotation"}, map[string]any{
		"new_object_id": map[string]any{"type": "string", "enum": ids},
		"x":             number, "y": number, "z": number,
		"rotation": object([]string{"z_angle"}, map[string]any{"z_angle": number}),
	})
	return object([]string{"think", "answer"}, map[string]any{
		"think":  map[string]any{"type": "string"},
		"answer": map[string]any{"type": "array", "items": item},
	})
}

// Response turns an answer of the form [JSON] into the tags that package codec
// reads. A text that is no such object is returned as it is, so that its fault
// is told as that of any other answer.
func Response(text string) string {
	var got struct {
		Think  string          `json:"think"`
		Answer json.RawMessage `json:"answer"`
	}
	d := json.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&got); err != nil || got.Answer == nil || d.More() {
		return text
	}
	var list bytes.Buffer
	json.HTMLEscape(&list, got.Answer)
	return "<think>" + Thought(got.Think) + "</think>\n<answer>\n" + list.String() + "\n</answer>"
}

// Thought returns text that can stand within <think> and </think>: it neither
// ends itself nor starts an answer.
func Thought(text string) string { return tagless.Replace(text) }

var tagless = strings.NewReplacer("<think>", "[think]", "</think>", "[/think]", "<answer>", "[answer]", "</answer>", "[/answer]")
