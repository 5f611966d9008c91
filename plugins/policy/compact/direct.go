package compact

import (
	"math"
	"sync"
)

// direct computes the networks' outputs without GoMLX: what optionGraph and
// positionGraph say, row by row. Most features are zero and cost nothing here, nothing
// is copied or compiled, and so one answer takes a third of the time. Gradients, and
// everything on other backends, are GoMLX's.
type direct struct {
	first, second      []float32
	query, ask, token  []float32
	pool, context      []float32
	picture, attention []float32
}

var directs = sync.Pool{New: func() any { return new(direct) }}

// zero returns buf with n zeros.
func zero(buf []float32, n int) []float32 {
	buf = grow(buf, n)
	clear(buf)
	return buf
}

// layer adds in·w to out, w having a row of outputs per input.
func layer(out, in, w []float32) {
	n := len(out)
	for k, x := range in {
		if x != 0 {
			axpy(out, w[k*n:][:n], x)
		}
	}
}

func clip(h []float32) {
	for k, x := range h {
		h[k] = max(x, 0)
	}
}

// option scores rows of option features.
func (d *direct) option(a arch, w [][]float32, in []float32, rows int, out []float32) {
	for r := range rows {
		d.first, d.second = zero(d.first, a.width), zero(d.second, a.width)
		layer(d.first, in[r*optionFeatures:][:optionFeatures], w[0])
		clip(d.first)
		layer(d.second, d.first, w[1])
		clip(d.second)
		out[r] = dot(d.second, w[2])
	}
}

// position computes heads and tokens' weights; those of tokens that the mask leaves
// out are zero.
func (d *direct) position(a arch, w [][]float32, in *positionIn, head, weights []float32) {
	size := a.headSize()
	for r := range in.rows {
		q := in.query[r*optionFeatures:][:optionFeatures]
		d.query, d.ask = zero(d.query, a.width), zero(d.ask, a.width)
		layer(d.query, q, w[0])
		clip(d.query)
		layer(d.ask, q, w[1])
		d.pool = zero(d.pool, a.width)
		for k := r * in.tokens; k < (r+1)*in.tokens; k++ {
			out := weights[k*tokenWeights:][:tokenWeights]
			if in.mask[k] == 0 {
				clear(out)
				continue
			}
			d.token, d.second = grow(d.token, a.width), zero(d.second, a.width)
			copy(d.token, d.ask)
			row := in.token[k*tokenFeatures:][:tokenFeatures]
			layer(d.token, row, w[2])
			clip(d.token)
			layer(d.second, d.token, w[3])
			clip(d.second)
			for i := range out {
				out[i] = dot(d.second, w[4][i*a.width:][:a.width])
			}
			layer(out, row[tokenFeatures-pairText:], w[9])
			axpy(d.pool, d.second, 0.25)
		}
		d.context = zero(d.context, a.width)
		layer(d.context, d.query, w[5])
		layer(d.context, d.pool, w[6])
		if a.image {
			d.look(a, w, q, in.picture[r*patchCount*patchFeatures:][:patchCount*patchFeatures])
		}
		clip(d.context)
		out := head[r*size:][:size]
		copy(out, w[8])
		layer(out, d.context, w[7])
	}
}

// look adds what is attended to in a picture to the context.
func (d *direct) look(a arch, w [][]float32, q, picture []float32) {
	d.ask = zero(d.ask, a.width)
	layer(d.ask, q, w[12])
	d.picture = grow(d.picture, patchCount*a.width)
	copy(d.picture, w[11])
	var share [patchCount]float64
	top := math.Inf(-1)
	for k := range patchCount {
		key := d.picture[k*a.width:][:a.width]
		layer(key, picture[k*patchFeatures:][:patchFeatures], w[10])
		clip(key)
		share[k] = float64(dot(d.ask, key)) / math.Sqrt(float64(a.width))
		top = max(top, share[k])
	}
	sum := 0.0
	for k := range share {
		share[k] = math.Exp(share[k] - top)
		sum += share[k]
	}
	d.attention = zero(d.attention, a.width)
	for k, x := range share {
		axpy(d.attention, d.picture[k*a.width:][:a.width], float32(x/sum))
	}
	layer(d.context, d.attention, w[13])
}
