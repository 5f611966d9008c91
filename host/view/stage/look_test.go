package stage

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

var update = flag.Bool("update", false, "write the golden pictures; look at each of them")

// living is a living room of the starter kit's furniture.
func living(t *testing.T) Room {
	t.Helper()
	var items []roomgen.Item
	for _, a := range assets.Starter().Assets() {
		items = append(items, roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat})
	}
	task, layout, err := roomgen.Generate(roomgen.Options{Seed: 5, Program: "living", Objects: 15, Items: items})
	if err != nil {
		t.Fatal(err)
	}
	return Room{LevelRoom: scenes.LevelRoom{Task: task, Layout: layout}}
}

// The pictures are exactly those that somebody has looked at.
func TestGoldenPictures(t *testing.T) {
	g := newStager(t, Content{})
	g.opts.Models = kit()
	g.Resize(384, 216)
	room := living(t)
	task := room.Task
	faulty := room
	faulty.Layout = &scenes.Layout{Placements: append([]scenes.Placement(nil), room.Layout.Placements...)}
	faulty.Layout.Placements[2].Position = faulty.Layout.Placements[0].Position
	faulty.Findings = measure.Check(task, faulty.Layout).Findings
	faulty.Locked, faulty.Hidden = []string{task.Objects[4].ID}, []string{task.Objects[5].ID}
	second := room
	second.Origin, second.Yaw = scenes.Vec3{5.02, 7.72, 0}, 180
	field := Field{Cell: 0.25, W: 24, H: 20}
	for i := range field.W * field.H {
		field.Values = append(field.Values, float32(i%field.W)/float32(field.W))
	}
	home := raster.Orbit{Target: scenes.Vec3{2.4, 1.9, 1}, Yaw: 148, Pitch: 40, Distance: 12, FovY: 26}
	one := func(r Room) Content { return Content{Rooms: []Room{r}} }
	for name, c := range map[string]struct {
		content  Content
		view     raster.Orbit
		overlays Overlays
		walls    Walls
	}{
		"plain":    {content: one(room), view: home},
		"selected": {content: Content{Rooms: []Room{room}, Selected: []string{task.Objects[0].ID}, Hovered: task.Objects[1].ID}, view: home, overlays: Overlays{Relations: true}},
		"faults":   {content: one(faulty), view: home, overlays: Overlays{Collisions: true, Relations: true, Marks: true}},
		"floor":    {content: one(room), view: home, overlays: Overlays{Walkable: true, Swings: true, Fronts: true}, walls: WallsDown},
		"field":    {content: Content{Rooms: []Room{room}, Field: field}, view: home},
		"level":    {content: Content{Rooms: []Room{room, second}, Active: 1}, view: raster.Orbit{Target: scenes.Vec3{2.5, 3.8, 0}, Yaw: 60, Pitch: 45, Distance: 19, FovY: 30}, overlays: Overlays{Fronts: true}},
		"inside":   {content: one(room), view: raster.Orbit{Target: scenes.Vec3{2, 2.5, 1.4}, Yaw: 148, Pitch: 3, Distance: 1, FovY: 72}, walls: WallsUp},
	} {
		t.Run(name, func(t *testing.T) {
			g.Show(c.content)
			g.SetView(c.view)
			g.SetOverlays(c.overlays)
			g.SetWalls(c.walls)
			g.t = t
			g.rest()
			got := image.NewNRGBA(image.Rect(0, 0, 384, 216))
			draw.Draw(got, got.Rect, g.Picture().Image, image.Point{}, draw.Src)
			Ink(got, g.Own())
			inkCube(got, g.Cube(344, 40, 32))
			golden(t, name, got)
		})
	}
}

// inkCube draws the view cube.
func inkCube(img *image.NRGBA, c Cube) {
	for i := range c.Sides {
		s := &c.Sides[i]
		l := uint8(255 * s.Light)
		Ink(img, []Stroke{{Points: [][2]float64{s.Corner(-1, -1), s.Corner(1, -1), s.Corner(1, 1), s.Corner(-1, 1)}, Filled: true, Color: color.NRGBA{l, l, l, 255}}})
	}
}

// golden compares a picture with the one that is kept.
func golden(t *testing.T, name string, got *image.NRGBA) {
	t.Helper()
	file := filepath.Join("testdata", name+".png")
	if *update {
		var b bytes.Buffer
		if err := png.Encode(&b, got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewNRGBA(got.Rect)
	draw.Draw(want, want.Rect, img, image.Point{}, draw.Src)
	differ := 0
	for i := 0; i < len(want.Pix); i += 4 {
		if [4]uint8(want.Pix[i:]) != [4]uint8(got.Pix[i:]) {
			differ++
		}
	}
	if differ > 0 {
		t.Errorf("%d of %d pixels differ from %s; if they are meant to, use -update and look", differ, len(want.Pix)/4, file)
	}
}
