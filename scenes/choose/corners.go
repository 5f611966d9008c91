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

// wanted is a phrase with a class and a number.
type wanted struct {
	words, class string
	count        int
}

var corners = []corner{
	{[]string{"reading corner", "reading nook", "reading area", "reading spot", "book nook", "cosy corner", "cozy corner", "quiet corner"},
		[]wanted{{"armchair", "armchair", 1}, {"floor lamp", "floor_lamp", 1}, {"bookshelf", "bookshelf", 1}}},
	{[]string{"work area", "work corner", "work nook", "workstation", "work station", "study corner", "study area", "study nook", "home office corner", "writing corner", "office corner", "place to work"},
		[]wanted{{"desk", "desk", 1}, {"office chair", "office_chair", 1}}},
	{[]string{"seating area", "sitting area", "lounge area", "conversation area", "place to sit"},
		[]wanted{{"sofa", "sofa", 1}, {"coffee table", "coffee_table", 1}, {"armchair", "armchair", 1}}},
	{[]string{"dining area", "dining corner", "dining nook", "breakfast nook", "breakfast corner", "eating area", "eat-in", "eat in", "place to eat"},
		[]wanted{{"round table", "round_table", 1}, {"chair", "chair", 2}}},
	{[]string{"play area", "play corner", "place to play"},
		[]wanted{{"round rug", "round_rug", 1}, {"basket", "basket", 1}}},
	{[]string{"dressing area", "dressing corner", "vanity area", "makeup corner", "make-up corner"},
		[]wanted{{"dressing table", "dressing_table", 1}, {"stool", "stool", 1}}},
	{[]string{"tv corner", "tv area", "place to watch films", "place to watch movies"},
		[]wanted{{"sofa", "sofa", 1}, {"tv stand", "tv_stand", 1}, {"television", "television", 1}}},
	{[]string{"sleeping area", "sleeping corner", "place to sleep"},
		[]wanted{{"bed", "double_bed", 1}, {"nightstand", "nightstand", 1}}},
	{[]string{"lots of storage", "plenty of storage", "storage space", "much storage"},
		[]wanted{{"cabinet", "cabinet", 1}, {"bookshelf", "bookshelf", 1}}},
	{[]string{"many plants", "lots of plants", "plenty of plants", "full of plants", "greenery", "filled with plants"},
		[]wanted{{"plant", "plant", 3}, {"small plant", "small_plant", 1}}},
}

// cornersIn lists what the named parts of the room have.
func cornersIn(text string) (said []string, has []wanted) {
	words, _ := plain(text)
	all := " " + strings.Join(words, " ") + " "
	for _, c := range corners {
		i := slices.IndexFunc(c.said, func(s string) bool {
			return strings.Contains(all, " "+strings.ReplaceAll(s, "-", " ")+" ")
		})
		if i >= 0 {
			said = append(said, c.said[i])
			has = append(has, c.has...)
		}
	}
	return said, has
}
