package choose

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Words chooses by the words of the text, the programs of scenes/roomgen and a
// search of the library.
type Words struct{}

var _ Chooser = Words{}

// MaxText is how many bytes of a text are read.
const MaxText = 20_000

// Choose implements [Chooser].
func (Words) Choose(ctx context.Context, req Request) (*Choice, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	if len(req.Text) > MaxText {
		return nil, fmt.Errorf("the text has %d letters; keep it below %d", len(req.Text), MaxText)
	}
	w := &words{req: &req, shelf: newShelf(&req), classes: map[string]int{}, keys: map[string]bool{}, keyOf: map[string]string{}}
	if err := w.read(); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w.program()
	w.leftovers()
	w.usual()
	w.extras()
	switch {
	case len(w.out.Picks) > 0:
	case w.out.Program == "":
		return nil, fmt.Errorf("nothing of what %q names can be placed: %s", short(req.Text), w.out.Notes[len(w.out.Notes)-1])
	default:
		return nil, fmt.Errorf("the library has nothing of what %s needs; import a pack that has it", aRoom(w.out.Program))
	}
	return &w.out, nil
}

// asked is a thing that the text asks for.
type asked struct {
	words, class string
	count        int
	taken        bool
	// beside and around are classes of what it stands by.
	beside, around string
}

type words struct {
	req   *Request
	shelf *shelf
	slots []roomgen.Slot
	named []asked
	// none are the classes that the text wants none of.
	none []string
	out  Choice
	// covered is the floor under what is picked, count how many things that are.
	covered float64
	count   int
	classes map[string]int
	keys    map[string]bool
	// keyOf are the keys of the lines by which classes are placed, people is for
	// how many the room is said to be.
	keyOf  map[string]string
	people int
}

func (w *words) note(format string, args ...any) {
	w.out.Notes = append(w.out.Notes, fmt.Sprintf(format, args...))
}

// read takes the text apart.
func (w *words) read() error {
	text := w.req.Text
	things := preference.Things(text)
	said, ok := kindSaid(text, things)
	if ok {
		w.out.Program = said.program
		w.shelf.style = w.styleBefore(said)
	}
	corners := cornersIn(text)
	for i := range things {
		t := &things[i]
		if t.Count == 0 {
			w.none = append(w.none, t.Category)
			continue
		}
		next := len(text)
		if i+1 < len(things) {
			next = things[i+1].Start
		}
		w.ask(asked{words: t.Words, class: t.Category, count: t.Count}, t.Numbered)
		class, _ := taxonomy.ByName(t.Category)
		if seat, of := seatOf(&class); of != "" {
			if n := persons(text, t, max(next, t.End)); n > 0 {
				w.ask(asked{words: seat, class: of, count: n, around: t.Category}, true)
			}
		}
	}
	for _, c := range corners {
		for _, h := range c.has {
			w.ask(asked{words: h.words, class: h.class, count: h.count, beside: h.beside}, false)
		}
		if c.place != "" {
			w.out.Wishes = append(w.out.Wishes, Wish{Said: c.words + " " + c.place, Means: "the " + c.has[0].words + " " + c.place})
		}
	}
	if w.out.Program == "" {
		var classes []string
		for _, a := range w.named {
			classes = append(classes, a.class)
		}
		w.out.Program = kindMeant(classes)
		switch {
		case w.out.Program == "" && len(w.named) == 0:
			return fmt.Errorf("%q names neither a kind of room nor a thing that is known here; the kinds are %s", short(text), known())
		case w.out.Program == "":
			w.note("no kind of room is recognised, so only what the text names is placed; the kinds are %s", known())
		default:
			w.note("taken for %s, by what is named", aRoom(w.out.Program))
		}
	} else {
		w.note("taken for %s, by %q", aRoom(w.out.Program), text[said.start:said.end])
	}
	for _, c := range corners {
		w.note("understood %q", c.words)
	}
	if ok {
		w.people = personsIn(text[said.end:])
	}
	w.slots = roomgen.Slots(w.out.Program)
	return nil
}

// ask adds a thing; what is named twice is one thing unless a number says more.
func (w *words) ask(a asked, numbered bool) {
	a.class = w.meant(&a)
	for i := range w.named {
		b := &w.named[i]
		if b.class != a.class {
			continue
		}
		if numbered || a.count > b.count {
			b.count = max(a.count, b.count)
		}
		if len(a.words) > len(b.words) {
			b.words = a.words
		}
		b.beside, b.around = cmp.Or(b.beside, a.beside), cmp.Or(b.around, a.around)
		return
	}
	w.named = append(w.named, a)
}

