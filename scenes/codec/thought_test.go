package codec_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
)

func TestThought(t *testing.T) {
	for response, want := range map[string]string{
		" <think>\nThe bed first. </think><answer>[]</answer>": "The bed first.",
		"<think></think><answer>[]</answer>":                   "",
		"<think>never ends":                                    "",
		"<answer>[]</answer>":                                  "",
		"":                                                     "",
	} {
		if got := codec.Thought(response); got != want {
			t.Errorf("%q: %q, want %q", response, got, want)
		}
	}
}
