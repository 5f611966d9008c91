package semantics

import (
	"path"
	"regexp"
	"slices"

	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// mostTags bounds the tags of one asset.
const mostTags = 24

// tags are the words of the asset's names, those of its own name first, without
// digits, the letters of variants and words about files.
func tags(f *Facts) []string {
	var out []string
	add := func(name string) {
		for _, w := range telling(name) {
			if len(out) < mostTags && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	add(f.Name)
	add(base(f.File))
	for dir := path.Dir(f.File); dir != "." && dir != "/"; dir = path.Dir(dir) {
		add(path.Base(dir))
	}
	for _, n := range f.Nodes[:min(len(f.Nodes), 8)] {
		add(n)
	}
	return out
}

// substances are the words for materials, and what is called by them. The order
// is that of the words in an asset.
var substances = []struct {
	word  string
	names *regexp.Regexp
}{
	{"wood", regexp.MustCompile(`^(wood|wooden|woods|oak|pine|walnut|birch|teak|mahogany|maple|plywood|timber|bamboo|planks?|rustic)$`)},
	{"metal", regexp.MustCompile(`^(metal|metals|metallic|steel|iron|chrome|aluminium|aluminum|brass|bronze|copper|gold|golden|silver|tin)$`)},
	{"glass", regexp.MustCompile(`^(glass|crystal|window)$`)},
	{"fabric", regexp.MustCompile(`^(fabric|cloth|textile|cotton|linen|wool|velvet|carpet|canvas|felt|upholstery|upholstered|cushion)$`)},
	{"leather", regexp.MustCompile(`^(leather)$`)},
	{"stone", regexp.MustCompile(`^(stone|rock|granite|slate|concrete|cement|cobble|cobblestone)$`)},
	{"marble", regexp.MustCompile(`^(marble)$`)},
	{"brick", regexp.MustCompile(`^(bricks?)$`)},
	{"ceramic", regexp.MustCompile(`^(ceramic|porcelain|tiles?|clay|terracotta)$`)},
	{"plastic", regexp.MustCompile(`^(plastic|rubber|vinyl|acrylic)$`)},
	{"paper", regexp.MustCompile(`^(paper|cardboard)$`)},
	{"wicker", regexp.MustCompile(`^(wicker|rattan|straw)$`)},
	{"leaves", regexp.MustCompile(`^(leaf|leaves|foliage|grass|plant)$`)},
}

// materials are what the names of materials and of the asset, and the settings
// of its materials, say it is made of.
func materials(f *Facts) []string {
	has := make(map[string]bool)
	look := func(name string, all bool) {
		for _, w := range taxonomy.Words(name) {
			for _, s := range substances {
				if s.names.MatchString(w) && (all || s.word != "leaves" && s.word != "paper") {
					has[s.word] = true
				}
			}
		}
	}
	for _, n := range f.Materials {
		look(n, true)
	}
	look(f.Name, false)
	has["metal"] = has["metal"] || f.Metallic > 0.25
	has["glass"] = has["glass"] || f.Transparent > 0.15
	var out []string
	for _, s := range substances {
		if has[s.word] {
			out = append(out, s.word)
		}
	}
	return out
}

// colours are the words for the asset's colours.
func colours(f *Facts) []string {
	var out []string
	for _, c := range f.Colours {
		out = append(out, c.Word)
	}
	return out
}
