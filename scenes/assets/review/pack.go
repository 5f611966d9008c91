package review

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// pack is what the page says of one pack.
type pack struct {
	Name                                             string
	Assets, Look, Unknown, Warned, Undrawn, Textures int
	Triangles                                        int
	Scale, Licence                                   row
	// Doubtful says that the scale of the whole pack is a guess.
	Doubtful bool
	Snippet  string
}

// packsOf sums up the packs, by name, and makes the cards of their assets, in
// the assets' order.
func packsOf(list []assets.Asset, pictures []drawn, opts Options) (packs []*pack, cards []*card) {
	for i := 0; i < len(list); {
		k := i
		for k < len(list) && list[k].Pack == list[i].Pack {
			k++
		}
		whole := wholeScale(list[i:k])
		for j := i; j < k; j++ {
			cards = append(cards, cardOf(&list[j], &pictures[j], whole, opts))
		}
		p := packOf(list[i:k], pictures[i:k], cards[i:k])
		p.Doubtful = whole != nil && stated(whole) && confidence(whole) < doubtful
		packs = append(packs, p)
		i = k
	}
	return packs, cards
}

// wholeScale returns the evidence for the scale that more than half of a pack's
// assets share, or nil.
func wholeScale(list []assets.Asset) *assets.Reason {
	most := tally(list, func(a *assets.Asset) string { return a.Evidence.Scale.Why })[0]
	if 2*most.n <= len(list) || len(list) == 1 {
		return nil
	}
	return &most.first.Evidence.Scale
}

func packOf(list []assets.Asset, pictures []drawn, cards []*card) *pack {
	p := &pack{Name: legible(list[0].Pack), Assets: len(list)}
	textures := make(map[[sha256.Size]byte]bool)
	for i := range list {
		a := &list[i]
		p.Triangles += a.Triangles
		p.Look += one(len(cards[i].doubt.reasons) > 0)
		p.Unknown += one(!a.Known)
		p.Warned += one(len(a.Warnings) > 0)
		p.Undrawn += one(pictures[i].err != nil)
		for _, t := range pictures[i].textures {
			textures[t] = true
		}
	}
	p.Textures = len(textures)
	scales := tally(list, func(a *assets.Asset) string { return decimal(a.Scale) })
	licences := tally(list, func(a *assets.Asset) string { return a.Licence })
	r := &scales[0].first.Evidence.Scale
	p.Scale = row{"scale", scales[0].value + " m per unit", "", trustIn(r), legible(r.Why)}
	if len(scales) > 1 {
		p.Scale.Note = count(len(list)-scales[0].n, "asset") + " of another scale"
	}
	r = &licences[0].first.Evidence.Licence
	p.Licence = row{"licence", legible(licences[0].value), "", trustIn(r), legible(r.Why)}
	if len(licences) > 1 {
		var others []string
		for _, l := range licences[1:min(len(licences), 4)] {
			others = append(others, fmt.Sprintf("%d %s", l.n, l.value))
		}
		p.Licence.Note = legible(strings.Join(others, ", "))
	}
	p.Snippet = packSnippet(scales[0].value, licences[0].value, tally(list, func(a *assets.Asset) string { return a.Author })[0].value)
	return p
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// share is a value, how many assets have it, and the first of them.
type share struct {
	value string
	n     int
	first *assets.Asset
}

// tally counts the values of a property, the most frequent first.
func tally(list []assets.Asset, of func(*assets.Asset) string) []share {
	at := make(map[string]int)
	var out []share
	for i := range list {
		v := of(&list[i])
		k, ok := at[v]
		if !ok {
			k = len(out)
			at[v] = k
			out = append(out, share{value: v, first: &list[i]})
		}
		out[k].n++
	}
	slices.SortStableFunc(out, func(a, b share) int { return cmp.Or(cmp.Compare(b.n, a.n), strings.Compare(a.value, b.value)) })
	return out
}
