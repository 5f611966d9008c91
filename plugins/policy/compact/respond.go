package compact

import (
	"math"
	"strconv"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/geom"
)

// response writes what the episode decided: a line per item, in placing order,
// and the layout. A line is the item's id, a colon and one sentence, as
// [codec.Why] reads it: where the item went, which of its relations that meets
// and misses, what it hits, and how likely the policy held the heading and the
// place that it took. All but the last is worked out from where things stood when
// the item was placed.
func (e *episode) response() string {
	t := teller{e: e, w: newWitness(e.state), out: make([]byte, 0, 192*len(e.state.p.items))}
	for i := range e.state.p.items {
		t.line(i)
	}
	return codec.FormatResponse(e.state.p.task, e.state.layout(), string(t.out))
}

// A teller puts accounts into words.
type teller struct {
	e   *episode
	w   *witness
	a   account
	out []byte
}

func (t *teller) say(words ...string) {
	for _, w := range words {
		t.out = append(t.out, w...)
	}
}

func (t *teller) number(x float64, decimals int) {
	t.out = strconv.AppendFloat(t.out, x, 'f', decimals, 64)
}

func (t *teller) metres(x float64) {
	t.number(x, 2)
	t.say(" m")
}

// percent says a probability by its logarithm.
func (t *teller) percent(log float64) {
	p := 100 * math.Exp(log)
	if p < 1 {
		t.say("under 1 %")
		return
	}
	t.number(p, 0)
	t.say(" %")
}

func (t *teller) id(i int) string { return t.e.state.p.items[i].obj.ID }

// line says one line on item i.
func (t *teller) line(i int) {
	s, it := t.e.state, &t.e.state.p.items[i]
	t.say(it.obj.ID, ": ")
	switch {
	case it.lock != nil:
		t.say("stays where it is locked")
	case t.e.decision(i).option == leaveOption:
		t.leaving(i)
	default:
		t.w.account(i, &t.a)
		d := t.e.decision(i)
		if d.option == keepOption {
			t.say("kept ")
		} else if s.canKeep(i) {
			t.moved(i)
		}
		t.place(i)
		t.heading(i)
		if s.canKeep(i) {
			t.say(", ")
			t.before(i)
		}
		t.relations(i)
		t.faults()
		t.chances(d, it)
	}
	t.say(".\n")
}

// moved says how far the item went from its place of the turn before.
func (t *teller) moved(i int) {
	q := &t.e.state.before[i]
	far := math.Hypot(t.w.boxes[i].Center[0]-q.x, t.w.boxes[i].Center[1]-q.y)
	if far <= beyondBefore {
		t.say("still ")
		return
	}
	t.say("moved ")
	t.metres(far)
	t.say(" to stand ")
}

// faultWords say what the findings of a fault are about, in the order of the
// bits.
var faultWords = [...]string{"a collision", "the room's bounds", "a relation", "its heading", "free space", "another rule"}

// before says what was found wrong with the item in the turn before.
func (t *teller) before(i int) {
	kept := t.e.decision(i).option == keepOption
	f := t.e.state.faults[i]
	switch {
	case f == 0 && kept:
		t.say("since nothing was found wrong with it")
		return
	case f == 0:
		t.say("although nothing was found wrong with it")
		return
	case kept:
		t.say("although it was found at fault over ")
	default:
		t.say("after it was found at fault over ")
	}
	said := 0
	for k, words := range faultWords {
		if f&(1<<k) == 0 {
			continue
		}
		if said > 0 {
			t.say(" and ")
		}
		t.say(words)
		said++
	}
}

// place says what the item stands against, on or beside, else its centre.
func (t *teller) place(i int) {
	it, a := &t.e.state.p.items[i], &t.a
	said := 0
	next := func(words string) {
		if said > 0 {
			t.say(", ")
		}
		t.say(words)
		said++
	}
	if a.carried {
		next("on ")
		t.say(t.id(it.parent))
	}
	if it.obj.Support == scenes.OnCeiling {
		next("on the ceiling")
	}
	for k, wall := range a.walls {
		if k == 0 {
			next("against ")
		} else {
			t.say(" and ")
		}
		t.wall(wall)
	}
	for k, j := range a.touches[:min(most, len(a.touches))] {
		if k == 0 {
			next("touching ")
		} else {
			t.say(" and ")
		}
		t.say(t.id(j))
	}
	if said > 0 {
		return
	}
	next("at ")
	t.number(t.w.boxes[i].Center[0], 1)
	t.say(", ")
	t.number(t.w.boxes[i].Center[1], 1)
}

// wall names a wall by the side of the room that it is on.
func (t *teller) wall(k int) {
	name, many := wallSide(&t.w.walls[k]), 0
	for i := range t.w.walls {
		if wallSide(&t.w.walls[i]) == name {
			many++
		}
	}
	if many > 1 {
		t.say("a ", name, " wall")
		return
	}
	t.say("the ", name, " wall")
}

func wallSide(w *geom.Wall) string { return geom.CompassOf(w.Yaw + 180) }

// heading says which way the front points.
func (t *teller) heading(i int) {
	yaw := t.w.boxes[i].Yaw
	t.say(", facing ")
	if quarter := quarterOf(yaw); geom.AngleBetween(yaw, float64(quarter)*90) < 0.05 {
		t.say(geom.CompassOf(float64(quarter) * 90))
		return
	}
	t.number(yaw, 0)
	t.say("°")
}

