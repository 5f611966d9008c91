package roomgen

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// ask is one entry of a request: "2 chairs", "a lamp on the nightstand".
type ask struct {
	count int
	words string
	class taxonomy.Class
	// unknown is what is said to someone who asks for words that are no class;
	// nil for a class.
	unknown error
	// top says that something else is to stand on it.
	top bool
	// how says what was asked about its place; nil leaves it to the defaults.
	how *placeWords
	// target is the class that the place speaks of.
	target taxonomy.Class
}

// placeWords is a way to say where something goes.
type placeWords struct {
	words  string
	put    put
	only   scenes.RelationKind
	target bool
}

// spoken lists the places a request may name; longer phrases come first.
var spoken = []placeWords{
	{words: "in the corner", put: atCorner}, {words: "in a corner", put: atCorner},
	{words: "in the middle", put: inMiddle}, {words: "in the centre", put: inMiddle}, {words: "in the center", put: inMiddle},
	{words: "against the wall", put: onWall}, {words: "against a wall", put: onWall},
	{words: "on the wall", put: hung}, {words: "on a wall", put: hung},
	{words: "on the ceiling", put: ceiling}, {words: "from the ceiling", put: ceiling}, {words: "on the floor", put: onWall},
	{words: "to the left of", put: beside, only: scenes.LeftOf, target: true}, {words: "to the right of", put: beside, only: scenes.RightOf, target: true},
	{words: "left of", put: beside, only: scenes.LeftOf, target: true}, {words: "right of", put: beside, only: scenes.RightOf, target: true},
	{words: "in front of", put: before, target: true}, {words: "next to", put: beside, target: true},
	{words: "on top of", put: onTop, target: true},
	{words: "beside", put: beside, target: true}, {words: "behind", put: nearby, only: scenes.Behind, target: true},
	{words: "around", put: around, target: true}, {words: "at", put: seated, target: true},
	{words: "under", put: beneath, target: true}, {words: "above", put: overhead, target: true}, {words: "over", put: overhead, target: true},
	{words: "on", put: onTop, target: true},
}

var numbers = map[string]int{"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "pair": 2, "couple": 2, "three": 3, "four": 4, "five": 5,
	"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12}

// maxRequest is how long a list of objects may be.
const maxRequest = 4000

// parse reads "2 chairs, round table, a lamp on the nightstand and a rug".
func parse(text string) ([]ask, error) {
	if len(text) > maxRequest {
		return nil, fmt.Errorf("the list of objects has %d letters; keep it below %d", len(text), maxRequest)
	}
	text = strings.NewReplacer(";", ",", "\n", ",", "&", ",", " and ", ",", "\t", " ").Replace(text)
	var out []ask
	for _, part := range strings.Split(text, ",") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" {
			continue
		}
		a, err := parseOne(part)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no objects asked for; list some, such as \"2 chairs, round table, rug\"")
	}
	total := 0
	for _, a := range out {
		if total += a.count; total > MaxObjects {
			return nil, fmt.Errorf("more than %d objects asked for; ask for fewer", MaxObjects)
		}
	}
	return out, nil
}

func parseOne(part string) (ask, error) {
	a := ask{count: 1}
	what, target := part, ""
	for i := range spoken {
		before, after, ok := cutWords(part, spoken[i].words)
		if ok && (!spoken[i].target || after != "" && !measured(strings.Fields(after))) {
			what, target, a.how = before, after, &spoken[i]
			break
		}
	}
	var err error
	if a.count, what, err = counted(what); err != nil {
		return a, fmt.Errorf("object %q: %w", part, err)
	}
	a.words = what
	a.class, a.unknown = known(what, a.how)
	if a.how != nil && a.how.target {
		_, target, err = counted(target)
		if err == nil {
			a.target, err = known(target, nil)
		}
		if err != nil {
			return a, fmt.Errorf("object %q: %w", part, err)
		}
	}
	return a, nil
}

