//go:build xla && cgo

package compact

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gomlx/gomlx/core/tensors"

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

// numbers are normal random ones.
func numbers(rng *rand.Rand, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(rng.NormFloat64())
	}
	return out
}

// differs returns the greatest difference, as a share of the greatest number.
func differs(a, b []float32) float64 {
	most, off := 0.0, 0.0
	for i := range a {
		most = max(most, math.Abs(float64(a[i])))
		off = max(off, math.Abs(float64(a[i]-b[i])))
	}
	return off / max(most, 1e-30)
}

// TestXLAGraphs runs both networks forwards and backwards on both backends, with
// pictures and without, on random weights, inputs and cotangents.
func TestXLAGraphs(t *testing.T) {
	needPlugin(t)
	const rows, tokens = 8, 16
	for _, image := range []bool{false, true} {
		a := arch{width: 64, grid: newGrid(24), profiles: true, text: true, image: image}
		rng := rand.New(rand.NewPCG(1, 2))
		var in positionIn
		in.reserve(a, rows, tokens)
		for _, buf := range [][]float32{in.query, in.token, in.picture} {
			copy(buf, numbers(rng, len(buf)))
		}
		for k := range in.mask {
			in.mask[k] = float32(rng.IntN(2))
		}
		for _, c := range []struct {
			name   string
			params []param
			inputs func() []any
			build  builder
			sizes  [][2]int
		}{
			{"option", a.optionParams(), func() []any { return in.values()[:1] }, a.optionGraph, [][2]int{{rows, 1}}},
			{"position", a.positionParams(), in.values, a.positionGraph, [][2]int{{rows, a.headSize()}, {rows * tokens, tokenWeights}}},
		} {
			weights := initial(c.params, rng)
			for _, w := range weights {
				copy(w, numbers(rng, len(w)))
				for i := range w {
					w[i] *= 0.1
				}
			}
			var cotangents [][]float32
			for _, s := range c.sizes {
				cotangents = append(cotangents, numbers(rng, s[0]*s[1]))
			}
			var outs, grads [2][][]float32
			for k, name := range []string{backendGo, backendCPU} {
				b, err := newBackend(name)
				if err != nil {
					t.Fatal(err)
				}
				defer b.Finalize()
				n := net{params: c.params, weights: weights}
				if err := n.compile(b, len(c.inputs()), c.build); err != nil {
					t.Fatal(err)
				}
				if err := n.publish(b); err != nil {
					t.Fatal(err)
				}
				for _, cotangent := range cotangents {
					outs[k] = append(outs[k], make([]float32, len(cotangent)))
				}
				for _, p := range c.params {
					grads[k] = append(grads[k], make([]float32, p.rows*p.cols))
				}
				if err := n.run(n.forward, c.inputs(), outs[k]...); err != nil {
					t.Fatal(err)
				}
				args := c.inputs()
				for o, s := range c.sizes {
					args = append(args, tensors.FromFlatDataAndDimensions(cotangents[o], s[0], s[1]))
				}
				if err := n.run(n.backward, args, grads[k]...); err != nil {
					t.Fatal(err)
				}
			}
			worst := [2]float64{}
			for o := range outs[0] {
				worst[0] = max(worst[0], differs(outs[0][o], outs[1][o]))
			}
			for p := range grads[0] {
				worst[1] = max(worst[1], differs(grads[0][p], grads[1][p]))
			}
			t.Logf("%s network, pictures %v: outputs differ by %.1g of the greatest, gradients by %.1g", c.name, image, worst[0], worst[1])
			if !(worst[0] < 1e-4 && worst[1] < 1e-3) {
				t.Errorf("%s network, pictures %v: outputs differ by %v of the greatest, gradients by %v", c.name, image, worst[0], worst[1])
			}
		}
	}
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

// TestXLARepeats learns twice from the same rooms.
func TestXLARepeats(t *testing.T) {
	needPlugin(t)
	ctx := context.Background()
	var saved [2]bytes.Buffer
	for k := range saved {
		p := onBackend(t, backendCPU)
		res, err := p.Sample(ctx, furnishing(t, 2))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Update(ctx, laterIsBetter(res.Samples)); err != nil {
			t.Fatal(err)
		}
		if err := p.Save(ctx, &saved[k]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(saved[0].Bytes(), saved[1].Bytes()) {
		t.Error("the same rooms taught two things")
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
