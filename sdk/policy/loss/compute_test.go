package loss_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/policy/loss"
)

func flat(rows [][]float64) []float64 {
	var out []float64
	for _, r := range rows {
		out = append(out, r...)
	}
	return out
}

func near(a, b, tol float64) bool {
	return math.Abs(a-b) <= tol*max(1, math.Abs(a), math.Abs(b))
}

func TestReferencePolicyLoss(t *testing.T) {
	sc := bufio.NewScanner(bytes.NewReader(scenestest.Read(t, "reference/grpo_cases.jsonl")))
	sc.Buffer(nil, 1<<24)
	cases := 0
	for line := 1; sc.Scan(); line++ {
		var c struct {
			Kind                string
			Old                 [][]float64 `json:"old_log_prob"`
			New                 [][]float64 `json:"log_prob"`
			Ref                 [][]float64 `json:"ref_log_prob"`
			Grad                [][]float64 `json:"grad_log_prob"`
			Advantages, Mask    [][]float64
			Cliprange, Clipfrac float64
			Loss                float64
			KLCoef              float64 `json:"kl_coef"`
			PPOKL               float64 `json:"ppo_kl"`
			KLMean              float64 `json:"kl_mean"`
		}
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			t.Fatalf("line %d: %v", line, err)
		}
		if c.Kind != "policy_loss" {
			continue
		}
		cases++
		t.Run(fmt.Sprint(line), func(t *testing.T) {
			spec := loss.Spec{ClipLow: c.Cliprange, ClipHigh: c.Cliprange, KL: c.KLCoef}
			got, grad, st, err := loss.Compute(spec, loss.Batch{
				LogProbs: flat(c.New), Old: flat(c.Old), Ref: flat(c.Ref),
				Advantages: flat(c.Advantages), Weights: flat(c.Mask),
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range []struct {
				name      string
				got, want float64
			}{
				{"loss", got, c.Loss},
				{"clip fraction", st.ClipFraction, c.Clipfrac},
				{"approximate KL", st.ApproxKL, c.PPOKL},
				{"KL to the reference", st.RefKL, c.KLMean},
			} {
				if !near(v.got, v.want, 2e-5) {
					t.Errorf("%s = %v, want %v", v.name, v.got, v.want)
				}
			}
			for i, want := range flat(c.Grad) {
				if !near(grad[i], want, 2e-5) {
					t.Errorf("gradient[%d] = %v, want %v", i, grad[i], want)
				}
			}
		})
	}
	if cases == 0 {
		t.Fatal("no policy_loss case in grpo_cases.jsonl")
	}
}

func TestGoldenClippedLoss(t *testing.T) {
	var golden struct {
		Clipped []struct {
			Ratio, A float64
			PPO      float64 `json:"ppo 0.2/0.2"`
			DAPO     float64 `json:"dapo 0.2/0.28"`
			Dual     float64 `json:"verl default 0.2/0.2 dual 3"`
			EasyR1   float64 `json:"easyr1 default 0.2/0.3 dual 3"`
		} `json:"clipped_loss"`
		KL []struct {
			LogP, Ref, K1, Abs, K2 float64
			K3                     float64 `json:"k3_verl_easyr1_clamped"`
			DK2                    float64 `json:"dk2_dlogp"`
			DK3                    float64 `json:"dk3_dlogp(unclamped)"`
		}
		Aggregation struct {
			Losses              [][]float64
			MaxLen              float64 `json:"max_len(dr_grpo constant)"`
			TokenMean           float64 `json:"token-mean (DAPO/bnpo)"`
			SeqMeanTokenMean    float64 `json:"seq-mean-token-mean (original GRPO)"`
			SeqMeanTokenSum     float64 `json:"seq-mean-token-sum"`
			SeqMeanTokenSumNorm float64 `json:"seq-mean-token-sum-norm /T (Dr.GRPO)"`
		}
		GSPO struct {
			LogRatios [][]float64
			Ratio     []float64
		} `json:"gspo_sequence_ratio"`
	}
	if err := json.Unmarshal(scenestest.Read(t, "reference/golden_grpo.json"), &golden); err != nil {
		t.Fatal(err)
	}
	for _, c := range golden.Clipped {
		for spec, want := range map[loss.Spec]float64{
			{ClipLow: 0.2, ClipHigh: 0.2}:          c.PPO,
			{ClipLow: 0.2, ClipHigh: 0.28}:         c.DAPO,
			{ClipLow: 0.2, ClipHigh: 0.2, Dual: 3}: c.Dual,
			{ClipLow: 0.2, ClipHigh: 0.3, Dual: 3}: c.EasyR1,
		} {
			got, _, _, err := loss.Compute(spec, loss.Batch{
				LogProbs: []float64{math.Log(c.Ratio)}, Old: []float64{0}, Advantages: []float64{c.A}})
			if err != nil || !near(got, want, 1e-9) {
				t.Errorf("ratio %v, advantage %v, %+v: loss %v (%v), want %v", c.Ratio, c.A, spec, got, err, want)
			}
		}
	}
	for _, c := range golden.KL {
		for kind, want := range map[string][2]float64{
			loss.K1: {c.K1, 1}, loss.K2: {c.K2, c.DK2}, loss.Abs: {c.Abs, math.NaN()}, loss.K3: {c.K3, c.DK3},
		} {
			got, grad, st, err := loss.Compute(loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, KL: 1, KLEstimate: kind}, loss.Batch{
				LogProbs: []float64{c.LogP}, Old: []float64{c.LogP}, Ref: []float64{c.Ref}, Advantages: []float64{0}})
			if err != nil || !near(st.RefKL, want[0], 1e-9) || !near(got, want[0], 1e-9) {
				t.Errorf("logp %v, ref %v: %s is %v (%v), want %v", c.LogP, c.Ref, kind, st.RefKL, err, want[0])
			}
			// Beyond its bounds k3 has no slope.
			if held := kind == loss.K3 && c.K3 == 10; !math.IsNaN(want[1]) && !held && !near(grad[0], want[1], 1e-9) {
				t.Errorf("logp %v, ref %v: slope of %s is %v, want %v", c.LogP, c.Ref, kind, grad[0], want[1])
			} else if held && grad[0] != 0 {
				t.Errorf("logp %v, ref %v: bounded k3 has slope %v", c.LogP, c.Ref, grad[0])
			}
		}
	}
	// An action at ratio 1 with advantage −x has loss x.
	batch := func(rows [][]float64) (b loss.Batch) {
		for k, row := range rows {
			for range row {
				b.Sequences = append(b.Sequences, k)
			}
		}
		b.LogProbs, b.Old, b.Advantages = make([]float64, len(b.Sequences)), make([]float64, len(b.Sequences)), make([]float64, len(b.Sequences))
		return b
	}
	g := golden.Aggregation
	b := batch(g.Losses)
	for i, x := range flat(g.Losses) {
		b.Advantages[i] = -x
	}
	for how, want := range map[string]float64{
		"": g.TokenMean, loss.TokenMean: g.TokenMean, loss.SeqMeanTokenMean: g.SeqMeanTokenMean,
		loss.SeqMeanTokenSum: g.SeqMeanTokenSum, loss.SeqMeanTokenSumNorm: g.SeqMeanTokenSumNorm,
	} {
		got, _, _, err := loss.Compute(loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Aggregation: how, MaxActions: g.MaxLen}, b)
		if err != nil || !near(got, want, 1e-12) {
			t.Errorf("%s: %v (%v), want %v", how, got, err, want)
		}
	}
	b = batch(golden.GSPO.LogRatios)
	copy(b.LogProbs, flat(golden.GSPO.LogRatios))
	for i := range b.Advantages {
		b.Advantages[i] = -1
	}
	want := (3*golden.GSPO.Ratio[0] + 2*golden.GSPO.Ratio[1]) / 5
	got, _, st, err := loss.Compute(loss.Spec{ClipLow: 0.5, ClipHigh: 5, Ratio: loss.SequenceRatio}, b)
	if err != nil || !near(got, want, 1e-12) || !near(st.RatioMean, want, 1e-12) {
		t.Errorf("sequence ratio: loss %v, ratio %v (%v), want %v", got, st.RatioMean, err, want)
	}
}

