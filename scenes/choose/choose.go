package choose

import (
	"context"
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// Request is a room to choose things for.
type Request struct {
	// Room is empty; its doors, windows and holes are kept free.
	Room scenes.Room
	// Text says what is wanted, in English.
	Text string
	// Library is what there is to choose from.
	Library []assets.Asset
	// Item is an asset as rooms are furnished with it.
	Item func(assets.Asset) roomgen.Item
	// Seed decides between what is equally good.
	Seed uint64
}

// Chooser picks what to put into a room. Words is the built-in one.
type Chooser interface {
	// Choose returns what to place, most important first. Its error is one
	// sentence for people.
	Choose(ctx context.Context, req Request) (*Choice, error)
}

// Choice is what a [Chooser] picked.
type Choice struct {
	// Program is the kind of room, one of roomgen.Programs; empty when the words
	// name things but no kind.
	Program string
	Picks   []Pick
	// Wishes are those beyond those that scenes/preference reads out of the text.
	Wishes []Wish
	// Notes are sentences on what was understood and what could not be had.
	Notes []string
}

// Wish is a sentence that scenes/preference understands, in place of words of the
// text that it does not.
type Wish struct {
	// Said are the text's words, Means the sentence.
	Said, Means string
}

// Reason is why something was picked.
type Reason int

// The reasons, the most important first.
const (
	// Named things are in the text.
	Named Reason = iota
	// Needed things are what no room of the kind is without.
	Needed
	// Usual things are what most rooms of the kind have.
	Usual
	// Extra things complete it.
	Extra
)

// worth is how much a composition loses without a thing that was picked for the
// reason. A wish that it meets is worth wishWorth, the critic's score, below 1,
// criticWorth, and every side of something that has company sideWorth: chairs go
// round a table, not all to one side of it.
var worth = [...]float64{Named: 60, Needed: 100, Usual: 20, Extra: 5}

const (
	wishWorth   = 15
	criticWorth = 20
	sideWorth   = 4
)

// Pick is a thing to place, some times over.
type Pick struct {
	Asset assets.Asset
	Count int
	// Slot is the line of the program that it fills; the zero Slot is where such
	// things usually go.
	Slot   roomgen.Slot
	Reason Reason
	// Words are those that it was picked by.
	Words string
}

// Result is a task with what was said on the way.
type Result struct {
	Task *scenes.Task
	// Program is the kind of room, or empty.
	Program string
	// Notes are sentences for people: what was chosen and why, what is left out,
	// what is optional.
	Notes []string
}

// maxRoom is the longest side of a room in metres.
const maxRoom = 100

func (r *Request) check() error {
	if err := r.Room.Validate(); err != nil {
		return err
	}
	for k, side := range [3]string{"length", "width", "height"} {
		if v := r.Room.Extent()[k]; v > maxRoom {
			return fmt.Errorf("the room's %s is %v m; give metres up to %d", side, v, maxRoom)
		}
	}
	if len(r.Library) == 0 {
		return fmt.Errorf("there is nothing to choose from: the library is empty")
	}
	return nil
}

// area is the floor's area in m², holes apart.
func area(r *scenes.Room) float64 {
	a := shoelace(r.Floor)
	for _, h := range r.Holes {
		a -= shoelace(h)
	}
	return max(a, 0)
}

func shoelace(p []scenes.Vec2) float64 {
	a := 0.0
	for i := range p {
		q := p[(i+1)%len(p)]
		a += p[i][0]*q[1] - q[0]*p[i][1]
	}
	return math.Abs(a) / 2
}
