package codec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
)

// graphObject is one object of an I-Design scene graph. Pointers tell a
// missing key from a zero.
type graphObject struct {
	ID        *string         `json:"new_object_id"`
	Style     string          `json:"style,omitempty"`
	Material  string          `json:"material,omitempty"`
	Size      *graphSize      `json:"size_in_meters"`
	OnFloor   *bool           `json:"is_on_the_floor"`
	Facing    *string         `json:"facing,omitempty"`
	Placement *graphPlacement `json:"placement"`
	Rotation  *Rotation       `json:"rotation,omitempty"`
	Position  *graphPosition  `json:"position,omitempty"`
}

type graphSize struct {
	Length *float64 `json:"length"`
	Width  *float64 `json:"width"`
	Height *float64 `json:"height"`
}

type graphPosition struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
	Z float64 `json:"z"`
}

type graphPlacement struct {
	Layout  []graphRelation `json:"room_layout_elements"`
	Objects []graphRelation `json:"objects_in_room"`
}

type graphRelation struct {
	Element  *string `json:"layout_element_id,omitempty"`
	Object   *string `json:"object_id,omitempty"`
	Kind     *string `json:"preposition"`
	Adjacent *bool   `json:"is_adjacent,omitempty"`
}

// DecodeIDesign reads an I-Design scene graph as a task in a rectangular room
// of the given extents. Layout elements in the graph are passed over; a graph
// without any gets the usual six in Task.SceneGraph, which otherwise keeps the
// graph byte for byte. What carries an object is worked out from its
// relations. The error names the object and the key.
func DecodeIDesign(name string, sceneGraph []byte, room [3]float64) (*scenes.Task, error) {
	task, err := decodeGraph(name, sceneGraph, room)
	if err != nil {
		return nil, fmt.Errorf("scene graph %q: %w", name, err)
	}
	return task, nil
}

func decodeGraph(name string, sceneGraph []byte, room [3]float64) (*scenes.Task, error) {
	var raw []json.RawMessage
	if err := json.Unmarshal(sceneGraph, &raw); err != nil {
		return nil, fmt.Errorf("must be a JSON list of objects: %w", err)
	}
	for i, axis := range [3]string{"length", "width", "height"} {
		if s := room[i]; !(s > 0) || math.IsInf(s, 0) {
			return nil, fmt.Errorf("the room's %s is %v; sizes must be positive metres", axis, s)
		}
	}
	task := &scenes.Task{ID: name, Room: scenes.RectRoom(room[0], room[1], room[2])}
	elements := false
	for i, data := range raw {
		o, element, err := decodeObject(data)
		if err != nil {
			return nil, fmt.Errorf("object %s: %w", objectName(i, data), err)
		}
		if elements = elements || element; !element {
			task.Objects = append(task.Objects, o)
		}
	}
	if err := inferSupports(task); err != nil {
		return nil, err
	}
	if err := task.Validate(); err != nil {
		// The task's id is the graph's name, which the caller prepends.
		return nil, errors.New(strings.TrimPrefix(err.Error(), fmt.Sprintf("task %q: ", name)))
	}
	if elements {
		task.SceneGraph = bytes.Clone(sceneGraph)
		return task, nil
	}
	full, err := AppendLayoutElements(sceneGraph, room)
	if err != nil {
		return nil, err
	}
	task.SceneGraph = full
	return task, nil
}

// objectName names an object for an error: its id where it has one.
func objectName(i int, data []byte) string {
	var o struct {
		ID string `json:"new_object_id"`
	}
	if err := json.Unmarshal(data, &o); err != nil || o.ID == "" {
		return fmt.Sprintf("number %d", i+1)
	}
	return fmt.Sprintf("%q", o.ID)
}

// decodeObject reads one object. A layout element is reported as such.
func decodeObject(data []byte) (scenes.Object, bool, error) {
	var id struct {
		ID *string `json:"new_object_id"`
	}
	if err := json.Unmarshal(data, &id); err != nil {
		return scenes.Object{}, false, wrongType(err)
	}
	if id.ID == nil {
		return scenes.Object{}, false, errors.New(`key "new_object_id" is missing`)
	}
	if scenes.IsLayoutElement(*id.ID) {
		return scenes.Object{}, true, nil
	}
	var g graphObject
	if err := json.Unmarshal(data, &g); err != nil {
		return scenes.Object{}, false, wrongType(err)
	}
	for _, k := range []struct {
		key     string
		missing bool
	}{
		{"size_in_meters", g.Size == nil}, {"is_on_the_floor", g.OnFloor == nil}, {"placement", g.Placement == nil},
		{"size_in_meters.length", g.Size != nil && g.Size.Length == nil},
		{"size_in_meters.width", g.Size != nil && g.Size.Width == nil},
		{"size_in_meters.height", g.Size != nil && g.Size.Height == nil},
	} {
		if k.missing {
			return scenes.Object{}, false, fmt.Errorf("key %q is missing", k.key)
		}
	}
	o := scenes.Object{
		ID: *g.ID, Category: categoryOf(*g.ID), Style: g.Style, Material: g.Material,
		Size: scenes.Vec3{*g.Size.Length, *g.Size.Width, *g.Size.Height},
	}
	if g.Facing != nil {
		o.Facing = *g.Facing
	}
	if *g.OnFloor {
		o.Support = scenes.OnFloor
		o.Flat = flat(&o)
	}
	var err error
	o.Relations, err = g.Placement.relations()
	return o, false, err
}

// wrongType names the key that holds a value of the wrong type.
func wrongType(err error) error {
	var t *json.UnmarshalTypeError
	if !errors.As(err, &t) {
		return fmt.Errorf("is not JSON: %w", err)
	}
	if t.Field == "" {
		return fmt.Errorf("is %s; write an object", t.Value)
	}
	return fmt.Errorf("key %q holds a %s, which is the wrong type", t.Field, t.Value)
}

func (p *graphPlacement) relations() ([]scenes.Relation, error) {
	var out []scenes.Relation
	for _, r := range append(append([]graphRelation(nil), p.Layout...), p.Objects...) {
		target := r.Element
		if target == nil {
			target = r.Object
		}
		switch {
		case target == nil:
			return nil, errors.New("a relation names neither object_id nor layout_element_id")
		case r.Kind == nil:
			return nil, fmt.Errorf("the relation to %q has no preposition", *target)
		}
		out = append(out, scenes.Relation{
			Kind: scenes.RelationKind(*r.Kind), Target: *target,
			// A missing is_adjacent means true, as in the reference.
			Adjacent: r.Adjacent == nil || *r.Adjacent,
		})
	}
	return out, nil
}

// categoryOf takes the number off an I-Design id: "side_table_2" is a
// "side_table".
func categoryOf(id string) string {
	i := strings.LastIndexByte(id, '_')
	if i <= 0 || strings.Trim(id[i+1:], "0123456789") != "" {
		return id
	}
	return id[:i]
}

// flatHeight is the height up to which anything on the floor is a covering.
const flatHeight = 0.02

// flat reports whether a floor object is a rug or another covering.
func flat(o *scenes.Object) bool {
	for _, word := range strings.FieldsFunc(o.Category, func(r rune) bool { return r == '_' || r == ' ' || r == '-' }) {
		switch strings.ToLower(word) {
		case "rug", "carpet", "mat", "doormat":
			return true
		}
	}
	return o.Size[2] <= flatHeight
}
