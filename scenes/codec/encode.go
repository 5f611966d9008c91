package codec

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
)

// layoutElement is a wall, the floor or the ceiling as I-Design lists it after
// the objects.
type layoutElement struct {
	ID       string        `json:"new_object_id"`
	Type     string        `json:"itemType"`
	Position graphPosition `json:"position"`
	Size     struct {
		Length float64 `json:"length"`
		Width  float64 `json:"width"`
		Height float64 `json:"height"`
	} `json:"size_in_meters"`
	Rotation Rotation `json:"rotation"`
}

// layoutElements returns the six in I-Design's order. Their rotations are not
// the headings of things that face them: so MetaSpatial's public code has it.
func layoutElements(room [3]float64) []layoutElement {
	x, y, z := room[0], room[1], room[2]
	element := func(id, kind string, px, py, pz, length, width, height, yaw float64) layoutElement {
		e := layoutElement{ID: id, Type: kind, Position: graphPosition{px, py, pz}, Rotation: Rotation{yaw}}
		e.Size.Length, e.Size.Width, e.Size.Height = length, width, height
		return e
	}
	return []layoutElement{
		element(scenes.SouthWall, "wall", x/2, 0, z/2, x, 0, z, 0),
		element(scenes.NorthWall, "wall", x/2, y, z/2, x, 0, z, 180),
		element(scenes.EastWall, "wall", x, y/2, z/2, y, 0, z, 270),
		element(scenes.WestWall, "wall", 0, y/2, z/2, y, 0, z, 90),
		element(scenes.Middle, "floor", x/2, y/2, 0, x, y, 0, 0),
		element(scenes.Ceiling, "ceiling", x/2, y/2, z, x, y, 0, 0),
	}
}

// AppendLayoutElements adds the six layout elements of a rectangular room to a
// scene graph that lists objects only. The objects keep their bytes.
func AppendLayoutElements(objects []byte, room [3]float64) ([]byte, error) {
	head, ok := bytes.CutSuffix(bytes.TrimSpace(objects), []byte("]"))
	if !ok || len(head) == 0 || head[0] != '[' {
		return nil, fmt.Errorf("the scene graph must be a JSON list of objects")
	}
	tail, err := json.Marshal(layoutElements(room))
	if err != nil {
		return nil, fmt.Errorf("write layout elements: %w", err)
	}
	out := bytes.Clone(head)
	if len(bytes.TrimSpace(head)) > 1 {
		out = append(out, ',')
	}
	return append(out, tail[1:]...), nil
}

// EncodeIDesign writes a task and a layout as an I-Design scene graph with the
// six layout elements. A nil layout leaves every object unplaced. A room that
// is no rectangle is written as its bounding box, since scene graphs know no
// other.
func EncodeIDesign(task *scenes.Task, layout *scenes.Layout) ([]byte, error) {
	list := make([]any, 0, len(task.Objects)+len(scenes.LayoutElements))
	for i := range task.Objects {
		list = append(list, encodeObject(&task.Objects[i], layout))
	}
	for _, e := range layoutElements(task.Room.Extent()) {
		list = append(list, e)
	}
	out, err := json.Marshal(list)
	if err != nil {
		return nil, fmt.Errorf("write scene graph of task %q: %w", task.ID, err)
	}
	return out, nil
}

func encodeObject(o *scenes.Object, layout *scenes.Layout) graphObject {
	onFloor := o.Support == scenes.OnFloor
	g := graphObject{
		ID: &o.ID, Style: o.Style, Material: o.Material, OnFloor: &onFloor,
		Size:      &graphSize{&o.Size[0], &o.Size[1], &o.Size[2]},
		Placement: &graphPlacement{Layout: []graphRelation{}, Objects: []graphRelation{}},
	}
	if o.Facing != "" {
		g.Facing = &o.Facing
	}
	for i := range o.Relations {
		r := &o.Relations[i]
		kind := string(r.Kind)
		if scenes.IsLayoutElement(r.Target) {
			g.Placement.Layout = append(g.Placement.Layout, graphRelation{Element: &r.Target, Kind: &kind})
			continue
		}
		g.Placement.Objects = append(g.Placement.Objects, graphRelation{Object: &r.Target, Kind: &kind, Adjacent: &r.Adjacent})
	}
	if layout == nil {
		return g
	}
	if p := layout.Find(o.ID); p != nil {
		g.Rotation = &Rotation{p.Yaw}
		g.Position = &graphPosition{p.Position[0], p.Position[1], p.Position[2]}
	}
	return g
}
