package compact

import (
	"math"
	"slices"
)

// What does not depend on where things stand is worked out once per task and
// copied into the networks' inputs.
const (
	// itemStatic is the length of what is always the same about an item: its
	// traits, the words about it, whether it may be left out and stand askew.
	itemStatic = traits + itemText + 2
	// pairStatic is that of an item and something that it sees: sizes and
	// references (37), likeness and traits of the other, the kind of zone, words.
	pairStatic = 37 + 3 + kindCode + roleFlags + int(zoneKinds) + 1 + pairText
)

// describe fills the rows of the items and pairs, with the words of the preference
// where they are read.
func (p *problem) describe(words *text) {
	n, tokens := len(p.items), p.tokens()
	p.itemRows = make([]float32, n*itemStatic)
	p.pairRows = make([]float32, n*tokens*pairStatic)
	other := make([][]float32, n) // the traits of each item
	for i := range p.items {
		it := &p.items[i]
		row := p.itemRow(i)
		f := &writer{row: row}
		describeTraits(it.obj, f)
		other[i] = row[:traits]
		it.compass = words.item(it.obj.Category, row[f.at:f.at+itemText])
		f.at += itemText
		f.flag(it.obj.Optional, it.obj.AnyYaw)
	}
	for i := range p.items {
		for j := range p.items {
			if i != j {
				p.describePair(i, j, other[j], words)
			}
		}
		for k := range p.zones {
			row := p.pairRow(i, n+k)
			z := &p.zones[k]
			row[zoneFrom+int(z.kind)] = 1
			switch z.kind {
			case doorZone:
				words.pair(p.items[i].obj.Category, doorKind, true, row[pairStatic-pairText:])
			case windowZone:
				words.pair(p.items[i].obj.Category, windowKind, true, row[pairStatic-pairText:])
			}
		}
		for k := range p.aprons {
			p.pairRow(i, n+len(p.zones)+k)[zoneFrom+int(zoneKinds)] = 1
		}
		p.findMates(i, func(i, k int) (forth, back bool) {
			said := p.pairRow(i, k)[pairStatic-pairText:]
			return slices.Contains(said[:pairWords], 1), slices.Contains(said[pairWords:pairWords+backWords], 1)
		})
	}
}

// zoneFrom is where the flags of zones begin in a pair's row.
const zoneFrom = pairStatic - pairText - 1 - int(zoneKinds)

func (p *problem) itemRow(i int) []float32 { return p.itemRows[i*itemStatic : (i+1)*itemStatic] }

// pairRow is the row of item i and token k.
func (p *problem) pairRow(i, k int) []float32 {
	at := (i*p.tokens() + k) * pairStatic
	return p.pairRows[at : at+pairStatic]
}

// describePair writes how items i and j refer to each other and how alike they are.
func (p *problem) describePair(i, j int, other []float32, words *text) {
	a, b := &p.items[i], &p.items[j]
	f := &writer{row: p.pairRow(i, j)}
	f.flag(p.blocks[i*len(p.items)+j])
	f.put(b.half[0], b.half[1], b.half[2], b.z-a.z)
	mine, adjacent := linkTo(a, j)
	f.oneOf(mine, 9)
	f.flag(mine >= 0 && adjacent, a.faceTarget == j)
	theirs, adjacent := linkTo(b, i)
	f.oneOf(theirs, 9)
	f.flag(theirs >= 0 && adjacent, b.faceTarget == i)
	f.oneOf(supportIndex(b.obj.Support), 4)
	f.flag(b.obj.Flat, a.parent >= 0 && a.parent == b.parent)
	f.put(math.Min(float64(len(b.children)), 4) / 4)
	f.flag(b.parent == i, a.parent == j, b.obj.Optional)
	f.flag(same(a.obj.Category, b.obj.Category), same(a.obj.Style, b.obj.Style), same(a.obj.Material, b.obj.Material))
	f.at += copy(f.row[f.at:], other[:kindCode])
	copy(f.row[f.at:], other[traits-roleFlags:traits])
	words.pair(a.obj.Category, b.obj.Category, false, f.row[pairStatic-pairText:])
}

func same(a, b string) bool { return a != "" && a == b }

// linkTo returns the kind of the first relation of an item to another, or -1.
func linkTo(it *item, j int) (kind int, adjacent bool) {
	for _, l := range it.links {
		if l.target == j {
			return kindIndex[l.kind], l.adjacent
		}
	}
	return -1, false
}