// TestSequencesAreClippedWhole is what tells GSPO from GRPO: a response whose
// geometric mean has left the range teaches by none of its actions, although one
// of them is inside, and another response by all of its, although one is outside.
func TestSequencesAreClippedWhole(t *testing.T) {
	b := loss.Batch{
		LogProbs: []float64{0.5, 0, 0.5, -0.5}, Old: make([]float64, 4),
		Advantages: []float64{1, 1, 1, 1}, Sequences: []int{0, 0, 1, 1},
	}
	spec := loss.Spec{ClipLow: 3e-4, ClipHigh: 4e-4, Ratio: loss.SequenceRatio, Aggregation: loss.SeqMeanTokenMean}
	value, grad, st, err := loss.Compute(spec, b)
	if err != nil {
		t.Fatal(err)
	}
	// −(1.0004 + 1)/2; the second response's mean log ratio is 0, its slope −1/2
	// of the batch, shared by its two actions.
	if !near(value, -1.0002, 1e-12) || !near(st.ClipFraction, 0.5, 1e-12) {
		t.Errorf("loss %v, clipped %v", value, st.ClipFraction)
	}
	for i, want := range []float64{0, 0, -0.25, -0.25} {
		if !near(grad[i], want, 1e-12) {
			t.Errorf("gradient %v", grad)
		}
	}
	// By token the two responses are clipped alike, each where it is outside.
	spec.Ratio = loss.TokenRatio
	if _, grad, _, _ = loss.Compute(spec, b); grad[0] != 0 || grad[1] == 0 || grad[2] != 0 || grad[3] == 0 {
		t.Errorf("gradient by token %v", grad)
	}
}

