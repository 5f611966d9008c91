package floorplan

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// kind is what the plan knows of a kind of room. Areas are of the floor in square
// metres, widths in metres.
type kind struct {
	// name is the kind's, and that of the program of package roomgen that
	// furnishes it.
	name string
	// words are other names, singular, with commas.
	words string
	// usual is the area in a home or level of usual size, least the smallest that
	// can be furnished, width the least breadth.
	usual, least, width float64
	// growth says how much of a larger footprint goes to the room: its area is
	// usual times the scale to this power.
	growth float64
	// through is what it costs to pass through the room to another.
	through float64
	// hub ranks the rooms that others lead off and visitors enter first; 0 is
	// none.
	hub int
	// private rooms lie together, away from the entrance.
	private bool
	// daylight is what it costs to have no window; panes is the width of the
	// widest window, 0 for none.
	daylight, panes float64
	// long is the proportion that is still good.
	long float64
	// loops says that a second way into the room is welcome.
	loops bool
}

// hall is the kind of a corridor that the plan adds by itself.
const hall = "hall"

// kinds are the kinds of room. The least widths and areas are those in which
// the furniture of the program finds its place, near those of housing standards:
// a bedroom of 2.5 m and 8.5 m², a bathroom of 1.7 m and 3.6 m².
var kinds = []kind{
	{name: hall, words: "corridor, hallway, entrance hall, entry, entrance, lobby, foyer, vestibule, passage", usual: 6, least: 2.6, width: 1.2, growth: 0.5, hub: 4, long: 12},
	{name: "living", words: "living room, lounge, sitting room, family room, parlour, parlor", usual: 24, least: 12, width: 3, growth: 1, through: 0.4, hub: 3, daylight: 6, panes: 2.2, long: 1.8},
	{name: "dining", words: "dining room", usual: 13, least: 8.5, width: 2.6, growth: 0.8, through: 1.8, hub: 1, daylight: 3, panes: 1.8, long: 1.8, loops: true},
	{name: "kitchen", words: "kitchenette, eat-in kitchen", usual: 11, least: 6.5, width: 2.1, growth: 0.7, through: 7, daylight: 3, panes: 1.4, long: 2, loops: true},
	{name: "bedroom", words: "bed room, guest room, master bedroom, main bedroom, guest bedroom, child's room, children's room, nursery, sleeping room", usual: 13, least: 8.5, width: 2.5, growth: 0.7, through: 12, private: true, daylight: 6, panes: 1.6, long: 1.7},
	{name: "bathroom", words: "bath, bath room, wc, toilet, shower, shower room, restroom, washroom", usual: 5.5, least: 3.6, width: 1.7, growth: 0.35, through: 40, private: true, daylight: 0.3, panes: 0.6, long: 2.2},
	{name: "study", words: "library, home office, reading room, den", usual: 10, least: 6.5, width: 2.2, growth: 0.7, through: 10, private: true, daylight: 4, panes: 1.6, long: 1.8},
	{name: "office", words: "office room, workroom, work room", usual: 16, least: 8.5, width: 2.4, growth: 0.9, through: 12, hub: 1, daylight: 3, panes: 1.8, long: 2},
	{name: "classroom", words: "class room, class, schoolroom, school room", usual: 45, least: 18, width: 3.8, growth: 0.9, through: 20, daylight: 6, panes: 2.4, long: 1.7},
	{name: "shop", words: "store, shop floor, boutique, market hall, general store", usual: 28, least: 12, width: 3, growth: 1, through: 1, hub: 2, daylight: 4, panes: 2.4, long: 2},
	{name: "tavern", words: "inn, taproom, tap room, pub, bar, bar room", usual: 40, least: 16, width: 3.6, growth: 1, through: 0.5, hub: 3, daylight: 2, panes: 1.4, long: 1.8, loops: true},
	{name: "dungeon", words: "dungeon room, crypt, vault, cell, guard room, treasury, treasure room, cave, chamber", usual: 20, least: 9, width: 2.6, growth: 1, through: 0.6, hub: 1, long: 2, loops: true},
}

// byWord finds a kind by any of its names.
var byWord = func() map[string]*kind {
	m := map[string]*kind{}
	for i := range kinds {
		k := &kinds[i]
		m[k.name] = k
		for w := range strings.SplitSeq(k.words, ",") {
			m[strings.TrimSpace(w)] = k
		}
	}
	return m
}()

// Kinds lists the kinds of room in a fixed order.
func Kinds() []string {
	out := make([]string, len(kinds))
	for i := range kinds {
		out[i] = kinds[i].name
	}
	return out
}

// lookup finds a kind by its name or another word for it, in the plural too.
func lookup(words string) *kind {
	for _, w := range singulars(words) {
		if k := byWord[w]; k != nil {
			return k
		}
	}
	return nil
}

// singulars are the words as they are, and what they may be the plural of.
func singulars(words string) []string {
	out := []string{words}
	if s, ok := strings.CutSuffix(words, "ies"); ok {
		out = append(out, s+"y")
	}
	if s, ok := strings.CutSuffix(words, "es"); ok {
		out = append(out, s)
	}
	if s, ok := strings.CutSuffix(words, "s"); ok {
		out = append(out, s)
	}
	return out
}

// nearest is the name of a kind that an unknown word is most like, or "".
func nearest(word string) string {
	var all []string
	for i := range kinds {
		all = append(all, kinds[i].name)
		for w := range strings.SplitSeq(kinds[i].words, ",") {
			all = append(all, strings.TrimSpace(w))
		}
	}
	for _, w := range singulars(word) {
		if n := near.Nearest(w, all); n != "" {
			return n
		}
	}
	return ""
}
