package reference

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// Line is the score of one input line: the fields that apply.
type Line struct {
	Name            string    `json:"name"`
	CollisionRatio  *float64  `json:"collision_ratio,omitempty"`
	CollidingPairs  *[]Pair   `json:"colliding_pairs,omitempty"`
	ConstraintRatio *float64  `json:"constraint_ratio,omitempty"`
	Violating       *[]string `json:"violating,omitempty"`
	Format          *float64  `json:"format,omitempty"`
	Total           *float64  `json:"total,omitempty"`
	Error           *Error    `json:"error,omitempty"`
}

// ScoreLine scores one line of JSON: {"name","scene_graph","room":[x,y,z]}, or
// {"name","response","task" or "scene_graph","room","grades"}. A line that
// cannot be read gives an error of stage "input".
//
// With a response, "scene_graph" is the ground-truth room. One that lists
// objects only gets the six layout elements, and so does a task; objects
// without a position or rotation then take the response's, where the original
// would have no room to start from. Without "grades" there is a total only
// where it does not depend on them; "grades": null is a judge that failed.
func ScoreLine(line []byte) Line {
	v, err := parseJSON(string(line))
	if err != nil {
		return Line{Error: err.at(StageInput)}
	}
	if v.kind != kindDict {
		return Line{Error: fail(WrongType, "the line is %s; write an object with name, scene_graph and room", kindNames[v.kind]).at(StageInput)}
	}
	var out Line
	if name := v.get("name"); name != nil {
		out.Name = name.name()
	}
	if err := out.score(&v); err != nil {
		out.Error = err.at(StageInput)
	}
	return out
}

// JSON returns the line without a line break.
func (l Line) JSON() []byte {
	b, err := json.Marshal(l)
	if err != nil {
		// Nothing in a line can fail to marshal but a total that is not
		// finite, which no ratio produces.
		return fmt.Appendf(nil, `{"name":%q,"error":{"stage":"input","code":"number_too_large","detail":%q}}`, l.Name, err.Error())
	}
	return b
}

func (l *Line) score(v *value) *Error {
	response := v.get("response")
	g, room, err := truthOf(v, response != nil)
	if err != nil {
		return err
	}
	if response == nil {
		r := g.Score(room)
		l.physics(&r)
		return nil
	}
	if response.kind != kindString {
		return fail(WrongType, "response is %s, not text", kindNames[response.kind])
	}
	grades, err := gradesOf(v.get("grades"))
	if err != nil {
		return err
	}
	known := grades != nil || v.get("grades") != nil
	if !known {
		// Full marks never leave early, so that physics is reached.
		grades = Grades{10, 10, 10, 10, 10}
	}
	g.adopt(response.str)
	o, failed := Total(response.str, g, room, grades)
	var e *Error
	if errors.As(failed, &e) && (e.Stage == StageFormat || e.Stage == StageInput) {
		l.Error = e
		return nil
	}
	l.Format = &o.Format
	if failed == nil && (known || o.Physics == nil) {
		l.Total = &o.Total
	}
	if o.Physics != nil {
		l.physics(o.Physics)
	}
	return nil
}

// physics fills in the halves that could be scored, and the first error.
func (l *Line) physics(r *Result) {
	if r.CollisionError == nil {
		pairs := append([]Pair{}, r.CollidingPairs...)
		l.CollisionRatio, l.CollidingPairs = &r.CollisionRatio, &pairs
	}
	if r.ConstraintError == nil {
		violating := append([]string{}, r.Violating...)
		l.ConstraintRatio, l.Violating = &r.ConstraintRatio, &violating
	}
	if l.Error = r.CollisionError; l.Error == nil {
		l.Error = r.ConstraintError
	}
}

// truthOf returns the scene graph of a line and its room's extents.
func truthOf(v *value, response bool) (*Graph, [3]float64, *Error) {
	graph, task := v.get("scene_graph"), v.get("task")
	var room [3]float64
	if graph == nil && (task == nil || !response) {
		return nil, room, fail(MissingKey, `key "scene_graph" is missing`)
	}
	size := v.get("room")
	if graph == nil {
		if task.kind != kindDict {
			return nil, room, fail(WrongType, "task is %s, not an object", kindNames[task.kind])
		}
		if graph = task.get("objects_in_room"); graph == nil {
			return taskGraph(task)
		}
		if size == nil {
			size = task.get("room")
		}
		if size == nil {
			size = task.get("size_of_room")
		}
	}
	room, err := extents(size)
	if err != nil {
		return nil, room, err
	}
	g := &Graph{root: *graph}
	if !response {
		return g, room, nil
	}
	if g.root.kind != kindList {
		return nil, room, fail(WrongType, "scene_graph is %s, not a list", kindNames[g.root.kind])
	}
	if g.hasLayoutElement() {
		return g, room, nil
	}
	return g.completed(room)
}

