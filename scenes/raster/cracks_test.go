package raster

import (
	"fmt"
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
)

// No pixel of the background may show through the joints of the shell: walls
// with openings have more corners along a joint than their neighbours, the
// floor and the ceiling.
func TestShellIsTight(t *testing.T) {
	var r Renderer
	var f Frame
	for i := range 12 {
		room := scenes.RectRoom(2.2+0.31*float64(i%7), 2.3+0.27*float64(i%5), 2.3+0.11*float64(i%6))
		if i%4 == 3 {
			room.Floor = []scenes.Vec2{{0, 0}, {3.1, 0}, {3.7, 1.3}, {2.9, 3.3}, {0, 2.7}}
		}
		for w := range room.Floor {
			o := scenes.Opening{ID: fmt.Sprint(w), Kind: scenes.Window, Wall: w, Offset: 0.62 + 0.04*float64(i), Width: 0.5, Height: 1.1, Sill: 0.77}
			if (w+i)%4 == 0 {
				o.Kind, o.Sill, o.Height = scenes.Door, 0, 2.03
			}
			room.Openings = append(room.Openings, o)
		}
		task := &scenes.Task{ID: "shell", Room: room}
		for k := range 8 {
			w, h := 200+60*k, 150+50*k
			c := FrameRoom(&room, float64(37*i+83*k), float64(14+9*k), 30, w, h)
			if k == 7 {
				c = eye(&room)
			}
			if err := r.Render(Scene{Task: task}, c, Options{Width: w, Height: h, Quality: Preview}, &f); err != nil {
				t.Fatal(err)
			}
			if x, y, ok := lonely(&f); ok {
				t.Errorf("room %d, camera %d, %d×%d: the background shows at %d, %d", i, k, w, h, x, y)
			}
		}
	}
}

// lonely finds a background pixel with none beside it.
func lonely(f *Frame) (x, y int, ok bool) {
	for y := 1; y < f.H-1; y++ {
		for x := 1; x < f.W-1; x++ {
			if f.ID[y*f.W+x] != NoID {
				continue
			}
			n := math.MaxInt
			for _, d := range [8]int{-f.W - 1, -f.W, -f.W + 1, -1, 1, f.W - 1, f.W, f.W + 1} {
				n = min(n, int(f.ID[y*f.W+x+d]))
			}
			if n != NoID {
				return x, y, true
			}
		}
	}
	return 0, 0, false
}
