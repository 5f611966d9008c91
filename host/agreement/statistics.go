package agreement

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Row is how far two hands agree on one scale. What the rooms do not decide, such
// as a correlation of grades that are all alike, is NaN.
type Row struct {
	Scale Scale
	// Judge and Critic are the means, Bias their difference, judge less critic,
	// and Apart the mean distance of a room's two values.
	Judge, Critic, Bias, Apart float64
	// Spearman is the correlation of the ranks and Kendall is tau-b; ties share
	// their ranks. Low and High are the middle 95 % of Spearman's over resampled
	// tasks.
	Spearman, Low, High, Kendall float64
}

// Report is the comparison of a judge with the critic.
type Report struct {
	Rows [len(Scales)]Row
	// Alike is the share of the Pairs of rooms of the same task that both scores
	// order the same way, pairs that either finds equal left out: what counts
	// where a group's rewards are compared. NaN without pairs.
	Alike float64
	Pairs int
	// Spread is the mean over the rooms graded more than once of the judge's own
	// spread; NaN without any.
	Spread float64
}

// Compare compares a judge with the critic. The same rooms give the same report.
func (j *Judge) Compare() *Report {
	r := &Report{Spread: math.NaN(), Alike: math.NaN()}
	for k, s := range Scales {
		x, y := columns(j.Rooms, k)
		row := Row{Scale: s, Judge: stat.Mean(y, nil), Critic: stat.Mean(x, nil), Spearman: spearman(x, y), Kendall: kendall(x, y)}
		row.Bias = row.Judge - row.Critic
		for i := range x {
			row.Apart += math.Abs(y[i]-x[i]) / float64(len(x))
		}
		if len(x) == 0 {
			row.Apart = math.NaN()
		}
		row.Low, row.High = interval(j.Rooms, k)
		r.Rows[k] = row
	}
	r.pairs(j.Rooms)
	n, sum := 0, 0.0
	for i := range j.Rooms {
		if j.Rooms[i].Gradings > 1 {
			n, sum = n+1, sum+j.Rooms[i].Spread
		}
	}
	if n > 0 {
		r.Spread = sum / float64(n)
	}
	return r
}

// columns returns the critic's and the judge's values on a scale.
func columns(rooms []Room, k int) (critic, judge []float64) {
	for i := range rooms {
		critic, judge = append(critic, rooms[i].Critic[k]), append(judge, rooms[i].Judge[k])
	}
	return critic, judge
}

// tasks returns the rooms of each task, in the order of the tasks' first rooms.
func tasks(rooms []Room) [][]Room {
	at := map[string]int{}
	var out [][]Room
	for _, r := range rooms {
		i, ok := at[r.Task]
		if !ok {
			i = len(out)
			at[r.Task] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], r)
	}
	return out
}

// pairs counts the pairs of rooms of one task that both order alike.
func (r *Report) pairs(rooms []Room) {
	alike := 0
	for _, group := range tasks(rooms) {
		for i := range group {
			for k := range i {
				c, j := group[i].Critic[0]-group[k].Critic[0], group[i].Judge[0]-group[k].Judge[0]
				if c == 0 || j == 0 {
					continue
				}
				r.Pairs++
				if (c > 0) == (j > 0) {
					alike++
				}
			}
		}
	}
	if r.Pairs > 0 {
		r.Alike = float64(alike) / float64(r.Pairs)
	}
}

// resamples is the number of samples of the bootstrap.
const resamples = 1000

// interval is the middle 95 % of Spearman's correlation over samples of the
// tasks with replacement (Efron's percentile bootstrap; tasks and not rooms,
// because rooms of one task are alike). NaN of fewer than 3 tasks.
func interval(rooms []Room, k int) (low, high float64) {
	groups := tasks(rooms)
	if len(groups) < 3 {
		return math.NaN(), math.NaN()
	}
	g := rand.New(rand.NewPCG(1, uint64(k)))
	var all, x, y []float64
	for range resamples {
		x, y = x[:0], y[:0]
		for range groups {
			for _, r := range groups[g.IntN(len(groups))] {
				x, y = append(x, r.Critic[k]), append(y, r.Judge[k])
			}
		}
		if c := spearman(x, y); !math.IsNaN(c) {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(all)
	return stat.Quantile(0.025, stat.Empirical, all, nil), stat.Quantile(0.975, stat.Empirical, all, nil)
}

// spearman is Pearson's correlation of the ranks; NaN where either side is all
// alike.
func spearman(x, y []float64) float64 {
	if len(x) < 2 {
		return math.NaN()
	}
	a, b := ranks(x), ranks(y)
	if stat.Variance(a, nil) == 0 || stat.Variance(b, nil) == 0 {
		return math.NaN()
	}
	return stat.Correlation(a, b, nil)
}

// ranks are those of the values, from 1; equal values share the mean of theirs.
func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(v[a], v[b]) })
	out := make([]float64, len(v))
	for i := 0; i < len(order); {
		k := i
		for k < len(order) && v[order[k]] == v[order[i]] {
			k++
		}
		for _, at := range order[i:k] {
			out[at] = float64(i+k+1) / 2
		}
		i = k
	}
	return out
}

// kendall is tau-b (Kendall 1945) in n log n (Knight 1966): pairs in the same
// order less pairs in opposite order, over the geometric mean of the pairs that
// differ on either side. NaN where either side is all alike.
func kendall(x, y []float64) float64 {
	n := len(x)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(x[a], x[b]), cmp.Compare(y[a], y[b])) })
	v := make([]float64, n)
	for i, at := range order {
		v[i] = y[at]
	}
	tiesX := tied(n, func(i, k int) bool { return x[order[i]] == x[order[k]] })
	tiesBoth := tied(n, func(i, k int) bool { return x[order[i]] == x[order[k]] && v[i] == v[k] })
	swaps := mergeSort(v, make([]float64, n))
	tiesY := tied(n, func(i, k int) bool { return v[i] == v[k] })
	all := float64(n) * float64(n-1) / 2
	concordantLess := all - tiesX - tiesY + tiesBoth - 2*swaps
	if all-tiesX <= 0 || all-tiesY <= 0 {
		return math.NaN()
	}
	return concordantLess / math.Sqrt(all-tiesX) / math.Sqrt(all-tiesY)
}

// tied counts the pairs within runs of equal neighbours.
func tied(n int, same func(i, k int) bool) float64 {
	pairs := 0.0
	for i := 0; i < n; {
		k := i
		for k < n && same(i, k) {
			k++
		}
		pairs += float64(k-i) * float64(k-i-1) / 2
		i = k
	}
	return pairs
}

// mergeSort sorts v and counts the pairs that were in the wrong order.
func mergeSort(v, scratch []float64) float64 {
	if len(v) < 2 {
		return 0
	}
	mid := len(v) / 2
	swaps := mergeSort(v[:mid], scratch) + mergeSort(v[mid:], scratch)
	out := scratch[:0]
	i, k := 0, mid
	for i < mid && k < len(v) {
		if v[k] < v[i] {
			swaps += float64(mid - i)
			out = append(out, v[k])
			k++
			continue
		}
		out = append(out, v[i])
		i++
	}
	out = append(append(out, v[i:mid]...), v[k:]...)
	copy(v, out)
	return swaps
}

// meanStd returns the mean and the sample standard deviation, which is 0 of one
// value.
func meanStd(v []float64) (mean, std float64) {
	if mean = stat.Mean(v, nil); len(v) < 2 {
		return mean, 0
	}
	return mean, stat.StdDev(v, nil)
}
