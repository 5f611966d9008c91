package choose

import (
	"strconv"

	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

var numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}

// maxSeats is how many seats a table may be asked to have.
const maxSeats = 12

// persons returns for how many a thing is said to be: "a desk for two", "a table
// set for four", "a long table with seating for six". 0 is not said.
func persons(text string, t *preference.Thing, next int) int {
	return personsIn(text[t.End:next])
}

// personsIn reads the number of "for four" within the first words of a text.
func personsIn(text string) int {
	words, _ := plain(text)
	for i, w := range words[:min(len(words), 6)] {
		if w != "for" || i+1 >= len(words) {
			continue
		}
		n, ok := numerals[words[i+1]]
		if !ok {
			var err error
			if n, err = strconv.Atoi(words[i+1]); err != nil {
				continue
			}
		}
		// "for two hours" speaks of no people.
		if i+2 < len(words) && unitOfTime[words[i+2]] || n < 1 {
			continue
		}
		return min(n, maxSeats)
	}
	return 0
}

var unitOfTime = map[string]bool{"hour": true, "hours": true, "days": true, "nights": true, "weeks": true, "years": true, "reasons": true}

// seatOf is what people sit on at a table, or "" where nobody sits.
func seatOf(c *taxonomy.Class) (words, class string) {
	switch {
	case c.Has(taxonomy.Desk):
		return "office chair", "office_chair"
	case c.Has(taxonomy.Dining), c.Name == "table", c.Name == "small_table":
		return "chair", "chair"
	case c.Has(taxonomy.Counter), c.Name == "kitchen_island":
		return "bar stool", "bar_stool"
	}
	return "", ""
}

// crew are the lines of programs that there is one of for each person, where the
// text says for how many the room is.
var crew = map[string][]string{
	"office": {"desk", "chair", "screen"}, "dining": {"chair"}, "classroom": {"pupil", "chair"}, "study": {"desk", "chair"},
}
