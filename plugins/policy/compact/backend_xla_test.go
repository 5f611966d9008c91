//go:build xla && cgo

package compact

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// onBackend is a plugin whose networks run on the given backend.
func onBackend(tb testing.TB, name string) *Plugin {
	tb.Helper()
	p := New()
	values, ds := p.Describe().Schema.Resolve(map[string]any{"backend": name})
	if ds.HasError() {
		tb.Fatal(ds.Err())
	}
	res, err := p.Configure(context.Background(), base.ConfigureRequest{Values: values})
	if err != nil || res.Diagnostics.HasError() {
		tb.Fatal(err, res.Diagnostics)
	}
	return p
}

// needPlugin skips where there is no PJRT plugin to try.
func needPlugin(tb testing.TB) {
	tb.Helper()
	b, err := newBackend(backendCPU)
	if err != nil {
		if strings.Contains(err.Error(), "there is no PJRT plugin") {
			tb.Skip("no pjrt_c_api_cpu_plugin.so in PJRT_PLUGIN_LIBRARY_PATH")
		}
		tb.Fatal(err)
	}
	b.Finalize()
}

// furnishing is a request for rooms of several sizes.
func furnishing(tb testing.TB, rooms int) policy.SampleRequest {
	tb.Helper()
	req := policy.SampleRequest{N: 4, Temperature: 1, Seed: 7, Keep: true}
	for k := range rooms {
		task, _, err := roomgen.Generate(roomgen.Options{Seed: uint64(k), Program: "bedroom", Objects: 3 + k})
		if err != nil {
			tb.Fatal(err)
		}
		req.Observations = append(req.Observations, policy.Observation{Task: task})
	}
	return req
}

// laterIsBetter makes the later samples of every group the better ones.
func laterIsBetter(groups [][]policy.Sample) policy.UpdateRequest {
	update := policy.UpdateRequest{Loss: loss.Default, LearningRate: 1e-3, Seed: 3}
	for _, group := range groups {
		for n, s := range group {
			item := policy.Item{Handle: s.Handle}
			for range s.Actions {
				item.Advantages = append(item.Advantages, 2*float64(n)/float64(len(group)-1)-1)
			}
			update.Items = append(update.Items, item)
		}
	}
	return update
}

// TestXLAAgreesWithGo plays the same rooms on both backends and learns from
// them: the same random numbers make the same decisions, with log-probabilities
// that agree to 1e-4, and gradients whose norm does to a thousandth.
func TestXLAAgreesWithGo(t *testing.T) {
	needPlugin(t)
	ctx := context.Background()
	req := furnishing(t, 4)
	var samples [2][][]policy.Sample
	var norms [2]float64
	var after [2][][]policy.Sample
	for k, name := range []string{backendGo, backendCPU} {
		p := onBackend(t, name)
		res, err := p.Sample(ctx, req)
		if err != nil || res.Diagnostics.HasError() {
			t.Fatal(name, err, res.Diagnostics)
		}
		samples[k] = res.Samples
		learnt, err := p.Update(ctx, laterIsBetter(res.Samples))
		if err != nil || learnt.Diagnostics.HasError() {
			t.Fatal(name, err, learnt.Diagnostics)
		}
		for _, s := range learnt.Statistics {
			if s.Name == "grad_norm" {
				norms[k] = s.Value
			}
		}
		again := req
		again.Keep = false
		if res, err = p.Sample(ctx, again); err != nil {
			t.Fatal(err)
		}
		after[k] = res.Samples
	}
	compare(t, "before learning", samples[0], samples[1], 1e-4)
	compare(t, "after learning", after[0], after[1], 1e-2)
	if d := math.Abs(norms[0]-norms[1]) / norms[0]; !(d < 1e-3) {
		t.Errorf("the gradients' norms are %v and %v", norms[0], norms[1])
	}
}

func compare(t *testing.T, when string, a, b [][]policy.Sample, tolerance float64) {
	t.Helper()
	worst := 0.0
	for o := range a {
		for n := range a[o] {
			x, y := a[o][n], b[o][n]
			if len(x.Actions) == 0 || len(x.Actions) != len(y.Actions) {
				t.Fatalf("%s: %d and %d actions", when, len(x.Actions), len(y.Actions))
			}
			for k := range x.Actions {
				worst = max(worst, math.Abs(x.Actions[k].LogProb-y.Actions[k].LogProb))
			}
		}
	}
	t.Logf("%s: log-probabilities differ by up to %.2g", when, worst)
	if !(worst < tolerance) {
		t.Errorf("%s: log-probabilities differ by %v, more than %v", when, worst, tolerance)
	}
}

// TestXLACheckpointsAreShared loads on one backend what the other saved.
func TestXLACheckpointsAreShared(t *testing.T) {
	needPlugin(t)
	ctx := context.Background()
	var saved bytes.Buffer
	if err := onBackend(t, backendCPU).Save(ctx, &saved); err != nil {
		t.Fatal(err)
	}
	if err := onBackend(t, backendGo).Load(ctx, bytes.NewReader(saved.Bytes())); err != nil {
		t.Error(err)
	}
}

// TestXLAPluginIsNoPlugin offers files that are none.
func TestXLAPluginIsNoPlugin(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pjrt_c_api_cpu_plugin.so")
	if err := os.WriteFile(path, []byte("not a library"), 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := startXLA(path); b != nil || err == nil {
		t.Errorf("a text was taken for a plugin: %v", err)
	}
	if b, err := newXLA("nothing"); b != nil || err == nil || !strings.Contains(err.Error(), "pjrt_c_api_nothing_plugin.so") {
		t.Errorf("a plugin that is not there: %v", err)
	}
}

// BenchmarkBackends furnishes 256 rooms and learns from them. What is compiled
// once, in the first round, does not count.
func BenchmarkBackends(b *testing.B) {
	needPlugin(b)
	req := furnishing(b, 8)
	req.N = 32
	for _, name := range []string{backendGo, backendCPU} {
		b.Run(name, func(b *testing.B) {
			p, ctx := onBackend(b, name), context.Background()
			var sample, update time.Duration
			for round := -1; round < 0 || b.Loop(); round++ {
				start := time.Now()
				res, err := p.Sample(ctx, req)
				if err != nil {
					b.Fatal(err)
				}
				middle := time.Now()
				if _, err := p.Update(ctx, laterIsBetter(res.Samples)); err != nil {
					b.Fatal(err)
				}
				end := time.Now()
				if round < 0 {
					b.Logf("first round: %v", end.Sub(start))
					b.ResetTimer()
					continue
				}
				sample += middle.Sub(start)
				update += end.Sub(middle)
			}
			b.ReportMetric(float64(sample.Microseconds())/float64(b.N*256), "µs-sample/room")
			b.ReportMetric(float64(update.Microseconds())/float64(b.N*256), "µs-update/room")
		})
	}
}
