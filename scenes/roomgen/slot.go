package roomgen

import (
	"sort"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// put is how an object of a slot stands to the room or to its anchor.
type put uint8

const (
	onWall   put = iota // its back to a wall
	atCorner            // in a corner
	inMiddle            // anywhere in the room
	inRows              // in rows, turned to the main wall
	beside              // touching the anchor's left or right side
	before              // in front of the anchor at some distance
	seated              // touching the anchor's front, facing it
	around              // touching any side of the anchor, facing it
	nearby              // to a side of the anchor at some distance, facing it
	opposite            // on the wall across from the anchor, facing it
	onTop               // on the anchor
	beneath             // a rug under the anchor
	overhead            // on the wall above the anchor
	hung                // on a wall
	ceiling             // at the ceiling
)

// bucket groups puts by the relation they make, for the mix of relations.
type bucket uint8

const (
	walls bucket = iota
	corners
	middles
	tops
	sides
	overs
	ceilings
	buckets
)

// mix is the share of objects per bucket that rooms approach: that of the
// public I-Design rooms this project compares on (walls 35 %, corners 9 %,
// middle 5 %, on objects 18 %, sides 23 %, above and under 6 %, ceiling 4 %).
var mix = [buckets]float64{0.35, 0.09, 0.05, 0.18, 0.23, 0.06, 0.04}

func (p put) bucket() bucket {
	switch p {
	case onWall, opposite, hung:
		return walls
	case atCorner:
		return corners
	case inMiddle, inRows:
		return middles
	case onTop:
		return tops
	case beneath, overhead:
		return overs
	case ceiling:
		return ceilings
	}
	return sides
}

// support is what carries the objects of the put.
func (p put) support() scenes.Support {
	switch p {
	case onTop:
		return scenes.OnObject
	case overhead, hung:
		return scenes.OnWall
	case ceiling:
		return scenes.OnCeiling
	}
	return scenes.OnFloor
}

// side restricts the walls of a slot.
type side uint8

const (
	anyWall  side = iota
	mainWall      // the wall that the room is turned to
	farWall       // the one across from it
)

// slot is one line of a program: what to put where, how often.
type slot struct {
	key  string
	want string
	put  put
	// of names the keys of the anchor, by bars; "*" is any fitting object.
	of string
	// n is how many the core asks for: at least, at most; zero means one.
	n [2]int
	// p is the probability that the core uses the slot; zero means always.
	p float64
	// each is the most that one anchor (or the room) gets; zero means any.
	each int
	side side
	// only restricts the relation; empty takes any that the put makes.
	only scenes.RelationKind
	// weight is the slot's weight as a filler; zero means 1.
	weight float64

	wanted want
	ofs    []string
}

// program is a kind of room.
type program struct {
	name   string
	height [2]float64
	// core is what makes the room that kind, most important first; fill is
	// what completes it.
	core, fill []slot
	// bare rooms have no openings.
	bare bool
	// window is the probability of a window.
	window float64
	moods  []string
	styles []string
	woods  []string
	// airy rooms take the lower coverages: their furniture is small, and the
	// room is meant for several people.
	airy bool
	// abstract rooms turn every object to some wall, as I-Design does.
	abstract bool
}

var programs = prepared(homePrograms, workPrograms, levelPrograms, abstractPrograms)

func prepared(tables ...[]program) map[string]*program {
	m := map[string]*program{}
	for _, t := range tables {
		for i := range t {
			p := &t[i]
			for _, ss := range [][]slot{p.core, p.fill} {
				for k := range ss {
					ss[k].prepare()
				}
			}
			m[p.name] = p
		}
	}
	return m
}

func (s *slot) prepare() {
	s.wanted = wants(s.want)
	if s.of != "" {
		s.ofs = strings.Split(s.of, "|")
	}
	if s.n == [2]int{} {
		s.n = [2]int{1, 1}
	}
	if s.p == 0 {
		s.p = 1
	}
	if s.weight == 0 {
		s.weight = 1
	}
}

// Programs lists the kinds of room, sorted. "abstract" makes rooms without a
// theme or a door, like the public I-Design rooms; it is meant for training.
func Programs() []string {
	out := make([]string, 0, len(programs))
	for name := range programs {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}
