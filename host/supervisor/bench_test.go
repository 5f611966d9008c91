//go:build unix

package supervisor

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/reward"
)

// BenchmarkEvaluateGroup scores a group of 64 layouts of 12 objects in another
// process.
func BenchmarkEvaluateGroup(b *testing.B) {
	h := start(b, newSupervisor(b, Options{}), "reward/echo", nil)
	term, err := h.Term()
	if err != nil {
		b.Fatal(err)
	}
	const layouts, objects = 64, 12
	req := reward.EvaluateRequest{Task: room(objects)}
	for range layouts {
		req.Candidates = append(req.Candidates, reward.Candidate{Response: "score", Layout: row(objects)})
	}
	ctx := context.Background()
	for b.Loop() {
		if _, err := term.Evaluate(ctx, req); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*layouts), "µs/layout")
}

// BenchmarkStartSix starts six plugins at once, as a run does, and stops them.
// Making the keys for mutual TLS is most of it.
func BenchmarkStartSix(b *testing.B) {
	specs := make([]Spec, 6)
	for i := range specs {
		specs[i].Entry = self("reward/echo")
	}
	for b.Loop() {
		b.StopTimer()
		s := newSupervisor(b, Options{})
		b.StartTimer()
		if _, err := s.StartAll(context.Background(), specs); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
