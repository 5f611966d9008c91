package compact

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// A net is one of the two networks: its weights and its executables, which are
// compiled per shape when first called.
type net struct {
	params   []param
	weights  [][]float32
	tensors  []any
	forward  *graph.Exec
	backward *graph.Exec
}

// networks are the option and the position network on one backend. Calls may
// run side by side while the weights stay as they are.
type networks struct {
	arch     arch
	backend  compute.Backend
	option   net
	position net
	// native says that outputs are computed by [direct].
	native bool
	// players are those not at work, with the buffers of earlier ones.
	players *sync.Pool
}

// A builder builds a network's graph from its inputs, its weights and its
// activation.
type builder func(in, w []*graph.Node, relu func(*graph.Node) *graph.Node) []*graph.Node

// newNetworks draws weights; nothing is compiled yet.
func newNetworks(a arch, seed uint64, backend string) (*networks, error) {
	engine, err := newBackend(backend)
	if err != nil {
		return nil, err
	}
	n := &networks{arch: a, backend: engine, native: backend == backendGo, players: &sync.Pool{New: func() any { return new(player) }}}
	rng := rand.New(rand.NewPCG(seed, 0x636f6d70616374))
	for _, c := range []struct {
		net    *net
		params []param
		inputs int
		build  builder
	}{
		{&n.option, a.optionParams(), 1, a.optionGraph},
		{&n.position, a.positionParams(), a.positionInputs(), a.positionGraph},
	} {
		c.net.params, c.net.weights = c.params, initial(c.params, rng)
		if err := c.net.compile(engine, c.inputs, c.build); err != nil {
			return nil, err
		}
	}
	return n, n.publish()
}

// compile prepares the executables. Forward takes inputs, then weights, and
// returns the outputs. Backward takes inputs, then one cotangent per output,
// then weights, and returns the gradient of Σ output·cotangent.
func (n *net) compile(b compute.Backend, inputs int, build builder) (err error) {
	n.forward, err = graph.NewExec(b, func(in []*graph.Node) []*graph.Node {
		return build(in[:inputs], in[inputs:], relu)
	})
	if err != nil {
		return fmt.Errorf("prepare the forward pass: %w", err)
	}
	n.backward, err = graph.NewExec(b, func(in []*graph.Node) []*graph.Node {
		outputs := len(in) - inputs - len(n.params)
		w := in[inputs+outputs:]
		var sum *graph.Node
		for k, out := range build(in[:inputs], w, gatedRelu) {
			s := graph.ReduceAllSum(graph.Mul(out, in[inputs+k]))
			if sum == nil {
				sum = s
			} else {
				sum = graph.Add(sum, s)
			}
		}
		return graph.Gradient(sum, w...)
	})
	if err != nil {
		return fmt.Errorf("prepare the backward pass: %w", err)
	}
	n.forward.SetMaxCache(-1)
	n.backward.SetMaxCache(-1)
	return nil
}

// publish hands the weights to the executables; no call may be running. The
// tensors are put where the backend wants them at once, because that is not
// safe to happen in two calls at a time.
func (n *net) publish(b compute.Backend) error {
	for _, t := range n.tensors {
		if err := t.(*tensors.Tensor).FinalizeAll(); err != nil {
			return fmt.Errorf("release weights: %w", err)
		}
	}
	n.tensors = make([]any, len(n.params))
	for i, p := range n.params {
		t := tensors.FromFlatDataAndDimensions(n.weights[i], p.rows, p.cols)
		if err := t.MaterializeOnDevice(b, true, 0); err != nil {
			return fmt.Errorf("hand over weights: %w", err)
		}
		n.tensors[i] = t
	}
	return nil
}

// publish hands the weights of both networks over.
func (n *networks) publish() error {
	if err := n.option.publish(n.backend); err != nil {
		return err
	}
	return n.position.publish(n.backend)
}

// run calls an executable and copies each output into the slice given for it.
func (n *net) run(e *graph.Exec, in []any, outs ...[]float32) error {
	res, err := e.Call(append(in, n.tensors...)...)
	if err != nil {
		return err
	}
	for k, t := range res {
		if err := tensors.ConstFlatData(t, func(flat []float32) { copy(outs[k], flat) }); err != nil {
			return err
		}
		if err := t.FinalizeAll(); err != nil {
			return err
		}
	}
	for _, t := range in {
		if err := t.(*tensors.Tensor).FinalizeAll(); err != nil {
			return err
		}
	}
	return nil
}

