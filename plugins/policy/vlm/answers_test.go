package vlm_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// TestRealAnswers has a server that answers with what a real model wrote in
// training: the answers arrive as they are, and are scored as what they are.
func TestRealAnswers(t *testing.T) {
	f, err := os.Open(scenestest.Shared(t, "scenes/metaspatial/vlm_answers.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for ; lines.Scan(); n++ {
		var row struct{ Problem string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		_, answer, ok := strings.Cut(row.Problem, "---Previous Step Response---\n")
		answer, _, ended := strings.Cut(answer, "\n---Previous Reward---")
		if !ok || !ended {
			t.Fatalf("row %d has no answer", n)
		}
		s := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Say(answer)))
		p, _ := configured(t, s.URL, map[string]any{"structured": "off"})
		task := study("room")
		got := sample(t, p, policy.SampleRequest{Observations: []policy.Observation{{Task: task}}}).Samples[0][0].Response
		if got != answer {
			t.Errorf("row %d came as %q", n, got)
		}
		parsed := codec.ParseResponse(task, got)
		if parsed.Score == codec.ScoreRight || len(parsed.Findings) == 0 {
			t.Errorf("row %d scores %v for a room with other objects: %v", n, parsed.Score, parsed.Findings)
		}
		// The next turn is told of it, whatever it is.
		told := sample(t, p, policy.SampleRequest{Observations: []policy.Observation{{Task: task, Turn: 1, Previous: parsed.Layout, Findings: parsed.Findings}}})
		if told.Samples[0][0].Response != answer {
			t.Errorf("row %d at the second turn: %q", n, told.Samples[0][0].Response)
		}
		text := s.Calls()[1].Text
		if !strings.Contains(text, "Your previous answer") || parsed.Layout == nil && !strings.Contains(text, "could not be read") {
			t.Errorf("row %d: the second prompt is %s", n, text)
		}
	}
	if err := lines.Err(); err != nil || n != 4 {
		t.Errorf("%d answers, %v", n, err)
	}
}
