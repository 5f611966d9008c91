package search

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// side is an axis of an asset, or a way to choose one.
type side int8

const (
	anySide side = iota - 1
	wide
	deep
	high
	long // the longer of width and depth
)

// wish is a size that a text asks for: about so many metres on a side, or, where
// relative is not 0, small (−1) or large (1) for the kind.
type wish struct {
	side     side
	metres   float64
	relative int
}

// sizes is what a text says about size. Bounds of anySide hold for every side
// from above, and for the largest side from below.
type sizes struct {
	min, max       [4]float64
	minAny, maxAny float64
	wishes         []wish
	// negative says that a size has a minus before it, which none can.
	negative bool
}

// any reports whether the text says anything about size.
func (s *sizes) any() bool {
	return s.min != [4]float64{} || s.max != [4]float64{} || s.minAny > 0 || s.maxAny > 0 || len(s.wishes) > 0
}

var units = map[string]float64{
	"mm": 0.001, "millimetre": 0.001, "millimetres": 0.001, "millimeter": 0.001, "millimeters": 0.001,
	"cm": 0.01, "centimetre": 0.01, "centimetres": 0.01, "centimeter": 0.01, "centimeters": 0.01,
	"m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1,
	"in": 0.0254, "inch": 0.0254, "inches": 0.0254, "\"": 0.0254, "″": 0.0254,
	"ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "'": 0.3048, "′": 0.3048,
}

var sideWords = map[string]side{
	"wide": wide, "width": wide, "wider": wide, "narrower": wide,
	"deep": deep, "depth": deep, "deeper": deep, "shallower": deep,
	"high": high, "height": high, "tall": high, "higher": high, "taller": high, "lower": high, "shorter": high,
	"long": long, "length": long, "longer": long, "diameter": long, "across": long,
}

// boundWords say on which side of the number the size may be.
var boundWords = map[string]int{
	"under": -1, "below": -1, "max": -1, "maximum": -1, "most": -1, "less": -1, "smaller": -1, "narrower": -1, "shallower": -1,
	"lower": -1, "shorter": -1, "within": -1, "up": -1, "<": -1, "≤": -1,
	"over": 1, "above": 1, "min": 1, "minimum": 1, "least": 1, "more": 1, "larger": 1, "bigger": 1, "wider": 1, "deeper": 1,
	"higher": 1, "taller": 1, "longer": 1, "from": 1, ">": 1, "≥": 1,
}

// linkWords may stand between those and the number.
var linkWords = []string{"than", "of", "at", "to", "about", "around", "approximately", "roughly", "exactly", "~", "=", "with", "a"}

// relativeWords are sizes that depend on the kind.
var relativeWords = map[string]wish{
	"small": {anySide, 0, -1}, "little": {anySide, 0, -1}, "tiny": {anySide, 0, -1}, "mini": {anySide, 0, -1}, "compact": {anySide, 0, -1},
	"large": {anySide, 0, 1}, "big": {anySide, 0, 1}, "huge": {anySide, 0, 1}, "giant": {anySide, 0, 1}, "oversized": {anySide, 0, 1},
	"narrow": {wide, 0, -1}, "slim": {wide, 0, -1}, "wide": {wide, 0, 1}, "broad": {wide, 0, 1},
	"shallow": {deep, 0, -1}, "deep": {deep, 0, 1}, "low": {high, 0, -1}, "short": {high, 0, -1}, "tall": {high, 0, 1}, "high": {high, 0, 1},
	"long": {long, 0, 1},
}

// token is a word, a number or a sign of a text.
type token struct {
	text   string
	number float64
	isNum  bool
	used   bool
	// minus says that this is a dash which makes the number after it negative,
	// and parts no words.
	minus bool
}

// scan cuts a text into words, numbers and the signs that sizes are written
// with; other signs part words.
func scan(text string) []token {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var out []token
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		k := i
		switch {
		case digit(text[i]):
			for k < len(text) && (digit(text[k]) || (text[k] == '.' || text[k] == ',') && k+1 < len(text) && digit(text[k+1])) {
				k++
			}
			v, err := strconv.ParseFloat(strings.ReplaceAll(text[i:k], ",", "."), 64)
			out = append(out, token{text: text[i:k], number: v, isNum: err == nil})
		case unicode.IsLetter(r):
			for k < len(text) {
				r, n := utf8.DecodeRuneInString(text[k:])
				if !unicode.IsLetter(r) {
					break
				}
				k += n
			}
			out = append(out, token{text: text[i:k]})
		case strings.ContainsRune("<>≤≥~=×-–−\"″'′", r):
			k += n
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			minus := strings.ContainsRune("-–−", r) && k < len(text) && digit(text[k]) && !unicode.IsLetter(before) && !unicode.IsDigit(before)
			out = append(out, token{text: string(r), minus: minus})
		default:
			k += n
		}
		i = k
	}
	return out
}

