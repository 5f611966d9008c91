package codec

import "strings"

// Thought returns what stands within <think> and </think> at the start of a
// response, without the space around it; empty where there is no such thing.
func Thought(response string) string {
	body, ok := strings.CutPrefix(strings.TrimSpace(response), "<think>")
	if !ok {
		return ""
	}
	thought, _, closed := strings.Cut(body, "</think>")
	if !closed {
		return ""
	}
	return strings.TrimSpace(thought)
}
