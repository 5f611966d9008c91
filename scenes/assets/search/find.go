package search

import (
	"cmp"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// Hit is an asset that was found.
type Hit struct {
	Asset assets.Asset
	// Score is from 0 to 1; what it is made of is in the package's doc.
	Score float64
	// Why says in a short phrase what fits.
	Why string
}

// fit is how well words fit an asset: those that describe, and those that name
// the kind.
type fit struct{ described, named float32 }

// of is the part that a word belongs to.
func (f *fit) of(a *asked) *float32 {
	if a.names {
		return &f.named
	}
	return &f.described
}

// scratch is the memory of a query: how well the words fit each asset so far,
// and a single word.
type scratch struct {
	fit   []fit
	word  []float32
	found []candidate
}

func newScratch(n int) *scratch { return &scratch{fit: make([]fit, n), word: make([]float32, n)} }

// candidate is an asset that may be a hit.
type candidate struct {
	doc   int32
	tier  uint8
	score float32
}

// before is the order of hits; assets are in the order of their ids.
func (a candidate) before(b candidate) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.doc, b.doc))
}

// Find returns the assets that the query speaks of, the best first. Nothing
// found is no error; [Index.Check] and [Index.Miss] make one that helps.
func (x *Index) Find(q Query) []Hit {
	m := x.understand(q.Text)
	s := x.scratch.Get().(*scratch)
	defer x.scratch.Put(s)
	x.collect(m, &q, s)
	if q.Limit > 0 && len(s.found) > q.Limit {
		s.found = smallest(s.found, q.Limit)
	}
	slices.SortFunc(s.found, candidate.before)
	hits := make([]Hit, len(s.found))
	for i, c := range s.found {
		hits[i] = Hit{x.assets[c.doc], float64(c.score), x.why(m, c)}
	}
	return hits
}

// collect leaves the candidates of the two best tiers in s.found. Bounds of
// size do not change what the best tier is: where every desk is too wide, things
// that are only called after desks are no answer.
func (x *Index) collect(m *meaning, q *Query, s *scratch) {
	bound := x.fits(m, s)
	selected := x.filter(q)
	best := uint8(0)
	s.found = s.found[:0]
	for i := range x.docs {
		d := &x.docs[i]
		b := bond{}
		if m.kinds != nil && d.class >= 0 {
			b = m.kinds[d.class]
		}
		t := s.fit[i]
		s.fit[i] = fit{}
		if b.tier == 0 {
			if t == (fit{}) && !m.open {
				continue
			}
			if b = (bond{wordsOnly, 1}); t.named > 0 {
				b = bond{distant, 0.5}
			}
		}
		if b.tier+1 < best || !selected(i) {
			continue
		}
		best = max(best, b.tier)
		if !q.bounds(&x.assets[i]) || !m.sizes.hold(&x.assets[i]) {
			continue
		}
		gain := b.gain * (0.4 + 0.5*share(t.described, bound.described) + 0.1*share(t.named, bound.named)) * (0.6 + 0.4*m.sizeFit(&x.assets[i], int(d.class)))
		if d.mixed && m.kinds != nil {
			gain *= 0.9
		}
		s.found = append(s.found, candidate{int32(i), b.tier, (float32(b.tier-1) + gain) / 4})
	}
	s.found = slices.DeleteFunc(s.found, func(c candidate) bool { return c.tier+1 < best })
}

// fits adds up in s.fit how well the words fit each asset, and returns the most
// that it can be.
func (x *Index) fits(m *meaning, s *scratch) fit {
	var bound fit
	for i := range m.words {
		a := &m.words[i]
		n := 0
		for _, v := range a.variants {
			n = max(n, len(v.term.postings))
		}
		idf := x.idf(n)
		*bound.of(a) += idf
		for _, v := range a.variants {
			for _, p := range v.term.postings {
				s.word[p.doc] = max(s.word[p.doc], v.weight*p.fit)
			}
		}
		for _, v := range a.variants {
			for _, p := range v.term.postings {
				*s.fit[p.doc].of(a) += idf * s.word[p.doc]
				s.word[p.doc] = 0
			}
		}
	}
	return bound
}

// share is how much of the most that it can be a fit is. Where there are no
// words of a sort, every asset fits them.
func share(v, most float32) float32 {
	if most == 0 {
		return 1
	}
	return v / most
}

