package live

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/session"
)

// Curve is one metric over the iterations of a run. Values that are missing or
// not finite are left out.
type Curve struct {
	Name string
	X, Y []float64
}

// order is that of the curves: the reward, its terms, what the layouts are
// like, the held-out rooms, the policy. Other metrics stay in the log.
var order = []string{"reward/mean", "term/", "layout/fully_valid", "layout/collision_free", "layout/violating_2cm", "eval/", "policy/entropy", "policy/loss", "time/iteration_s"}

// Curves returns the curves of a run in the order of reading. The finer
// statistics of a term have none.
func Curves(history []session.Record) []Curve {
	at := map[string]*Curve{}
	for _, r := range history {
		for name, v := range r.Metrics {
			if rank(name) < 0 || math.IsNaN(v) || math.IsInf(v, 0) {
				continue
			}
			c := at[name]
			if c == nil {
				c = &Curve{Name: name}
				at[name] = c
			}
			c.X, c.Y = append(c.X, float64(r.Iteration)), append(c.Y, v)
		}
	}
	var out []Curve
	for _, name := range slices.Sorted(maps.Keys(at)) {
		out = append(out, *at[name])
	}
	slices.SortStableFunc(out, func(a, b Curve) int { return rank(a.Name) - rank(b.Name) })
	return out
}

// rank is the place of a metric in the order, or −1.
func rank(name string) int {
	if strings.HasPrefix(name, "term/") && strings.Count(name, "/") > 1 {
		return -1
	}
	return slices.IndexFunc(order, func(p string) bool {
		return name == p || strings.HasSuffix(p, "/") && strings.HasPrefix(name, p)
	})
}
