package semantics

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// family is a word that several classes share. Where a name says no more than
// the word, size and mount choose.
type family struct {
	word    string
	classes []string
}

var families = []*family{
	{"table", []string{"table", "dining_table", "round_table", "small_table", "coffee_table", "side_table", "bar_table", "conference_table"}},
	{"lamp", []string{"table_lamp", "floor_lamp", "pendant", "ceiling_lamp", "sconce"}},
	{"shelf", []string{"wall_shelf", "bookshelf", "low_bookcase"}},
	{"sofa", []string{"sofa", "loveseat", "corner_sofa", "armchair"}},
	{"bed", []string{"bed", "double_bed", "single_bed", "bunk_bed", "crib"}},
	{"cabinet", []string{"cabinet", "nightstand", "sideboard", "wardrobe", "wall_cabinet"}},
	{"rug", []string{"rug", "round_rug", "runner", "doormat"}},
	{"plant", []string{"plant", "small_plant", "hanging_plant"}},
	{"cactus", []string{"cactus", "small_cactus"}},
	{"frame", []string{"picture_frame", "photo_frame"}},
	{"mirror", []string{"mirror", "standing_mirror"}},
	{"clock", []string{"clock", "grandfather_clock", "desk_clock"}},
	{"television", []string{"television", "wall_tv"}},
	{"screen", []string{"monitor", "television", "projector_screen"}},
	{"stool", []string{"stool", "bar_stool"}},
	{"sink", []string{"washbasin", "kitchen_sink"}},
	{"statue", []string{"statue", "large_statue"}},
	{"fan", []string{"fan", "ceiling_fan"}},
	{"piano", []string{"piano", "grand_piano"}},
	{"desk", []string{"desk", "corner_desk"}},
	{"counter", []string{"counter", "corner_counter"}},
}

// familyWith returns the family that a class belongs to, or nil.
func familyWith(class string) *family {
	for _, f := range families {
		if slices.Contains(f.classes, class) {
			return f
		}
	}
	return nil
}

// familyOf returns the family whose word is all that a name says, or nil.
func familyOf(words []string, c *taxonomy.Class) *family {
	for _, f := range families {
		if !slices.Contains(f.classes, c.Name) {
			continue
		}
		plain, ok := taxonomy.Lookup(f.word)
		if ok && plain.Name == c.Name && slices.ContainsFunc(words, func(w string) bool {
			return w == f.word || strings.TrimSuffix(w, "s") == f.word
		}) {
			return f
		}
	}
	return nil
}

const (
	// outOfRange is the misfit from which a class that the name leaves open is
	// doubted.
	outOfRange = 0.22
	// muchBetter is the part of a misfit that another class must stay below.
	muchBetter = 0.6
	// wrongMount is the misfit of a class that hangs where the model stands.
	wrongMount = 0.35
)

// refine chooses among the classes of a family by size in metres, outline and
// mount.
func refine(k kind, s shape.Shape, size scenes.Vec3, hangs scenes.Support) kind {
	if k.generic == nil {
		return k
	}
	judge := func(c *taxonomy.Class) float64 {
		d := misfit(size, c)
		if hangs != "" && hangs != c.Mount && !(hangs == scenes.OnFloor && c.Mount == scenes.OnObject) {
			d += wrongMount
		}
		if (c.Name == "round_table" || c.Name == "round_rug") && !circular(s) {
			d += wrongMount
		}
		return d
	}
	now := judge(k.class)
	best, least := k.class, now
	for _, name := range k.generic.classes {
		c := taxonomy.Find(name)
		if d := judge(c); d < least {
			best, least = c, d
		}
	}
	if now < outOfRange || least > muchBetter*now {
		return k
	}
	k.why += fmt.Sprintf("; %.2f × %.2f × %.2f m and how it stands speak for %s", size[0], size[1], size[2], article(best))
	k.class, k.name, k.confidence = best, best.Name, k.confidence*0.8
	return k
}

// circular reports whether the outline from above is a circle or an ellipse.
func circular(s shape.Shape) bool {
	area := 0.0
	for i, a := range s.Footprint {
		b := s.Footprint[(i+1)%len(s.Footprint)]
		area += (a[0]*b[1] - a[1]*b[0]) / 2
	}
	share := area / (s.Size[0] * s.Size[1])
	return math.Abs(share-math.Pi/4) < 0.06
}