// filter returns what decides whether the query takes the i-th asset, sizes
// apart.
func (x *Index) filter(q *Query) func(i int) bool {
	tags, is := make([]string, 0, len(q.Tags)), func(int) bool { return true }
	if q.Category != "" {
		is = x.of(q.Category)
	}
	for _, t := range q.Tags {
		for _, w := range words(t) {
			tags = append(tags, stem(w))
		}
	}
	return func(i int) bool {
		a := &x.assets[i]
		switch {
		case !is(i),
			q.Pack != "" && a.Pack != q.Pack,
			q.Mount != "" && a.Mount != q.Mount,
			q.Licence != "" && a.Licence != q.Licence:
			return false
		}
		return hasTags(a, tags)
	}
}

// bounds reports whether an asset is within the query's sizes.
func (q *Query) bounds(a *assets.Asset) bool {
	for k := range 3 {
		if lo, hi := q.MinSize[k], q.MaxSize[k]; lo > 0 && a.Size[k] < lo-slack || hi > 0 && a.Size[k] > hi+slack {
			return false
		}
	}
	return true
}

// hasTags reports whether every stem is one of a tag, material or colour.
func hasTags(a *assets.Asset, tags []string) bool {
	for _, t := range tags {
		has := func(s string) bool {
			return slices.ContainsFunc(words(s), func(w string) bool { w = stem(w); return w == t || wider[w] == t })
		}
		if !slices.ContainsFunc(a.Tags, has) && !slices.ContainsFunc(a.Materials, has) && !slices.ContainsFunc(a.Colours, has) {
			return false
		}
	}
	return true
}

// smallest returns the n first candidates in any order, by quickselect about
// the middle one.
func smallest(c []candidate, n int) []candidate {
	for lo, hi := 0, len(c); hi-lo > 1; {
		pivot := c[lo+(hi-lo)/2]
		i, k := lo, hi-1
		for i <= k {
			for c[i].before(pivot) < 0 {
				i++
			}
			for c[k].before(pivot) > 0 {
				k--
			}
			if i <= k {
				c[i], c[k] = c[k], c[i]
				i++
				k--
			}
		}
		switch {
		case n <= k:
			hi = k + 1
		case n >= i:
			lo = i
		default:
			return c[:n]
		}
	}
	return c[:n]
}

// slack keeps rounding from turning a side of exactly a bound away.
const slack = 1e-6

// sideOf returns a side of an asset; long is the longer of width and depth.
func sideOf(a *assets.Asset, s side) float64 {
	if s == long {
		return max(a.Size[0], a.Size[1])
	}
	return a.Size[s]
}

// hold reports whether an asset is within the bounds.
func (s *sizes) hold(a *assets.Asset) bool {
	for k := wide; k <= long; k++ {
		if v := sideOf(a, k); v < s.min[k]-slack || s.max[k] > 0 && v > s.max[k]+slack {
			return false
		}
	}
	largest := max(a.Size[0], a.Size[1], a.Size[2])
	return largest >= s.minAny-slack && (s.maxAny == 0 || largest <= s.maxAny+slack)
}

// sizeFit says how well an asset fits the wishes for size, from 0 to 1.
func (m *meaning) sizeFit(a *assets.Asset, class int) float32 {
	fit := 1.0
	for _, w := range m.sizes.wishes {
		if w.relative != 0 {
			fit *= m.relativeFit(a, class, w)
			continue
		}
		d := math.Inf(1)
		for k := wide; k <= high; k++ {
			if w.side == k || w.side == anySide || w.side == long && k == wide {
				v := sideOf(a, k)
				if w.side == long {
					v = sideOf(a, long)
				}
				d = min(d, math.Abs(math.Log(v/w.metres)))
			}
		}
		fit *= 1 / (1 + d*d*25)
	}
	if !(fit >= 0) {
		return 0
	}
	return float32(fit)
}

// relativeFit is 1 for an asset of at most 0.8 of the usual size when a small
// one is wished for, 0 from 1.25 of it on, and the other way round for a large
// one. The usual size is that of the class asked for, else of the asset's own.
func (m *meaning) relativeFit(a *assets.Asset, class int, w wish) float64 {
	if m.class >= 0 && class >= 0 && m.kinds[class].tier == isOne {
		class = m.class
	}
	if class < 0 {
		return 0.5
	}
	usual := assets.Asset{Size: lex().classes[class].Typical()}
	ratio := 0.0
	if w.side == anySide {
		for k := wide; k <= high; k++ {
			ratio += math.Log(sideOf(a, k)/sideOf(&usual, k)) / 3
		}
	} else {
		ratio = math.Log(sideOf(a, w.side) / sideOf(&usual, w.side))
	}
	const full = 0.2231435513 // ln 1.25
	return min(max((full+float64(w.relative)*ratio)/(2*full), 0), 1)
}
