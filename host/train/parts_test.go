package train

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/reward"
)

// A part counts over the responses that have it: an unreadable one has none.
func TestPartsAreMeans(t *testing.T) {
	part := func(term, name string, v float64) reward.Part { return reward.Part{Term: term, Name: name, Value: v} }
	m := record{}
	m.parts([]reward.Score{
		{Parts: []reward.Part{part("judge", "judge_fallback", 0), part("judge", "spread", 0.5), part("critic", "spread", 9)}},
		{},
		{Parts: []reward.Part{part("judge", "judge_fallback", 1)}},
		{Parts: []reward.Part{part("judge", "judge_fallback", 1), part("judge", "spread", 0)}},
	})
	want := record{"part/judge.judge_fallback": 2.0 / 3, "part/judge.spread": 0.25, "part/critic.spread": 9}
	if d := cmp.Diff(want, m); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
