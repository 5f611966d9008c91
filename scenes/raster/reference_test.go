package raster

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// tracedRoom reads the room that a path tracer has drawn, its light and its
// camera for a square picture.
func tracedRoom(t testing.TB) (Scene, Camera) {
	dir := scenestest.Shared(t, "reference/render")
	var info struct {
		World [3]float64 `json:"world_background_linear_rgb"`
		Open  struct {
			Camera struct {
				Rows   [4][4]float64 `json:"matrix_world_rows"`
				Focal  float64       `json:"focal_mm"`
				Sensor float64       `json:"sensor_width_mm"`
			}
			Light struct {
				Position scenes.Vec3
				Watts    float64
				Radius   float64
			}
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "scene_info.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &info); err != nil {
		t.Fatal(err)
	}
	m, file, err := gltfio.ReadModel(os.DirFS(dir), "room_open.glb", gltfio.Options{})
	if err != nil {
		t.Fatal(err)
	}
	mid := [3]float64{}
	for k := range mid {
		mid[k] = (file.Min[k] + file.Max[k]) / 2
	}
	light := info.Open.Light
	c := Pose(info.Open.Camera.Rows)
	c.FovY = Lens(info.Open.Camera.Focal, info.Open.Camera.Sensor, 1, 1)
	return Scene{
		Props:  []Prop{{Model: m, Position: scenes.Vec3{mid[0], -mid[2], mid[1]}, Yaw: 180}},
		Lights: []Light{{Kind: Point, Position: light.Position, Power: light.Watts, Radius: light.Radius}},
		World:  info.World,
	}, c
}

// BenchmarkTracedRoom draws the room that a path tracer has drawn. In beauty the
// light is worked out anew for every picture, unless it is said to be kept as
// for further cameras on the same scene.
func BenchmarkTracedRoom(b *testing.B) {
	s, c := tracedRoom(b)
	for _, k := range []struct {
		name    string
		quality Quality
		size    int
		keep    bool
	}{
		{"preview/256", Preview, 256, false}, {"train/84", Train, 84, false}, {"train/256", Train, 256, false},
		{"train/512", Train, 512, false}, {"beauty/512", Beauty, 512, false}, {"beauty/512/light kept", Beauty, 512, true},
		{"beauty/800", Beauty, 800, false}, {"beauty/800/light kept", Beauty, 800, true},
	} {
		b.Run(k.name, func(b *testing.B) {
			var r Renderer
			var f Frame
			draw := func() {
				if err := r.Render(s, c, Options{Width: k.size, Height: k.size, Quality: k.quality, Tone: Filmic}, &f); err != nil {
					b.Fatal(err)
				}
			}
			draw()
			b.ReportAllocs()
			for b.Loop() {
				if !k.keep {
					r.last.valid = false
				}
				draw()
			}
		})
	}
}

// The room looks as the path tracer has drawn it, pixel for pixel within a
// tolerance, where the eye can tell.
func TestTracedRoom(t *testing.T) {
	s, c := tracedRoom(t)
	var r Renderer
	var f Frame
	if err := r.Render(s, c, Options{Width: 512, Height: 512, Quality: Beauty, Tone: Filmic}, &f); err != nil {
		t.Fatal(err)
	}
	// Places and their colours in the path tracer's picture: the walls, the
	// floor, the table, the bed, the sofa, the shadow under the table.
	for _, want := range []struct {
		x, y int
		c    [3]int
		off  int
	}{
		{120, 200, [3]int{181, 182, 183}, 8}, {300, 190, [3]int{190, 188, 184}, 8}, {420, 200, [3]int{158, 155, 151}, 8},
		{200, 290, [3]int{163, 148, 129}, 8}, {320, 350, [3]int{147, 130, 111}, 8}, {265, 285, [3]int{195, 173, 140}, 14},
		{220, 250, [3]int{102, 131, 169}, 14}, {130, 270, [3]int{102, 141, 134}, 14}, {290, 330, [3]int{73, 55, 43}, 30},
		{10, 10, [3]int{71, 71, 71}, 3},
	} {
		p := f.Color.Pix[f.Color.PixOffset(want.x, want.y):]
		for k := range 3 {
			if d := int(p[k]) - want.c[k]; d > want.off || d < -want.off {
				t.Errorf("%d, %d is %v, path traced %v", want.x, want.y, fmt.Sprint(p[:3]), want.c)
				break
			}
		}
	}
}
