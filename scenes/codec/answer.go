package codec

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// AnswerItem is one object of an answer or of a layout file.
type AnswerItem struct {
	ID       string   `json:"new_object_id"`
	X        float64  `json:"x"`
	Y        float64  `json:"y"`
	Z        float64  `json:"z"`
	Rotation Rotation `json:"rotation"`
}

// Rotation is a heading as I-Design writes it.
type Rotation struct {
	// ZAngle is the compass heading in degrees.
	ZAngle float64 `json:"z_angle"`
}

// EncodeLayout returns the placements in their order, for JSON. A nil layout
// gives an empty list.
func EncodeLayout(l *scenes.Layout) []AnswerItem {
	if l == nil {
		return []AnswerItem{}
	}
	out := make([]AnswerItem, len(l.Placements))
	for i, p := range l.Placements {
		out[i] = AnswerItem{p.ID, p.Position[0], p.Position[1], p.Position[2], Rotation{p.Yaw}}
	}
	return out
}

// DecodeLayout reads the JSON of [EncodeLayout]. Unlike an answer it must be
// complete and exact, without keys of its own; the task is not needed.
func DecodeLayout(data []byte) (*scenes.Layout, error) {
	var items []struct {
		ID       string    `json:"new_object_id"`
		X        *float64  `json:"x"`
		Y        *float64  `json:"y"`
		Z        *float64  `json:"z"`
		Rotation *Rotation `json:"rotation"`
	}
	if err := strict(data, reflect.TypeFor[[]AnswerItem](), "layout"); err != nil {
		return nil, fmt.Errorf("read layout: %w", err)
	}
	if err := json.Unmarshal(data, &items); err != nil {
		return nil, fmt.Errorf("read layout: %w", wrongType(err))
	}
	l := &scenes.Layout{Placements: make([]scenes.Placement, len(items))}
	for i, it := range items {
		switch {
		case it.ID == "":
			return nil, fmt.Errorf("layout entry %d has no new_object_id", i+1)
		case it.X == nil || it.Y == nil || it.Z == nil:
			return nil, fmt.Errorf("layout entry %d (%q) needs x, y and z", i+1, it.ID)
		}
		p := scenes.Placement{ID: it.ID, Position: scenes.Vec3{*it.X, *it.Y, *it.Z}}
		if it.Rotation != nil {
			p.Yaw = it.Rotation.ZAngle
		}
		l.Placements[i] = p
	}
	return l, nil
}

// untag keeps a thought from ending itself or starting an answer.
var untag = strings.NewReplacer("<think>", "[think]", "</think>", "[/think]", "<answer>", "[answer]", "</answer>", "[/answer]")

// FormatResponse writes a layout as a policy's response, objects in the task's
// order, coordinates to a tenth of a millimetre. An object without a placement
// is left out.
func FormatResponse(task *scenes.Task, layout *scenes.Layout, think string) string {
	b := make([]byte, 0, 64+len(think)+112*len(task.Objects))
	b = append(b, "<think>"...)
	b = append(b, untag.Replace(think)...)
	b = append(b, "</think>\n<answer>\n["...)
	first := true
	for i := range task.Objects {
		id := task.Objects[i].ID
		p := layout.Find(id)
		if p == nil {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendQuoted(append(b, "\n{\"new_object_id\":"...), id), `,"x":`...)
		b = append(fixed(b, p.Position[0]), `,"y":`...)
		b = append(fixed(b, p.Position[1]), `,"z":`...)
		b = append(fixed(b, p.Position[2]), `,"rotation":{"z_angle":`...)
		b = append(fixed(b, p.Yaw), "}}"...)
	}
	return string(append(b, "\n]\n</answer>"...))
}

// fixed writes four decimals, and never a negative zero.
func fixed(b []byte, f float64) []byte {
	if f > -0.00005 && f <= 0 {
		f = 0
	}
	return strconv.AppendFloat(b, f, 'f', 4, 64)
}

// appendQuoted writes s as JSON text; angle brackets are escaped, so that an
// id never looks like a tag.
func appendQuoted(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			q, err := json.Marshal(s)
			if err != nil {
				return append(b, `""`...)
			}
			return append(b, q...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
