package compact

import (
	"fmt"

	"github.com/gomlx/gomlx/core/tensors"
)

// positionIn is the input of the position network: rows of decisions.
type positionIn struct {
	arch         arch
	rows, tokens int
	query        []float32
	token        []float32
	mask         []float32
	picture      []float32
}

// reserve makes room for a number of rows, whose content is arbitrary.
func (in *positionIn) reserve(a arch, rows, tokens int) {
	in.arch, in.rows, in.tokens = a, rows, tokens
	in.query = grow(in.query, rows*optionFeatures)
	in.token = grow(in.token, rows*tokens*tokenFeatures)
	in.mask = grow(in.mask, rows*tokens)
	if a.image {
		in.picture = grow(in.picture, rows*patchCount*patchFeatures)
	}
}

// put writes row m: the features of the chosen heading, then what its view sees.
func (in *positionIn) put(m int, query []float32, w *view, s *state) {
	copy(in.query[m*optionFeatures:(m+1)*optionFeatures], query)
	n := in.tokens * tokenFeatures
	w.tokens(s, in.token[m*n:(m+1)*n], in.mask[m*in.tokens:(m+1)*in.tokens])
	if in.arch.image {
		const size = patchCount * patchFeatures
		clear(in.picture[m*size : (m+1)*size])
		copy(in.picture[m*size:], s.picture)
	}
}

// clearFrom empties the rows from m on.
func (in *positionIn) clearFrom(m int) {
	clear(in.query[m*optionFeatures:])
	clear(in.token[m*in.tokens*tokenFeatures:])
	clear(in.mask[m*in.tokens:])
	if in.arch.image {
		clear(in.picture[m*patchCount*patchFeatures:])
	}
}

// values are the inputs as the executables take them.
func (in *positionIn) values() []any {
	out := []any{
		tensors.FromFlatDataAndDimensions(in.query, in.rows, optionFeatures),
		tensors.FromFlatDataAndDimensions(in.token, in.rows*in.tokens, tokenFeatures),
		tensors.FromFlatDataAndDimensions(in.mask, in.rows, in.tokens, 1),
	}
	if in.arch.image {
		out = append(out, tensors.FromFlatDataAndDimensions(in.picture, in.rows*patchCount, patchFeatures))
	}
	return out
}

func (n *networks) runOption(in []float32, rows int, out []float32) error {
	if n.native {
		d := directs.Get().(*direct)
		defer directs.Put(d)
		d.option(n.arch, n.option.weights, in, rows, out)
		return nil
	}
	x := tensors.FromFlatDataAndDimensions(in, rows, optionFeatures)
	if err := n.option.run(n.option.forward, []any{x}, out); err != nil {
		return fmt.Errorf("run the option network: %w", err)
	}
	return nil
}

func (n *networks) runPosition(in *positionIn, head, weights []float32) error {
	if n.native {
		d := directs.Get().(*direct)
		defer directs.Put(d)
		d.position(n.arch, n.position.weights, in, head, weights)
		return nil
	}
	if err := n.position.run(n.position.forward, in.values(), head, weights); err != nil {
		return fmt.Errorf("run the position network: %w", err)
	}
	return nil
}