// readSizes finds the sizes of a text and marks the words that told them.
func readSizes(tokens []token) sizes {
	var s sizes
	for i := 0; i < len(tokens); i++ {
		if !tokens[i].isNum {
			continue
		}
		minus := i > 0 && tokens[i-1].minus
		if end := s.measure(tokens, i); end >= 0 {
			s.negative = s.negative || minus
			i = end
		}
	}
	for i := range tokens {
		if w, ok := relativeWords[strings.ToLower(tokens[i].text)]; ok && !tokens[i].used {
			s.wishes = append(s.wishes, w)
		}
	}
	return s
}

// measure reads the measure whose first number is the i-th token. It returns
// its last token, or -1 where the number has no unit and is none.
func (s *sizes) measure(tokens []token, i int) int {
	numbers, span, k := numbersAt(tokens, i)
	if numbers == nil {
		return -1
	}
	first, end, at, bound := around(tokens, i, k)
	for t := first; t < end; t++ {
		tokens[t].used = true
	}
	switch {
	case span:
		s.bound(at, 1, min(numbers[0], numbers[1]))
		s.bound(at, -1, max(numbers[0], numbers[1]))
	case len(numbers) > 1:
		for n, v := range numbers {
			s.take(side(n), bound, v)
		}
	default:
		s.take(at, bound, numbers[0])
	}
	return end - 1
}

// numbersAt reads "60 cm", "1.2 x 0.6 m" or the span "60 to 80 cm" from the
// i-th token to the end-th, in metres. A number without a unit has the last
// one's; without any there is no measure.
func numbersAt(tokens []token, i int) (metres []float64, span bool, end int) {
	var scale []float64
	before := i - 1
	if before > 0 && tokens[before].minus {
		before--
	}
	between := before >= 0 && wordAt(tokens, before) == "between"
	for end = i; ; end++ {
		metres = append(metres, tokens[end].number)
		end++
		unit := units[wordAt(tokens, end)]
		if unit != 0 {
			end++
		}
		scale = append(scale, unit)
		sep := wordAt(tokens, end)
		times := !span && len(metres) < 3 && (sep == "x" || sep == "×" || sep == "by")
		to := len(metres) == 1 && (sep == "-" || sep == "–" || sep == "to" || sep == "and" && between)
		if !times && !to || end+1 >= len(tokens) || !tokens[end+1].isNum {
			break
		}
		span = to
	}
	last := scale[len(scale)-1]
	if last == 0 {
		return nil, false, 0
	}
	for n := range metres {
		if scale[n] == 0 {
			scale[n] = last
		}
		metres[n] *= scale[n]
	}
	return metres, span, end
}

// wordAt is the i-th token in lower case, empty beyond the last.
func wordAt(tokens []token, i int) string {
	if i >= len(tokens) {
		return ""
	}
	return strings.ToLower(tokens[i].text)
}

// around looks at the words before the i-th token and from the k-th on for the
// side and the bound that they give the measure between. It returns the tokens
// that belong to the measure.
func around(tokens []token, i, k int) (first, end int, at side, bound int) {
	at = anySide
	flip := false
	note := func(w string) bool {
		a, isSide := sideWords[w]
		b, isBound := boundWords[w]
		if isSide && at == anySide {
			at = a
		}
		if isBound && bound == 0 {
			bound = b
		}
		return isSide || isBound
	}
	for first = i; first > 0 && i-first < 5; first-- {
		w := strings.ToLower(tokens[first-1].text)
		if w == "no" || w == "not" {
			flip = true
			continue
		}
		if tokens[first-1].used || !note(w) && w != "between" && !slices.Contains(linkWords, w) {
			break
		}
	}
	// A word that only links belongs to the measure only with what it links.
	for first < i && at == anySide && bound == 0 && slices.Contains([]string{"with", "a", "of"}, strings.ToLower(tokens[first].text)) {
		first++
	}
	for end = k; end < len(tokens); end++ {
		w := strings.ToLower(tokens[end].text)
		if w == "in" || w == "or" || w == "and" || w == "at" {
			if end+1 == len(tokens) || !tells(tokens, end+1) {
				break
			}
			continue
		}
		if !tells(tokens, end) {
			break
		}
		note(w)
	}
	if flip {
		bound = -bound
	}
	return first, end, at, bound
}

// tells reports whether the i-th token is a word about the measure before it
// rather than about one that follows.
func tells(tokens []token, i int) bool {
	w := strings.ToLower(tokens[i].text)
	if _, ok := sideWords[w]; ok {
		return i+1 == len(tokens) || !tokens[i+1].isNum
	}
	if _, ok := boundWords[w]; !ok {
		return false
	}
	return i+1 == len(tokens) || !tokens[i+1].isNum && !strings.EqualFold(tokens[i+1].text, "than")
}

// take notes a size of a side: a bound, or a wish for about so much.
func (s *sizes) take(at side, bound int, v float64) {
	if bound != 0 {
		s.bound(at, bound, v)
	} else if v > 0 && !math.IsInf(v, 0) {
		s.wishes = append(s.wishes, wish{side: at, metres: v})
	}
}

func (s *sizes) bound(at side, bound int, v float64) {
	lo, hi := &s.minAny, &s.maxAny
	if at != anySide {
		lo, hi = &s.min[at], &s.max[at]
	}
	if bound > 0 {
		*lo = max(*lo, v)
	} else if *hi == 0 || v < *hi {
		*hi = max(v, 1e-9)
	}
}
