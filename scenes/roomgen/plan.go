package roomgen

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// planned is an object that is chosen but not placed.
type planned struct {
	slot  *slot
	thing thing
	size  scenes.Vec3
}

// draw picks a thing for the slot.
func (b *builder) draw(s *slot) (planned, bool) {
	t, ok := b.cat.pick(b.g, s.wanted, s.put.support())
	if !ok {
		return planned{}, false
	}
	p := planned{slot: s, thing: t, size: t.sized(b.g)}
	// Crowded rooms get there by larger furniture, not by more of it.
	if b.crowded && s.put.support() == scenes.OnFloor && !t.flat {
		if u, ok := b.cat.pick(b.g, s.wanted, scenes.OnFloor); ok && !u.flat {
			if size := u.sized(b.g); size[0]*size[1] > p.size[0]*p.size[1] {
				p.thing, p.size = u, size
			}
		}
	}
	return p, true
}

// plan chooses n objects: the program's core as far as it goes, then fillers
// towards the mix of relations. It is false when the catalogue has nothing for
// the program.
func (b *builder) plan() bool {
	for i := range b.prog.core {
		s := &b.prog.core[i]
		if s.p < 1 && b.g.Float64() >= s.p {
			continue
		}
		for range s.n[0] + b.g.IntN(s.n[1]-s.n[0]+1) {
			if len(b.wish) >= b.n {
				return true
			}
			if p, ok := b.draw(s); ok && b.allowed(s) {
				b.add(p)
			}
		}
	}
	for miss := 0; len(b.wish) < b.n; {
		s := b.filler(-1)
		if s == nil {
			return false
		}
		p, ok := b.draw(s)
		if !ok {
			if miss++; miss > 60 {
				return false
			}
			continue
		}
		b.add(p)
	}
	return true
}

func (b *builder) add(p planned) {
	b.wish = append(b.wish, p)
	b.keys[p.slot.key]++
	b.used[p.slot]++
	b.mixed[p.slot.put.bucket()]++
	if p.slot.put.support() == scenes.OnFloor && !p.thing.flat {
		b.area += p.size[0] * p.size[1]
	}
}

// hunger is how much a crowded plan prefers what stands on the floor: strongly
// until even the smallest room would be covered as asked.
func (b *builder) hunger() float64 {
	if b.area < b.opt.Sides[0]*b.opt.Sides[0]*b.opt.Coverage[0]*1.1 {
		return 6
	}
	return 2
}

// allowed says whether the slot has an anchor to relate to and is not used up.
func (b *builder) allowed(s *slot) bool {
	anchors := 1
	if s.of != "" && s.of != "*" {
		anchors = 0
		for _, k := range s.ofs {
			anchors += b.keys[k]
		}
	} else if s.of == "*" {
		anchors = len(b.wish) / 2
	}
	return anchors > 0 && (s.each == 0 || b.used[s] < s.each*anchors)
}

// filler draws a filler slot, favouring relations that are still rare. With
// on >= 0 only slots of that support come into question.
func (b *builder) filler(on int) *slot {
	total := 0.0
	var found *slot
	n := float64(max(1, len(b.wish)))
	for i := range b.prog.fill {
		s := &b.prog.fill[i]
		if !b.allowed(s) || on >= 0 && supportRank(s.put.support()) != on {
			continue
		}
		k := s.put.bucket()
		w := s.weight * math.Min(4, mix[k]/(float64(b.mixed[k])/n+0.02))
		if b.crowded && s.put.support() == scenes.OnFloor && s.put != beneath {
			w *= b.hunger()
		}
		if total += w; b.g.Float64()*total < w {
			found = s
		}
	}
	return found
}

// supportRank orders the objects for placing: what stands on the floor first,
// then what needs it.
func supportRank(s scenes.Support) int {
	switch s {
	case scenes.OnFloor:
		return 0
	case scenes.OnObject:
		return 1
	case scenes.OnWall:
		return 2
	}
	return 3
}

// measureRoom chooses the room: its area covers the planned objects as asked.
func (b *builder) measureRoom() bool {
	area, longest := b.area, 0.0
	for i := range b.wish {
		p := &b.wish[i]
		if p.slot.put.support() == scenes.OnFloor && !p.thing.flat {
			longest = max(longest, min(p.size[0], p.size[1]))
		}
	}
	lo, hi := b.opt.Sides[0], b.opt.Sides[1]
	f := b.g.Float64()
	if b.prog.airy {
		f *= 0.4
	}
	c := b.opt.Coverage[0] + f*(b.opt.Coverage[1]-b.opt.Coverage[0])
	want := min(max(area/c, lo*lo), hi*hi)
	if b.polygon() {
		h := b.prog.height
		return b.shapeRoom(area/c, math.Round((h[0]+b.g.Float64()*(h[1]-h[0]))*20)/20) && b.covered(area)
	}
	aspect := 0.72 + 0.7*b.g.Float64()
	x := min(max(math.Sqrt(want*aspect), lo), hi)
	y := min(max(want/x, lo), hi)
	x, y = math.Round(x*10)/10, math.Round(y*10)/10
	x, y = min(max(x, lo), hi), min(max(y, lo), hi)
	got := area / (x * y)
	h := b.prog.height
	z := math.Round((h[0]+b.g.Float64()*(h[1]-h[0]))*20) / 20
	b.task.Room = scenes.RectRoom(x, y, z)
	return got >= b.opt.Coverage[0]*0.98 && got <= b.opt.Coverage[1]*1.05 && longest <= min(x, y)
}
