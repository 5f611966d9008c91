package reference

import "github.com/metaspatial/metaspatial/scenes"

// Graph is a scene graph that was read once and can be scored many times.
type Graph struct {
	root value
	// open marks a room that the original would not have had: positions and
	// rotations come from the response.
	open bool
	// fast is nil for a graph that has to be scored from its values.
	fast *prepared
}

// ParseGraph reads a scene graph.
func ParseGraph(data []byte) (*Graph, error) {
	v, err := parseJSON(string(data))
	if err != nil {
		return nil, err.at(StageInput)
	}
	return &Graph{root: v, fast: prepare(&v)}, nil
}

// Pair is two colliding entries in the graph's order.
type Pair [2]string

// Range is one allowed box of centres, in the original's order of bounds.
type Range struct {
	XMin, XMax, YMin, YMax, ZMin, ZMax float64
}

// ObjectRanges are the ranges of one placed object.
type ObjectRanges struct {
	ID     string
	Ranges []Range
}

// Result is the score of one scene graph. Each half stands even where the
// other has failed.
type Result struct {
	CollisionRatio float64
	CollidingPairs []Pair
	// CollisionError is nil where the collisions were counted.
	CollisionError  *Error
	ConstraintRatio float64
	Violating       []string
	// Ranges lists every placed object that was examined.
	Ranges []ObjectRanges
	// ConstraintError is nil where the constraints were counted.
	ConstraintError *Error
}

// Err returns what the original would have raised: it counts collisions first.
func (r *Result) Err() error {
	if r.CollisionError != nil {
		return r.CollisionError
	}
	if r.ConstraintError != nil {
		return r.ConstraintError
	}
	return nil
}

// Score reads and scores a scene graph in a room of the given extents. The
// error is an [*Error]; the result holds what could be scored all the same.
func Score(graph []byte, room [3]float64) (Result, error) {
	g, err := ParseGraph(graph)
	if err != nil {
		return Result{}, err
	}
	r := g.Score(room)
	return r, r.Err()
}

// Score counts collisions and constraints. The graph itself never changes.
func (g *Graph) Score(room [3]float64) Result {
	if g.fast != nil {
		if r, ok := g.fast.score(nil, room, true); ok {
			return r
		}
	}
	return g.slow(room)
}

// slow scores the values themselves.
func (g *Graph) slow(room [3]float64) Result {
	var r Result
	entries, err := g.entries()
	if err != nil {
		r.CollisionError = err.at(StageCollisions)
		r.ConstraintError = err.at(StageConstraints)
		return r
	}
	r.CollidingPairs, r.CollisionRatio, err = collisions(entries)
	r.CollisionError = err.at(StageCollisions)
	if g.root.kind == kindDict {
		r.ConstraintError = fail(WrongType, "the scene graph is an object, not a list").at(StageConstraints)
		return r
	}
	c := newChecker(entries, room)
	r.ConstraintRatio, err = c.run()
	r.Violating, r.Ranges, r.ConstraintError = c.violating, c.ranges, err.at(StageConstraints)
	return r
}

// entries are what iterating the graph yields: members of a list, keys of an
// object, characters of a text.
func (g *Graph) entries() ([]value, *Error) {
	switch g.root.kind {
	case kindList:
		return g.root.items, nil
	case kindDict:
		out := make([]value, len(g.root.keys))
		for i, k := range g.root.keys {
			out[i] = value{kind: kindString, str: k}
		}
		return out, nil
	case kindString:
		var out []value
		for _, r := range g.root.str {
			out = append(out, value{kind: kindString, str: string(r)})
		}
		return out, nil
	}
	return nil, fail(WrongType, "the scene graph is %s, not a list", kindNames[g.root.kind])
}

// Placed returns a copy of the graph with the positions of the layout. An
// object that the layout leaves out keeps what the graph says; an object whose
// rotation the graph leaves open takes the layout's. Where ids repeat, the
// first placement of an id goes to the first object of that name, the second
// to the second.
func (g *Graph) Placed(l *scenes.Layout) *Graph {
	p := Graph{root: value{kind: g.root.kind, num: g.root.num, str: g.root.str, keys: g.root.keys}}
	p.root.items = append([]value(nil), g.root.items...)
	if l == nil || p.root.kind != kindList {
		return &p
	}
	used := make([]bool, len(p.root.items))
	for i := range l.Placements {
		at := &l.Placements[i]
		for k := range p.root.items {
			o := &p.root.items[k]
			id := o.get("new_object_id")
			if used[k] || id == nil || id.kind != kindString || id.str != at.ID {
				continue
			}
			used[k] = true
			*o = placed(o, at)
			break
		}
	}
	return &p
}

func placed(o *value, at *scenes.Placement) value {
	w := value{kind: kindDict, keys: append(make([]string, 0, len(o.keys)+2), o.keys...),
		items: append(make([]value, 0, len(o.items)+2), o.items...)}
	w.set("position", value{kind: kindDict, keys: []string{"x", "y", "z"}, items: []value{
		floating(at.Position[0]), floating(at.Position[1]), floating(at.Position[2])}})
	if w.get("rotation") == nil {
		w.set("rotation", rotation(at.Yaw))
	}
	return w
}

func floating(f float64) value { return value{kind: kindFloat, num: f} }

func rotation(yaw float64) value {
	return value{kind: kindDict, keys: []string{"z_angle"}, items: []value{floating(yaw)}}
}

// hasLayoutElement reports whether any wall, the middle or the ceiling is in
// the graph.
func (g *Graph) hasLayoutElement() bool {
	for i := range g.root.items {
		if id := g.root.items[i].get("new_object_id"); id != nil && scenes.IsLayoutElement(id.str) {
			return true
		}
	}
	return false
}
