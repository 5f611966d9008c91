package roomgen

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// thing is something that a room may hold: an item, or a class to be sized.
type thing struct {
	class   taxonomy.Class
	asset   string
	size    scenes.Vec3 // zero: drawn from the class's range
	support scenes.Support
	flat    bool
	top     bool
}

// catalogue finds things by class name or "@role".
type catalogue struct {
	things []thing
	by     map[string][]int
}

// invented is the catalogue of the whole taxonomy, without models.
var invented = inventedThings()

func inventedThings() *catalogue {
	c := &catalogue{by: map[string][]int{}}
	for _, k := range taxonomy.All() {
		c.add(thing{class: k, support: k.Mount, flat: k.Flat, top: k.SurfaceOK})
	}
	return c
}

func (c *catalogue) add(t thing) {
	i := len(c.things)
	c.things = append(c.things, t)
	c.by[t.class.Name] = append(c.by[t.class.Name], i)
	for _, r := range t.class.Roles {
		c.by["@"+string(r)] = append(c.by["@"+string(r)], i)
	}
}

// catalogueOf sorts a library. Items of unknown kinds are left out; a library
// without any known item is an error.
func catalogueOf(items []Item) (*catalogue, error) {
	if len(items) == 0 {
		return invented, nil
	}
	c := &catalogue{by: map[string][]int{}, things: make([]thing, 0, len(items))}
	for i, it := range items {
		for k := range it.Size {
			if s := it.Size[k]; !(s > 0) || math.IsInf(s, 0) {
				return nil, fmt.Errorf("library item %d (%q) has size %v; sizes must be positive metres", i, it.label(), it.Size)
			}
		}
		if t, ok := it.thing(); ok {
			c.add(t)
		}
	}
	if len(c.things) == 0 {
		return nil, fmt.Errorf("none of the %d library items has a known category, such as \"chair\"; name their categories", len(items))
	}
	return c, nil
}

func (it *Item) label() string {
	if it.Asset != "" {
		return it.Asset
	}
	return it.Category
}

func (it *Item) thing() (thing, bool) {
	k, ok := taxonomy.Lookup(it.Category)
	if !ok {
		if k, ok = taxonomy.Lookup(it.Asset); !ok {
			return thing{}, false
		}
	}
	t := thing{class: k, asset: it.Asset, size: it.Size, support: it.Support, flat: it.Flat || k.Flat && it.Size[2] < 0.1, top: k.SurfaceOK && !it.NoTop}
	if t.support == "" {
		t.support = k.Mount
	}
	// The top of such a model is its decoration, not a board to put things on.
	if strings.Contains(it.Asset, "decorated") {
		t.top = false
	}
	return t, true
}

// want is a wish for a thing: groups of alternatives, the first group that the
// catalogue can fill wins.
type want [][]string

// wants reads "sofa|loveseat; @seat": alternatives by bars, groups by
// semicolons, roles with an at sign.
func wants(s string) want {
	var w want
	for _, g := range strings.Split(s, ";") {
		var alt []string
		for _, a := range strings.Split(g, "|") {
			alt = append(alt, strings.TrimSpace(a))
		}
		w = append(w, alt)
	}
	return w
}

// pick draws a thing that the given support carries.
func (c *catalogue) pick(g *rand.Rand, w want, on scenes.Support) (thing, bool) {
	for _, group := range w {
		// Reservoir sampling over the kinds first, so that a kind with many
		// models is not more frequent than one with few.
		seen, found := 0, -1
		for _, name := range group {
			if i := c.draw(g, c.by[name], on); i >= 0 {
				if seen++; g.IntN(seen) == 0 {
					found = i
				}
			}
		}
		if found >= 0 {
			return c.things[found], true
		}
	}
	return thing{}, false
}

func (c *catalogue) draw(g *rand.Rand, pool []int, on scenes.Support) int {
	if len(pool) == 0 {
		return -1
	}
	start := g.IntN(len(pool))
	for k := range pool {
		i := pool[(start+k)%len(pool)]
		if c.things[i].support == on {
			return i
		}
	}
	return -1
}

// sized returns the thing's size, drawing it when the thing is invented. The
// three sides are drawn mostly together: a wide sofa is also deep.
func (t *thing) sized(g *rand.Rand) scenes.Vec3 {
	if t.size[0] > 0 {
		return t.size
	}
	var s scenes.Vec3
	all := g.Float64()
	step := 100.0
	if t.flat {
		step = 1000
	}
	for k := range s {
		f := 0.65*all + 0.35*g.Float64()
		if k < 2 {
			s[k] = math.Round((t.class.Min[k]+f*(t.class.Max[k]-t.class.Min[k]))*100) / 100
			continue
		}
		s[k] = math.Round((t.class.Min[k]+f*(t.class.Max[k]-t.class.Min[k]))*step) / step
	}
	return s
}
