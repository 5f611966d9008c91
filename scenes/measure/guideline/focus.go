package guideline

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Focus is what a room is about: where its seats should look.
type Focus struct {
	// At is the point on the floor.
	At scenes.Vec2
	// Name is the object's or opening's id.
	Name string
	// All says that every seat should look there, not only sofas and lounge
	// seats.
	All bool

	piece int32
	out   scenes.Vec2
	found bool
}

// FindFocus returns the focal point of a room: of the first kind in this list
// of which there is one, the largest by its front face, the first of several.
//
//  1. a board (every seat looks at it), unless there is a screen and a sofa;
//  2. a screen, but for those on desks and the like;
//  3. a hearth;
//  4. a bed, which only sofas and lounge seats look at;
//  5. a window.
//
// It is false when there is none.
func FindFocus(w *world.World) (Focus, bool) {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	s.world = w
	s.see(w)
	f := s.findFocus()
	return f, f.found
}

func (s *scratch) findFocus() Focus {
	board := s.largest(func(p *piece) bool {
		return p.plays(taxonomy.Board) && !p.plays(taxonomy.Screen) && p.class.Name != "notice_board"
	})
	screen := s.largest(roomScreen)
	if board.found && !(screen.found && s.some((*piece).easy)) {
		board.All = true
		return board
	}
	if screen.found {
		screen.All = !s.some((*piece).easy)
		return screen
	}
	for _, r := range [...]taxonomy.Role{taxonomy.Hearth, taxonomy.Bed} {
		if f := s.largest(func(p *piece) bool { return p.stands && p.plays(r) }); f.found {
			return f
		}
	}
	return s.window()
}

// roomScreen reports whether p is a screen that a whole room looks at.
func roomScreen(p *piece) bool { return p.plays(taxonomy.Screen) && !p.plays(taxonomy.Tabletop) }

func (s *scratch) some(ok func(*piece) bool) bool {
	for i := range s.pieces {
		if ok(&s.pieces[i]) {
			return true
		}
	}
	return false
}

func (s *scratch) largest(ok func(*piece) bool) Focus {
	f, size := Focus{}, -1.0
	for i := range s.pieces {
		p := &s.pieces[i]
		if face := p.half[0] * (p.high - p.low); ok(p) && face > size {
			size = face
			f = Focus{At: p.at, Name: p.body.Object.ID, piece: int32(i), out: p.out, found: true}
		}
	}
	return f
}

func (s *scratch) window() Focus {
	f, size := Focus{}, 0.0
	floor := s.world.Task.Room.Floor
	for _, o := range s.world.Task.Room.Openings {
		if o.Kind != scenes.Window || o.Wall < 0 || o.Wall >= len(floor) || !(o.Width*o.Height > size) {
			continue
		}
		a := floor[o.Wall]
		d := floor[(o.Wall+1)%len(floor)].Sub(a)
		n := d.Len()
		if !(n > 0) {
			continue
		}
		along := d.Mul(1 / n)
		at := a.Add(along.Mul(o.Offset))
		if !within(at[0]) || !within(at[1]) {
			continue
		}
		size = o.Width * o.Height
		f = Focus{At: at, Name: o.ID, piece: -1, out: scenes.Vec2{-along[1], along[0]}, found: true}
	}
	return f
}

// Draws reports whether a body is a seat that should look at the focal point: a
// sofa or lounge seat with a front, and where all should look there, any seat
// but for office chairs, which belong to their desks.
func (f *Focus) Draws(b *world.Body) bool {
	c := b.Class
	if c == nil || !c.Front || !Stands(b) {
		return false
	}
	return c.Plays(taxonomy.Sofa) || c.Plays(taxonomy.Lounge) || f.All && c.Plays(taxonomy.Seat) && c.Name != "office_chair"
}

// emphasis measures how seats look at the focal point.
func (s *scratch) emphasis() {
	f := &s.focus
	if !f.found {
		return
	}
	for i := range s.pieces {
		p := &s.pieces[i]
		if int32(i) == f.piece || !f.Draws(p.body) {
			continue
		}
		c := facing(p.out, p.at, f.At)
		s.add(term{kind: Emphasis, a: int32(i), b: -1, value: -c, loss: (1 - c) / 2, weight: 1, at: degrees(c)})
	}
}
