package review

import (
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster/overlay/ink"
)

const (
	// slack is how far from a surface's height what lies on it may be, in
	// metres and as a share of the asset's height.
	slack, slackShare = 0.012, 0.01
	// levelNormal is the least upward part of a level place's normal, of 127.
	levelNormal = 110
	// hatch is the distance of the hatching's lines, in pixels.
	hatch = 8
)

// tint hatches the pixels that show what things can stand on.
func (s *subject) tint() {
	if len(s.asset.SupportHeights) == 0 && len(s.asset.Surfaces) == 0 {
		return
	}
	// The rays of a picture without perspective are parallel, and their origins
	// spread evenly.
	o, d := s.cam.Ray(s.side, s.side, 0.5, 0.5)
	x1, _ := s.cam.Ray(s.side, s.side, 1.5, 0.5)
	y1, _ := s.cam.Ray(s.side, s.side, 0.5, 1.5)
	dx, dy := x1.Sub(o), y1.Sub(o)
	// A light line beside each green one sets it off from any colour.
	period := max(3, int(hatch*s.u))
	green := max(1, period/4)
	for y := range s.side {
		for x := range s.side {
			i := y*s.side + x
			phase := (x + y) % period
			if phase > green || s.frame.ID[i] != modelID || s.frame.Normal[i][2] < levelNormal {
				continue
			}
			at := o.Add(dx.Mul(float64(x))).Add(dy.Mul(float64(y))).Add(d.Mul(float64(s.frame.Depth[i]))).Sub(s.at)
			switch {
			case !s.stands(at):
			case phase < green:
				ink.Blend(s.img.Pix[4*i:4*i+4], surfaceColor, 235)
			default:
				ink.Blend(s.img.Pix[4*i:4*i+4], casingColor, 150)
			}
		}
	}
}

// stands reports whether things can stand at a place of the asset.
func (s *subject) stands(p scenes.Vec3) bool {
	off := slack + float64(slackShare*s.size[2])
	for _, f := range s.asset.Surfaces {
		if math.Abs(p[2]-f.Height) <= off && p[0] >= f.Min[0]-off && p[0] <= f.Max[0]+off && p[1] >= f.Min[1]-off && p[1] <= f.Max[1]+off {
			return true
		}
	}
	if len(s.asset.Surfaces) > 0 {
		return false
	}
	for _, h := range s.asset.SupportHeights {
		if math.Abs(p[2]-h) <= off {
			return true
		}
	}
	return false
}
