//go:build unix

package supervisor

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/reward"
)

// BenchmarkEvaluateGroup scores a group of 64 layouts of 12 objects, in this
// process and in another: what is between the two is the contract's.
func BenchmarkEvaluateGroup(b *testing.B) {
	b.Run("in process", func(b *testing.B) { evaluateGroup(b, &echo{radius: 0.5}) })
	b.Run("plugin", func(b *testing.B) {
		term, err := start(b, newSupervisor(b, Options{}), "reward/echo", nil).Term()
		if err != nil {
			b.Fatal(err)
		}
		evaluateGroup(b, term)
	})
}

func evaluateGroup(b *testing.B, term reward.Term) {
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

// BenchmarkStartTen starts ten plugins at once, as a run does, and stops them.
// Making the keys for mutual TLS is most of it.
func BenchmarkStartTen(b *testing.B) {
	specs := make([]Spec, 10)
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
