package search

import (
	"fmt"
	"slices"
	"strings"
)

// fieldNames are the fields as people call them.
var fieldNames = [fields]string{"name", "also called", "tag", "material", "colour", "pack"}

// why says in a short phrase why an asset is a hit.
func (x *Index) why(m *meaning, c candidate) string {
	a, class := &x.assets[c.doc], int(x.docs[c.doc].class)
	var out []string
	related := m.kinds != nil && class >= 0 && m.kinds[class].tier > 0
	switch own := spaced(a.Category); {
	case related && (class == m.class || own == m.noun):
		out = append(out, own)
	case related && c.tier == isOne:
		out = append(out, own+", "+article(m.noun))
	case related:
		out = append(out, own+", used like "+article(m.noun))
	}
	read := textOf(a, class)
	for i := range m.words {
		if m.words[i].names && related {
			continue
		}
		if s := x.whereFound(&m.words[i], &read, class, !related); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, w := range m.sizes.wishes {
		if s := sizeWords(w, sideOf(a, max(w.side, wide))); w.relative == 0 && w.side != anySide && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return "within the bounds"
	}
	return strings.Join(out, ", ")
}

// article puts "a" or "an" before a noun.
func article(noun string) string {
	if strings.ContainsAny(noun[:min(1, len(noun))], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// whereFound names the field that has the word, and the word that it has. What
// the class is called needs no mention where the class itself is the reason.
func (x *Index) whereFound(a *asked, read *[fields][]string, class int, called bool) string {
	for _, v := range a.variants {
		for f, list := range read {
			if field(f) == inClass && !called {
				continue
			}
			for _, w := range list {
				s := stem(w)
				if field(f) == inClass && class >= 0 {
					s, w = w, lex().known[w]
				}
				if x.terms[s] == v.term || x.terms[wider[s]] == v.term {
					return fmt.Sprintf("%s %s", fieldNames[f], w)
				}
			}
		}
	}
	return ""
}

func sizeWords(w wish, metres float64) string {
	return fmt.Sprintf("%.2f m %s", metres, [...]string{"wide", "deep", "high", "long"}[max(w.side, wide)])
}
