package config

import "github.com/metaspatial/metaspatial/sdk/policy/loss"

// Default returns a complete run of three minutes with the built-in plugins.
func Default() *Run {
	return &Run{
		Seed:        1,
		Out:         "run",
		Tasks:       Tasks{ObjectsMin: 6, ObjectsMax: 15, Crowded: 0.5, PerIteration: 16},
		GroupSize:   8,
		Turns:       3,
		Gamma:       0.9,
		Returns:     Mixed,
		Advantage:   GRPO,
		Temperature: 1,
		Policy:      Policy{Plugin: Plugin{Name: "policy/compact"}},
		Renderer:    Plugin{Name: "render/raster"},
		Terms: []Term{
			{ID: "format", Plugin: Plugin{Name: "reward/format"}, Weight: 0.5},
			{ID: "physics", Plugin: Plugin{Name: "reward/physics"}, Weight: 1},
		},
		OnTermFailure: Stop,
		Plugins:       Plugins{OpenFiles: 1024, FileMB: 4096, TimeoutS: 600, PolicyTimeoutS: 3600, Network: NetworkAll},
		Optimiser: Optimiser{
			LearningRate:  4e-3,
			Schedule:      Linear,
			FinalFraction: 0.1,
			Loss:          loss.Default,
			KLIn:          InLoss,
			Minibatch:     512,
			Epochs:        1,
			MaxGradNorm:   1,
		},
		Credit:     Credit{Kind: CreditMixed, Object: 1, Anneal: 0.5},
		Divergence: Divergence{Rollbacks: 3, GradNorm: 100, KL: 5, Entropy: 0.02, Collapse: 20},
		Eval:       Eval{Suite: "twelve", N: 32},
		Checkpoint: Checkpoint{Every: 25, Keep: 2},
		Recorder:   Recorder{Samples: 4, SamplesEvery: 5, Images: true, TensorBoard: true},
	}
}

// The values of [Run.Returns].
const (
	Mixed      = "mixed"
	Gain       = "gain"
	Discounted = "discounted"
	Reference  = "reference"
)

// The values of [Run.OnTermFailure].
const (
	Stop     = "stop"
	Continue = "continue"
)

// The values of [Optimiser.KLIn].
const (
	InLoss   = "loss"
	InReward = "reward"
)

// The values of [Credit.Kind].
const (
	CreditMixed     = "mixed"
	CreditModulated = "modulated"
)

// The values of [Run.Advantage].
const (
	GRPO                = "grpo"
	DrGRPO              = "dr_grpo"
	RLOO                = "rloo"
	BatchScale          = "grpo_batch"
	ReinforcePP         = "reinforce++"
	ReinforcePPBaseline = "reinforce++_baseline"
)

// The values of [Optimiser.Schedule].
const (
	Constant = "constant"
	Linear   = "linear"
	Cosine   = "cosine"
)
