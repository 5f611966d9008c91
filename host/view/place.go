package view

import "github.com/hajimehoshi/ebiten/v2"

// grip is how many units of a window are left on the monitor at least, so that a
// person can pull it back.
const grip = 120

// place puts the window where it was left, as far as that is still on the
// monitor.
func (g *game) place() {
	if g.placed {
		return
	}
	g.placed = true
	m := &g.shell.mem
	if !m.Placed || g.opts.Screenshot != "" || g.opts.Width != 0 {
		return
	}
	w, h := ebiten.Monitor().Size()
	x, y := m.within(w, h)
	ebiten.SetWindowPosition(x, y)
	if m.Maximized {
		ebiten.MaximizeWindow()
	}
}

// within is the place of the window on a monitor of a size.
func (m *memory) within(w, h int) (x, y int) {
	return max(grip-m.Width, min(m.X, w-grip)), max(0, min(m.Y, h-grip))
}

// remember notes where the window is, for the next start.
func (g *game) remember() {
	m := &g.shell.mem
	if ebiten.IsFullscreen() {
		return
	}
	if m.Maximized = ebiten.IsWindowMaximized(); m.Maximized {
		return
	}
	m.Width, m.Height = ebiten.WindowSize()
	m.X, m.Y = ebiten.WindowPosition()
	m.Placed = true
}
