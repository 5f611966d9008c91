package export

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestOverlaps(t *testing.T) {
	corner := []scenes.Vec2{{0, 0}, {4, 0}, {4, 4}, {2, 4}, {2, 2}, {0, 2}} // lacks its north-west
	square := scenes.RectRoom(2, 2, 2.5).Floor
	room := func(id string, floor []scenes.Vec2, x, y, z, yaw float64, holes ...[]scenes.Vec2) scenes.LevelRoom {
		return scenes.LevelRoom{Task: &scenes.Task{ID: id, Room: scenes.Room{Floor: floor, Height: 2.5, Holes: holes}}, Origin: scenes.Vec3{x, y, z}, Yaw: yaw}
	}
	for name, c := range map[string]struct {
		b    scenes.LevelRoom
		area string
	}{
		"in the notch":        {room("b", square, 0, 2, 0, 0), ""},
		"by 2 cm":             {room("b", square, 0, 1.98, 0, 0), ""},
		"by 3 cm":             {room("b", square, 0, 1.97, 0, 0), "0.06"},
		"by a half":           {room("b", square, 1, 2, 0, 0), "2.00"},
		"east of it":          {room("b", square, 4, 1, 0, 0), ""},
		"inside":              {room("b", square, 1.5, 0, 0, 0), "4.00"},
		"turned in the notch": {room("b", square, 0, 4, 0, 90), ""},
		"turned inside":       {room("b", square, 2, 2, 0, 90), "4.00"},
		"above":               {room("b", square, 1, 0, 2.5, 0), ""},
		"half above":          {room("b", square, 1, 0, 1, 0), "4.00"},
		"around it":           {room("b", []scenes.Vec2{{0, 0}, {9, 0}, {9, 9}, {0, 9}}, -2, -2, 0, 0, []scenes.Vec2{{2, 2}, {6, 2}, {6, 6}, {2, 6}}), ""},
	} {
		var notes []string
		level := &scenes.Level{Name: "flat", Rooms: []scenes.LevelRoom{room("a", corner, 0, 0, 0, 0), c.b}}
		overlaps(t.Context(), level, func(f string, args ...any) { notes = append(notes, fmt.Sprintf(f, args...)) })
		var want []string
		if c.area != "" {
			want = []string{`level "flat": rooms "a" and "b" overlap by ` + c.area + ` m² of floor; move one of them with origin_m`}
		}
		if !slices.Equal(notes, want) {
			t.Errorf("%s: %q, want %q", name, notes, want)
		}
	}
}

// However many rooms overlap, only some are named.
func TestOverlapsEnd(t *testing.T) {
	level := new(scenes.Level)
	for i := range 300 {
		level.Rooms = append(level.Rooms, scenes.LevelRoom{Task: &scenes.Task{ID: fmt.Sprint(i), Room: scenes.RectRoom(2, 2, 2)}})
	}
	var notes []string
	overlaps(t.Context(), level, func(f string, args ...any) { notes = append(notes, fmt.Sprintf(f, args...)) })
	if len(notes) != mostOverlaps+1 || !strings.Contains(notes[mostOverlaps], "more rooms overlap") {
		t.Errorf("%d notes, the last %q", len(notes), notes[len(notes)-1])
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	overlaps(ctx, level, func(string, ...any) { t.Error("noted after the end") })
}
