package scenestate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// source is what precedes an asset's name in a modelId.
const source = "metaspatial."

// boxModel is the modelId of an object without an asset.
const boxModel = source + "box"

// Encode writes a layout as a scene state, with our record. Objects that are
// not placed are in the record only. The task's SceneGraph is not written.
func Encode(t *scenes.Task, l *scenes.Layout) ([]byte, error) {
	if err := t.Validate(); err != nil {
		return nil, fmt.Errorf("writing a scene state: %w", err)
	}
	sc := &scene{
		Version: "scene@1.0.2", ID: t.ID, Unit: 1, Up: []float64{0, 0, 1}, Front: []float64{0, 1, 0},
		AssetSource: []string{strings.TrimSuffix(source, ".")},
		Object:      []object{},
		Record: &record{Version: 1, Task: t.ID, Program: t.Program, Preference: t.Preference,
			Holes: t.Room.Holes, Objects: t.Objects, Specs: t.Specs},
	}
	sc.Arch = sc.Record.arch(&t.Room)
	for i := range t.Objects {
		o := &t.Objects[i]
		p := find(l, o.ID)
		if p == nil {
			continue
		}
		for _, v := range [4]float64{p.Position[0], p.Position[1], p.Position[2], p.Yaw} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("writing a scene state: object %q has a position or heading that is not a finite number", o.ID)
			}
		}
		model := boxModel
		if o.Asset != "" {
			model = source + o.Asset
		}
		n := len(sc.Object)
		sc.Object = append(sc.Object, object{ID: o.ID, Index: n, ModelID: model, ParentIndex: n, Transform: matrix(o, p)})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(file{Format: "sceneState", Scene: sc, Selected: []string{}}); err != nil {
		return nil, fmt.Errorf("writing a scene state: %w", err)
	}
	return b.Bytes(), nil
}

func find(l *scenes.Layout, id string) *scenes.Placement {
	if l == nil {
		return nil
	}
	return l.Find(id)
}

// arch writes the floor and one wall per edge, in the floor's order.
func (r *record) arch(room *scenes.Room) *arch {
	const name = "0"
	a := &arch{Version: "arch@1.0.2", ID: "generated-arch", Up: []float64{0, 0, 1}, Front: []float64{0, 1, 0},
		Coords2D: []int{0, 1}, ScaleToMeters: 1}
	floor := element{ID: 0, RoomID: name, Type: "Floor", Depth: 0.05}
	for _, p := range room.Floor {
		floor.Points = append(floor.Points, []float64{p[0], p[1], 0})
	}
	a.Elements = append(a.Elements, floor)
	r.Openings = make([]openingRecord, len(room.Openings))
	walls := region{ID: name, Type: "Other"}
	for i, p := range room.Floor {
		q := room.Floor[(i+1)%len(room.Floor)]
		w := element{ID: i + 1, RoomID: name, Type: "Wall", Height: room.Height, Depth: 0.025,
			Points: [][]float64{{p[0], p[1], 0}, {q[0], q[1], 0}}, Holes: []hole{}}
		for k, o := range room.Openings {
			if o.Wall != i {
				continue
			}
			r.Openings[k] = openingRecord{Element: len(a.Elements), Hole: len(w.Holes), ID: o.ID, Swing: o.Swing}
			h := hole{ID: o.ID, Type: "Door"}
			if o.Kind == scenes.Window {
				h.Type = "Window"
			}
			h.Box = &box{Min: []float64{o.Offset - o.Width/2, o.Sill}, Max: []float64{o.Offset + o.Width/2, o.Sill + o.Height}}
			w.Holes = append(w.Holes, h)
		}
		a.Elements = append(a.Elements, w)
		walls.Walls = append(walls.Walls, i+1)
	}
	a.Regions = []region{walls}
	return a
}

// matrix places a glTF model (up +Y, front +Z, so that its right is −X) whose
// origin is in the middle of its base.
func matrix(o *scenes.Object, p *scenes.Placement) *transform {
	right, front := scenes.Axes(p.Yaw)
	at := []float64{p.Position[0], p.Position[1], p.Position[2] - o.Size[2]/2}
	return &transform{Rows: 4, Cols: 4, Scale: []float64{1, 1, 1}, Translation: at, Data: []float64{
		0 - right[0], 0 - right[1], 0, 0,
		0, 0, 1, 0,
		front[0], front[1], 0, 0,
		at[0], at[1], at[2], 1,
	}}
}
