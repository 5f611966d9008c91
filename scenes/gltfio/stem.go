package gltfio

import (
	"slices"
	"strings"
	"unicode"
)

// Words of node names that tell no thing from another.
var (
	sideWords = strings.Fields("left right l r front back rear top bottom upper lower inner outer middle center centre")
	// idleWords are what tools call things that nobody named.
	idleWords = strings.Fields(`armature clone col convcol cube cylinder cone sphere icosphere plane circle torus curve text
		empty geo geometry geom group root node object obj mesh model part piece scene default lod lod0 low high poly instance
		copy material mat primitive box polysurface nurbs path box01`)
	// partWords name pieces of a thing.
	partWords = strings.Fields(`arm armrest back backrest base blade body bolt button caster cover cushion door drawer feet foot
		frame glass handle head hinge holder knob leg legs lid light neck panel pedal pillow pole rail seat shade shelf side stand
		stem string support switch wheel wheels`)
)

// stemOf returns the words of a name that say what a thing is, or nothing where
// it names a part or means nothing, and whether the name tells sides apart.
func stemOf(name string) (stem string, sided bool) {
	var kept []string
	thing := false
	for _, w := range words(name) {
		switch {
		case slices.Contains(sideWords, w):
			sided = true
		case slices.Contains(idleWords, w):
		default:
			kept = append(kept, w)
			if len(w) > 1 && !slices.Contains(partWords, w) {
				thing = true
			}
		}
	}
	if !thing {
		return "", sided
	}
	return strings.Join(kept, " "), sided
}

// words splits a name at everything that is no letter and where camel case
// turns, in lower case. Numbers vanish.
func words(name string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			out = append(out, strings.ToLower(string(word)))
			word = nil
		}
	}
	lower := false
	for _, c := range name {
		if !unicode.IsLetter(c) || unicode.IsUpper(c) && lower {
			flush()
		}
		if unicode.IsLetter(c) {
			word = append(word, c)
		}
		lower = unicode.IsLower(c)
	}
	flush()
	return out
}
