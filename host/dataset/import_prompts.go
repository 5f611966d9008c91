package dataset

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// extents are a room's as MetaSpatial writes them, in metres.
type extents struct {
	X *float64 `json:"x"`
	Y *float64 `json:"y"`
	Z *float64 `json:"z"`
}

// room makes the rectangular room of the extents.
func (e *extents) room() (scenes.Room, error) {
	if e == nil || e.X == nil || e.Y == nil || e.Z == nil {
		return scenes.Room{}, fmt.Errorf(`has no size with x, y and z in metres`)
	}
	r := scenes.RectRoom(*e.X, *e.Y, *e.Z)
	return r, r.Validate()
}

// prompts reads MetaSpatial's room prompts: {"description", "size": {"x","y","z"}}
// in a list or one a line.
func prompts(r io.Reader, o *ImportOptions) ([]candidate, error) {
	var out []candidate
	err := values(r, func(number int, data json.RawMessage) bool {
		c := candidate{name: fmt.Sprintf("prompt_%d", number-1)}
		var p struct {
			Description *string  `json:"description"`
			Size        *extents `json:"size"`
		}
		err := json.Unmarshal(data, &p)
		switch {
		case err != nil:
			c.bad = wrong(err)
		case p.Description == nil || strings.TrimSpace(*p.Description) == "":
			c.bad = "has no description"
		default:
			c.text = *p.Description
			if c.room, err = p.Size.room(); err != nil {
				c.bad = err.Error()
			}
		}
		out = append(out, c)
		return len(out) < o.Limit
	})
	return out, err
}
