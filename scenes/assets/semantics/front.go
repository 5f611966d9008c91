package semantics

import (
	"fmt"
	"math"
	"regexp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Thresholds of the front rules: of backs measured on the seats, beds and
// toilets of nine packs, of the others on the starter kit.
const (
	frontOffset = 0.08 // smallest telling offset, as a share of the extent
	cornerRatio = 0.6  // two such offsets alike: backs on two sides
	partOffset  = 0.25 // smallest telling offset of doors and drawers
	// plainer is how much more of the back than of the front one flat surface
	// covers.
	plainer = 0.3
	// deeper is how much better the usual depth must fit along the file's X.
	deeper = 0.5
	// busier is how much more detail a front has than the back.
	busier = 1.6
)

// axisNames are the axes that the sides look along in a file read with its
// front at +Z: the front, then by quarter turns clockwise.
var axisNames = [4]gltfio.Axis{gltfio.PlusZ, gltfio.MinusX, gltfio.MinusZ, gltfio.PlusX}

// quarters is the inverse of axisNames; empty means +Z.
func quarters(axis gltfio.Axis) int {
	for q, a := range axisNames {
		if a == axis {
			return q
		}
	}
	return 0
}

// frontOf returns the side that is the front, as quarter turns from +Z.
func frontOf(k kind, s shape.Shape, st stance, parts []Part) (int, assets.Reason) {
	if k.class != nil && !k.class.Front {
		return 0, assets.Reason{Why: fmt.Sprintf("%s has no front that matters; glTF's own, +Z", article(k.class)), Confidence: 0.9 * k.confidence}
	}
	if k.class != nil && tellsByBack(k.class) {
		if q, why, sure := byUpper(s); sure > 0 {
			return q, assets.Reason{Why: why, Confidence: sure}
		}
	}
	if q, why, ok := byParts(s, parts); ok {
		return q, assets.Reason{Why: why, Confidence: 0.85}
	}
	if k.class != nil && k.class.Mount == scenes.OnWall && st.back >= 0 {
		q := (st.back + 2) % 4
		return q, assets.Reason{Why: fmt.Sprintf("its back plane lies at the origin, so the front is %s", axisNames[q]), Confidence: 0.9}
	}
	if k.class == nil {
		return 0, assets.Reason{Why: "nothing tells the front; glTF's own, +Z", Confidence: 0.4}
	}
	line, lined := byDepth(k, s)
	if q, why, sure := byFlat(s, line, lined); sure > 0 && !tellsByBack(k.class) {
		return q, assets.Reason{Why: why, Confidence: sure}
	}
	if slices.ContainsFunc(opened, k.class.Plays) {
		if q, why, sure := byDetail(s, line, lined); sure > 0 {
			return q, assets.Reason{Why: why, Confidence: sure}
		}
	}
	if st.back >= 0 && (!lined || st.back%2 == line) {
		q := (st.back + 2) % 4
		return q, assets.Reason{Why: fmt.Sprintf("its back plane lies at the origin, so the front is %s", axisNames[q]), Confidence: 0.65}
	}
	if lined && line == 1 {
		return 3, assets.Reason{Why: fmt.Sprintf("it is as deep along X as is usual of %s; which end is the front cannot be told", article(k.class)), Confidence: 0.3}
	}
	return 0, assets.Reason{Why: "nothing tells the front; glTF's own, +Z", Confidence: 0.4}
}

// opened are the roles of things whose fronts have doors, drawers or knobs.
var opened = []taxonomy.Role{
	taxonomy.Storage, taxonomy.Appliance, taxonomy.Desk, taxonomy.Counter, taxonomy.Hearth, taxonomy.Instrument, taxonomy.Sideboard, taxonomy.Bedside,
}

// tellsByBack reports whether a back or headboard tells the front.
func tellsByBack(c *taxonomy.Class) bool {
	return c.Plays(taxonomy.Bed) || c.Plays(taxonomy.Seat) || c.Name == "toilet"
}

// byUpper finds the front of things with a back: the upper part's surface lies
// behind the centre.
func byUpper(s shape.Shape) (q int, why string, sure float64) {
	right, ahead := s.Upper[0], s.Upper[1]
	high, low := math.Abs(ahead), math.Abs(right)
	sideways := low > high
	if sideways {
		high, low = low, high
	}
	switch {
	case high < frontOffset:
		return 0, "", 0
	case low > cornerRatio*high:
		return 0, "the upper part lies to two sides, as that of corner pieces; glTF's own front, +Z", 0.35
	case sideways && right > 0:
		q = 3
	case sideways:
		q = 1
	case ahead > 0:
		q = 2
	}
	sure = min(0.7+high, 0.95)
	return q, fmt.Sprintf("the upper part lies behind the centre by %.2f of the extent, so the front is %s", high, axisNames[q]), sure
}

// opening are the parts that people open or hold.
var opening = regexp.MustCompile(`(?i)door|drawer|handle|knob|screen|display`)

// byParts finds the front by doors, drawers and handles that are nodes of their
// own.
func byParts(s shape.Shape, parts []Part) (q int, why string, ok bool) {
	var sum scenes.Vec2
	n, name := 0, ""
	for _, p := range parts {
		if !opening.MatchString(p.Name) {
			continue
		}
		var at scenes.Vec2
		for k := range 2 {
			if s.Size[k] > 0 {
				at[k] = p.Centre[k] / s.Size[k]
			}
		}
		if n == 0 {
			name = p.Name
		}
		sum, n = sum.Add(at), n+1
	}
	if n == 0 {
		return 0, "", false
	}
	sum = sum.Mul(1 / float64(n))
	switch {
	case math.Abs(sum[1]) >= math.Abs(sum[0]) && sum[1] < 0:
		q = 2
	case math.Abs(sum[1]) < math.Abs(sum[0]) && sum[0] > 0:
		q = 1
	case math.Abs(sum[1]) < math.Abs(sum[0]):
		q = 3
	}
	if max(math.Abs(sum[0]), math.Abs(sum[1])) < partOffset {
		return 0, "", false
	}
	return q, fmt.Sprintf("its part %q lies on the side of %s", name, axisNames[q]), true
}

// byDepth tells along which axis the front must lie for the depth and the width
// to be as usual: 0 for Z, 1 for X. ok is false where both would do.
func byDepth(k kind, s shape.Shape) (line int, ok bool) {
	if k.class == nil || !(s.Size[0] > 0) || !(s.Size[1] > 0) {
		return 0, false
	}
	t := k.class.Typical()
	usual, is := math.Log(t[0]/t[1]), math.Log(s.Size[0]/s.Size[1])
	straight, turned := math.Abs(is-usual), math.Abs(-is-usual)
	switch {
	case turned-straight > deeper:
		return 0, true
	case straight-turned > deeper:
		return 1, true
	}
	return 0, false
}

// byFlat finds the front as the side opposite to a flat back.
func byFlat(s shape.Shape, line int, lined bool) (q int, why string, sure float64) {
	best, most := -1, plainer
	for q := range 4 {
		if lined && q%2 != line {
			continue
		}
		if d := s.Sides[(q+2)%4].Flat - s.Sides[q].Flat; d > most {
			best, most = q, d
		}
	}
	if best < 0 {
		return 0, "", 0
	}
	return best, fmt.Sprintf("a flat back covers %.0f %% of the side behind %s", 100*s.Sides[(best+2)%4].Flat, axisNames[best]), 0.55 + 0.3*most
}

// byDetail finds the front by how much more there is to see on one side than on
// the opposite one, which is plain.
func byDetail(s shape.Shape, line int, lined bool) (q int, why string, sure float64) {
	best, ratio := -1, busier
	for q := range 4 {
		if lined && q%2 != line {
			continue
		}
		a, b := s.Sides[q], s.Sides[(q+2)%4]
		if r := (a.Detail + 4) / (b.Detail + 4); r > ratio && a.Flat <= b.Flat+0.1 {
			best, ratio = q, r
		}
	}
	if best < 0 {
		return 0, "", 0
	}
	sure = 0.55
	if lined {
		sure = 0.65
	}
	return best, fmt.Sprintf("the side of %s shows %.1f times the detail of the opposite one", axisNames[best], ratio), min(sure+0.05*ratio, 0.8)
}
