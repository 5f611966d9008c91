package compact

import "math"

// Adam's constants (arXiv 1412.6980, algorithm 1). The second moment forgets
// faster than usual because a run has only some thousand steps.
const (
	beta1   = 0.9
	beta2   = 0.99
	epsilon = 1e-6
)

// An optimiser holds Adam's moments of every weight, in the order of the nets.
type optimiser struct {
	step   int
	first  [][]float32
	second [][]float32
}

func newOptimiser(nets ...*net) *optimiser {
	o := &optimiser{}
	for _, n := range nets {
		for _, w := range n.weights {
			o.first = append(o.first, make([]float32, len(w)))
			o.second = append(o.second, make([]float32, len(w)))
		}
	}
	return o
}

// norm returns the global norm of a gradient.
func norm(grads [][]float32) float64 {
	sum := 0.0
	for _, g := range grads {
		for _, x := range g {
			sum += float64(x) * float64(x)
		}
	}
	return math.Sqrt(sum)
}

// apply takes one step against the gradient, scaled by scale.
func (o *optimiser) apply(weights, grads [][]float32, rate, scale float64) {
	o.step++
	c1 := 1 / (1 - math.Pow(beta1, float64(o.step)))
	c2 := 1 / (1 - math.Pow(beta2, float64(o.step)))
	for i, w := range weights {
		m, v, g := o.first[i], o.second[i], grads[i]
		for k := range w {
			x := g[k] * float32(scale)
			m[k] += (1 - beta1) * (x - m[k])
			v[k] += (1 - beta2) * (x*x - v[k])
			w[k] -= float32(rate * c1 * float64(m[k]) / (math.Sqrt(float64(v[k])*c2) + epsilon))
		}
	}
}
