package compact

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// An arch is everything that the shape of the weights depends on.
type arch struct {
	width int
	grid  grid
	// profiles, text and image say what the policy sees: what it would hit, the
	// words of the preference, the picture of the turn before.
	profiles, text, image bool
}

// rank is the number of learned products of a row and a column term that the
// position network adds to the logits, beside the plain row and column terms.
const rank = 2

// headSize is the length of the position network's output per decision: one
// weight per field and place, then row and column terms.
func (a arch) headSize() int { return fields + placeWeights + (2+2*rank)*a.grid.size() }

// hash names the architecture, so that weights of another one are not loaded.
func (a arch) hash() uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, "compact", a, rank, fields, placeWeights, optionFeatures, tokenFeatures, tokenWeights)
	for _, p := range append(a.optionParams(), a.positionParams()...) {
		fmt.Fprint(h, p.name, p.rows, p.cols)
	}
	return h.Sum64()
}

// A param is one weight matrix, or a bias with one row.
type param struct {
	name       string
	rows, cols int
	// gain scales the initial spread; 0 starts at zero.
	gain float64
	// turned has one row per output rather than per input, which is faster for few
	// outputs.
	turned bool
}

// inputs is how many numbers each output sums up.
func (p *param) inputs() int {
	if p.turned {
		return p.cols
	}
	return p.rows
}

func (a arch) optionParams() []param {
	d := a.width
	return []param{
		{"option/1", optionFeatures, d, 1.4, false},
		{"option/2", d, d, 1.4, false},
		{"option/3", 1, d, 0.5, true},
	}
}

func (a arch) positionParams() []param {
	d := a.width
	list := []param{
		{"query/1", optionFeatures, d, 1.4, false},
		{"token/query", optionFeatures, d, 1, false},
		{"token/1", tokenFeatures, d, 1, false},
		{"token/2", d, d, 1.4, false},
		{"token/3", tokenWeights, d, 0.2, true},
		{"context/query", d, d, 1, false},
		{"context/token", d, d, 1, false},
		{"head/1", d, a.headSize(), 0.3, false},
		{"head/bias", 1, a.headSize(), 0, false},
		{"token/said", pairText, tokenWeights, 0, false},
	}
	if a.image {
		list = append(list,
			param{"patch/1", patchFeatures, d, 1.4, false},
			param{"patch/place", patchCount, d, 1, false},
			param{"attend/query", optionFeatures, d, 1, false},
			param{"context/picture", d, d, 1, false})
	}
	return list
}

// initial draws weights from the seed: normal, with the given gain over the
// square root of the inputs.
func initial(params []param, rng *rand.Rand) [][]float32 {
	out := make([][]float32, len(params))
	for i, p := range params {
		out[i] = make([]float32, p.rows*p.cols)
		if p.gain == 0 {
			continue
		}
		spread := p.gain / math.Sqrt(float64(p.inputs()))
		for k := range out[i] {
			out[i][k] = float32(rng.NormFloat64() * spread)
		}
	}
	return out
}
