package furnish

import (
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes/floorplan"
)

// Rooms reads which rooms a level has, from a list such as floorplan.Parse
// takes, or from a sentence that names them among other words: "a small house
// with a living room, two sunny bedrooms and a kitchen of 12 m²". The error is
// that of the list where no room is named at all.
func Rooms(text string) ([]floorplan.Ask, error) {
	list, err := floorplan.Parse(text)
	if err == nil || len(text) > mostWords {
		return list, err
	}
	list = nil
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;.&!?:()\n", r) }) {
		found, ok := named(strings.FieldsFunc(part, unicode.IsSpace))
		if !ok {
			return nil, err
		}
		list = append(list, found[:min(len(found), floorplan.MostRooms-len(list))]...)
	}
	if len(list) == 0 {
		return nil, err
	}
	return list, nil
}

const (
	// mostWords bounds a text that is looked through, in bytes.
	mostWords = 2000
	// longestRoom is how many words the longest room has: "two master bedrooms of
	// 12 m²".
	longestRoom = 7
	// farCount is how many words may be between a number and its rooms: "two large
	// and sunny bedrooms".
	farCount = 4
)

// named finds the rooms in a part of a sentence; it is false where a number is
// none of rooms, such as 0.
func named(words []string) (out []floorplan.Ask, ok bool) {
	count, since := "", 0
	for i := 0; i < len(words); {
		n, found := longest(words[i:], count)
		if n == 0 {
			// A number is one before rooms: "two bedrooms".
			if _, err := floorplan.Parse(words[i] + " bedrooms"); err == nil {
				count, since = words[i], 0
			} else if strings.ContainsAny(words[i][:1], "-0123456789") {
				return nil, false
			} else if since++; since >= farCount {
				count = ""
			}
			i++
			continue
		}
		out = append(out, found...)
		count, i = "", i+n
	}
	return out, true
}

// longest reads the most words that are rooms, with a number that stood before.
func longest(words []string, count string) (n int, found []floorplan.Ask) {
	for n = min(len(words), longestRoom); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		if strings.EqualFold(words[n-1], "and") || strings.EqualFold(words[0], "and") {
			continue
		}
		if count != "" {
			if list, err := floorplan.Parse(count + " " + text); err == nil {
				return n, list
			}
		}
		if list, err := floorplan.Parse(text); err == nil {
			return n, list
		}
	}
	return 0, nil
}
