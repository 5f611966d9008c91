package view

import "testing"

func TestTheWindowComesBackWhereItCanBeSeen(t *testing.T) {
	for _, c := range []struct{ x, y, wantX, wantY int }{
		{100, 50, 100, 50},     // as it was left
		{-300, 20, -300, 20},   // partly off, but there
		{3000, 900, 1800, 900}, // on a monitor that is gone
		{-5000, -700, -880, 0}, // far off, its title above the monitor
		{1 << 30, 1 << 30, 1800, 960},
	} {
		m := memory{Width: 1000, Height: 700, X: c.x, Y: c.y}
		if x, y := m.within(1920, 1080); x != c.wantX || y != c.wantY {
			t.Errorf("a window left at %d,%d comes back at %d,%d, want %d,%d", c.x, c.y, x, y, c.wantX, c.wantY)
		}
	}
}