// meant mends classes that words in a text about rooms seldom mean: shelves that
// hold books stand on the floor.
func (w *words) meant(a *asked) string {
	if a.class == "wall_shelf" && strings.HasSuffix(a.words, "shelves") && strings.Contains(strings.ToLower(w.req.Text), "book") {
		a.words = strings.TrimSuffix(a.words, "shelves") + "bookshelves"
		return "bookshelf"
	}
	return a.class
}

// styleBefore are the words before the name of the kind of room that the library
// knows as words for its assets: "rustic" in "a rustic dining room".
func (w *words) styleBefore(s spoken) string {
	all, _ := plain(w.req.Text)
	knownWords := map[string]bool{}
	for i := range w.req.Library {
		a := &w.req.Library[i]
		for _, list := range [][]string{{a.Name}, a.Tags, a.Materials, a.Colours} {
			for _, phrase := range list {
				for _, word := range taxonomy.Words(phrase) {
					knownWords[word] = true
				}
			}
		}
	}
	var out []string
	for _, word := range all[max(0, s.first-4):s.first] {
		_, isThing := taxonomy.Exact(word)
		if knownWords[word] && !isThing && !notFinish[word] {
			out = append(out, word)
		}
	}
	return strings.Join(out, " ")
}

// coverage bounds the share of the floor under standing things: what most rooms
// of a kind have comes up to the first, what completes it to the second.
const (
	usualCoverage = 0.38
	extraCoverage = 0.32
)

// room says what a program is called.
func room(program string) string {
	for i := range kinds {
		if kinds[i].program == program {
			return kinds[i].said[0]
		}
	}
	return "room"
}

// aRoom is that with its article.
func aRoom(program string) string {
	if name := room(program); strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + room(program)
}

