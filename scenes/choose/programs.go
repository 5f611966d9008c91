package choose

import (
	"slices"
	"strings"
	"unicode"

	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// kind is a kind of room with the words that people use for it.
type kind struct {
	program string
	said    []string
	// signs are classes, and roles with an at sign, that speak for the kind
	// where its name is not said; the first ones the most.
	signs []string
}

// kinds lists what is understood, in the order in which a text that could mean
// several is read.
var kinds = []kind{
	{"bedroom", []string{"bedroom", "guest room", "guestroom", "master suite", "sleeping room", "sleeping area", "sleeping quarters", "dormitory", "dorm room", "dorm", "hotel room",
		"hotel suite", "kids room", "kid's room", "children's room", "childrens room", "child's room", "teen's room", "teenager's room", "nursery", "cabin room", "bedchamber", "bed chamber"},
		[]string{"@bed", "nightstand", "wardrobe", "dresser", "crib"}},
	{"living", []string{"living room", "livingroom", "living area", "living space", "family room", "sitting room", "sitting area", "lounge", "den", "parlor", "parlour", "drawing room",
		"media room", "tv room", "home theater", "home theatre", "home cinema", "theater room", "sunroom", "sun room", "conservatory", "great room", "loft", "apartment", "salon",
		"waiting room", "waiting area", "lobby", "common room", "game room", "games room", "gaming room"},
		[]string{"@sofa", "coffee_table", "television", "tv_stand", "armchair", "fireplace"}},
	{"kitchen", []string{"kitchen", "kitchenette", "galley", "pantry room"},
		[]string{"stove", "refrigerator", "kitchen_sink", "kitchen_island", "counter", "dishwasher", "microwave"}},
	{"dining", []string{"dining room", "dining area", "dining hall", "dining space", "breakfast nook", "breakfast room", "breakfast area", "tea room", "tearoom", "eating area",
		"banquet hall", "banquet room", "restaurant", "bistro", "pizzeria", "café", "cafe", "coffee shop", "cafeteria", "canteen", "diner", "tasting room"},
		[]string{"dining_table", "china_cabinet", "round_table", "table", "wine_rack"}},
	{"study", []string{"study", "library", "home office", "reading room", "reading nook", "reading corner", "work room", "workroom", "writing room", "writer's room", "craft room",
		"sewing room", "den office", "studyroom", "study room"},
		[]string{"desk", "writing_desk", "bookshelf", "globe"}},
	{"office", []string{"office", "office space", "workspace", "work space", "workplace", "coworking space", "co working space", "newsroom", "conference room", "meeting room", "boardroom",
		"call center", "call centre", "tech lab", "computer lab"},
		[]string{"office_chair", "filing_cabinet", "conference_table", "monitor", "printer"}},
	{"bathroom", []string{"bathroom", "bath room", "washroom", "restroom", "powder room", "ensuite", "en suite", "shower room", "wet room", "spa room", "spa", "lavatory", "laundry room", "bath"},
		[]string{"bathtub", "toilet", "washbasin", "shower", "towel_rack", "washing_machine"}},
	{"classroom", []string{"classroom", "class room", "schoolroom", "school room", "lecture hall", "lecture room", "training room", "seminar room"},
		[]string{"school_desk", "blackboard", "teacher_desk", "school_chair"}},
	{"shop", []string{"shop", "store", "boutique", "bakery", "bookshop", "bookstore", "showroom", "market stall", "flower shop", "gift shop", "butcher's", "grocery"},
		[]string{"shop_counter", "display_shelf", "display_case", "cash_register", "display_table"}},
	{"tavern", []string{"tavern", "pub", "inn", "bar", "home bar", "alehouse", "saloon", "taproom", "wine cellar", "brewery"},
		[]string{"bar_counter", "bar_stool", "barrel", "keg_tap"}},
	{"dungeon", []string{"dungeon", "crypt", "tomb", "prison cell", "jail", "cell", "catacomb", "torture chamber", "treasure chamber", "cave", "vault"},
		[]string{"coffin", "cage", "throne", "altar", "chains"}},
}

// plain splits a text into lower-case words, without possessive marks lost:
// "kid's" stays one word. Offsets are those of the words' starts and ends.
func plain(text string) (words []string, at [][2]int) {
	start := -1
	flush := func(end int) {
		if start >= 0 {
			words = append(words, strings.ReplaceAll(strings.ToLower(text[start:end]), "’", "'"))
			at = append(at, [2]int{start, end})
			start = -1
		}
	}
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && (r == '\'' || r == '’')
		if !letter {
			flush(i)
		} else if start < 0 {
			start = i
		}
	}
	flush(len(text))
	return words, at
}

// spoken is where a text names a kind of room.
type spoken struct {
	program    string
	words      string
	first      int // of the text's words
	start, end int // in bytes
}

// kindSaid finds the kind of room that a text names first, the longest phrase of
// those that begin there. What is part of a thing's name ("dining table", "office
// chair", "bar stool") names no room; what the text calls a part of a room ("with
// a reading nook") counts only where nothing else is named.
func kindSaid(text string, things []preference.Thing) (spoken, bool) {
	words, at := plain(text)
	var first, part spoken
	found, partial := false, false
	for i := range words {
		s, ok := kindAt(words, i)
		if !ok {
			continue
		}
		n := len(strings.Fields(s.words))
		s.first, s.start, s.end = i, at[i][0], at[i+n-1][1]
		if slices.ContainsFunc(things, func(t preference.Thing) bool { return s.start < t.End && t.Start < s.end }) {
			continue
		}
		if isPart(s.words) {
			if !partial {
				part, partial = s, true
			}
			continue
		}
		if !found {
			first, found = s, true
		}
	}
	if found {
		return first, true
	}
	return part, partial
}

// isPart reports whether words speak of a part of a room as often as of a whole.
func isPart(words string) bool {
	for _, end := range []string{" nook", " corner", " area", " space"} {
		if strings.HasSuffix(words, end) {
			return true
		}
	}
	return words == "bar" || words == "library" || words == "store" || words == "bath" || words == "lounge" || words == "study"
}

// kindAt is the longest name of a kind of room that the words from i on are.
func kindAt(words []string, i int) (spoken, bool) {
	var best spoken
	for k := range kinds {
		for _, phrase := range kinds[k].said {
			p := strings.Fields(phrase)
			if len(p) <= len(strings.Fields(best.words)) || i+len(p) > len(words) {
				continue
			}
			same := true
			for j, w := range p {
				got := words[i+j]
				same = same && (got == w || j == len(p)-1 && got == w+"s")
			}
			if same {
				best = spoken{program: kinds[k].program, words: phrase}
			}
		}
	}
	return best, best.words != ""
}

// kindMeant is the kind of room that things belong to, or "".
func kindMeant(classes []string) string {
	best, most := "", 0.0
	for k := range kinds {
		score := 0.0
		for _, name := range classes {
			c, ok := taxonomy.ByName(name)
			if !ok {
				continue
			}
			for i, sign := range kinds[k].signs {
				if sign == name || sign[0] == '@' && c.Has(taxonomy.Role(sign[1:])) {
					score += 1 / float64(1+i)
					break
				}
			}
		}
		if score > most {
			best, most = kinds[k].program, score
		}
	}
	return best
}

// known names the kinds of room for a sentence.
func known() string {
	names := make([]string, len(kinds))
	for i := range kinds {
		names[i] = kinds[i].said[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
