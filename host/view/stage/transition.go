package stage

import (
	"math"
	"time"

	"github.com/metaspatial/metaspatial/scenes/raster"
)

// easeTime is how long the camera takes from one view to another.
const easeTime = 260 * time.Millisecond

// transition takes the camera from one state to another.
type transition struct {
	from, to raster.Orbit
	start    time.Time
	begun    bool
}

// at returns the state at a time, and whether it has arrived.
func (t *transition) at(now time.Time) (raster.Orbit, bool) {
	if !t.begun {
		t.start, t.begun = now, true
	}
	x := float64(now.Sub(t.start)) / float64(easeTime)
	if x >= 1 {
		return t.to, true
	}
	return between(t.from, t.to, ease(max(0, x))), false
}

// ease starts and ends without a jerk: the quintic of Perlin, Improving Noise
// (2002), whose first and second derivatives vanish at both ends.
func ease(x float64) float64 { return x * x * x * (x*(6*x-15) + 10) }

// between returns the state at fraction k of the way. Distances go by their
// logarithm. Between perspective and none the field of view narrows while the
// camera backs away, so that what is at the target keeps its size.
func between(a, b raster.Orbit, k float64) raster.Orbit {
	o := a
	o.Target = a.Target.Add(b.Target.Sub(a.Target).Mul(k))
	o.Yaw = heading(a.Yaw + heading(b.Yaw-a.Yaw)*k)
	o.Pitch = a.Pitch + (b.Pitch-a.Pitch)*k
	size := math.Exp(math.Log(tall(a, a.Distance))*(1-k) + math.Log(tall(b, b.Distance))*k)
	// flattest is the field of view next to none at all.
	const flattest = 3
	fa, fb := fov(a), fov(b)
	if a.Ortho != b.Ortho {
		if a.Ortho {
			fa = flattest
		} else {
			fb = flattest
		}
		o.Ortho = false
	}
	o.FovY = fa + (fb-fa)*k
	o.Distance = size / 2 / math.Tan(o.FovY/2*math.Pi/180)
	return o
}
