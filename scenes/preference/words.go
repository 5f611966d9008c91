package preference

import (
	"strings"

	"github.com/metaspatial/metaspatial/scenes/predicate"
)

// set makes a look-up of words written as one string.
func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var (
	articles = set("a an the this that these those its their my our your his her")
	numerals = map[string]int{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "both": 2, "single": 1, "another": 1, "dozen": 12}
	// some ask for more than one without saying how many.
	some = set("several some multiple many various few")
	// quiet words change no meaning that is measured.
	quiet = set("also then please just directly immediately right neatly slightly simply ideally preferably comfortably centrally carefully positioned " +
		"securely always still too all room's prominently symmetrically evenly already so that")
	// standing verbs say that something is somewhere.
	standing = set("is are be being stand stands standing sit sits sitting lie lies lying rest rests resting placed located situated set positioned stays stay " +
		"go goes belong belongs arranged put place found tucked kept mounted installed fixed hang hangs hanging hung suspended " +
		"nestled pushed fitted leaning leans gathered laid stretches remains")
	// orders begin a wish.
	orders = set("put place set stand hang position arrange lay lean add gather tuck fill let move keep")
	modals = set("should must shall will would could can may")
	// lists say that a room has things.
	lists = set("with has have having includes include including features feature featuring contains contain containing containing: need needs want wants there like equipped furnished complete showcasing showcases boasts boasting")
	// joins separate clauses.
	joins   = set("and but while whereas plus as where which alongside")
	rooms   = set("room bedroom livingroom kitchen bathroom library studio office study nursery garage hallway basement attic playroom classroom den lounge gym cafe café restaurant tavern dungeon workshop space corner_room apartment loft lab laboratory closet foyer entryway sunroom home")
	roomOf  = set("living dining guest home family children's kids kid reading music game gaming laundry meeting conference waiting utility storage tv media sitting bath bed master craft art")
	corners = set("corner corners")
	middles = set("middle center centre heart")
	freeing = set("free clear open empty uncluttered unobstructed accessible")
	compass = map[string]string{"north": "north_wall", "northern": "north_wall", "south": "south_wall", "southern": "south_wall",
		"east": "east_wall", "eastern": "east_wall", "west": "west_wall", "western": "west_wall"}
	units = map[string]float64{"m": 1, "metre": 1, "metres": 1, "meter": 1, "meters": 1, "cm": 0.01, "centimetre": 0.01, "centimetres": 0.01,
		"centimeter": 0.01, "centimeters": 0.01, "mm": 0.001, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "in": 0.0254, "inch": 0.0254, "inches": 0.0254}
)

// architecture is the kind of a noun that is part of the room.
func architecture(word string) predicate.Kind {
	switch word {
	case "wall", "walls":
		return predicate.Wall
	case "door", "doors", "doorway", "entrance", "entry", "way in":
		return predicate.Door
	case "window", "windows":
		return predicate.Window
	case "ceiling":
		return predicate.Ceiling
	case "floor", "ground":
		return predicate.Floor
	}
	if rooms[word] {
		return predicate.Room
	}
	return 0
}

// relation is a phrase between a subject and an anchor.
type relation struct {
	words string
	// name picks the predicate by the anchor's kind, see [choose].
	name string
	// inverse swaps subject and anchor: "a table surrounded by chairs".
	inverse bool
	// verb relations make a clause of their own.
	verb bool
}

