package raster

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// CameraForms lists what [ParseCamera] understands, for help texts.
var CameraForms = append(append([]string(nil), Presets...), "closeup:ID", "orbit:YAW,PITCH[,DISTANCE]")

// orbitFov is the field of view of orbits, that of the doll-house.
const orbitFov = 26

// ParseCamera returns the camera that a text names, for a picture of the given
// size:
//
//   - a preset (see [Presets]);
//   - closeup:ID, the object with what stands round it;
//   - orbit:YAW,PITCH[,DISTANCE], from the given compass heading as seen from
//     the middle of the room and the given elevation, in degrees; without a
//     distance in metres from the middle the whole room is framed.
//
// The layout is needed for close-ups only.
func ParseCamera(text string, t *scenes.Task, l *scenes.Layout, width, height int) (Camera, error) {
	if err := Check(t); err != nil {
		return Camera{}, err
	}
	if width < 1 || height < 1 || width > MaxSize || height > MaxSize {
		return Camera{}, fmt.Errorf("a picture of %d×%d pixels cannot be drawn; use 1 to %d each way", width, height, MaxSize)
	}
	name, rest, more := strings.Cut(strings.TrimSpace(text), ":")
	name = strings.ToLower(strings.TrimSpace(name))
	rest = strings.TrimSpace(rest)
	switch {
	case name == "closeup":
		return parseCloseup(rest, t, l, width, height)
	case name == "orbit":
		return parseOrbit(text, rest, &t.Room, width, height)
	}
	c, err := Preset(name, &t.Room, width, height)
	switch {
	case err != nil:
		known := append(append([]string(nil), Presets...), "closeup", "orbit")
		if near.Nearest(name, known) != "" {
			return c, unknownCamera(name, known)
		}
		return c, unknownCamera(name, CameraForms)
	case more:
		return Camera{}, fmt.Errorf("camera %q takes nothing after %q; write %q", text, name, name)
	}
	return c, nil
}

func parseCloseup(id string, t *scenes.Task, l *scenes.Layout, width, height int) (Camera, error) {
	if id == "" {
		return Camera{}, fmt.Errorf("camera closeup names no object; write closeup:ID, such as closeup:%s", firstPlaced(t, l))
	}
	o, _ := t.Find(id)
	if o == nil {
		ids := make([]string, len(t.Objects))
		for i := range t.Objects {
			ids[i] = t.Objects[i].ID
		}
		if n := near.Nearest(id, ids); n != "" {
			return Camera{}, fmt.Errorf("camera closeup: task %q has no object %q; did you mean %q?", t.ID, id, n)
		}
		return Camera{}, fmt.Errorf("camera closeup: task %q has no object %q; its objects are %s", t.ID, id, shortList(ids))
	}
	var p *scenes.Placement
	if l != nil {
		p = l.Find(id)
	}
	if p == nil {
		return Camera{}, fmt.Errorf("camera closeup: %s is not placed in the layout of task %q; name an object that is", id, t.ID)
	}
	return closeup(t, l, o, *p, width, height)
}

func firstPlaced(t *scenes.Task, l *scenes.Layout) string {
	if l != nil {
		for i := range l.Placements {
			if o, _ := t.Find(l.Placements[i].ID); o != nil {
				return o.ID
			}
		}
	}
	return "sofa_1"
}

func shortList(ids []string) string {
	const most = 12
	switch {
	case len(ids) == 0:
		return "none"
	case len(ids) > most:
		return strings.Join(ids[:most], ", ") + fmt.Sprintf(" and %d more", len(ids)-most)
	}
	return strings.Join(ids, ", ")
}

func parseOrbit(text, rest string, room *scenes.Room, width, height int) (Camera, error) {
	fields := strings.Split(rest, ",")
	if len(fields) != 2 && len(fields) != 3 {
		return Camera{}, fmt.Errorf("camera %q: write orbit:YAW,PITCH[,DISTANCE], such as orbit:150,35", text)
	}
	var v [3]float64
	for i, f := range fields {
		var err error
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(f), 64); err != nil || !finite(v[i]) {
			return Camera{}, fmt.Errorf("camera %q: %q is not a number; write orbit:YAW,PITCH[,DISTANCE], such as orbit:150,35", text, f)
		}
	}
	switch {
	case v[0] < -3600 || v[0] > 3600:
		return Camera{}, fmt.Errorf("camera %q: the heading %g° is out of range; use 0 to 360", text, v[0])
	case v[1] < -90 || v[1] > 90:
		return Camera{}, fmt.Errorf("camera %q: the elevation %g° is out of range; use -90 to 90", text, v[1])
	case len(fields) == 2:
		return FrameRoom(room, v[0], v[1], orbitFov, width, height), nil
	case v[2] < 0.1 || v[2] > 10*maxRoom:
		return Camera{}, fmt.Errorf("camera %q: the distance %g m is out of range; use 0.1 to %d", text, v[2], 10*maxRoom)
	}
	e := room.Extent()
	return Orbit{
		Target: scenes.Vec3{e[0] / 2, e[1] / 2, e[2] / 2}, Yaw: v[0], Pitch: v[1], Distance: v[2], FovY: orbitFov,
	}.Camera(), nil
}
