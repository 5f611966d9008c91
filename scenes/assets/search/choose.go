package search

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// Choice says what [Index.Choose] is to choose one asset by.
type Choice struct {
	// Words are the phrase: "round table".
	Words string
	// Category is what the phrase means where more is known than its words say,
	// such as "table_lamp" for a "lamp" that is to stand on something. It is
	// preferred, and others are taken where there is none.
	Category string
	// Mount is preferred too; empty takes any.
	Mount scenes.Support
	// Room is the room's size; its sides may be in either order. The zero value
	// holds everything.
	Room scenes.Vec3
	// Prefer, where it is not nil, says which assets are better than others that
	// fit the words as well.
	Prefer func(assets.Asset) bool
	// Small takes the smallest of the assets that fit equally well; otherwise
	// Seed decides. The same seed and words choose the same asset.
	Small bool
	Seed  uint64
}

// nearlyBest is by how much of the score an asset may fit worse than the best
// and still count as fitting as well.
const nearlyBest = 0.005

// Choose returns one asset that fits the words and the room. Kinds that are
// only used alike, or that only share the noun with the phrase, are chosen where
// there is no better. The error is one sentence that names the phrase and what
// comes nearest.
func (x *Index) Choose(c Choice) (Hit, error) {
	type filter struct {
		q     Query
		above float64
	}
	if err := x.Check(Query{Text: c.Words}); err != nil {
		return Hit{}, err
	}
	const one, related = (isOne - 1) / 4., (distant - 1) / 4.
	all := Query{Text: c.Words}
	tries := []filter{{Query{Text: c.Words, Mount: c.Mount}, one}, {all, one}}
	if c.Category != "" {
		tries = []filter{
			{Query{Text: c.Words, Category: c.Category, Mount: c.Mount}, 0}, tries[0],
			{Query{Text: c.Words, Category: c.Category}, 0}, tries[1],
		}
	}
	var large *Hit
	for i, t := range append(tries, filter{all, related}) {
		if i == len(tries) && large != nil {
			break // something else would not be what was asked for
		}
		hits := slices.DeleteFunc(x.Find(t.q), func(h Hit) bool { return h.Score <= t.above })
		inside := slices.DeleteFunc(slices.Clone(hits), func(h Hit) bool { return !within(h.Asset.Size, c.Room) })
		if len(inside) > 0 {
			return pick(inside, &c), nil
		}
		for k := range hits {
			if large == nil || volume(&hits[k].Asset) < volume(&large.Asset) {
				large = &hits[k]
			}
		}
	}
	return Hit{}, x.miss(&c, large)
}

// within reports whether a box fits a room, turned to its walls either way.
func within(size, room scenes.Vec3) bool {
	if room == (scenes.Vec3{}) {
		return true
	}
	fits := func(a, b float64) bool { return a <= room[0]+slack && b <= room[1]+slack }
	return size[2] <= room[2]+slack && (fits(size[0], size[1]) || fits(size[1], size[0]))
}

func volume(a *assets.Asset) float64 { return a.Size[0] * a.Size[1] * a.Size[2] }

// pick returns one of the hits, the best first, that are nearly as good as the
// best.
func pick(hits []Hit, c *Choice) Hit {
	best := slices.DeleteFunc(hits, func(h Hit) bool { return h.Score < hits[0].Score-nearlyBest })
	if c.Prefer != nil {
		better := slices.DeleteFunc(slices.Clone(best), func(h Hit) bool { return !c.Prefer(h.Asset) })
		if len(better) > 0 {
			best = better
		}
	}
	if c.Small {
		return slices.MinFunc(best, func(a, b Hit) int { return cmp.Compare(volume(&a.Asset), volume(&b.Asset)) })
	}
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", c.Seed, strings.Join(words(c.Words), " "))
	return best[rand.New(rand.NewPCG(c.Seed, h.Sum64())).IntN(len(best))]
}

// miss says why nothing was chosen; large is the smallest asset that only the
// room is too small for.
func (x *Index) miss(c *Choice, large *Hit) error {
	if large != nil {
		return fmt.Errorf("the room is too small for %q: the smallest is %s, %s, and the room is %s; use a larger room or ask for something smaller",
			c.Words, large.Asset.ID, Metres(large.Asset.Size), Metres(c.Room))
	}
	return x.Miss(c.Words)
}

// Miss is the error for a text that finds nothing: one sentence that names the
// text and what comes nearest.
func (x *Index) Miss(text string) error {
	if near := x.closest(text); len(near) > 0 {
		return fmt.Errorf("the library has no %q of that size; the nearest are %s", text, strings.Join(near, " and "))
	}
	if near := x.nearest(text); len(near) > 0 {
		return fmt.Errorf("the library has no %q; did you mean %s?", text, strings.Join(near, " or "))
	}
	return fmt.Errorf("the library has no %q and nothing used like one; use other words, or import a pack that has it", text)
}

// closest names two assets that a text would find but for its bounds of size.
func (x *Index) closest(text string) []string {
	tokens := scan(text)
	readSizes(tokens)
	var rest []string
	for _, t := range tokens {
		if !t.used {
			rest = append(rest, t.text)
		}
	}
	if len(rest) == len(tokens) {
		return nil
	}
	var out []string
	for _, h := range x.Find(Query{Text: strings.Join(rest, " "), Limit: 2}) {
		out = append(out, fmt.Sprintf("%s (%s)", h.Asset.ID, Metres(h.Asset.Size)))
	}
	return out
}

// Metres writes a size for people: right, front and up.
func Metres(s scenes.Vec3) string { return fmt.Sprintf("%.2f × %.2f × %.2f m", s[0], s[1], s[2]) }