// frozen returns a copy of the networks that keeps the given weights. It shares
// the executables.
func (n *networks) frozen(weights [][]float32) (*networks, error) {
	c := *n
	split := len(n.option.params)
	c.option.weights, c.position.weights = weights[:split], weights[split:]
	c.option.tensors, c.position.tensors = nil, nil
	return &c, c.publish()
}

func matmul(x, w *graph.Node) *graph.Node { return graph.Dot(x, w).Product() }

// turned is the product with a matrix that has one row per output.
func turned(x, w *graph.Node) *graph.Node { return graph.Einsum("ij,kj->ik", x, w) }

func relu(x *graph.Node) *graph.Node { return graph.MaxScalar(x, 0) }

// gatedRelu is relu, written so that its derivative is a single product.
func gatedRelu(x *graph.Node) *graph.Node {
	return graph.Mul(x, graph.StopGradient(graph.Sign(relu(x))))
}

// optionGraph scores rows of option features: [rows, features] to [rows, 1].
// There are no biases in the hidden layers, since the first feature is 1.
func (a arch) optionGraph(in, w []*graph.Node, relu func(*graph.Node) *graph.Node) []*graph.Node {
	h := relu(matmul(in[0], w[0]))
	h = relu(matmul(h, w[1]))
	return []*graph.Node{turned(h, w[2])}
}

// positionInputs is how many inputs the position network has.
func (a arch) positionInputs() int {
	if a.image {
		return 4
	}
	return 3
}

// positionGraph takes [rows, features], [rows·tokens, features], the mask
// [rows, tokens, 1] and, where pictures are seen, [rows·patches, pixels], and returns the heads [rows, head] and the tokens' weights
// [rows·tokens, weights].
func (a arch) positionGraph(in, w []*graph.Node, relu func(*graph.Node) *graph.Node) []*graph.Node {
	q, tokens, mask := in[0], in[1], in[2]
	rows, d := q.Shape().Dimensions[0], a.width
	count := tokens.Shape().Dimensions[0] / rows
	query := relu(matmul(q, w[0]))
	t := graph.Reshape(matmul(tokens, w[2]), rows, count, d)
	t = relu(graph.Add(t, graph.Reshape(matmul(q, w[1]), rows, 1, d)))
	t = relu(matmul(graph.Reshape(t, rows*count, d), w[3]))
	pool := graph.Mul(graph.Reshape(t, rows, count, d), mask)
	pool = graph.MulScalar(graph.ReduceSum(pool, 1), 0.25)
	c := graph.Add(matmul(query, w[5]), matmul(pool, w[6]))
	if a.image {
		seen := attend(matmul(q, w[12]), relu(graph.Add(
			graph.Reshape(matmul(in[3], w[10]), rows, patchCount, d), graph.Reshape(w[11], 1, patchCount, d))))
		c = graph.Add(c, matmul(seen, w[13]))
	}
	c = relu(c)
	// What the words say of a pair bears on its weights directly, too.
	said := matmul(graph.Slice(tokens, graph.AxisRange(), graph.AxisRange(tokenFeatures-pairText)), w[9])
	return []*graph.Node{graph.Add(matmul(c, w[7]), w[8]), graph.Add(turned(t, w[4]), said)}
}

// attend is one head of attention (arXiv 1706.03762, equation 1) of a query per
// row, [rows, d], to that row's patches, [rows, patchCount, d], which are keys and
// values at once.
func attend(query, keys *graph.Node) *graph.Node {
	rows, d := query.Shape().Dimensions[0], query.Shape().Dimensions[1]
	q := graph.MulScalar(graph.Reshape(query, rows, 1, d), 1/math.Sqrt(float64(d)))
	share := graph.Softmax(graph.ReduceSum(graph.Mul(keys, q), 2), 1)
	return graph.ReduceSum(graph.Mul(keys, graph.Reshape(share, rows, patchCount, 1)), 1)
}
