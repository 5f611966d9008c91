package search

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// maxNearest is how many suggestions [Index.Miss] makes.
const maxNearest = 3

// nearest returns the quoted names of things that the index has and that are
// close to the words of a query that found nothing: categories that are used
// like what was asked for, then those spelt most like it. It costs some
// milliseconds.
func (x *Index) nearest(text string) []string {
	m := x.understand(text)
	type name struct {
		words string
		rank  float64
	}
	seen := map[string]bool{}
	var list []name
	for i := range x.docs {
		category := x.assets[i].Category
		if seen[category] {
			continue
		}
		seen[category] = true
		best := 0.0
		if class := x.docs[i].class; class >= 0 && m.kinds != nil && m.kinds[class].tier > 0 {
			best = float64(m.kinds[class].tier) + float64(m.kinds[class].gain)
		}
		for _, w := range m.words {
			for _, c := range words(category) {
				if d := near.Distance(w.word, c); len(w.word) <= 40 && len(c) <= 40 && d <= max(1, len(w.word)/3) {
					best = max(best, 1-float64(d)/float64(max(len(w.word), len(c))))
				}
			}
		}
		if best > 0 {
			list = append(list, name{spaced(category), best})
		}
	}
	slices.SortFunc(list, func(a, b name) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.words, b.words)) })
	var out []string
	for _, n := range list[:min(len(list), maxNearest)] {
		out = append(out, strconv.Quote(n.words))
	}
	return out
}
