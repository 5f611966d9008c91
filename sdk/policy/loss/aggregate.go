package loss

// shares returns what each action's loss counts in the batch's: its weight over
// that of the batch (token-mean) or, per response, over the response's weight
// (-token-mean), one (-token-sum) or MaxActions (-token-sum-norm), and over the
// number of responses. Actions without weight count nothing, and responses
// without any are not there.
func (s Spec) shares(b Batch) []float64 {
	out := make([]float64, len(b.LogProbs))
	total := 0.0
	for i := range out {
		out[i] = weight(b, i)
		total += out[i]
	}
	if total == 0 {
		return out
	}
	if s.Aggregation == "" || s.Aggregation == TokenMean {
		for i := range out {
			out[i] /= total
		}
		return out
	}
	responses := 0.0
	for _, actions := range b.responses() {
		own := 0.0
		for _, i := range actions {
			own += out[i]
		}
		if own == 0 {
			continue
		}
		responses++
		for _, i := range actions {
			switch s.Aggregation {
			case SeqMeanTokenMean:
				out[i] /= own
			case SeqMeanTokenSumNorm:
				out[i] /= s.MaxActions
			}
		}
	}
	for i := range out {
		out[i] /= responses
	}
	return out
}

// logRatios returns each action's log ratio, or for [SequenceRatio] the weighted
// mean over its response, and how much of an action's log-probability goes into
// its response's mean.
func (s Spec) logRatios(b Batch) (ratios, parts []float64) {
	ratios, parts = make([]float64, len(b.LogProbs)), make([]float64, len(b.LogProbs))
	for i, lp := range b.LogProbs {
		if weight(b, i) != 0 {
			ratios[i], parts[i] = lp-b.Old[i], 1
		}
	}
	if s.Ratio != SequenceRatio {
		return ratios, parts
	}
	for _, actions := range b.responses() {
		sum, total := 0.0, 0.0
		for _, i := range actions {
			sum += weight(b, i) * ratios[i]
			total += weight(b, i)
		}
		if total == 0 {
			continue
		}
		for _, i := range actions {
			ratios[i], parts[i] = sum/total, weight(b, i)/total
		}
	}
	return ratios, parts
}

// responses lists the actions of each response, in the order in which they
// first appear.
func (b Batch) responses() [][]int {
	var out [][]int
	at := make(map[int]int)
	for i, n := range b.Sequences {
		k, ok := at[n]
		if !ok {
			k = len(out)
			at[n] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
