package policy

import "slices"

// Sum adds statistics that add up to those of the same name, and returns the
// sum, names in the order in which they first came. It may change sum.
func Sum(sum, more []Statistic) []Statistic {
	for _, s := range more {
		i := slices.IndexFunc(sum, func(t Statistic) bool { return t.Name == s.Name })
		if i < 0 {
			sum = append(sum, s)
			continue
		}
		sum[i].Value += s.Value
	}
	return sum
}
