package gltfio

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/qmuntal/gltf"
)

// loft is an L with a pillar and a stairwell.
func loft() (*scenes.Task, *scenes.Layout) {
	t, l := room()
	t.Room.Floor = []scenes.Vec2{{0, 0}, {6, 0}, {6, 2}, {3.5, 2.5}, {3, 5}, {0, 5}}
	t.Room.Holes = [][]scenes.Vec2{rect(4, 1, 4.4, 1.4), backwards(rect(1, 3, 2, 4.5))}
	t.Room.Openings[0].Swing = scenes.SwingLeft
	t.Objects[0].Clearance = scenes.Clearance{Front: .6}
	return t, l
}

func TestPolygonRoom(t *testing.T) {
	task, layout := loft()
	var buf bytes.Buffer
	if err := ExportLevel(&buf, scenes.Single(task, layout), oneModel{chair()}, LevelExport{}); err != nil {
		t.Fatal(err)
	}
	m, info, err := ReadModel(fstest.MapFS{"room.glb": {Data: buf.Bytes()}}, "room.glb", Options{})
	if err != nil || len(info.Warnings) > 0 {
		t.Fatal(err, info.Warnings)
	}
	// What is level at the floor's height covers the floor without the holes, and
	// the doorway as deep as the wall. The model read back stands on its lowest
	// point, the holes' rims.
	area := 0.0
	low := float64(-m.Size[2]/2) + rimDepth
	for _, p := range m.Parts {
		for i := 0; i < len(p.Indices); i += 3 {
			var c [3]scenes.Vec2
			level := m.Materials[p.Material].Name == "floor"
			for k := range c {
				v := p.Positions[p.Indices[i+k]]
				c[k] = scenes.Vec2{float64(v[0]), float64(v[1])}
				level = level && math.Abs(float64(v[2])-low) < 1e-5
			}
			if level {
				area += cross(c[0], c[1], c[2]) / 2
			}
		}
	}
	if want := polygonArea(task.Room.Floor) - .16 - 1.5 + task.Room.Openings[0].Width*wallThickness; math.Abs(area-want) > 1e-4 {
		t.Errorf("the floor has %v m², want %v", area, want)
	}
	doc := new(gltf.Document)
	if err := gltf.NewDecoder(bytes.NewReader(buf.Bytes())).Decode(doc); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(doc.Nodes)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"swing":"left"`, `"clearance_m":{"front":0.6}`, `"element":"hole"`, `"name":"hole_1"`, `"outline_m":[[4,1],[4.4,1]`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in the nodes", want)
		}
	}
	if path := os.Getenv("GLTFIO_LOFT"); path != "" {
		if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Any task that passes validation can be written, whatever its holes.
func TestOddHoles(t *testing.T) {
	for name, holes := range map[string][][]scenes.Vec2{
		"outside":        {rect(20, 20, 21, 21)},
		"over a wall":    {rect(3, 1, 9, 1.5)},
		"the whole room": {{{0, 0}, {6, 0}, {6, 2}, {3.5, 2.5}, {3, 5}, {0, 5}}},
		"overlapping":    {rect(.5, .5, 1.5, 1.5), rect(1, 1, 2, 2)},
		"twice":          {rect(.5, .5, 1.5, 1.5), rect(.5, .5, 1.5, 1.5)},
		"crosses itself": {{{1, 1}, {2, 2}, {2, 1}, {1, 1.8}}},
		"tiny":           {rect(1, 1, 1+5e-8, 1+5e-8)},
	} {
		t.Run(name, func(t *testing.T) {
			task, layout := loft()
			task.Room.Holes = holes
			var buf bytes.Buffer
			if err := ExportLevel(&buf, scenes.Single(task, layout), oneModel{chair()}, LevelExport{}); err != nil {
				t.Fatal(err)
			}
			if _, _, err := ReadModel(fstest.MapFS{"room.glb": {Data: buf.Bytes()}}, "room.glb", Options{}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func rect(x0, y0, x1, y1 float64) []scenes.Vec2 {
	return []scenes.Vec2{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}
}

func backwards(p []scenes.Vec2) []scenes.Vec2 {
	out := make([]scenes.Vec2, len(p))
	for i, q := range p {
		out[len(p)-1-i] = q
	}
	return out
}

func cross(a, b, c scenes.Vec2) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

func polygonArea(p []scenes.Vec2) float64 {
	a := 0.0
	for i := range p {
		a += cross(p[0], p[i], p[(i+1)%len(p)]) / 2
	}
	return math.Abs(a)
}
