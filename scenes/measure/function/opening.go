package function

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/geom"
	"github.com/metaspatial/metaspatial/scenes/geom/freespace"
)

const (
	// fine is the pixel in metres of the raster over an opening's space.
	fine = 0.02
	// kept is the score below which an opening gets a finding.
	kept = 0.95
)

// openings measures the free share of the space before doors and windows.
func (s *scratch) openings() {
	room := &s.world.Task.Room
	for _, o := range room.Openings {
		if o.Wall < 0 || o.Wall >= len(room.Floor) || !(o.Width > 0 && o.Width < far && o.Height > 0) {
			continue
		}
		s.opening(o)
	}
}

func (s *scratch) opening(o scenes.Opening) {
	zones := geom.SwingZones(&s.world.Task.Room, o)
	lo, hi := scenes.Vec2{math.Inf(1), math.Inf(1)}, scenes.Vec2{math.Inf(-1), math.Inf(-1)}
	bottom, top := math.Inf(1), math.Inf(-1)
	for k := range zones {
		s.polygon = zones[k].Polygon(s.polygon[:0])
		for _, p := range s.polygon {
			for i := range p {
				lo[i], hi[i] = min(lo[i], p[i]), max(hi[i], p[i])
			}
		}
		bottom, top = min(bottom, zones[k].Box.Bottom()), max(top, zones[k].Box.Top())
	}
	cell := max(fine, (hi[0]-lo[0])/256, (hi[1]-lo[1])/256)
	if !(cell < far) {
		return
	}
	s.local.Cover(lo, hi, freespace.Options{Cell: cell})
	for k := range zones {
		s.polygon = zones[k].Polygon(s.polygon[:0])
		s.local.Polygon(s.polygon, true)
	}
	total := s.local.Count()
	if total == 0 {
		return
	}
	for _, b := range s.bodies {
		if b.Object.Flat || b.Box.Bottom() >= top-geom.Tolerance || b.Box.Top() <= bottom+geom.Tolerance || b.Class != nil && b.Class.Name == "curtain" {
			continue
		}
		before := s.local.Count()
		s.local.Block(b.Box, 0)
		taken := before - s.local.Count()
		if taken == 0 {
			continue
		}
		share := float64(taken) / float64(total)
		s.blame[b.Index] += share
		if 1-share < kept {
			s.obstructs(o, zones, b.Object.ID, &b.Box, share)
		}
	}
	s.add(Openings, -1, float64(s.local.Count())/float64(total))
}

func (s *scratch) obstructs(o scenes.Opening, zones []geom.Zone, id string, box *geom.Box, share float64) {
	if s.o.Silent {
		return
	}
	f := scenes.Finding{Rule: scenes.RuleOpening, Object: id, Other: o.ID}
	for k := range zones {
		if d, dir := zones[k].Overlap(*box); d > f.Depth {
			f.Depth, f.Direction = d, dir
		}
	}
	what := "the space in which " + o.ID + " opens and people pass"
	if o.Kind == scenes.Window {
		what = "the space before " + o.ID
	}
	f.Message = fmt.Sprintf("%s takes %.0f %% of %s; move it aside by %.2f m.", id, 100*share, what, f.Depth)
	s.find(f)
}