// cutWords is strings.Cut at whole words.
func cutWords(s, words string) (before, after string, found bool) {
	b, a, ok := strings.Cut(" "+strings.ToLower(s)+" ", " "+words+" ")
	b, a = strings.TrimSpace(b), strings.TrimSpace(a)
	return b, a, ok && b != ""
}

// counted takes the number off the front of a phrase.
func counted(s string) (int, string, error) {
	n := 1
	for words := strings.Fields(s); len(words) > 0; words = words[1:] {
		w := strings.ToLower(words[0])
		if measured(words) {
			return n, strings.Join(words, " "), nil
		}
		if v, ok := numbers[w]; ok {
			n = max(n, v)
			continue
		}
		if w == "of" {
			continue
		}
		num := strings.TrimSuffix(strings.TrimSuffix(w, "x"), "×")
		if v, err := strconv.ParseFloat(num, 64); err == nil {
			if v != float64(int(v)) || v < 1 {
				return 0, "", fmt.Errorf("the count %q is not a positive whole number", words[0])
			}
			if v > MaxObjects {
				return 0, "", fmt.Errorf("the count %q is too high; a room holds up to %d objects", words[0], MaxObjects)
			}
			n = int(v)
			continue
		}
		return n, strings.Join(words, " "), nil
	}
	return 0, "", fmt.Errorf("it names no object")
}

// units are the units of length that make a number a measure and no count.
var units = []string{"mm", "cm", "m", "metre", "metres", "meter", "meters", "inch", "inches", "ft", "foot", "feet"}

// measured reports whether words begin with a measure: "1.2 m wide", "60cm",
// "most 2 m", "120 x 60 cm". Such a number is no count, and a word such as
// "under" before it bounds a size and says nothing of a place.
func measured(words []string) bool {
	if len(words) > 1 && (strings.EqualFold(words[0], "most") || strings.EqualFold(words[0], "least")) {
		words = words[1:]
	}
	const number = "0123456789."
	starts := func(i int) bool { return i < len(words) && strings.Trim(words[i][:1], number) == "" }
	if !starts(0) {
		return false
	}
	switch after := strings.ToLower(strings.TrimLeft(words[0], number)); {
	case after == "" && len(words) > 1:
		next := strings.ToLower(words[1])
		return slices.Contains(units, next) || starts(2) && (next == "x" || next == "×")
	default:
		return slices.Contains(units, after) || len(after) > 1 && strings.HasPrefix(after, "x")
	}
}

// bareLamp names the class of a plain "lamp" by where it goes; without a word
// about its place, it stands on the floor.
func bareLamp(how *placeWords) string {
	if how != nil {
		switch how.put {
		case onTop:
			return "table_lamp"
		case hung, overhead:
			return "sconce"
		case ceiling:
			return "ceiling_lamp"
		}
	}
	return "floor_lamp"
}

// known finds the class of a phrase, or says which word is the trouble.
func known(phrase string, how *placeWords) (taxonomy.Class, error) {
	if w := taxonomy.Words(phrase); len(w) == 1 {
		switch w[0] {
		case "lamp", "lamps", "light", "lights":
			c, _ := taxonomy.ByName(bareLamp(how))
			return c, nil
		}
	}
	// What a thing comes with is not what it is.
	if noun, _, ok := cutWords(phrase, "with"); ok {
		if c, ok := taxonomy.Lookup(noun); ok {
			return c, nil
		}
	}
	if c, ok := taxonomy.Lookup(phrase); ok {
		return c, nil
	}
	// A phrase that is one word is spoken of whole; of several the last is the
	// noun in English.
	words := taxonomy.Words(phrase)
	word := phrase
	if len(words) > 0 {
		word = words[len(words)-1]
	}
	hint := "use a name such as chair, table, bed, sofa, rug or lamp"
	if near := taxonomy.Nearest(word); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return taxonomy.Class{}, fmt.Errorf("the object %q is not known; %s", word, hint)
}
