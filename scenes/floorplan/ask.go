package floorplan

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Ask is one room of a plan.
type Ask struct {
	// Program is one of [Kinds].
	Program string
	// Area is the floor in square metres; 0 takes the usual share.
	Area float64
}

const (
	// MostRooms is how many rooms a plan may have.
	MostRooms = 40
	// maxList is how long a list of rooms may be.
	maxList = 2000
)

var numbers = map[string]int{"a": 1, "an": 1, "the": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
	"six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}

// Parse reads a list of rooms in words: "living, kitchen 12 m², 2 bedrooms and a
// bathroom". Names may be in the plural and stand for the usual words too, such as
// "inn" for a tavern; an area holds for each of the rooms it is said of. An error
// is one sentence that says which words were not understood and the nearest name.
func Parse(list string) ([]Ask, error) {
	if len(list) > maxList {
		return nil, fmt.Errorf("the list of rooms has %d letters; keep it below %d", len(list), maxList)
	}
	list = strings.NewReplacer(";", ",", "\n", ",", "&", ",", " and ", ",").Replace(strings.ToLower(list))
	var out []Ask
	for part := range strings.SplitSeq(list, ",") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		count, a, err := parseOne(words)
		if err != nil {
			return nil, err
		}
		if len(out)+count > MostRooms {
			return nil, fmt.Errorf("more than %d rooms asked for; ask for fewer", MostRooms)
		}
		for range count {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf(`no rooms asked for; list some, such as "living, kitchen, 2 bedrooms, bathroom"`)
	}
	return out, nil
}

// parseOne reads "2 bedrooms of 12 m²".
func parseOne(words []string) (count int, a Ask, err error) {
	part := strings.Join(words, " ")
	words, a.Area, err = area(words)
	if err != nil {
		return 0, a, fmt.Errorf("room %q: %w", part, err)
	}
	count = 1
	if len(words) > 0 {
		if n, ok := numbers[words[0]]; ok && len(words) > 1 {
			count, words = n, words[1:]
		} else if c := words[0][0]; c >= '0' && c <= '9' || c == '-' {
			// "2 bedrooms", "2x bedroom"
			n, err := strconv.Atoi(strings.TrimRight(words[0], "x×"))
			if err != nil || n < 1 || n > MostRooms {
				return 0, a, fmt.Errorf("room %q: %q is no number of rooms; give a whole number from 1 to %d", part, words[0], MostRooms)
			}
			count, words = n, words[1:]
		}
	}
	name := strings.Join(words, " ")
	k := lookup(name)
	switch {
	case name == "":
		return 0, a, fmt.Errorf("room %q has no name; write a kind of room, such as \"2 bedrooms\"", part)
	case k != nil:
		a.Program = k.name
		return count, a, nil
	}
	if n := nearest(name); n != "" {
		return 0, a, fmt.Errorf("unknown room %q; did you mean %q?", clip(name), n)
	}
	return 0, a, fmt.Errorf("unknown room %q; use one of %s", clip(name), strings.Join(Kinds(), ", "))
}

// area takes "12 m2", "of 12 sqm" from the end of the words.
func area(words []string) (rest []string, m2 float64, err error) {
	n := len(words)
	last := words[n-1]
	number := ""
	for _, unit := range []string{"m2", "m²", "sqm", "m^2"} {
		if s, ok := strings.CutSuffix(last, unit); ok {
			number, n = s, n-1
			if s == "" && n > 0 {
				number, n = words[n-1], n-1
			}
			break
		}
	}
	if n == len(words) {
		return words, 0, nil
	}
	if n > 0 && (words[n-1] == "of" || words[n-1] == "with") {
		n--
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !(v > 0 && v < 1e5) {
		return nil, 0, fmt.Errorf("%q is no area; write square metres, as in \"kitchen 12 m2\"", number)
	}
	return words[:n], v, nil
}

// clip is a text for a sentence, without what a terminal would act on.
func clip(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return '?'
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
