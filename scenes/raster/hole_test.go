package raster

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// TestHolesAreSeen draws a room with a pillar and without.
func TestHolesAreSeen(t *testing.T) {
	task := &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5)}
	c, err := Preset(Top, &task.Room, 128, 128)
	if err != nil {
		t.Fatal(err)
	}
	var r Renderer
	var f Frame
	shoot := func() []byte {
		if err := r.Render(Scene{Task: task}, c, Options{Width: 128, Height: 128}, &f); err != nil {
			t.Fatal(err)
		}
		return append([]byte(nil), f.Color.Pix...)
	}
	plain := shoot()
	task.Room.Holes = [][]scenes.Vec2{{{1.8, 1.3}, {2.2, 1.3}, {2.2, 1.7}, {1.8, 1.7}}}
	holed := shoot()
	// The middle of the room is dark, and belongs to the room.
	at := 4 * (64*128 + 64)
	if plain[at] < 2*holed[at] || f.ID[64*128+64] != RoomID {
		t.Errorf("the pillar is as light as %v, the floor %v; id %d", holed[at], plain[at], f.ID[64*128+64])
	}
	same := 0
	for i := range plain {
		if plain[i] == holed[i] {
			same++
		}
	}
	if same < len(plain)*9/10 {
		t.Errorf("only %d of %d bytes are as without the pillar", same, len(plain))
	}
	task.Room.Holes = nil
	if string(shoot()) != string(plain) {
		t.Error("the pillar stays when its room has gone")
	}
}
