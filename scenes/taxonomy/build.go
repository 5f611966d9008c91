package taxonomy

import (
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
)

type flags uint8

// What a table row may say beside the size: it has a front, things may stand
// on it, it is a flat covering.
const (
	front flags = 1 << iota
	top
	flat
)

const (
	floor   = scenes.OnFloor
	wall    = scenes.OnWall
	ceiling = scenes.OnCeiling
	object  = scenes.OnObject
)

// row is one line of the table; synonyms are separated by commas.
type row struct {
	name, synonyms string
	min, max       scenes.Vec3
	mount          scenes.Support
	has            flags
	roles          []Role
}

type size = scenes.Vec3

type roles = []Role

// index is the table with its ways in. It is made at the first look-up:
// processes that never ask do not pay for it when they start.
type index struct {
	classes []Class
	byName  map[string]int
	byRole  map[Role][]Class
	// spelt are the phrases as written, phrases the same in the singular.
	spelt, phrases  []phrase
	written, byWord map[string][]int
	words           []string
	memory          memory
}

var table = sync.OnceValue(func() *index {
	x := &index{classes: build(furniture, rooms, fittings, props)}
	x.byName, x.byRole = names(x.classes), group(x.classes)
	x.spelt = allPhrases(x.classes)
	x.written = phrasesByWord(x.spelt)
	x.phrases = singularPhrases(x.spelt, x.written)
	x.byWord = phrasesByWord(x.phrases)
	x.words = vocabulary(x.byWord)
	return x
})

func build(tables ...[]row) []Class {
	var out []Class
	by := sources()
	for _, t := range tables {
		for _, r := range t {
			c := Class{Name: r.name, Min: r.min, Max: r.max, Mount: r.mount, Roles: r.roles,
				Front: r.has&front != 0, SurfaceOK: r.has&top != 0, Flat: r.has&flat != 0, Source: Thumb}
			if s, ok := by[c.Name]; ok {
				c.Source = s
			}
			for _, s := range strings.Split(r.synonyms, ",") {
				if s = strings.TrimSpace(s); s != "" {
					c.Synonyms = append(c.Synonyms, s)
				}
			}
			c.complete()
			out = append(out, c)
		}
	}
	return out
}

func names(cs []Class) map[string]int {
	m := make(map[string]int, len(cs))
	for i, c := range cs {
		m[c.Name] = i
	}
	return m
}

func group(cs []Class) map[Role][]Class {
	m := map[Role][]Class{}
	for _, c := range cs {
		for _, r := range c.Roles {
			m[r] = append(m[r], c)
		}
	}
	return m
}

func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }
