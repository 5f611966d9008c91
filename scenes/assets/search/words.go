package search

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// maxText is how much of a text is read, in bytes, and maxWords how many of its
// words count.
const (
	maxText  = 400
	maxWords = 32
)

// words splits a name or a phrase at separators, digits and changes of case.
// Numbers count as words, without leading zeros.
func words(s string) []string {
	out := taxonomy.Words(s)
	for i := 0; i < len(s); i++ {
		if !digit(s[i]) {
			continue
		}
		k := i
		for k < len(s) && digit(s[k]) {
			k++
		}
		if n := strings.TrimLeft(s[i:k], "0"); n != "" {
			out = append(out, n)
		}
		i = k
	}
	return out
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// stem cuts a lower-case word to what its singular and plural share. It is a
// key, not a word: "shelves" and "shelf" are both "shelf", "tables" and "table"
// both "tabl".
func stem(w string) string {
	if n := len(w); n > 3 && w[n-1] == 's' && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") {
		w = w[:n-1]
	}
	if n := len(w); n > 3 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	switch n := len(w); {
	case n > 3 && w[n-1] == 'y':
		return w[:n-1] + "i"
	case n > 2 && w[n-1] == 'v':
		return w[:n-1] + "f"
	}
	if noun := nouns[w]; noun != "" {
		return noun
	}
	return w
}

// nouns are the stems that adjectives and other spellings stand for.
var nouns = map[string]string{
	"wooden": "wood", "timber": "wood", "golden": "gold", "gilded": "gold", "metallic": "metal", "gray": "grey",
	"cloth": "fabric", "textil": "fabric", "upholstered": "fabric", "rounded": "round", "circular": "round",
}

// wider are the stems that a stem is a kind of.
var wider = map[string]string{
	"oak": "wood", "pin": "wood", "walnut": "wood", "mahogani": "wood", "birch": "wood", "beech": "wood", "bamboo": "wood", "plank": "wood", "plywood": "wood",
	"iron": "metal", "steel": "metal", "brass": "metal", "bronz": "metal", "copper": "metal", "chrom": "metal", "aluminium": "metal", "gold": "metal", "silver": "metal",
	"marbl": "stone", "granit": "stone", "slat": "stone", "cotton": "fabric", "linen": "fabric", "wool": "fabric", "velvet": "fabric", "silk": "fabric",
	"crimson": "red", "scarlet": "red", "maroon": "red", "navi": "blue", "teal": "blue", "azur": "blue", "oliv": "green", "lim": "green",
	"ivori": "white", "cream": "white", "eboni": "black", "beig": "brown", "tan": "brown", "violet": "purpl", "magenta": "purpl",
}

// properties are the stems that synonyms of classes hold but that say nothing
// of the class: not every chair is of wood, although "wooden chair" means one.
var properties = map[string]bool{
	"wood": true, "metal": true, "glass": true, "stone": true, "fabric": true, "leather": true,
	"small": true, "larg": true, "low": true, "high": true, "long": true, "tall": true, "medium": true,
}

// fillers are small words that carry no meaning of their own; those that end the
// noun phrase are true.
var fillers = map[string]bool{
	"a": false, "an": false, "the": false, "some": false, "my": false, "and": true, "or": true, "is": true, "that": true, "which": true,
	"with": true, "without": true, "of": true, "for": true, "in": true, "on": true, "at": true, "to": true, "from": true, "by": true, "made": true, "as": true,
}

// spaced is a category as people write it.
func spaced(category string) string { return strings.ReplaceAll(category, "_", " ") }