var relationTable = []relation{
	{words: "next to", name: "next"}, {words: "beside", name: "next"}, {words: "adjacent to", name: "next"}, {words: "to the side of", name: "next"},
	{words: "at the side of", name: "next"}, {words: "side by side with", name: "next"},
	{words: "near", name: "near"}, {words: "nearby", name: "near"}, {words: "close to", name: "near"}, {words: "near to", name: "near"}, {words: "by", name: "near"},
	{words: "not far from", name: "near"},
	{words: "far from", name: "far"}, {words: "far away from", name: "far"}, {words: "away from", name: "far"},
	{words: "in front of", name: "front"}, {words: "at the foot of", name: "front"}, {words: "at the front of", name: "front"}, {words: "before", name: "front"},
	{words: "behind", name: "behind"}, {words: "at the back of", name: "behind"},
	{words: "to the left of", name: "left"}, {words: "left of", name: "left"}, {words: "on the left of", name: "left"}, {words: "on the left side of", name: "left"},
	{words: "to the left side of", name: "left"}, {words: "to the right of", name: "right"}, {words: "right of", name: "right"}, {words: "on the right of", name: "right"},
	{words: "on the right side of", name: "right"}, {words: "to the right side of", name: "right"},
	{words: "on each side of", name: "flank"}, {words: "on either side of", name: "flank"}, {words: "on both sides of", name: "flank"},
	{words: "at each side of", name: "flank"}, {words: "at either side of", name: "flank"},
	{words: "flanked by", name: "flank", inverse: true}, {words: "flank", name: "flank", verb: true}, {words: "flanks", name: "flank", verb: true}, {words: "flanking", name: "flank"},
	{words: "on top of", name: "on"}, {words: "atop", name: "on"}, {words: "on", name: "on"}, {words: "onto", name: "on"}, {words: "upon", name: "on"}, {words: "up on", name: "on"},
	{words: "on the surface of", name: "on"},
	{words: "supported by", name: "on"}, {words: "centered above", name: "above"}, {words: "centred above", name: "above"},
	{words: "centered against", name: "against"}, {words: "centred against", name: "against"}, {words: "centered on", name: "center"}, {words: "centred on", name: "center"},
	{words: "centered in", name: "center"}, {words: "centred in", name: "center"}, {words: "occupies", name: "in", verb: true}, {words: "occupy", name: "in", verb: true},
	{words: "holds", name: "on", inverse: true, verb: true}, {words: "holding", name: "on", inverse: true}, {words: "supports", name: "on", inverse: true, verb: true},
	{words: "supporting", name: "on", inverse: true}, {words: "topped with", name: "on", inverse: true}, {words: "carries", name: "on", inverse: true, verb: true},
	{words: "inside", name: "in"}, {words: "in", name: "in"}, {words: "within", name: "in"}, {words: "into", name: "in"}, {words: "inside of", name: "in"}, {words: "at", name: "at"},
	{words: "outside", name: "outside"}, {words: "outside of", name: "outside"},
	{words: "above", name: "above"}, {words: "over", name: "above"}, {words: "directly above", name: "above"},
	{words: "under", name: "under"}, {words: "underneath", name: "under"}, {words: "beneath", name: "under"}, {words: "below", name: "under"},
	{words: "against", name: "against"}, {words: "along", name: "against"}, {words: "up against", name: "against"}, {words: "flush with", name: "against"},
	{words: "opposite", name: "opposite"}, {words: "opposite to", name: "opposite"}, {words: "across from", name: "opposite"}, {words: "across the room from", name: "opposite"},
	{words: "facing", name: "face"}, {words: "faces", name: "face", verb: true}, {words: "face", name: "face", verb: true}, {words: "facing towards", name: "face"},
	{words: "facing toward", name: "face"}, {words: "turned to", name: "face"}, {words: "turned towards", name: "face"}, {words: "turned toward", name: "face"},
	{words: "looking at", name: "face"}, {words: "oriented towards", name: "face"}, {words: "oriented toward", name: "face"}, {words: "pointing at", name: "face"},
	{words: "around", name: "around"}, {words: "surrounding", name: "around"}, {words: "surround", name: "around", verb: true}, {words: "arranged around", name: "around"},
	{words: "surrounds", name: "around", verb: true}, {words: "surrounded by", name: "around", inverse: true},
	{words: "between", name: "between"}, {words: "in between", name: "between"},
	{words: "from", name: "from"}, {words: "down from", name: "from"},
	{words: "on the long side of", name: "long"}, {words: "at the long side of", name: "long"}, {words: "on the long sides of", name: "long"}, {words: "along the long side of", name: "long"},
	{words: "at the long sides of", name: "long"}, {words: "along the long sides of", name: "long"},
	{words: "on the short side of", name: "short"}, {words: "at the short side of", name: "short"}, {words: "on the short sides of", name: "short"}, {words: "at the short sides of", name: "short"},
	{words: "along the short side of", name: "short"},
}

// byFirst are the relations by their first word, the longest first.
var byFirst = func() map[string][]relation {
	m := map[string][]relation{}
	for _, r := range relationTable {
		first, _, _ := strings.Cut(r.words, " ")
		l := m[first]
		i := 0
		for i < len(l) && len(l[i].words) >= len(r.words) {
			i++
		}
		l = append(l, relation{})
		copy(l[i+1:], l[i:])
		l[i] = r
		m[first] = l
	}
	return m
}()

// relationAt returns the longest relation that the words start with.
func relationAt(tokens []token) (relation, int) {
	if len(tokens) == 0 {
		return relation{}, 0
	}
	for _, r := range byFirst[tokens[0].text] {
		words := strings.Fields(r.words)
		if len(words) > len(tokens) {
			continue
		}
		same := true
		for i, w := range words {
			same = same && tokens[i].text == w
		}
		if same {
			return r, len(words)
		}
	}
	return relation{}, 0
}

// grammatical words end a noun phrase.
func grammatical(w string) bool {
	return byFirst[w] != nil || standing[w] || modals[w] || lists[w] || joins[w] || w == "of" || w == "to" || w == "or" || w == "each" || w == "it" ||
		w == "them" || w == "for" || w == "than" || w == "nothing" || w == "is" || w == "who" || w == "not" || w == "if" || w == "when" || w == "they"
}
