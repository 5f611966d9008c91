package compact

// What bears on an item's heading, beside its relations, is where the things are that
// the preference names with it, and others of its kind: to look at the sofa, or to
// hang above the desk, a heading must be chosen by where those are.

// mateFeatures is the length of what is said of one of them: that there is one, that
// it has a place, its heading and its middle.
const mateFeatures = 9

// mates are the things that bear on an item, as tokens: what the clauses about it
// name, the items whose clauses name it, and others of its kind.
type mates struct{ named, naming, kin []int }

// findMates lists the mates of item i, given whether a clause about the first of two
// tokens names the second.
func (p *problem) findMates(i int, names func(i, k int) (forth, back bool)) {
	m := &p.items[i].mates
	for k := range len(p.items) + len(p.zones) {
		if k == i {
			continue
		}
		forth, back := names(i, k)
		if forth {
			m.named = append(m.named, k)
		}
		if back {
			m.naming = append(m.naming, k)
		}
		if k < len(p.items) && same(p.items[i].obj.Category, p.items[k].obj.Category) {
			m.kin = append(m.kin, k)
		}
	}
}

// describeMates writes the first of each list that has a place, as seen at the view's
// heading.
func (w *view) describeMates(it *item, f *writer) {
	for _, list := range [...][]int{it.mates.named, it.mates.naming, it.mates.kin} {
		w.describeMate(list, f)
	}
}

func (w *view) describeMate(list []int, f *writer) {
	end := f.at + mateFeatures
	f.flag(len(list) > 0)
	for _, k := range list {
		o := &w.obstacles[k]
		if !o.seen {
			continue
		}
		f.flag(true)
		f.oneOf(o.heading, 4)
		cu, cv := (o.body.x0+o.body.x1)/2, (o.body.y0+o.body.y1)/2
		f.put((cu-w.w/2)/4, (cv-w.d/2)/4, cv/4)
		break
	}
	f.at = end
}
