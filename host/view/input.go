package view

import (
	"github.com/hajimehoshi/ebiten/v2"
	"github.com/hajimehoshi/ebiten/v2/inpututil"
)

// input is what the person does, so that tests can do it too.
type input interface {
	cursor() (x, y float64)
	wheel() float64
	held(b ebiten.MouseButton) bool
	clicked(b ebiten.MouseButton) bool
	pressed(k ebiten.Key) bool
	down(k ebiten.Key) bool
}

// device is the real mouse and keyboard.
type device struct{}

func (device) cursor() (float64, float64) {
	x, y := ebiten.CursorPosition()
	return float64(x), float64(y)
}

func (device) wheel() float64 {
	_, dy := ebiten.Wheel()
	return dy
}

func (device) held(b ebiten.MouseButton) bool    { return ebiten.IsMouseButtonPressed(b) }
func (device) clicked(b ebiten.MouseButton) bool { return inpututil.IsMouseButtonJustPressed(b) }
func (device) pressed(k ebiten.Key) bool         { return inpututil.IsKeyJustPressed(k) }
func (device) down(k ebiten.Key) bool            { return ebiten.IsKeyPressed(k) }

var _ input = device{}
