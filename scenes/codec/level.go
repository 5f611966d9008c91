package codec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// levelFile is a level as it is written: {"level": NAME, "rooms": [ROOM…]}.
type levelFile struct {
	Level string     `json:"level"`
	Rooms []roomFile `json:"rooms"`
}

// roomFile is a layout with its task, as generate writes it, and its place in
// the level.
type roomFile struct {
	Task   json.RawMessage `json:"task"`
	Layout json.RawMessage `json:"layout"`
	Origin scenes.Vec3     `json:"origin_m"`
	Yaw    float64         `json:"yaw_deg"`
}

// DecodeLevel reads a level file, or a layout with its task as a level of one
// room.
func DecodeLevel(data []byte) (*scenes.Level, error) {
	var head struct {
		levelFile
		roomFile
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&head); err != nil {
		return nil, fmt.Errorf("neither a level nor a layout: %w", err)
	}
	if dec.More() {
		return nil, errors.New("holds more than one value; name a file of one level or one layout")
	}
	level := &scenes.Level{Name: head.Level}
	rooms := head.Rooms
	if head.Task != nil {
		rooms = []roomFile{head.roomFile}
	}
	if len(rooms) == 0 {
		return nil, errors.New(`neither a level nor a layout; write {"task": …, "layout": …} as generate does, or {"level": …, "rooms": […]}`)
	}
	for i, r := range rooms {
		if r.Task == nil || r.Layout == nil {
			return nil, fmt.Errorf("rooms[%d] needs a task and a layout", i)
		}
		task, err := DecodeTask(r.Task)
		if err != nil {
			return nil, fmt.Errorf("rooms[%d]: %w", i, err)
		}
		layout, err := DecodeLayout(r.Layout)
		if err != nil {
			return nil, fmt.Errorf("rooms[%d]: %w", i, err)
		}
		level.Rooms = append(level.Rooms, scenes.LevelRoom{Task: task, Layout: layout, Origin: r.Origin, Yaw: r.Yaw})
	}
	if level.Name == "" {
		level.Name = level.Rooms[0].Task.ID
	}
	return level, level.Validate()
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
