package semantics

import (
	"regexp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Part is a node that looks as if it moves.
type Part struct {
	Name string `json:"name"`
	// Kind is the word for it, as in assets.Joint.
	Kind string `json:"kind"`
	// Centre is in right, front and up with the front at +Z and the up at +Y,
	// from the centre of the model's base, in file units.
	Centre scenes.Vec3 `json:"centre"`
}

// movers are the words for parts that move, and what they are called.
var movers = []struct {
	kind string
	word *regexp.Regexp
}{
	{"drawer", regexp.MustCompile(`^drawers?$`)},
	{"door", regexp.MustCompile(`^(doors?|hatch|shutters?)$`)},
	{"lid", regexp.MustCompile(`^(lids?|cover|flap|seatlid)$`)},
	{"wheel", regexp.MustCompile(`^(wheels?|castors?|casters?|tyres?|tires?)$`)},
	{"handle", regexp.MustCompile(`^(handles?|knobs?|lever|crank|faucet|tap)$`)},
	{"window", regexp.MustCompile(`^(windows?|sash)$`)},
	{"fan", regexp.MustCompile(`^(blades?|propeller|rotor)$`)},
	{"hinge", regexp.MustCompile(`^(hinges?|pivot|joint)$`)},
}

// mostParts bounds the parts kept of one model.
const mostParts = 48

// moverOf returns what a node's name says moves, or "".
func moverOf(name string) string {
	for _, w := range taxonomy.Words(name) {
		for _, m := range movers {
			if m.word.MatchString(w) {
				return m.kind
			}
		}
	}
	return ""
}

// partWord reports whether a node's name is that of a part, which says nothing
// of the whole.
func partWord(name string) bool { return moverOf(name) != "" }

// moving lists the nodes whose names or animations say that they move. A model
// that is one node is no part of itself.
func moving(info *gltfio.Info) []Part {
	var out []Part
	base := [3]float64{(info.Min[0] + info.Max[0]) / 2, info.Min[1], (info.Min[2] + info.Max[2]) / 2}
	for _, p := range info.Parts {
		if len(info.Parts) == 1 || len(out) == mostParts {
			break
		}
		kind := moverOf(p.Name)
		if kind == "" && slices.Contains(info.Animated, p.Name) {
			kind = "animated"
		}
		if kind == "" {
			continue
		}
		var c [3]float64
		for k := range c {
			c[k] = (p.Min[k]+p.Max[k])/2 - base[k]
		}
		out = append(out, Part{Name: clip(p.Name, mostLetter), Kind: kind, Centre: scenes.Vec3{-c[0], c[2], c[1]}})
	}
	return out
}

// joints are the moving parts as assets have them.
func joints(parts []Part) []assets.Joint {
	var out []assets.Joint
	for _, p := range parts {
		out = append(out, assets.Joint{Node: p.Name, Kind: p.Kind})
	}
	return out
}

// lain returns the parts in the frame of a file whose up is +Z.
func lain(parts []Part, size scenes.Vec3) []Part {
	out := slices.Clone(parts)
	for i, p := range out {
		c := p.Centre
		out[i].Centre = scenes.Vec3{c[0], size[2]/2 - c[2], c[1] + size[1]/2}
	}
	return out
}
