package semantics

import (
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// kind is what a model is taken for.
type kind struct {
	// class is nil for things that no class of scenes/taxonomy names.
	class *taxonomy.Class
	// name is the class's or the file's own words.
	name       string
	why        string
	confidence float64
	// generic says that the name leaves open which of several classes it is.
	generic *family
}

// mount is what usually carries it.
func (k *kind) mount() scenes.Support {
	if k.class == nil {
		return scenes.OnFloor
	}
	return k.class.Mount
}

func (k *kind) flat() bool { return k.class != nil && k.class.Flat }

// odd is the misproportion from which a thing does not look like its class.
var odd = math.Log(2)

// classify finds the class by the names of the file, its nodes and meshes, its
// folders and its materials, the more telling first. What only a weak source
// says must agree with the model's proportions.
func classify(f *Facts, s shape.Shape) kind {
	for _, src := range f.sources() {
		words := telling(src.name)
		if len(words) == 0 {
			continue
		}
		c, ok := taxonomy.Lookup(src.name)
		if !ok || src.confidence < byFileName && misproportion(s.Size, &c) > odd {
			continue
		}
		if w := shell(words, &c); w != "" && src.confidence == byFileName {
			k := unknown(f)
			k.why = fmt.Sprintf("the %s %q speaks of a %s first, which is no class; its own words are kept", src.what, src.name, w)
			return k
		}
		if w := pieceWord(words); w != "" && src.confidence == byFileName && misproportion(s.Size, &c) > odd {
			k := unknown(f)
			k.why = fmt.Sprintf("the %s %q speaks of %s, but its shape is that of a part, the %s; its own words are kept", src.what, src.name, article(&c), w)
			return k
		}
		k := kind{class: &c, name: c.Name, confidence: src.confidence, generic: familyOf(words, &c)}
		k.why = fmt.Sprintf("the %s %q speaks of %s", src.what, src.name, article(&c))
		if src.confidence == byFileName {
			if other := secondNoun(words, &c); other != nil {
				k.confidence = byTwoNouns
				k.why += fmt.Sprintf(", and less of %s", article(other))
			}
		}
		return k
	}
	return unknown(f)
}

// secondNoun returns a class of another kind that the words speak of too.
func secondNoun(words []string, c *taxonomy.Class) *taxonomy.Class {
	for _, d := range nouns(words) {
		if d.Name != c.Name && (len(d.Roles) == 0 || !c.Plays(d.Roles[len(d.Roles)-1])) && familyWith(d.Name) != familyWith(c.Name) {
			return d
		}
	}
	return nil
}

// unknown names a thing by its file's own words.
func unknown(f *Facts) kind {
	words := telling(f.Name)
	for _, n := range f.Nodes {
		if len(words) == 0 {
			words = telling(n)
		}
	}
	if len(words) == 0 {
		words = telling(base(f.File))
	}
	k := kind{name: strings.Join(words, "_"), why: fmt.Sprintf("no class is known by the name %q; its own words are kept", f.Name), confidence: 0.5}
	if k.name == "" {
		k.name, k.confidence = "prop", 0.1
	}
	return k
}

// call takes the model for what a person says it is.
func (it *item) call(category, why string) {
	c, ok := taxonomy.Exact(category)
	if !ok {
		it.said.Category = ""
		it.warnings = append(it.warnings, fmt.Sprintf("the category said %s", noClass(category)))
		return
	}
	it.kind = kind{class: &c, name: c.Name, why: why, confidence: 1}
}

// misproportion is how far the proportions of a size are from a class's usual
// ones, whatever the scale, as the root mean square of logarithms. Classes
// without a front may stand either way.
func misproportion(size scenes.Vec3, c *taxonomy.Class) float64 {
	best := math.Inf(1)
	typical := c.Typical()
	for turned := range 2 {
		if turned == 1 {
			size[0], size[1] = size[1], size[0]
		}
		var r [3]float64
		mean := 0.0
		for k := range 3 {
			if !(size[k] > 0) {
				return math.Inf(1)
			}
			r[k] = math.Log(size[k] / typical[k])
			mean += r[k] / 3
		}
		sum := 0.0
		for k := range 3 {
			sum += (r[k] - mean) * (r[k] - mean)
		}
		best = min(best, math.Sqrt(sum/3))
	}
	return best
}

// misfit is how far a size in metres lies outside of a class's range, as the
// root mean square of logarithms; 0 is within it.
func misfit(size scenes.Vec3, c *taxonomy.Class) float64 {
	best := math.Inf(1)
	for turned := range 2 {
		if turned == 1 {
			if c.Front {
				break
			}
			size[0], size[1] = size[1], size[0]
		}
		sum := 0.0
		for k := range 3 {
			if !(size[k] > 0) {
				return math.Inf(1)
			}
			d := max(math.Log(c.Min[k]/size[k]), math.Log(size[k]/c.Max[k]), 0)
			sum += d * d
		}
		best = min(best, math.Sqrt(sum/3))
	}
	return best
}