// TestGradientMatchesDifferences needs no data: the analytic slope must equal
// the central difference away from the kinks.
func TestGradientMatchesDifferences(t *testing.T) {
	for _, spec := range []loss.Spec{
		{ClipLow: 0.2, ClipHigh: 0.25, KL: 0.3},
		{ClipLow: 0.2, ClipHigh: 0.25, KL: 0.3, KLEstimate: loss.K2, Dual: 1.3},
		{ClipLow: 0.2, ClipHigh: 0.25, KL: 0.3, KLEstimate: loss.Abs, Aggregation: loss.SeqMeanTokenMean},
		{ClipLow: 0.2, ClipHigh: 0.25, Aggregation: loss.SeqMeanTokenSum},
		{ClipLow: 0.2, ClipHigh: 0.25, Aggregation: loss.SeqMeanTokenSumNorm, MaxActions: 5},
		{ClipLow: 0.2, ClipHigh: 0.25, Ratio: loss.SequenceRatio, KL: 0.1, KLEstimate: loss.K1},
		{ClipLow: 0.2, ClipHigh: 0.25, Ratio: loss.SequenceRatio, Aggregation: loss.SeqMeanTokenMean},
	} {
		t.Run(fmt.Sprintf("%+v", spec), func(t *testing.T) { checkGradient(t, spec) })
	}
}

func checkGradient(t *testing.T, spec loss.Spec) {
	b := loss.Batch{
		LogProbs:   []float64{-1, -1.3, -0.4, -2, -0.9, -1.1},
		Old:        []float64{-1.1, -0.8, -1.2, -1.4, -0.85, -1.3},
		Ref:        []float64{-0.7, -1.9, -1.2, -0.2, -0.9, -6},
		Advantages: []float64{1.5, -0.7, 2, 0.3, -1, -2},
		Weights:    []float64{1, 1, 0.5, 1, 0, 2},
		Sequences:  []int{7, 7, 7, 3, 3, 3},
	}
	_, grad, _, err := loss.Compute(spec, b)
	if err != nil {
		t.Fatal(err)
	}
	some := false
	const h = 1e-6
	for i, lp := range b.LogProbs {
		b.LogProbs[i] = lp + h
		up, _, _, _ := loss.Compute(spec, b)
		b.LogProbs[i] = lp - h
		down, _, _, _ := loss.Compute(spec, b)
		b.LogProbs[i] = lp
		if want := (up - down) / (2 * h); math.Abs(grad[i]-want) > 1e-6 {
			t.Errorf("gradient[%d] = %v, want %v", i, grad[i], want)
		}
		some = some || grad[i] != 0
	}
	if !some {
		t.Error("no gradient at all")
	}
}

func TestComputeRefusesBadBatches(t *testing.T) {
	one := []float64{-1}
	for name, c := range map[string]struct {
		spec loss.Spec
		b    loss.Batch
		want string
	}{
		"missing old":       {loss.Default, loss.Batch{LogProbs: one, Advantages: one}, "0 old log-probabilities for 1"},
		"missing reference": {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, KL: 1}, loss.Batch{LogProbs: one, Old: one, Advantages: one}, "reference"},
		"zero spec":         {loss.Spec{}, loss.Batch{LogProbs: one, Old: one, Advantages: one}, "clip_low"},
		"no sequences":      {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Ratio: loss.SequenceRatio}, loss.Batch{LogProbs: one, Old: one, Advantages: one}, "0 sequence numbers"},
		"unknown mean":      {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Aggregation: "mean"}, loss.Batch{LogProbs: one, Old: one, Advantages: one}, "token-mean"},
		"no largest":        {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Aggregation: loss.SeqMeanTokenSumNorm}, loss.Batch{}, "max_actions"},
		"dual below 1":      {loss.Spec{ClipLow: 0.2, ClipHigh: 0.2, Dual: 0.5}, loss.Batch{}, "dual_clip"},
		"not a number":      {loss.Default, loss.Batch{LogProbs: []float64{math.NaN()}, Old: one, Advantages: one}, "action 0"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, _, err := loss.Compute(c.spec, c.b)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if spoilt := name == "not a number"; errors.Is(err, loss.ErrNotFinite) != spoilt {
				t.Errorf("error %v says that the weights are spoilt: %v", err, !spoilt)
			}
		})
	}
}

func TestEmptyAndMaskedBatches(t *testing.T) {
	got, grad, st, err := loss.Compute(loss.Default, loss.Batch{
		LogProbs: []float64{math.Inf(-1)}, Old: []float64{0}, Advantages: []float64{1}, Weights: []float64{0}})
	if err != nil || got != 0 || grad[0] != 0 || st != (loss.Stats{}) {
		t.Errorf("masked batch gives %v %v %v %v", got, grad, st, err)
	}
}