// completed appends the layout elements and gives every object a position to
// fill in.
func (g *Graph) completed(room [3]float64) (*Graph, [3]float64, *Error) {
	tail, err := codec.AppendLayoutElements([]byte("[]"), room)
	if err != nil {
		return nil, room, fail(WrongType, "%v", err)
	}
	elements, bad := parseJSON(string(tail))
	if bad != nil {
		return nil, room, bad
	}
	root := g.root.clone()
	for i := range root.items {
		if o := &root.items[i]; o.kind == kindDict && o.get("position") == nil {
			o.set("position", value{kind: kindDict})
		}
	}
	root.items = append(root.items, elements.items...)
	return &Graph{root: root, open: true}, room, nil
}

// taskGraph writes one of our own tasks as a scene graph.
func taskGraph(v *value) (*Graph, [3]float64, *Error) {
	var t scenes.Task
	if err := json.Unmarshal(v.appendJSON(nil), &t); err != nil {
		return nil, [3]float64{}, fail(WrongType, "read task: %v", err)
	}
	if err := t.Validate(); err != nil {
		return nil, [3]float64{}, fail(WrongType, "%v", err)
	}
	graph := t.SceneGraph
	if graph == nil {
		var err error
		if graph, err = codec.EncodeIDesign(&t, nil); err != nil {
			return nil, [3]float64{}, fail(WrongType, "%v", err)
		}
	}
	root, bad := parseJSON(string(graph))
	if bad != nil {
		return nil, [3]float64{}, bad
	}
	objects := Graph{root: root}
	if n := len(root.items) - layoutCount; root.kind == kindList && n >= 0 && objects.hasLayoutElement() {
		objects.root.items = root.items[:n]
	}
	return objects.completed(t.Room.Extent())
}

// adopt gives the objects of a completed graph the headings of the response,
// or else the ones that the constraint check would derive.
func (g *Graph) adopt(text string) {
	if !g.open {
		return
	}
	if _, answer, err := ladder(text, 0); err == nil && answer != nil {
		for i := range answer.items {
			yaw, err := yawOf(&answer.items[i])
			if err != nil || !yaw.numeric() {
				continue
			}
			id := answer.items[i].get("new_object_id")
			if id == nil {
				continue
			}
			if o := g.lastObject(id, len(g.root.items)-layoutCount); o != nil && o.get("rotation") == nil {
				o.set("rotation", rotation(yaw.num))
			}
		}
	}
	c := newChecker(g.root.items, [3]float64{})
	for i := range g.root.items {
		o := &g.root.items[i]
		if o.kind != kindDict || o.get("rotation") != nil {
			continue
		}
		if yaw, err := c.rotation(i, 0); err == nil && yaw.numeric() {
			o.set("rotation", rotation(yaw.num))
		}
	}
}

func extents(v *value) ([3]float64, *Error) {
	var room [3]float64
	if v == nil {
		return room, fail(MissingKey, `key "room" is missing; write [x, y, z] in metres`)
	}
	for k, axis := range axisNames {
		var part *value
		if v.kind == kindList && len(v.items) == 3 {
			part = &v.items[k]
		} else {
			part = v.get(axis)
		}
		if part == nil || !part.numeric() {
			return room, fail(WrongType, "room must be [x, y, z] in metres")
		}
		room[k] = part.num
	}
	return room, nil
}

// gradesOf reads the judge's grades. One that is no number counts 0, as a
// grade that the original could not read.
func gradesOf(v *value) (Grades, *Error) {
	if v == nil || v.kind == kindNull {
		return nil, nil
	}
	if v.kind != kindList {
		return nil, fail(WrongType, "grades is %s, not a list of five numbers", kindNames[v.kind])
	}
	out := make(Grades, len(v.items))
	for i := range v.items {
		if v.items[i].numeric() {
			out[i] = v.items[i].num
		}
	}
	return out, nil
}
