package main

import (
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

func TestConformance(t *testing.T) { plugintest.Check(t, &brevity{}) }

func TestScore(t *testing.T) {
	p := plugintest.Connect(t, &brevity{})
	if r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: schema.Values{"least": 10, "most": 100}}); err != nil || r.Diagnostics.HasError() {
		t.Fatal(r.Diagnostics, err)
	}
	task := &scenes.Task{ID: "t", Room: scenes.RectRoom(4, 4, 2.5)}
	var candidates []reward.Candidate
	counts := []int{0, 5, 10, 100, 1000, 5000}
	for _, n := range counts {
		candidates = append(candidates, reward.Candidate{
			Layout:   &scenes.Layout{},
			Response: "<think>" + strings.Repeat("well ", n) + "</think><answer>[]</answer>",
		})
	}
	r, err := p.(reward.Term).Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: append(candidates, reward.Candidate{ParseError: "no answer"})})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{-1, -0.5, 0, 0, -1, -1} {
		if got := r.Results[i].Value; math.Abs(got-want) > 1e-9 {
			t.Errorf("%d words are worth %v, want %v", counts[i], got, want)
		}
	}
	if last := r.Results[len(counts)]; !last.Invalid || last.Reason != "no answer" {
		t.Errorf("what could not be read has %+v", last)
	}
}

func TestBounds(t *testing.T) {
	p := plugintest.Connect(t, &brevity{})
	if r, err := p.Configure(t.Context(), base.ConfigureRequest{Values: schema.Values{"least": 300}}); err != nil || !r.Diagnostics.HasError() {
		t.Errorf("more at least than at most: %v, %v", r.Diagnostics, err)
	}
}
