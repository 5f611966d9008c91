package taxonomy

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// maxSaid is the longest text that may be meant for a class, in bytes.
const maxSaid = 80

// Exact returns the class that a person names: by its canonical name or one of
// its synonyms and nothing else, in either case, with underscores, hyphens or
// spaces. Unlike [Lookup] it guesses nothing. It allocates nothing for canonical
// names; other names cost some tens of microseconds.
func Exact(said string) (Class, bool) {
	x := table()
	if i, ok := x.byName[said]; ok {
		return x.classes[i], true
	}
	words := plainWords(said)
	for _, p := range x.spelt {
		if words == strings.Join(p.words, " ") {
			return x.classes[p.class], true
		}
	}
	return Class{}, false
}

// Meant returns the name of the class that was probably meant where [Exact]
// knows none: the name or synonym spelt most like it, else the class that its
// words speak of. It is empty where nothing is near.
func Meant(said string) string {
	if len(said) > maxSaid {
		return ""
	}
	x := table()
	names := make([]string, 0, len(x.classes)+len(x.spelt))
	for i := range x.classes {
		names = append(names, x.classes[i].Words())
	}
	own := len(names)
	for _, p := range x.spelt {
		names = append(names, strings.Join(p.words, " "))
	}
	close := near.Nearest(plainWords(said), names)
	for i, n := range names {
		if n != close || close == "" {
			continue
		}
		if i >= own {
			i = x.spelt[i-own].class
		}
		return x.classes[i].Name
	}
	if c, ok := Lookup(said); ok {
		return c.Name
	}
	return ""
}

// plainWords is a name in lower case with one space between its words.
func plainWords(s string) string {
	if len(s) > maxSaid {
		return ""
	}
	return strings.Join(strings.Fields(strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(s))), " ")
}
