package choose

import (
	"math/rand/v2"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// target is how many things a room of so many square metres has about it:
// enough to look lived in, few enough to walk through.
func target(area float64) int { return min(max(int(4.5+0.55*area), 6), 20) }

// extras completes the room with lines of the program that are drawn by their
// weights, no thing too often.
func (w *words) extras() {
	g := rand.New(rand.NewPCG(w.req.Seed, draw(w.req.Seed, "extras")))
	used := make([]int, len(w.slots))
	most := 1 + int(w.shelf.area/16)
	goal := min(target(w.shelf.area), roomgen.MaxObjects)
	for miss := 0; w.count < goal && miss < 60; {
		i := w.drawSlot(g, used, most)
		if i < 0 {
			return
		}
		s := &w.slots[i]
		a, substitute, ok := w.shelf.fill(s, g.IntN(len(s.Wants[0])), func(class string) bool {
			return w.unwanted(class) || w.enough(class, s, most)
		})
		if !ok || substitute || w.covers(&a) || !w.leaves(&a, extraCoverage) {
			used[i]++
			miss++
			continue
		}
		used[i]++
		w.pick(Pick{Asset: a, Count: 1, Slot: *s, Reason: Extra, Words: nameOf(a.Category)})
	}
}

// enough reports whether a room has enough of a class to be completed with
// anything else. Pictures, plants and crockery may repeat; what people sit on is
// never an extra, unless it goes to a table; screens and the like are as many as
// the program says.
func (w *words) enough(class string, s *roomgen.Slot, most int) bool {
	c, ok := taxonomy.ByName(class)
	if !ok {
		return true
	}
	alone := len(s.Of) == 0 || s.Of[0] == "*"
	if c.Has(taxonomy.Seat) {
		return alone && w.out.Program != "tavern"
	}
	if c.Has(taxonomy.CeilingLamp) {
		return true // there is no saying where it is to hang
	}
	if c.Has(taxonomy.WallDecor) || c.Has(taxonomy.Plant) || c.Has(taxonomy.SmallPlant) || c.Has(taxonomy.Tableware) || !alone && s.Support == scenes.OnFloor {
		return w.classes[class] >= most
	}
	return w.classes[class] > 0
}

// drawSlot draws one of the lines that complete a room by its weight, or -1.
func (w *words) drawSlot(g *rand.Rand, used []int, most int) int {
	found, total := -1, 0.0
	for i := range w.slots {
		s := &w.slots[i]
		limit := most
		if s.Support == scenes.OnObject {
			limit = 2 * most // small things are what makes a room look lived in
		}
		if s.Core || used[i] >= limit || s.Each > 0 && len(s.Of) == 0 && used[i] >= s.Each || !w.anchored(s) {
			continue
		}
		if total += s.Weight; g.Float64()*total < s.Weight {
			found = i
		}
	}
	return found
}
