package search

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// Tolerance is that of [Index.Like] when none is given.
const Tolerance = 0.25

// softening keeps the thickness of a rug from weighing as much as its length,
// in metres.
const softening = 0.05

// Difference is how far two sizes are apart: the greatest of
// |ln((b + 5 cm) / (a + 5 cm))| over right, front and up. 0.1 is about 10 % on
// the worst side. It is infinite where a size is none.
func Difference(a, b scenes.Vec3) float64 {
	d := 0.0
	for k := range a {
		x := math.Abs(math.Log((b[k] + softening) / (a[k] + softening)))
		if !(x < math.Inf(1)) {
			return math.Inf(1)
		}
		d = max(d, x)
	}
	return d
}

// Like returns what may stand in for an asset, which need not be of the index:
// all others of its mount whose [Difference] in size is at most
// ln(1 + tolerance), the best first. A tolerance that is not above 0 means
// [Tolerance].
//
// The score is C·exp(−d): d the difference, C 1 within the class, 0.85 where
// one class is the other (an office chair and a chair), 0.6 where few classes
// share the first role, 0.4 for other shared roles and 0.2 where only the place
// is shared, as with decoration. What shares nothing is left out, except that
// what the taxonomy does not know may stand in for anything, with 0.1.
func (x *Index) Like(a assets.Asset, tolerance float64) []Hit {
	if !(tolerance > 0) {
		tolerance = Tolerance
	}
	most := math.Log1p(tolerance) + slack
	class := classOf(a.Category)
	var hits []Hit
	for i := range x.assets {
		b := &x.assets[i]
		if b.ID == a.ID || b.Mount != a.Mount {
			continue
		}
		d := Difference(a.Size, b.Size)
		if d > most {
			continue
		}
		c, why := closeness(&a, b, class, int(x.docs[i].class))
		if c == 0 {
			continue
		}
		hits = append(hits, Hit{*b, c * math.Exp(-d), fmt.Sprintf("%s, sides within %.0f %%", why, 100*math.Expm1(d))})
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Asset.ID, b.Asset.ID))
	})
	return hits
}

// closeness is how close the categories of two assets are, and why.
func closeness(a, b *assets.Asset, ca, cb int) (float64, string) {
	name := spaced(b.Category)
	switch {
	case a.Category == b.Category || ca >= 0 && ca == cb:
		return 1, "also a " + name
	case ca < 0 || cb < 0:
		return 0.1, name + ", of another kind"
	}
	switch one, other := lex().bonds[ca][cb], lex().bonds[cb][ca]; max(one.tier, other.tier) {
	case isOne:
		return 0.85, name + ", nearly the same"
	case close:
		return 0.6, name + ", used alike"
	case distant:
		return 0.4, name + ", used a little alike"
	}
	if slices.ContainsFunc(lex().classes[ca].Roles, lex().classes[cb].Has) {
		return 0.2, name + ", goes where it does"
	}
	return 0, ""
}

// Likest returns, of the assets of its mount that fit the query nearly as well
// as the best, the one that differs least in size from the given asset, and
// whether there is any.
func (x *Index) Likest(q Query, a assets.Asset) (Hit, bool) {
	q.Mount, q.Limit = a.Mount, 0
	hits := slices.DeleteFunc(x.Find(q), func(h Hit) bool { return h.Asset.ID == a.ID })
	best, least := -1, math.Inf(1)
	for i := range hits {
		if d := Difference(a.Size, hits[i].Asset.Size); best < 0 || d < least && hits[i].Score >= hits[0].Score-nearlyBest {
			best, least = i, d
		}
	}
	if best < 0 {
		return Hit{}, false
	}
	return hits[best], true
}
