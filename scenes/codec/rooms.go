package codec

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/scenes"
)

// Room is one I-Design room: a task and the suite it belongs to.
type Room struct {
	Task *scenes.Task
	// Set names the suite, such as "normal"; empty when the file does not say.
	Set string
}

// DecodeRoom reads one I-Design room: an object with "objects_in_room" (or
// "scene_graph"), "room" as [x,y,z] (or "size_of_room"), and optionally
// "name", "set" and "user_preference".
func DecodeRoom(data []byte) (Room, error) {
	var raw struct {
		Name       string          `json:"name"`
		Set        string          `json:"set"`
		Preference string          `json:"user_preference"`
		Room       []float64       `json:"room"`
		Size       *graphPosition  `json:"size_of_room"`
		Objects    json.RawMessage `json:"objects_in_room"`
		Graph      json.RawMessage `json:"scene_graph"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return Room{}, fmt.Errorf("the room %w", wrongType(err))
	}
	var size [3]float64
	switch {
	case len(raw.Room) == 3:
		size = [3]float64(raw.Room)
	case raw.Room == nil && raw.Size != nil:
		size = [3]float64{raw.Size.X, raw.Size.Y, raw.Size.Z}
	default:
		return Room{}, fmt.Errorf("room %q needs \"room\": [x, y, z] in metres", raw.Name)
	}
	objects := raw.Objects
	if objects == nil {
		objects = raw.Graph
	}
	if objects == nil {
		return Room{}, fmt.Errorf("room %q has no \"objects_in_room\"", raw.Name)
	}
	task, err := DecodeIDesign(raw.Name, objects, size)
	if err != nil {
		return Room{}, err
	}
	task.Preference = raw.Preference
	return Room{Task: task, Set: raw.Set}, nil
}

// ReadRooms reads one room per line; empty lines pass. The error names the
// line.
func ReadRooms(r io.Reader) ([]Room, error) {
	in := bufio.NewReader(r)
	var out []Room
	for line := 1; ; line++ {
		data, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			room, bad := DecodeRoom(data)
			if bad != nil {
				return nil, fmt.Errorf("line %d: %w", line, bad)
			}
			out = append(out, room)
		}
		if err != nil {
			return out, nil
		}
	}
}
