package choose

import (
	"slices"
	"strings"
)

// corner is a part of a room that people name by what is done there.
type corner struct {
	said []string
	// has are phrases for search, with numbers, most important first.
	has []wanted
}

// wanted is a phrase with a class, a number, and the class of what it stands
// beside, if that matters.
type wanted struct {
	words, class string
	count        int
	beside       string
}

var corners = []corner{
	{[]string{"reading corner", "reading nook", "reading area", "reading spot", "book nook", "cosy corner", "cozy corner", "quiet corner"},
		[]wanted{{"armchair", "armchair", 1, ""}, {"floor lamp", "floor_lamp", 1, "armchair"}, {"bookshelf", "bookshelf", 1, ""}}},
	{[]string{"work area", "work corner", "work nook", "workstation", "work station", "study corner", "study area", "study nook", "home office corner", "writing corner", "office corner", "place to work"},
		[]wanted{{"desk", "desk", 1, ""}, {"office chair", "office_chair", 1, ""}}},
	{[]string{"seating area", "sitting area", "lounge area", "conversation area", "place to sit"},
		[]wanted{{"sofa", "sofa", 1, ""}, {"coffee table", "coffee_table", 1, ""}, {"armchair", "armchair", 1, ""}}},
	{[]string{"dining area", "dining corner", "dining nook", "breakfast nook", "breakfast corner", "eating area", "eat-in", "eat in", "place to eat"},
		[]wanted{{"round table", "round_table", 1, ""}, {"chair", "chair", 2, ""}}},
	{[]string{"play area", "play corner", "place to play"},
		[]wanted{{"round rug", "round_rug", 1, ""}, {"basket", "basket", 1, ""}}},
	{[]string{"dressing area", "dressing corner", "vanity area", "makeup corner", "make-up corner"},
		[]wanted{{"dressing table", "dressing_table", 1, ""}, {"stool", "stool", 1, ""}}},
	{[]string{"tv corner", "tv area", "place to watch films", "place to watch movies"},
		[]wanted{{"sofa", "sofa", 1, ""}, {"tv stand", "tv_stand", 1, ""}, {"television", "television", 1, ""}}},
	{[]string{"sleeping area", "sleeping corner", "place to sleep"},
		[]wanted{{"bed", "double_bed", 1, ""}, {"nightstand", "nightstand", 1, "double_bed"}}},
	{[]string{"lots of storage", "plenty of storage", "storage space", "much storage"},
		[]wanted{{"cabinet", "cabinet", 1, ""}, {"bookshelf", "bookshelf", 1, ""}}},
	{[]string{"many plants", "lots of plants", "plenty of plants", "full of plants", "greenery", "filled with plants"},
		[]wanted{{"plant", "plant", 3, ""}, {"small plant", "small_plant", 1, ""}}},
}

// found is a part of a room that a text names.
type found struct {
	corner
	words string
	// place is what the text says right after of where it is: "by the window".
	place string
}

// cornersIn lists the parts of a room that a text names.
func cornersIn(text string) []found {
	words, _ := plain(text)
	var out []found
	for _, c := range corners {
		for _, said := range c.said {
			if i := at(words, strings.Fields(strings.ReplaceAll(said, "-", " "))); i >= 0 {
				out = append(out, found{c, said, placeAt(words, i+len(strings.Fields(strings.ReplaceAll(said, "-", " "))))})
				break
			}
		}
	}
	return out
}

// at is where a phrase begins among the words, or -1.
func at(words, phrase []string) int {
	for i := 0; i+len(phrase) <= len(words); i++ {
		if slices.Equal(words[i:i+len(phrase)], phrase) {
			return i
		}
	}
	return -1
}

// placeAt reads "by the window", "in the corner" and the like.
func placeAt(words []string, i int) string {
	for _, p := range []string{"by", "near", "next to", "under", "beside", "at", "in front of", "close to", "in"} {
		f := strings.Fields(p)
		end := i + len(f) + 2
		if end > len(words) || !slices.Equal(words[i:i+len(f)], f) || words[end-2] != "the" && words[end-2] != "a" {
			continue
		}
		switch words[end-1] {
		case "window", "door", "corner", "fireplace", "windows":
			return strings.Join(words[i:end], " ")
		}
	}
	return ""
}
