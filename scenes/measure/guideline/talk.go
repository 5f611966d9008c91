package guideline

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// talkGap is the distance in metres at which people talk well, 4 to 8 ft
// (Merrell et al. 2011, conversation).
var talkGap = span{1.22, 2.44}

// partners is how many of the nearest seats a seat is in conversation with.
const partners = 2

// talk measures conversation between sofas and lounge seats. A pair counts once
// though both name each other.
func (s *scratch) talk() {
	s.order = s.order[:0]
	for i := range s.pieces {
		if s.pieces[i].easy() {
			s.order = append(s.order, int32(i))
		}
	}
	s.near = s.near[:0]
	for range s.pieces {
		s.near = append(s.near, [partners]int32{})
	}
	for _, i := range s.order {
		s.near[i] = s.neighbours(i)
	}
	for _, i := range s.order {
		for _, j := range s.near[i] {
			if j < 0 || j < i && contains(s.near[j], i) {
				continue
			}
			s.conversation(i, j)
		}
	}
}

func contains(of [partners]int32, i int32) bool {
	for _, x := range of {
		if x == i {
			return true
		}
	}
	return false
}

// neighbours returns the nearest of the listed pieces, −1 for missing ones.
func (s *scratch) neighbours(i int32) [partners]int32 {
	best := [partners]int32{}
	at := [partners]float64{}
	for k := range best {
		best[k], at[k] = -1, math.Inf(1)
	}
	p := &s.disks[i]
	for _, j := range s.order {
		if j == i {
			continue
		}
		d := scenes.Vec2{s.disks[j].x - p.x, s.disks[j].y - p.y}
		n := d.Dot(d)
		for k := range best {
			if n < at[k] {
				copy(at[k+1:], at[k:partners-1])
				copy(best[k+1:], best[k:partners-1])
				best[k], at[k] = j, n
				break
			}
		}
	}
	return best
}

func (s *scratch) conversation(i, j int32) {
	p, q := &s.pieces[i], &s.pieces[j]
	d := q.at.Sub(p.at).Len()
	t := comfort(d, talkGap.min, talkGap.max)
	s.add(term{kind: TalkDistance, a: i, b: j, value: -t, loss: 1 - t, weight: 1, at: d, want: talkGap})
	if !p.fronted || !q.fronted {
		return
	}
	f, g := facing(p.out, p.at, q.at), facing(q.out, q.at, p.at)
	v := (f + 1) * (g + 1)
	a, b, worst := i, j, f
	if g < f {
		a, b, worst = j, i, g
	}
	s.add(term{kind: TalkAngle, a: a, b: b, value: -v, loss: 1 - v/4, weight: 1, at: degrees(worst)})
}

// degrees is the angle of a cosine.
func degrees(c float64) float64 { return math.Acos(min(1, max(-1, c))) * 180 / math.Pi }
