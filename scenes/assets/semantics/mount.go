package semantics

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
)

// near0 is the part of an extent within which a plane lies at the origin.
const near0 = 0.02

// stance is how a file's origin says that its model is carried.
type stance struct {
	// carried is empty where the origin says nothing.
	carried scenes.Support
	// back is the side whose plane holds the origin, counted as quarter turns
	// from the front at +Z, or -1.
	back int
}

// stanceOf reads the origin. Pieces for walls have their back plane there, at
// mid height; what hangs from a ceiling has its top there; what stands has its
// base there.
func stanceOf(origin scenes.Vec3, s shape.Shape) stance {
	out := stance{back: -1}
	half := scenes.Vec2{s.Size[0] / 2, s.Size[1] / 2}
	for k, at := range [4]float64{half[1] - origin[1], half[0] - origin[0], half[1] + origin[1], half[0] + origin[0]} {
		depth := s.Size[1]
		if k%2 == 1 {
			depth = s.Size[0]
		}
		if math.Abs(at) < near0*depth {
			if out.back >= 0 && out.back%2 != k%2 {
				// A corner of the box holds the origin, which says nothing.
				out.back = -1
				break
			}
			// Of two thin sides the back is the rear one.
			out.back = max(out.back, k)
		}
	}
	within := origin[2] > near0*s.Size[2] && origin[2] < (1-near0)*s.Size[2]
	switch {
	case within && out.back >= 0:
		out.carried = scenes.OnWall
	case math.Abs(origin[2]-s.Size[2]) < near0*s.Size[2]:
		out.carried = scenes.OnCeiling
	case math.Abs(origin[2]) < near0*s.Size[2]:
		out.carried = scenes.OnFloor
	}
	return out
}

// mountOf settles what carries a model, by its class and its stance.
func mountOf(k kind, st stance) (scenes.Support, assets.Reason) {
	usual := k.mount()
	switch {
	case k.class == nil:
		switch st.carried {
		case scenes.OnWall:
			return scenes.OnWall, assets.Reason{Why: "its back plane lies at the origin at mid height, as wall pieces have it", Confidence: 0.6}
		case scenes.OnCeiling:
			return scenes.OnCeiling, assets.Reason{Why: "it hangs down from the origin", Confidence: 0.5}
		case scenes.OnFloor:
			return scenes.OnFloor, assets.Reason{Why: "its base lies at the origin, and no class says otherwise", Confidence: 0.6}
		}
		return scenes.OnFloor, assets.Reason{Why: "nothing speaks against the floor", Confidence: 0.3}
	case st.carried == usual, st.carried == scenes.OnFloor && usual == scenes.OnObject:
		return usual, assets.Reason{Why: fmt.Sprintf("usual for %s, and its origin lies as such have it", article(k.class)), Confidence: min(k.confidence+0.05, 0.95)}
	case st.carried == scenes.OnWall && usual == scenes.OnFloor:
		return scenes.OnWall, assets.Reason{Why: fmt.Sprintf("%s usually stands, but its back plane lies at the origin at mid height, as wall pieces have it", article(k.class)), Confidence: 0.6}
	case st.carried == scenes.OnFloor && usual == scenes.OnCeiling:
		return usual, assets.Reason{Why: fmt.Sprintf("usual for %s, though its origin lies at its base", article(k.class)), Confidence: 0.6 * k.confidence}
	}
	return usual, assets.Reason{Why: fmt.Sprintf("usual for %s", article(k.class)), Confidence: 0.9 * k.confidence}
}
