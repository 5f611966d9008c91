package chat

import (
	"encoding/json"
	"fmt"
)

// maxExtra bounds the text of [Extra].
const maxExtra = 64 << 10

// owned are the fields of a request that have settings or meanings of their
// own.
var owned = []string{"messages", "model", "n", "seed", "temperature", "max_tokens", "max_completion_tokens", "response_format", "stream"}

// Extra reads [Request.Extra] out of a setting: a JSON object with fields that a
// request has no field for. An empty text is none.
func Extra(text string) (map[string]any, error) {
	if text == "" {
		return nil, nil
	}
	if len(text) > maxExtra {
		return nil, fmt.Errorf("is longer than %d bytes", maxExtra)
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(text), &out); err != nil || out == nil {
		return nil, fmt.Errorf(`must be a JSON object, such as {"top_k": 20}`)
	}
	for _, name := range owned {
		if _, ok := out[name]; ok {
			return nil, fmt.Errorf("must not name %q, which is set elsewhere", name)
		}
	}
	return out, nil
}
