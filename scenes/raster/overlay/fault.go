package overlay

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

// fault is what is wrong with an object.
type fault struct {
	object int
	words  []string
	// others are the objects that it is wrong with.
	others []int
}

// gather puts the findings together by object, in the task's order.
func (s *sheet) gather() []fault {
	by := make([]fault, len(s.task.Objects))
	for _, f := range s.findings {
		_, k := s.task.Find(f.Object)
		if k < 0 || f.Rule == scenes.RuleUnplaced {
			continue
		}
		by[k].words = append(by[k].words, words(f))
		if _, j := s.task.Find(f.Other); j >= 0 && f.Rule == scenes.RuleCollision {
			by[k].others = append(by[k].others, j)
		}
	}
	out := by[:0]
	for k, f := range by {
		if len(f.words) > 0 {
			f.object = k
			out = append(out, f)
		}
	}
	return out
}

// words says a finding in a few words.
func words(f scenes.Finding) string {
	long := length(f.Depth)
	switch f.Rule {
	case scenes.RuleCollision:
		return strings.TrimSpace("overlaps " + f.Other + " " + long)
	case scenes.RuleOutOfBounds:
		return strings.TrimSpace("out of the room " + long)
	case scenes.RuleSupport:
		return strings.TrimSpace("off its support " + long)
	case scenes.RuleOpening:
		return strings.TrimSpace("blocks " + f.Other)
	case scenes.RuleClearance:
		return strings.TrimSpace("lacks space " + long)
	case scenes.RuleRelation:
		if f.Other != "" && long != "" {
			return long + " off " + f.Other
		}
		return strings.TrimSpace("misplaced " + f.Other + long)
	case scenes.RuleFacing:
		if f.Depth > 0 {
			return strings.TrimSpace(fmt.Sprintf("turned %.0f° off %s", f.Depth, f.Other))
		}
		return "turned off"
	}
	out := strings.ReplaceAll(string(f.Rule), "_", " ")
	if f.Other != "" {
		out += " " + f.Other
	}
	return out
}

func length(m float64) string {
	switch {
	case !(m > 0) || math.IsInf(m, 0):
		return ""
	case m < 0.995:
		return fmt.Sprintf("%.0f cm", max(1, m*100))
	}
	return fmt.Sprintf("%.1f m", m)
}

// hatch strikes out what is seen of the faulty objects, and outlines them and,
// thinner, those that they are at fault with.
func (s *sheet) hatch(faults []fault) {
	if len(faults) == 0 {
		return
	}
	role := make([]uint8, len(s.task.Objects))
	for _, f := range faults {
		for _, j := range f.others {
			role[j] = max(role[j], 1)
		}
	}
	for _, f := range faults {
		role[f.object] = 2
	}
	of := func(i int) uint8 {
		if k := int(s.f.ID[i]) - raster.ObjectID; k >= 0 && k < len(role) {
			return role[k]
		}
		return 0
	}
	w, h := s.f.W, s.f.H
	period, stripe := 7*s.u, 2.6*s.u
	casing, core := make([]uint8, w*h), make([]uint8, w*h)
	for y := range h {
		for x := range w {
			i := y*w + x
			r := of(i)
			if r == 0 {
				continue
			}
			if r == 2 {
				d := math.Mod(float64(x+y)*math.Sqrt2/2, period)
				a := 52 + float64(96*min(1, max(0, float64(stripe/2)+0.5-math.Abs(d-float64(period/2)))))
				ink.Blend(s.img.Pix[s.img.PixOffset(x, y):], vermilion, int32(a+0.5))
			}
			id := s.f.ID[i]
			if x > 0 && s.f.ID[i-1] == id && x+1 < w && s.f.ID[i+1] == id && y > 0 && s.f.ID[i-w] == id && y+1 < h && s.f.ID[i+w] == id {
				continue
			}
			width := 1.7 * s.u
			if r == 1 {
				width = 0.9 * s.u
			}
			radius := float64(width/2) + 0.3
			stamp(core, w, h, x, y, radius)
			stamp(casing, w, h, x, y, radius+float64(1.1*s.u))
		}
	}
	for _, layer := range []struct {
		cover []uint8
		c     color.NRGBA
		a     int32
	}{{casing, paper, 190}, {core, vermilion, 255}} {
		for i, a := range layer.cover {
			if a > 0 {
				q := s.img.PixOffset(i%w, i/w)
				ink.Blend(s.img.Pix[q:q+4], layer.c, int32(a)*layer.a/255)
			}
		}
	}
}

// stamp covers a soft disk.
func stamp(cover []uint8, w, h, x, y int, r float64) {
	n := int(r + 1)
	for v := max(0, y-n); v <= min(h-1, y+n); v++ {
		for u := max(0, x-n); u <= min(w-1, x+n); u++ {
			d := math.Sqrt(float64(square(u-x, v-y)))
			a := min(1, max(0, r+0.5-d))
			if i := v*w + u; a > 0 {
				cover[i] = max(cover[i], uint8(float64(a*255)+0.5))
			}
		}
	}
}
