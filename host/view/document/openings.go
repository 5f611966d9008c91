package document

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
)

// The usual sizes of new openings in metres: a door leaf of a dwelling, and a
// window above a table.
const (
	doorWidth, doorHeight               = 0.9, 2.05
	windowWidth, windowHeight, windowUp = 1.2, 1.2, 0.9
)

// NewOpening returns a door or window of a usual size for a room of the given
// height.
func NewOpening(kind scenes.OpeningKind, height float64) scenes.Opening {
	if kind == scenes.Window {
		return scenes.Opening{Kind: kind, Width: windowWidth, Height: min(windowHeight, max(0.3, height-windowUp-0.1)), Sill: min(windowUp, height/2)}
	}
	return scenes.Opening{Kind: kind, Width: doorWidth, Height: min(doorHeight, height)}
}

// AddOpening puts a door or window into a wall and selects it. An empty id gets
// one. Its middle goes as near to its offset as the wall allows.
func AddOpening(room string, o scenes.Opening) Change {
	return Change{"Add a " + string(o.Kind), func(e *edit) error {
		r, err := e.task(room)
		if err != nil {
			return err
		}
		if o.ID == "" {
			o.ID = freshID(string(o.Kind), func(id string) bool { return openingIndex(&r.Task.Room, id) >= 0 })
		}
		if err := fitOpening(&r.Task.Room, &o, -1); err != nil {
			return err
		}
		r.Task.Room.Openings = append(r.Task.Room.Openings, o)
		e.selection = []Ref{{Room: room, Kind: Opening, ID: o.ID}}
		return nil
	}}
}

// SetOpening replaces an opening: moves it along its wall or to another, gives
// it another size, sill or swing. The id stays.
func SetOpening(ref Ref, o scenes.Opening) Change {
	return Change{"Change " + ref.ID, func(e *edit) error {
		r, err := e.task(ref.Room)
		if err != nil {
			return err
		}
		i := openingIndex(&r.Task.Room, ref.ID)
		if i < 0 || ref.Kind != Opening {
			return fmt.Errorf("there is no door or window %q in %s", ref.ID, ref.Room)
		}
		o.ID = ref.ID
		if err := fitOpening(&r.Task.Room, &o, i); err != nil {
			return err
		}
		r.Task.Room.Openings[i] = o
		return nil
	}}
}

// fitOpening moves an opening onto its wall and refuses what would overlap
// another one but the one with the given index.
func fitOpening(room *scenes.Room, o *scenes.Opening, but int) error {
	if o.Wall < 0 || o.Wall >= len(room.Floor) {
		return fmt.Errorf("there is no wall %d", o.Wall)
	}
	length := wallLength(room, o.Wall)
	if o.Width > length {
		return fmt.Errorf("the wall is %.2f m long, too short for a %s of %.2f m; make it narrower", length, o.Kind, o.Width)
	}
	o.Offset = min(max(o.Offset, o.Width/2), length-o.Width/2)
	for i, other := range room.Openings {
		if i == but || other.Wall != o.Wall {
			continue
		}
		apart := math.Abs(other.Offset-o.Offset) >= (other.Width+o.Width)/2-1e-9
		above := o.Sill >= other.Sill+other.Height-1e-9 || other.Sill >= o.Sill+o.Height-1e-9
		if !apart && !above {
			return fmt.Errorf("%s is there already", other.ID)
		}
	}
	return nil
}
