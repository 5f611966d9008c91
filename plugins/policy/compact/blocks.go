package compact

import "slices"

const (
	// blockRows is how many decisions a block holds at most.
	blockRows = 64
	// blockSpan is how many times as many tokens as the first a decision of a block
	// may have.
	blockSpan = 1.5
)

// blocks are the position network's rows of many decisions, put together by how
// many tokens they have: a few large rooms must not blow up the rows of all others.
type blocks struct {
	arch  arch
	all   []*block
	used  int
	place []slot
}

// A block is rows of about as many tokens.
type block struct {
	in                           positionIn
	rows                         int
	head, weight, dHead, dWeight []float32
}

// A slot is where a decision's row is.
type slot struct {
	*block
	row int
}

// arrange makes room for decisions with the given numbers of tokens.
func (b *blocks) arrange(a arch, tokens []int) {
	b.arch, b.used = a, 0
	b.place = append(b.place[:0], make([]slot, len(tokens))...)
	order := make([]int, len(tokens))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(x, y int) int { return tokens[x] - tokens[y] })
	for from := 0; from < len(order); {
		to, most := from, roundTokens(int(blockSpan*float64(tokens[order[from]])))
		for to < len(order) && to < from+blockRows && tokens[order[to]] <= most {
			to++
		}
		if b.used == len(b.all) {
			b.all = append(b.all, &block{})
		}
		x := b.all[b.used]
		b.used++
		x.rows = to - from
		x.in.reserve(a, bucket(x.rows), roundTokens(tokens[order[to-1]]))
		x.head, x.weight = grow(x.head, x.in.rows*a.headSize()), grow(x.weight, x.in.rows*x.in.tokens*tokenWeights)
		for r := from; r < to; r++ {
			b.place[order[r]] = slot{x, r - from}
		}
		from = to
	}
}

// each calls f for every block in use.
func (b *blocks) each(f func(*block) error) error {
	for _, x := range b.all[:b.used] {
		if err := f(x); err != nil {
			return err
		}
	}
	return nil
}

// run computes the outputs of all decisions.
func (b *blocks) run(n *networks) error {
	return b.each(func(x *block) error {
		x.in.clearFrom(x.rows)
		return n.runPosition(&x.in, x.head, x.weight)
	})
}

// outputs are the network's for decision m.
func (b *blocks) outputs(m int) (head, token []float32) {
	s := b.place[m]
	return s.rowsOf(b.arch, s.head, s.weight)
}

// slopes is where the derivatives by the outputs of decision m go.
func (b *blocks) slopes(m int) (head, token []float32) {
	s := b.place[m]
	return s.rowsOf(b.arch, s.dHead, s.dWeight)
}

func (s slot) rowsOf(a arch, head, weight []float32) ([]float32, []float32) {
	h, w := a.headSize(), s.in.tokens*tokenWeights
	return head[s.row*h : (s.row+1)*h], weight[s.row*w : (s.row+1)*w]
}

// clearSlopes makes room for derivatives, all zero.
func (b *blocks) clearSlopes() {
	for _, x := range b.all[:b.used] {
		x.dHead, x.dWeight = grow(x.dHead, len(x.head)), grow(x.dWeight, len(x.weight))
		clear(x.dHead)
		clear(x.dWeight)
	}
}
