package compact

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Gains turn the networks' outputs into logits; they set how fast each kind of
// weight is learned.
const (
	optionGain = 2
	fieldGain  = 3
	tokenGain  = 1
	termGain   = 0.5
)

// A scorer turns the position network's outputs into logits of cells and takes
// derivatives back. It holds the fields, logits and probabilities of one
// decision.
type scorer struct {
	grid    grid
	field   []float32
	logits  []float32
	probs   []float32
	entropy float64
}

func newScorer(g grid) *scorer {
	c := g.size() * g.size()
	return &scorer{grid: g, field: make([]float32, fields*c), logits: make([]float32, c), probs: make([]float32, c)}
}

// score writes the logits of every cell for the view.
func (c *scorer) score(s *state, w *view, head, token []float32) []float32 {
	n := c.grid.size()
	w.fields(s, c.field)
	g, rows, cols := head[:fields], head[fields:], head[fields+(1+rank)*n:]
	for a := range n {
		out := c.logits[a*n:][:n]
		base := termGain * rows[a]
		for b := range out {
			out[b] = base + termGain*cols[b]
		}
		for r := 1; r <= rank; r++ {
			x, col := termGain*rows[r*n+a], cols[r*n:][:n]
			for b := range out {
				out[b] += x * col[b]
			}
		}
	}
	cells := n * n
	for f := range fields {
		x, field := fieldGain*g[f], c.field[f*cells:][:cells]
		for k, v := range field {
			c.logits[k] += x * v
		}
	}
	for k := range w.obstacles {
		if o := &w.obstacles[k]; o.sees() {
			add(c.logits, n, o.hu, o.hv, tokenGain*token[k*tokenWeights])
			add(c.logits, n, o.wu, o.wv, tokenGain*token[k*tokenWeights+1])
		}
	}
	return c.logits
}

// back takes the derivatives with respect to the logits and adds those with
// respect to the network's outputs to dHead and dToken.
func (c *scorer) back(slopes []float32, w *view, head, dHead, dToken []float32) {
	n := c.grid.size()
	rows, cols := head[fields:], head[fields+(1+rank)*n:]
	dRows, dCols := dHead[fields:], dHead[fields+(1+rank)*n:]
	for a := range n {
		slope := slopes[a*n:][:n]
		var sum float32
		for b, x := range slope {
			sum += x
			dCols[b] += termGain * x
		}
		dRows[a] += termGain * sum
		for r := 1; r <= rank; r++ {
			x, col, dCol := rows[r*n+a], cols[r*n:][:n], dCols[r*n:][:n]
			var dot float32
			for b, y := range slope {
				dot += y * col[b]
				dCol[b] += termGain * x * y
			}
			dRows[r*n+a] += termGain * dot
		}
	}
	cells := n * n
	for f := range fields {
		var dot float32
		for k, v := range c.field[f*cells:][:cells] {
			dot += slopes[k] * v
		}
		dHead[f] += fieldGain * dot
	}
	for k := range w.obstacles {
		if o := &w.obstacles[k]; o.sees() {
			dToken[k*tokenWeights] += tokenGain * total(slopes, n, o.hu, o.hv)
			dToken[k*tokenWeights+1] += tokenGain * total(slopes, n, o.wu, o.wv)
		}
	}
}

// total sums the cells in the rectangle of bits.
func total(field []float32, n int, us, vs uint32) (sum float32) {
	if vs == 0 {
		return 0
	}
	for ; us != 0; us &= us - 1 {
		row := field[bits.TrailingZeros32(us)*n:][:n]
		for m := vs; m != 0; m &= m - 1 {
			sum += row[bits.TrailingZeros32(m)]
		}
	}
	return sum
}

// softmax writes the probabilities of logits/temperature and returns the
// entropy and the normaliser: log p = logit/temperature − norm.
func softmax(logits, probs []float32, temperature float64) (entropy, norm float64) {
	top := logits[0]
	for _, v := range logits {
		top = max(top, v)
	}
	inv := 1 / temperature
	var sum, weighted float64
	for k, v := range logits {
		x := float64(v-top) * inv
		if x < -40 {
			probs[k] = 0
			continue
		}
		e := math.Exp(x)
		probs[k] = float32(e)
		sum += e
		weighted += e * x
	}
	scale := float32(1 / sum)
	for k := range probs {
		probs[k] *= scale
	}
	return math.Log(sum) - weighted/sum, float64(top)*inv + math.Log(sum)
}

// choose draws an index, or takes the likeliest where temperature is 0, and
// returns it with its log-probability.
func choose(logits, probs []float32, temperature float64, rng *rand.Rand) (int, float64) {
	if temperature <= 0 {
		best := 0
		for k, v := range logits {
			if v > logits[best] {
				best = k
			}
		}
		_, norm := softmax(logits, probs, 1)
		return best, float64(logits[best]) - norm
	}
	_, norm := softmax(logits, probs, temperature)
	x, pick := rng.Float64(), -1
	for k, p := range probs {
		if p == 0 {
			continue
		}
		pick = k
		if x -= float64(p); x < 0 {
			break
		}
	}
	return pick, float64(logits[pick])/temperature - norm
}

// slopes writes into slope the derivative with respect to the logits of
// coefficient·log p[chosen] − bonus·entropy, given the probabilities.
func slopes(slope, probs []float32, chosen int, coefficient, bonus, entropy, temperature float64) {
	c, e, h := float32(coefficient/temperature), float32(bonus/temperature), float32(entropy)
	for k, p := range probs {
		slope[k] = -c * p
		if p > 1e-12 {
			slope[k] += e * p * (logf(p) + h)
		}
	}
	slope[chosen] += c
}

func logf(x float32) float32 { return float32(math.Log(float64(x))) }
