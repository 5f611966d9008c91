package compact

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

// configured returns a small plugin with the given settings.
func configured(t testing.TB, config map[string]any) *Plugin {
	t.Helper()
	p := New()
	values, ds := p.Describe().Schema.Resolve(config)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Configure(context.Background(), base.ConfigureRequest{Values: values}); err != nil {
		t.Fatal(err)
	}
	return p
}

var small = map[string]any{"width": 16, "grid": 12, "seed": 3}

func sample(t testing.TB, p *Plugin, req policy.SampleRequest) [][]policy.Sample {
	t.Helper()
	res, err := p.Sample(context.Background(), req)
	if err == nil {
		err = res.Diagnostics.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	return res.Samples
}

func update(t testing.TB, p *Plugin, req policy.UpdateRequest) map[string]float64 {
	t.Helper()
	res, err := p.Update(context.Background(), req)
	if err == nil {
		err = res.Diagnostics.Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, s := range res.Statistics {
		out[s.Name] = s.Value
	}
	return out
}

// observe returns first-turn observations of a few rooms.
func observe(t testing.TB, n int) (obs []policy.Observation) {
	for k := range n {
		task, _ := room(t, []string{"bedroom", "dining", "office"}[k%3], 6+2*k, uint64(k))
		obs = append(obs, policy.Observation{Task: task})
	}
	return obs
}

// again returns the observations of the turn after the given samples.
func again(t testing.TB, obs []policy.Observation, samples [][]policy.Sample) (out []policy.Observation) {
	for k, group := range samples {
		for _, s := range group {
			l := codec.ParseResponse(obs[k].Task, s.Response).Layout
			r := measure.Check(obs[k].Task, l)
			out = append(out, policy.Observation{Task: obs[k].Task, Turn: obs[k].Turn + 1, Previous: l, Findings: r.Findings})
		}
	}
	return out
}

func TestSampleIsDeterministic(t *testing.T) {
	req := policy.SampleRequest{Observations: observe(t, 3), N: 14, Temperature: 1, Seed: 7}
	one := sample(t, configured(t, map[string]any{"width": 16, "grid": 12, "threads": 1}), req)
	four := sample(t, configured(t, map[string]any{"width": 16, "grid": 12, "threads": 4}), req)
	if d := cmp.Diff(one, four); d != "" {
		t.Errorf("threads change the responses:\n%s", d)
	}
	if one[0][0].Response == one[0][1].Response {
		t.Error("two samples of one observation are the same")
	}
	req.Seed++
	if other := sample(t, configured(t, map[string]any{"width": 16, "grid": 12}), req); other[0][0].Response == one[0][0].Response {
		t.Error("another seed gives the same response")
	}
}

func TestResponsesAreCompleteAndActionsMatch(t *testing.T) {
	p := configured(t, small)
	obs := observe(t, 3)
	for turn := range 3 {
		samples := sample(t, p, policy.SampleRequest{Observations: obs, Temperature: 1, Seed: uint64(turn)})
		for k, group := range samples {
			s, task := group[0], obs[k].Task
			parsed := codec.ParseResponse(task, s.Response)
			if parsed.Score != codec.ScoreRight {
				t.Fatalf("turn %d: response scores %v: %s %v", turn, parsed.Score, parsed.Reason, parsed.Findings)
			}
			if len(s.Actions) != 2*len(task.Objects) {
				t.Fatalf("turn %d: %d actions for %d objects", turn, len(s.Actions), len(task.Objects))
			}
			seen := map[string]int{}
			for _, a := range s.Actions {
				seen[fmt.Sprint(a.Object, a.Coordinate)]++
				if a.LogProb > 1e-6 || math.IsNaN(a.LogProb) {
					t.Errorf("log-probability %v", a.LogProb)
				}
			}
			for i := range task.Objects {
				if seen[fmt.Sprint(i, "yaw")] != 1 || seen[fmt.Sprint(i, "position")] != 1 {
					t.Errorf("turn %d: object %d has actions %v", turn, i, seen)
				}
			}
			if r := measure.Check(task, parsed.Layout); r.OutOfBounds() > 0 {
				t.Errorf("turn %d: objects outside the room", turn)
			}
		}
		obs = again(t, obs, samples)
	}
}

// TestUpdateStartsOnPolicy checks that the log-probabilities recomputed from
// what was kept are those at sampling time.
func TestUpdateStartsOnPolicy(t *testing.T) {
	for _, temperature := range []float64{1, 0.7} {
		p := configured(t, small)
		obs := observe(t, 3)
		var items []policy.Item
		for turn := range 2 {
			samples := sample(t, p, policy.SampleRequest{Observations: obs, Temperature: temperature, Seed: 5, Keep: true})
			for _, group := range samples {
				items = append(items, policy.Item{Handle: group[0].Handle, Advantages: make([]float64, len(group[0].Actions))})
			}
			if turn == 0 {
				obs = again(t, obs, samples)
			}
		}
		got := update(t, p, policy.UpdateRequest{Items: items, Loss: loss.Default, LearningRate: 1e-3, Minibatch: 1 << 20})
		if math.Abs(got["ratio"]-1) > 1e-4 || math.Abs(got["kl"]) > 1e-4 || got["steps"] != 1 {
			t.Errorf("temperature %v: statistics %v, want a ratio of 1, no divergence and 1 step", temperature, got)
		}
	}
}

func TestUpdateForgets(t *testing.T) {
	p := configured(t, small)
	s := sample(t, p, policy.SampleRequest{Observations: observe(t, 1), Temperature: 1, Keep: true})[0][0]
	item := policy.Item{Handle: s.Handle, Advantages: make([]float64, len(s.Actions))}
	update(t, p, policy.UpdateRequest{Items: []policy.Item{item}, Loss: loss.Default})
	res, err := p.Update(context.Background(), policy.UpdateRequest{Items: []policy.Item{item}, Loss: loss.Default})
	if err != nil || !res.Diagnostics.HasError() {
		t.Errorf("a forgotten handle gives %v, %v; want a diagnostic", res, err)
	}
}

func TestSaveAndLoadContinue(t *testing.T) {
	obs := observe(t, 2)
	advance := func(p *Plugin, seed uint64) {
		var items []policy.Item
		for _, group := range sample(t, p, policy.SampleRequest{Observations: obs, N: 4, Temperature: 1, Seed: seed, Keep: true}) {
			for k, s := range group {
				it := policy.Item{Handle: s.Handle}
				for range s.Actions {
					it.Advantages = append(it.Advantages, float64(k)-1.5)
				}
				items = append(items, it)
			}
		}
		update(t, p, policy.UpdateRequest{Items: items, Loss: loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, KL: 0.1, Entropy: 0.01},
			LearningRate: 1e-3, Minibatch: 16, Epochs: 2, Seed: seed})
	}
	a := configured(t, small)
	advance(a, 1)
	var file bytes.Buffer
	if err := a.Save(context.Background(), &file); err != nil {
		t.Fatal(err)
	}
	b := configured(t, map[string]any{"width": 16, "grid": 12, "seed": 99})
	if err := b.Load(context.Background(), bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	advance(a, 2)
	advance(b, 2)
	req := policy.SampleRequest{Observations: obs, N: 2, Temperature: 1, Seed: 3}
	if d := cmp.Diff(sample(t, a, req), sample(t, b, req)); d != "" {
		t.Errorf("the resumed policy differs:\n%s", d)
	}
}

func TestLoadRefuses(t *testing.T) {
	var file bytes.Buffer
	if err := configured(t, small).Save(context.Background(), &file); err != nil {
		t.Fatal(err)
	}
	good := file.Bytes()
	with := func(edit func(b []byte) []byte) []byte { return edit(bytes.Clone(good)) }
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"empty":         {nil, "not a checkpoint"},
		"another file":  {[]byte("PK\x03\x04 and so on and so on"), "not a checkpoint"},
		"cut short":     {good[:len(good)/2], "damaged or cut short"},
		"a flipped bit": {with(func(b []byte) []byte { b[len(b)/2] ^= 4; return b }), "damaged or cut short"},
		"other version": {with(func(b []byte) []byte { b[len(magic)+8] = '9'; return b }), "was written by version \"9.0.0\""},
		"not finite": {with(func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[len(magic)+8+len(Version)+32:], math.Float32bits(float32(math.NaN())))
			binary.LittleEndian.PutUint32(b[len(b)-4:], crc32.ChecksumIEEE(b[:len(b)-4]))
			return b
		}), "not finite"},
	} {
		t.Run(name, func(t *testing.T) {
			err := configured(t, small).Load(context.Background(), bytes.NewReader(c.data))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
	err := configured(t, map[string]any{"width": 24, "grid": 12}).Load(context.Background(), bytes.NewReader(good))
	if err == nil || !strings.Contains(err.Error(), "another architecture") {
		t.Errorf("error %v for another width", err)
	}
}

func TestBadRequests(t *testing.T) {
	p := configured(t, small)
	s := sample(t, p, policy.SampleRequest{Observations: observe(t, 1), Temperature: 1, Keep: true})[0][0]
	res, err := p.Sample(context.Background(), policy.SampleRequest{Observations: []policy.Observation{{}, {Task: &scenes.Task{}}}})
	if err != nil || len(res.Diagnostics) != 2 || res.Diagnostics[0].Path != "observations[0]" {
		t.Errorf("bad observations give %v, %v", res.Diagnostics, err)
	}
	full := make([]float64, len(s.Actions))
	for name, req := range map[string]policy.UpdateRequest{
		"unknown handle":   {Items: []policy.Item{{Handle: 12345, Advantages: full}}, Loss: loss.Default},
		"too few":          {Items: []policy.Item{{Handle: s.Handle, Advantages: full[1:]}}, Loss: loss.Default},
		"loss without set": {Items: []policy.Item{{Handle: s.Handle, Advantages: full}}},
		"negative rate":    {Items: []policy.Item{{Handle: s.Handle, Advantages: full}}, Loss: loss.Default, LearningRate: -1},
	} {
		t.Run(name, func(t *testing.T) {
			p := configured(t, small)
			sample(t, p, policy.SampleRequest{Observations: observe(t, 1), Temperature: 1, Keep: true})
			if res, err := p.Update(context.Background(), req); err != nil || !res.Diagnostics.HasError() {
				t.Errorf("got %v, %v; want a diagnostic", res, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Sample(ctx, policy.SampleRequest{Observations: observe(t, 1)}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled sample returns %v", err)
	}
}

func TestEverythingLocked(t *testing.T) {
	p := configured(t, small)
	task, witness := room(t, "bedroom", 6, 3)
	task.Locked = witness.Placements
	s := sample(t, p, policy.SampleRequest{Observations: []policy.Observation{{Task: task}}, Keep: true})[0][0]
	if parsed := codec.ParseResponse(task, s.Response); !measure.Check(task, parsed.Layout).FullyValid() {
		t.Errorf("the locked layout is %s", s.Response)
	}
	update(t, p, policy.UpdateRequest{Items: []policy.Item{{Handle: s.Handle, Advantages: []float64{1}}}, Loss: loss.Default, LearningRate: 1e-3})
}

// Locked objects are not decided on, stay where they are, and the others learn to
// go round them.
func TestLockedObjects(t *testing.T) {
	p := configured(t, small)
	task, witness := room(t, "bedroom", 8, 3)
	for _, k := range []int{0, 3, 5} {
		at := *witness.Find(task.Objects[k].ID)
		at.Yaw += 12
		task.Locked = append(task.Locked, at)
	}
	var previous *scenes.Layout
	for turn := range 2 {
		obs := []policy.Observation{{Task: task, Turn: turn, Previous: previous}}
		var items []policy.Item
		for _, s := range sample(t, p, policy.SampleRequest{Observations: obs, N: 3, Temperature: 1, Seed: 4, Keep: true})[0] {
			parsed := codec.ParseResponse(task, s.Response)
			if parsed.Score != 1 {
				t.Fatalf("turn %d: %v", turn, parsed.Findings)
			}
			previous = parsed.Layout
			for _, f := range measure.Check(task, previous).Findings {
				if f.Rule == scenes.RuleLocked {
					t.Errorf("turn %d: %s", turn, f.Message)
				}
			}
			if len(s.Actions) != 2*(len(task.Objects)-len(task.Locked)) {
				t.Errorf("turn %d: %d actions", turn, len(s.Actions))
			}
			it := policy.Item{Handle: s.Handle}
			for _, a := range s.Actions {
				if task.Lock(task.Objects[a.Object].ID) != nil {
					t.Errorf("turn %d: an action on %s", turn, task.Objects[a.Object].ID)
				}
				it.Advantages = append(it.Advantages, float64(a.Object%3)-1)
			}
			items = append(items, it)
		}
		update(t, p, policy.UpdateRequest{Items: items, Loss: loss.Default, LearningRate: 1e-3, Minibatch: 8})
	}
}

// reloaded returns a plugin with the same settings and the checkpoint of another.
func reloaded(t *testing.T, p *Plugin) *Plugin {
	t.Helper()
	var file bytes.Buffer
	if err := p.Save(context.Background(), &file); err != nil {
		t.Fatal(err)
	}
	q := New()
	q.settings = p.settings
	if err := q.Load(context.Background(), &file); err != nil {
		t.Fatal(err)
	}
	return q
}
