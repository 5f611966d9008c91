package search

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// field is a part of an asset that words are looked for in.
type field uint8

const (
	inName field = iota
	inClass
	inTags
	inMaterials
	inColours
	inPack
	fields
)

// The free parameters of BM25F: what a word in each field weighs, how much a
// long field counts against it, and how soon more of the same word says no
// more. They are set by hand; k1 is the usual 1.2.
var (
	weight = [fields]float32{2, 1, 1.5, 2, 2, 0.5}
	bias   = [fields]float32{0.6, 0, 0.3, 0.3, 0.3, 0}
)

const k1 = 1.2

// falloff is by how much each further tag, material and colour weighs less: the
// telling ones come first.
const falloff = 0.3

// posting says how well a word fits an asset: tf / (k1 + tf).
type posting struct {
	doc int32
	fit float32
}

// term is a word of the index.
type term struct {
	word     string
	postings []posting
}

// document is what the index keeps of an asset beside its words.
type document struct {
	class int32
	// mixed marks names that also name another kind of thing.
	mixed bool
}

// Index finds assets. It never changes and may be used by several goroutines.
type Index struct {
	assets []assets.Asset
	docs   []document
	// terms are by stem; stems are their keys, sorted.
	terms map[string]*term
	stems []string
	// scratch keeps the memory of queries that are over.
	scratch sync.Pool
}

// New makes an index of the assets, which must not change afterwards.
func New(list []assets.Asset) *Index {
	x := &Index{assets: slices.Clone(list), terms: map[string]*term{}}
	slices.SortFunc(x.assets, func(a, b assets.Asset) int { return cmp.Compare(a.ID, b.ID) })
	x.docs = make([]document, len(x.assets))
	read := make([][fields][]string, len(x.assets))
	var mean [fields]float32
	for i := range x.assets {
		a := &x.assets[i]
		x.docs[i].class = int32(classOf(a.Category))
		read[i] = textOf(a, int(x.docs[i].class))
		x.docs[i].mixed = mixed(read[i][inName], int(x.docs[i].class))
		for f := range fields {
			mean[f] += float32(len(read[i][f])) / float32(len(x.assets))
		}
	}
	counts := map[string]float32{}
	for i := range read {
		x.enter(int32(i), &read[i], &mean, counts)
	}
	for s := range x.terms {
		x.stems = append(x.stems, s)
	}
	slices.Sort(x.stems)
	x.scratch.New = func() any { return newScratch(len(x.assets)) }
	return x
}

// textOf returns the words of each field, as written; those of a known class
// are stems already.
func textOf(a *assets.Asset, class int) [fields][]string {
	var out [fields][]string
	out[inName], out[inPack] = words(a.Name), words(a.Pack)
	if a.Node != "" && a.Node != a.Name {
		out[inName] = append(out[inName], words(a.Node)...)
	}
	if class >= 0 {
		out[inClass] = lex().terms[class]
	} else {
		out[inClass] = words(a.Category)
	}
	for k, list := range [][]string{a.Tags, a.Materials, a.Colours} {
		for _, s := range list {
			out[inTags+field(k)] = append(out[inTags+field(k)], words(s)...)
		}
	}
	for f := range out {
		out[f] = out[f][:min(len(out[f]), 4*maxWords)]
	}
	return out
}

// mixed reports whether a name speaks of another class too, beside the words
// that its own is called by.
func mixed(name []string, class int) bool {
	if class < 0 {
		return false
	}
	x := lex()
	return slices.ContainsFunc(name, func(w string) bool {
		s := stem(w)
		other, ok := x.byName[x.known[s]]
		return ok && other != class && x.bonds[other][class].tier < isOne && !slices.Contains(x.terms[class], s)
	})
}

// enter adds the words of an asset. counts is empty memory, and is left empty.
func (x *Index) enter(doc int32, read *[fields][]string, mean *[fields]float32, counts map[string]float32) {
	var order []string
	note := func(s, w string, tf float32) {
		if _, ok := counts[s]; !ok {
			order = append(order, s)
			if x.terms[s] == nil {
				x.terms[s] = &term{word: w}
			}
		}
		counts[s] += tf
	}
	for f, list := range read {
		norm := 1 - bias[f] + bias[f]*float32(len(list))/max(mean[f], 1e-6)
		for k, w := range list {
			s, tf := w, weight[f]/norm
			if field(f) >= inTags && field(f) <= inColours {
				tf /= 1 + falloff*float32(k)
			}
			if field(f) != inClass || x.docs[doc].class < 0 {
				s = stem(w)
			} else {
				w = lex().known[s]
			}
			note(s, w, tf)
			if general := wider[s]; general != "" && field(f) != inClass {
				note(general, general, 0.7*tf)
			}
		}
	}
	for _, s := range order {
		t := x.terms[s]
		t.postings = append(t.postings, posting{doc, counts[s] / (k1 + counts[s])})
		delete(counts, s)
	}
}

// withPrefix returns the stems that begin with the given one and are longer.
func (x *Index) withPrefix(s string) []string {
	i, _ := slices.BinarySearch(x.stems, s)
	k := i
	for k < len(x.stems) && strings.HasPrefix(x.stems[k], s) {
		k++
	}
	if i < k && x.stems[i] == s {
		i++
	}
	return x.stems[i:k]
}
