package critic

import "github.com/metaspatial/metaspatial/scenes/world"

// style is the share of the styled pieces that have the most frequent style.
func style(m *Measures, w *world.World) {
	count := map[string]int{}
	n, most := 0, 0
	for i := range w.Bodies {
		if s := w.Bodies[i].Object.Style; s != "" {
			n++
			count[s]++
			most = max(most, count[s])
		}
	}
	if n > 0 {
		m.Set(Style, float64(most)/float64(n))
	}
}