func short(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// pick takes something down.
func (w *words) pick(p Pick) {
	w.out.Picks = append(w.out.Picks, p)
	w.shelf.used[p.Asset.ID] = true
	w.count += p.Count
	w.covered += float64(p.Count) * footprint(&p.Asset)
	w.classes[p.Asset.Category] += p.Count
	key := p.Slot.Key
	if key == "" {
		key = p.Asset.Category
	}
	w.keys[key], w.keyOf[p.Asset.Category] = true, key
}

func footprint(a *assets.Asset) float64 {
	if a.Mount != scenes.OnFloor || a.Flat {
		return 0
	}
	return a.Size[0] * a.Size[1]
}

// program takes the lines of the program that every such room has, and those
// that the text names something for.
func (w *words) program() {
	wanted, had := 0, 0
	defer func() {
		if 2*had < wanted {
			w.note("this library has %d of the %d things that no %s is without", had, wanted, room(w.out.Program))
		}
	}()
	for i := range w.slots {
		s := &w.slots[i]
		if !s.Core {
			continue
		}
		if w.fromText(s) || !s.Always || w.satisfied(s) {
			continue
		}
		wanted++
		if !w.anchored(s) {
			continue
		}
		a, substitute, ok := w.shelf.fill(s, 0, w.unwanted)
		if !ok {
			if len(s.Wants[0]) > 0 && !w.unwanted(s.Wants[0][0]) {
				w.note("the library has no %s for the %s", nameOf(s.Wants[0][0]), room(w.out.Program))
			}
			continue
		}
		had++
		if substitute {
			w.note("the library has no %s; %s stands in", nameOf(s.Wants[0][0]), a.ID)
		}
		w.pick(Pick{Asset: a, Count: w.number(s), Slot: *s, Reason: Needed, Words: nameOf(a.Category)})
	}
}

// fromText fills a line with what the text names for it.
func (w *words) fromText(s *roomgen.Slot) bool {
	found := false
	for i := range w.named {
		a := &w.named[i]
		class, ok := w.classFor(a, s)
		if a.taken || !ok || a.beside+a.around != "" {
			continue
		}
		asset, err := w.shelf.named(a.words, class)
		if err != nil || asset.Mount != s.Support {
			continue
		}
		a.taken, found = true, true
		w.pick(Pick{Asset: asset, Count: a.count, Slot: *s, Reason: Named, Words: a.words})
	}
	return found
}

// classFor is the class by which a named thing fills a line: its own, or, for a
// bare noun such as "table", the line's narrower one ("dining table").
func (w *words) classFor(a *asked, s *roomgen.Slot) (string, bool) {
	class, _ := taxonomy.ByName(a.class)
	last := a.words[strings.LastIndexByte(a.words, ' ')+1:]
	for _, name := range s.Wants[0] {
		if name != a.class && strings.HasSuffix(name, "_"+a.class) && strings.HasPrefix(last, strings.TrimSuffix(a.class, "e")) {
			if _, ok := w.shelf.ofClass(name, s.Support); ok {
				return name, true
			}
		}
	}
	return a.class, s.Meets(&class)
}

// satisfied reports whether what the text names serves as what a line wants,
// first of all: a crib for a bed.
func (w *words) satisfied(s *roomgen.Slot) bool {
	for i := range w.named {
		c, ok := taxonomy.ByName(w.named[i].class)
		switch {
		case !ok:
			continue
		case s.Meets(&c), c.Name == "crib" && slices.Contains(s.Wants[0], "bed"):
			return true
		case len(c.Roles) == 0:
			continue
		}
		for _, group := range s.Wants[:min(2, len(s.Wants))] {
			if slices.Contains(group, "@"+string(c.Roles[0])) {
				return true
			}
		}
	}
	return false
}

// anchored reports whether there is something for the line to stand by.
func (w *words) anchored(s *roomgen.Slot) bool {
	return len(s.Of) == 0 || slices.ContainsFunc(s.Of, func(k string) bool { return k == "*" || w.keys[k] })
}

// unwanted reports whether the text wants none of a class, or of what is used
// first of all like it: no rug is no round rug either.
func (w *words) unwanted(class string) bool {
	c, _ := taxonomy.ByName(class)
	return slices.ContainsFunc(w.none, func(name string) bool {
		n, _ := taxonomy.ByName(name)
		return name == class || len(n.Roles) > 0 && len(c.Roles) > 0 && n.Roles[0] == c.Roles[0]
	})
}

// number is how many of a line a room of this size has.
func (w *words) number(s *roomgen.Slot) int {
	share := min(max((w.shelf.area-8)/12, 0), 1)
	if w.people > 0 && slices.Contains(crew[w.out.Program], s.Key) {
		return w.people
	}
	n := s.Count[0] + int(share*float64(s.Count[1]-s.Count[0])+0.5)
	return max(n, 1)
}

// leftovers places what the text names and no line of the program wants, where
// such things usually go.
func (w *words) leftovers() {
	for i := range w.named {
		a := &w.named[i]
		if a.taken {
			continue
		}
		a.taken = true
		class, _ := taxonomy.ByName(a.class)
		if class.Has(taxonomy.Cushion) {
			w.note("%q: cushions and blankets are part of what they lie on, and not placed", a.words)
			continue
		}
		asset, err := w.shelf.named(a.words, a.class)
		if err != nil {
			w.note("%v", err)
			continue
		}
		w.pick(Pick{Asset: asset, Count: a.count, Slot: w.slotFor(a, &asset), Reason: Named, Words: a.words})
	}
}

// slotFor is the completing line of the program for something, or the zero Slot.
func (w *words) slotFor(by *asked, a *assets.Asset) roomgen.Slot {
	if key := w.near(by.beside); key != "" && a.Mount == scenes.OnFloor {
		return roomgen.Beside(key)
	}
	if key := w.near(by.around); key != "" && a.Mount == scenes.OnFloor {
		return roomgen.Around(key, by.count)
	}
	class, ok := taxonomy.ByName(a.Category)
	if !ok {
		return roomgen.Slot{}
	}
	for i := range w.slots {
		s := &w.slots[i]
		if !s.Core && s.Support == a.Mount && slices.Contains(s.Wants[0], class.Name) && w.anchored(s) {
			return *s
		}
	}
	return roomgen.Slot{}
}

// near is the key of what was picked for a class, or for the narrower one that a
// line of the program made of it, or "".
func (w *words) near(class string) string {
	if class == "" || w.keyOf[class] != "" {
		return w.keyOf[class]
	}
	for i := range w.out.Picks {
		if c := w.out.Picks[i].Asset.Category; strings.HasSuffix(c, "_"+class) {
			return w.keyOf[c]
		}
	}
	return ""
}

// usual takes the lines that most rooms of the kind have, while there is space.
func (w *words) usual() {
	for i := range w.slots {
		s := &w.slots[i]
		if !s.Core || s.Always || w.keys[s.Key] || w.satisfied(s) || !w.anchored(s) || w.count+1 > roomgen.MaxObjects {
			continue
		}
		a, substitute, ok := w.shelf.fill(s, 0, w.unwanted)
		if !ok || substitute || !w.leaves(&a, usualCoverage) || w.covers(&a) {
			continue
		}
		w.pick(Pick{Asset: a, Count: w.number(s), Slot: *s, Reason: Usual, Words: nameOf(a.Category)})
	}
}

// leaves reports whether an asset keeps the covered share of the floor below a
// bound; what does not stand on the floor always does.
func (w *words) leaves(a *assets.Asset, share float64) bool {
	f := footprint(a)
	return f == 0 || w.covered+f <= share*w.shelf.area
}

// covers reports whether an asset is a rug and the room has one.
func (w *words) covers(a *assets.Asset) bool {
	return a.Flat && slices.ContainsFunc(w.out.Picks, func(p Pick) bool { return p.Asset.Flat })
}

// nameOf is a class or "@role" in words.
func nameOf(want string) string {
	return strings.ReplaceAll(strings.TrimPrefix(want, "@"), "_", " ")
}
