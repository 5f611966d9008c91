package codec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
)

// levelKeys are the keys of a level file.
var levelKeys = []string{"level", "rooms"}

// placeKeys are the keys of a room of a level beside those of a layout file.
var placeKeys = []string{"origin_m", "yaw_deg"}

// errNoLevel is JSON that is something else.
var errNoLevel = errors.New(`neither a level nor a layout; write {"task": …, "layout": …} as generate does, or {"level": …, "rooms": […]}`)

// DecodeLevel reads a level file, {"level": NAME, "rooms": [ROOM…]} where a ROOM
// is a layout with its task, as generate writes it, and its place "origin_m" and
// "yaw_deg"; or a layout with its task as a level of one room. Keys that they do
// not have are errors, and so is what lies further than 1000 km away.
func DecodeLevel(data []byte) (*scenes.Level, error) {
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &top); err != nil || top == nil {
		return nil, noLevel(data, err)
	}
	level := &scenes.Level{}
	switch {
	case top["task"] != nil || top["layout"] != nil:
		room, err := decodeLevelRoom(top, layoutKeys)
		if err != nil {
			return nil, err
		}
		level.Rooms = append(level.Rooms, room)
	case top["rooms"] != nil:
		if err := onlyKeys(top, levelKeys, ""); err != nil {
			return nil, err
		}
		var head struct {
			Level string                       `json:"level"`
			Rooms []map[string]json.RawMessage `json:"rooms"`
		}
		if err := json.Unmarshal(data, &head); err != nil {
			return nil, wrongType(err)
		}
		level.Name = head.Level
		keys := slices.Concat(layoutKeys, placeKeys)
		for i, members := range head.Rooms {
			room, err := decodeLevelRoom(members, keys)
			if err != nil {
				return nil, fmt.Errorf("rooms[%d]: %w", i, err)
			}
			level.Rooms = append(level.Rooms, room)
		}
	case top["asset"] != nil && top["nodes"] != nil:
		return nil, errors.New("is a glTF; metaspatial import-layout makes a level of it")
	}
	if len(level.Rooms) == 0 {
		return nil, errNoLevel
	}
	if level.Name == "" {
		level.Name = level.Rooms[0].Task.ID
	}
	return level, level.Validate()
}

// decodeLevelRoom reads the members of a room, which may have the given keys.
func decodeLevelRoom(members map[string]json.RawMessage, keys []string) (r scenes.LevelRoom, err error) {
	if err := onlyKeys(members, keys, ""); err != nil {
		return r, err
	}
	if members["task"] == nil || members["layout"] == nil {
		return r, errors.New("needs a task and a layout")
	}
	if r.Task, err = DecodeTask(members["task"]); err != nil {
		return r, err
	}
	if r.Layout, err = DecodeLayout(members["layout"]); err != nil {
		return r, err
	}
	for i, c := range r.Task.Room.Floor {
		if !nearby(c[0], c[1], r.Task.Room.Height) {
			return r, fmt.Errorf("task %q: corner %d of the floor is more than 1000 km away, or the room that high; write metres", r.Task.ID, i)
		}
	}
	for i := range r.Task.Objects {
		if o := &r.Task.Objects[i]; !nearby(o.Size[:]...) {
			return r, fmt.Errorf("object %q is larger than 1000 km; write metres", o.ID)
		}
	}
	for i, p := range r.Layout.Placements {
		if !nearby(p.Position[:]...) || !nearby(p.Yaw) {
			return r, fmt.Errorf("layout entry %d (%q) lies more than 1000 km away or has no heading; move it into its room", i+1, p.ID)
		}
	}
	if r.Origin, err = member[scenes.Vec3](members, "origin_m"); err != nil {
		return r, err
	}
	r.Yaw, err = member[float64](members, "yaw_deg")
	return r, err
}

// nearby reports whether no number lies beyond [scenes.Farthest].
func nearby(list ...float64) bool {
	return !slices.ContainsFunc(list, func(v float64) bool { return !(math.Abs(v) <= scenes.Farthest) })
}

// member reads a number or a list of numbers; without one it is zero.
func member[T any](members map[string]json.RawMessage, key string) (v T, err error) {
	text := members[key]
	if text == nil {
		return v, nil
	}
	if err := strict(text, reflect.TypeFor[T](), key); err != nil {
		return v, err
	}
	if json.Unmarshal(text, &v) != nil {
		return v, fmt.Errorf("%s is %s; write numbers, as in \"origin_m\": [5.2, 0, 0], \"yaw_deg\": 90", key, clipped(text))
	}
	return v, nil
}

// clipped is a text for a sentence.
func clipped(text []byte) string {
	if r := []rune(string(text)); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return string(text)
}

// noLevel says what data is that is no JSON object.
func noLevel(data []byte, err error) error {
	text := bytes.TrimSpace(data)
	var syntax *json.SyntaxError
	switch {
	case len(text) == 0:
		return errors.New("is empty; name a level, or a layout with its task as generate writes it")
	case bytes.HasPrefix(text, []byte("glTF")):
		return errors.New("is a GLB; metaspatial import-layout makes a level of it")
	case !errors.As(err, &syntax):
		return errNoLevel
	case text[0] != '{' && text[0] != '[':
		return errors.New("is no JSON; name a level, or a layout with its task as generate writes it")
	}
	line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
	switch first := json.NewDecoder(bytes.NewReader(text)).Decode(new(json.RawMessage)); {
	case first == nil:
		return errors.New("holds more than one value; name a file of one level or one layout")
	case errors.Is(first, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: the file ends before the level does; copy or write it again", line)
	}
	return fmt.Errorf("line %d is not JSON: %w; mend it there, or write the file again", line, err)
}

// EncodeLevel writes a level as DecodeLevel reads it.
func EncodeLevel(l *scenes.Level) ([]byte, error) {
	type room struct {
		Task   *scenes.Task `json:"task"`
		Layout []AnswerItem `json:"layout"`
		Origin scenes.Vec3  `json:"origin_m"`
		Yaw    float64      `json:"yaw_deg"`
	}
	out := struct {
		Level string `json:"level"`
		Rooms []room `json:"rooms"`
	}{Level: l.Name, Rooms: []room{}}
	for i := range l.Rooms {
		r := &l.Rooms[i]
		out.Rooms = append(out.Rooms, room{r.Task, EncodeLayout(r.Layout), r.Origin, r.Yaw})
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("writing level %q: %w", l.Name, err)
	}
	return append(text, '\n'), nil
}
