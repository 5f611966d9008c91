package choose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// shelf finds assets that go together.
type shelf struct {
	index *search.Index
	item  func(assets.Asset) roomgen.Item
	room  scenes.Vec3
	area  float64
	seed  uint64
	// style are the text's words for the whole room that the library knows.
	style string
	// finishes are words of names by which a pack tells its finishes apart; look
	// are those of the first large piece, which the others follow.
	finishes map[string]bool
	look     []string
	led      bool
	// used are the assets that have been picked: two pictures are not the same.
	used map[string]bool
}

func newShelf(req *Request) *shelf {
	return &shelf{index: search.New(req.Library), item: req.Item, room: req.Room.Extent(), area: area(&req.Room), seed: req.Seed, finishes: finishes(req.Library), used: map[string]bool{}}
}

// finishes are the words that stand in names of at least two categories and in
// those of some of their assets only: "dark", "rustic".
func finishes(list []assets.Asset) map[string]bool {
	in := map[string]map[string]bool{}
	for i := range list {
		a := &list[i]
		own := taxonomy.Words(a.Category)
		for _, w := range taxonomy.Words(a.Name) {
			if slices.Contains(own, w) || notFinish[w] {
				continue
			}
			if in[w] == nil {
				in[w] = map[string]bool{}
			}
			in[w][a.Category] = true
		}
	}
	out := map[string]bool{}
	for w, categories := range in {
		out[w] = len(categories) > 1
	}
	return out
}

// notFinish are words of names that tell size, shape and number.
var notFinish = map[string]bool{"small": true, "large": true, "big": true, "medium": true, "tall": true, "short": true, "long": true, "low": true, "round": true, "square": true,
	"single": true, "double": true, "a": true, "b": true, "c": true, "left": true, "right": true, "corner": true, "wall": true, "table": true, "floor": true, "stack": true, "of": true, "and": true}

func (s *shelf) finish(a *assets.Asset) []string {
	var out []string
	for _, w := range taxonomy.Words(a.Name) {
		if s.finishes[w] && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}

// lead makes the finish of an asset that of the room, if it is the first large
// one.
func (s *shelf) lead(a *assets.Asset) {
	if !s.led && a.Mount == scenes.OnFloor && !a.Flat && a.Size[0]*a.Size[1] > 0.3 {
		s.look, s.led = s.finish(a), true
	}
}

// goes reports whether an asset goes with the room's finish and whether, where
// its class carries things, its very top does.
func (s *shelf) goes(a *assets.Asset) (finish, top bool) {
	finish = !s.led || slices.Equal(s.finish(a), s.look)
	class, _ := taxonomy.ByName(a.Category)
	return finish, !class.SurfaceOK || !s.item(*a).NoTop
}

// named finds what a phrase speaks of.
func (s *shelf) named(words, class string) (assets.Asset, error) {
	hit, err := s.index.Choose(search.Choice{Words: words, Category: class, Room: s.room, Seed: s.seed, Prefer: func(a assets.Asset) bool {
		finish, top := s.goes(&a)
		return finish && top
	}})
	if err != nil {
		return assets.Asset{}, err
	}
	s.lead(&hit.Asset)
	return hit.Asset, nil
}

// nearly is by how much of a score assets may differ that fit as well.
const nearly = 0.01

// ofClass is the asset of a class that goes best with the room.
func (s *shelf) ofClass(name string, on scenes.Support) (assets.Asset, bool) {
	class, _ := taxonomy.ByName(name)
	text := strings.TrimSpace(s.style + " " + class.Words())
	hits := slices.DeleteFunc(s.index.Find(search.Query{Text: text, Category: name, Mount: on}), func(h search.Hit) bool { return !s.fits(&h.Asset) })
	if len(hits) == 0 {
		return assets.Asset{}, false
	}
	hits = slices.DeleteFunc(hits, func(h search.Hit) bool { return h.Score < hits[0].Score-nearly })
	rank := func(h search.Hit) int {
		finish, top := s.goes(&h.Asset)
		switch {
		case s.used[h.Asset.ID] && (class.Has(taxonomy.WallDecor) || class.Has(taxonomy.Plant) || class.Has(taxonomy.Tabletop)):
			return 4
		case finish && top:
			return 0
		case top:
			return 1
		case finish:
			return 2
		}
		return 3
	}
	first := slices.MinFunc(hits, func(a, b search.Hit) int { return cmp.Compare(rank(a), rank(b)) })
	best := slices.DeleteFunc(hits, func(h search.Hit) bool { return rank(h) > rank(first) })
	a := best[int(draw(s.seed, name)%uint64(len(best)))].Asset
	s.lead(&a)
	return a, true
}

// largest is the share of the floor that a single piece may take.
const largest = 0.3

// fits reports whether an asset can stand in the room with some space left.
func (s *shelf) fits(a *assets.Asset) bool {
	long, short := max(a.Size[0], a.Size[1]), min(a.Size[0], a.Size[1])
	if a.Size[2] > s.room[2] || long > max(s.room[0], s.room[1]) || short > min(s.room[0], s.room[1]) {
		return false
	}
	return a.Mount != scenes.OnFloor || a.Flat || a.Size[0]*a.Size[1] <= largest*s.area
}

// fill finds an asset for a line of a program among the alternatives of its
// first group that has any, in their order from the given one on; the second
// group, of what is used alike, is the last resort. One decoration is no stand-in
// for another.
func (s *shelf) fill(slot *roomgen.Slot, from int, taken func(class string) bool) (a assets.Asset, substitute, ok bool) {
	for g, group := range slot.Wants[:min(len(slot.Wants), 2)] {
		if g > 0 && slices.ContainsFunc(group, func(want string) bool { return decoration[want] }) {
			break
		}
		for i := range group {
			for _, name := range classesOf(group[(from+i)%len(group)]) {
				if taken != nil && taken(name) {
					continue
				}
				if a, ok := s.ofClass(name, slot.Support); ok {
					return a, g > 0, true
				}
			}
		}
	}
	return assets.Asset{}, false, false
}

var decoration = map[string]bool{"@" + string(taxonomy.WallDecor): true, "@" + string(taxonomy.Decor): true, "@" + string(taxonomy.Tabletop): true}

// classesOf lists the classes that a want names: itself, or those of a role.
func classesOf(want string) []string {
	if want[0] != '@' {
		return []string{want}
	}
	var out []string
	for _, c := range taxonomy.ByRole(taxonomy.Role(want[1:])) {
		out = append(out, c.Name)
	}
	return out
}