// relations says which of the item's relations and its facing hold and which do
// not, and by how much.
func (t *teller) relations(i int) {
	it, a := &t.e.state.p.items[i], &t.a
	said := 0
	next := func(first, then string) {
		if said == 0 {
			t.say(first)
		} else {
			t.say(then)
		}
		said++
	}
	for _, k := range a.held {
		next("; as asked ", " and ")
		t.link(&it.links[k])
	}
	if a.faces && a.turned == 0 {
		next("; as asked ", " and ")
		t.say("facing ", elementWords(it.obj.Facing))
	}
	said = 0
	for _, m := range a.missed {
		next("; not ", " nor ")
		t.link(&it.links[m.of])
		t.say(" by ")
		t.metres(m.by)
	}
	if a.turned > 0 {
		next("; not ", " nor ")
		t.say("facing ", elementWords(it.obj.Facing), " by ")
		t.number(a.turned, 0)
		t.say("°")
	}
	for _, k := range a.open {
		j := it.links[k].target
		t.say("; ", t.id(j))
		if t.e.state.poses[j].standing == absent {
			t.say(" is left out")
		} else {
			t.say(" is placed later")
		}
	}
}

// link says what a relation asks for.
func (t *teller) link(l *link) {
	if l.target < 0 {
		if _, wall := scenes.WallYaw(l.element); wall {
			t.say("at ", elementWords(l.element))
		} else {
			t.say("in the room")
		}
		return
	}
	t.say(string(l.kind))
	if l.kind == scenes.InFront || l.kind == scenes.InCorner {
		t.say(" of")
	}
	t.say(" ", t.id(l.target))
}

// elementWords name what an item faces or stands at.
func elementWords(id string) string {
	switch id {
	case scenes.NorthWall:
		return "the north wall"
	case scenes.EastWall:
		return "the east wall"
	case scenes.SouthWall:
		return "the south wall"
	case scenes.WestWall:
		return "the west wall"
	case scenes.Middle:
		return "the middle of the room"
	}
	return id
}

// faults says what the item hits and blocks, or that it does neither.
func (t *teller) faults() {
	a := &t.a
	clean := true
	fault := func(words string, by float64, after string) {
		t.say("; ", words)
		t.metres(by)
		t.say(after)
		clean = false
	}
	if a.outside > 0 {
		fault("beyond the floor by ", a.outside, "")
	}
	for _, h := range a.hits[:min(most, len(a.hits))] {
		fault("hits "+t.id(h.of)+" by ", h.by, "")
	}
	t.more("hits ", len(a.hits))
	for _, b := range a.blocked {
		fault("stands in the way of "+t.w.doors[b.of].name()+" by ", b.by, "")
	}
	for _, j := range a.invades[:min(most, len(a.invades))] {
		fault("stands ", j.by, " deep in the free space of "+t.id(j.of))
	}
	t.more("stands in the free space of ", len(a.invades))
	for _, j := range a.invaded[:min(most, len(a.invaded))] {
		fault(t.id(j.of)+" stands ", j.by, " deep in its free space")
	}
	t.more("has in its free space ", len(a.invaded))
	if a.walled > 0 {
		fault("its free space reaches ", a.walled, " beyond the floor")
	}
	switch {
	case !clean:
	case a.before > 0 && len(t.w.doors) > 0:
		t.say("; clear of ", things(a.before), " and the way in")
	case a.before > 0:
		t.say("; clear of ", things(a.before))
	}
}

// most is how many things of a kind are named; a pile of hundreds would fill
// pages.
const most = 3

// more says how many of n things were not named.
func (t *teller) more(what string, n int) {
	if n <= most {
		return
	}
	t.say("; ", what)
	t.number(float64(n-most), 0)
	t.say(" more")
}

func things(n int) string {
	if n == 1 {
		return "the one thing before it"
	}
	return "the " + strconv.Itoa(n) + " things before it"
}

func (d *door) name() string {
	if d.id == "" {
		return "a door"
	}
	return d.id
}

// chances says how likely the policy held what it chose.
func (t *teller) chances(d *decision, it *item) {
	t.say("; ")
	t.percent(d.log.yaw)
	if !d.places() {
		t.say(" sure")
		return
	}
	t.say(" sure of the heading, ")
	t.percent(d.log.cell)
	t.say(" of the place")
	if d.tilted(it) {
		t.say(", ")
		t.percent(d.log.tilt)
		t.say(" of the turn from it")
	}
}

// leaving says why an item may be missing.
func (t *teller) leaving(i int) {
	t.say("left out; ")
	parent := t.e.state.p.items[i].parent
	if parent >= 0 && parent < i && t.e.state.poses[parent].standing == absent {
		t.say("so is ", t.id(parent), ", which would carry it")
	} else {
		switch looked, free := t.w.vacant(i); looked {
		case 0:
			t.say("there is no place where all its relations hold")
		default:
			t.number(float64(free), 0)
			t.say(" of ")
			t.number(float64(looked), 0)
			t.say(" places that would meet its relations are free")
		}
	}
	t.say("; ")
	t.percent(t.e.decision(i).log.yaw)
	t.say(" sure")
}
