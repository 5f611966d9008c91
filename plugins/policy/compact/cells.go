package compact

import (
	"math"
	"math/rand/v2"
)

// Gains turn the networks' outputs into logits; they set how fast each kind of
// weight is learned.
const (
	optionGain   = 2
	fieldGain    = 3
	tokenGain    = 1
	evidenceGain = 1
	termGain     = 0.5
)

// A scorer turns the position network's outputs into logits of cells and takes
// derivatives back. It holds the maps, logits and probabilities of one decision.
type scorer struct {
	arch       arch
	field      []float32
	evidence   evidence
	logits     []float32
	probs      []float32
	rows, cols []float32
	entropy    float64
	norm       float64
}

func newScorer(a arch) *scorer {
	n := a.grid.size()
	c := n * n
	return &scorer{arch: a, field: make([]float32, (fields-firstMap)*c), logits: make([]float32, c), probs: make([]float32, c),
		rows: make([]float32, n), cols: make([]float32, n)}
}

// look works out the maps of a view.
func (c *scorer) look(s *state, w *view) {
	w.maps(s, c.field)
	c.evidence.gather(w)
}

// score writes the logits of every cell of the view that was looked at.
func (c *scorer) score(head, token []float32) []float32 {
	n := c.arch.grid.size()
	terms := head[fields+placeWeights:]
	rows, cols := terms, terms[(1+rank)*n:]
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
	for f := firstMap; f < fields; f++ {
		axpy(c.logits, c.field[(f-firstMap)*cells:][:cells], fieldGain*head[f])
	}
	c.evidence.score(c.logits, c.rows, c.cols, head, token)
	return c.logits
}

// back takes the derivatives with respect to the logits and adds those with
// respect to the network's outputs to dHead and dToken.
func (c *scorer) back(slopes, head, dHead, dToken []float32) {
	n := c.arch.grid.size()
	terms, dTerms := head[fields+placeWeights:], dHead[fields+placeWeights:]
	rows, cols := terms, terms[(1+rank)*n:]
	dRows, dCols := dTerms, dTerms[(1+rank)*n:]
	clear(c.cols)
	for a := range n {
		slope := slopes[a*n:][:n]
		var sum float32
		for b, x := range slope {
			sum += x
			c.cols[b] += x
		}
		c.rows[a] = sum
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
	for b, x := range c.cols {
		dCols[b] += termGain * x
	}
	cells := n * n
	for f := firstMap; f < fields; f++ {
		dHead[f] += fieldGain * dot(c.field[(f-firstMap)*cells:][:cells], slopes)
	}
	c.evidence.back(slopes, c.rows, c.cols, dHead, dToken)
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

// logOf returns the log-probability of an index; at temperature 0 it is that of
// temperature 1, as [choose] has it.
func logOf(logits, probs []float32, k int, temperature float64) float64 {
	if temperature <= 0 {
		temperature = 1
	}
	_, norm := softmax(logits, probs, temperature)
	return float64(logits[k])/temperature - norm
}

// slopes writes into slope the derivative with respect to the logits of
// coefficient·log p[chosen] − bonus·entropy, given the logits, what [softmax] made of
// them and the bonus.
func slopes(slope, logits, probs []float32, chosen int, coefficient, bonus, entropy, norm, temperature float64) {
	c, e, h := float32(coefficient/temperature), float32(bonus/temperature), float32(entropy-norm)
	inv := float32(1 / temperature)
	for k, p := range probs {
		slope[k] = p * (e*(logits[k]*inv+h) - c)
	}
	slope[chosen] += c
}
