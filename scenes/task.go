package scenes

import "github.com/go-gl/mathgl/mgl64"

// Vec2 is a point or vector on the floor, in metres.
type Vec2 = mgl64.Vec2

// Vec3 is a point, vector or size in layout space, in metres.
type Vec3 = mgl64.Vec3

// Task is one layout problem: furnish Room with Objects so that every relation
// holds and the Preference is met.
type Task struct {
	// ID is unique within a suite or run.
	ID string `json:"id"`
	// Program names the kind of room, such as "bedroom"; empty when unknown.
	Program string `json:"program,omitempty"`
	// Preference is the designer's wish in plain text.
	Preference string `json:"preference,omitempty"`
	Room       Room   `json:"room"`
	// Objects are in placing order for readers; policies may use another.
	Objects []Object `json:"objects"`
	// SceneGraph keeps the I-Design scene graph the task was read from, byte
	// for byte, when there was one. Reference scoring reads it.
	SceneGraph []byte `json:"scene_graph,omitempty"`
	// Specs ask for relations between kinds of object, with counts, beside the
	// relations of single objects.
	Specs []Spec `json:"specs,omitempty"`
	// Locked are the placements that a designer has fixed: those objects stay
	// there, and the others go around them.
	Locked []Placement `json:"locked,omitempty"`
}

// Room is the space to furnish.
type Room struct {
	// Floor is the floor polygon, counter-clockwise, its lowest corner of the
	// bounding box at the origin.
	Floor []Vec2 `json:"floor"`
	// Holes are polygons inside the floor where nothing can stand: stairwells,
	// pillars, atria. Their corners may run either way round.
	Holes [][]Vec2 `json:"holes,omitempty"`
	// Height is floor to ceiling.
	Height   float64   `json:"height"`
	Openings []Opening `json:"openings,omitempty"`
}

// OpeningKind says what an [Opening] is.
type OpeningKind string

// The kinds of opening.
const (
	Door   OpeningKind = "door"
	Window OpeningKind = "window"
)

// Opening is a door or window in a wall.
type Opening struct {
	ID   string      `json:"id"`
	Kind OpeningKind `json:"kind"`
	// Wall is the index of the floor edge (Floor[Wall] to Floor[Wall+1]).
	Wall int `json:"wall"`
	// Offset is the distance from Floor[Wall] to the opening's centre.
	Offset float64 `json:"offset"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	// Sill is the height of the opening's lower edge; 0 for doors.
	Sill float64 `json:"sill,omitempty"`
	// Swing says how a door opens; empty keeps a square as deep as the door is
	// wide free for every way of opening.
	Swing Swing `json:"swing,omitempty"`
}

// Swing says how a door opens, as seen from inside the room.
type Swing string

// The swings. The leaf of a door that opens inward sweeps a quarter disk of the
// door's width round its hinge; a double door's two leaves have half the width
// each. Outward and sliding doors keep only the passage free.
const (
	SwingLeft    Swing = "left"  // inward, hinge on the left
	SwingRight   Swing = "right" // inward, hinge on the right
	SwingDouble  Swing = "double"
	SwingOutward Swing = "outward"
	SwingSliding Swing = "sliding"
)

// Swings lists every swing in a fixed order.
var Swings = []Swing{SwingLeft, SwingRight, SwingDouble, SwingOutward, SwingSliding}

// Support says what carries an object.
type Support string

// The supports.
const (
	OnFloor   Support = "floor"
	OnWall    Support = "wall"
	OnCeiling Support = "ceiling"
	OnObject  Support = "object"
)

// Object is a thing to place.
type Object struct {
	// ID is unique within the task, such as "sofa_1".
	ID string `json:"id"`
	// Category is a class of scenes/taxonomy, such as "sofa".
	Category string `json:"category,omitempty"`
	Style    string `json:"style,omitempty"`
	Material string `json:"material,omitempty"`
	// Asset names the model in the asset library; empty draws a plain box.
	Asset string `json:"asset,omitempty"`
	// Size is along the object's own right, front and up axes.
	Size    Vec3    `json:"size"`
	Support Support `json:"support"`
	// Parent is the object that carries this one when Support is OnObject.
	Parent string `json:"parent,omitempty"`
	// Flat marks rugs and other coverings that never collide with what stands
	// on them.
	Flat bool `json:"flat,omitempty"`
	// Facing is what the front must point at: a wall's layout id or an object
	// id; empty leaves the heading free.
	Facing    string     `json:"facing,omitempty"`
	Relations []Relation `json:"relations,omitempty"`
	// Clearance is the free space that this object must have, in metres. It is
	// part of what makes a layout valid; the clearances that are usual for a
	// class are in scenes/taxonomy and are not.
	Clearance Clearance `json:"clearance,omitzero"`
	// Optional says that the object may be left out when the room is full. What
	// must be placed cannot depend on it.
	Optional bool `json:"optional,omitempty"`
	// AnyYaw says that the object may stand at any angle. Others are meant to
	// stand along the walls; the rules hold none of them to it.
	AnyYaw bool `json:"any_yaw,omitempty"`
}

// Clearance is free space beside an object, in metres from its sides; 0 asks
// for none.
type Clearance struct {
	Front float64 `json:"front,omitempty"`
	Back  float64 `json:"back,omitempty"`
	Left  float64 `json:"left,omitempty"`
	Right float64 `json:"right,omitempty"`
}

// RelationKind is one of I-Design's prepositions.
type RelationKind string

// The relation kinds. In, on and around what is said by [Relation.Target].
const (
	On         RelationKind = "on"
	Under      RelationKind = "under"
	Above      RelationKind = "above"
	LeftOf     RelationKind = "left of"
	RightOf    RelationKind = "right of"
	InFront    RelationKind = "in front"
	Behind     RelationKind = "behind"
	InCorner   RelationKind = "in the corner"
	InMiddleOf RelationKind = "in the middle of"
)

// RelationKinds lists every kind in a fixed order.
var RelationKinds = []RelationKind{On, Under, Above, LeftOf, RightOf, InFront, Behind, InCorner, InMiddleOf}

// The layout elements that relations and facings may name beside objects.
const (
	SouthWall = "south_wall"
	NorthWall = "north_wall"
	EastWall  = "east_wall"
	WestWall  = "west_wall"
	Middle    = "middle of the room"
	Ceiling   = "ceiling"
)

// LayoutElements lists the layout element ids in I-Design's order.
var LayoutElements = []string{SouthWall, NorthWall, EastWall, WestWall, Middle, Ceiling}

// IsLayoutElement reports whether id names a wall, the middle or the ceiling.
func IsLayoutElement(id string) bool {
	for _, e := range LayoutElements {
		if e == id {
			return true
		}
	}
	return false
}

// Relation asks that an object stand in the given relation to Target.
type Relation struct {
	Kind RelationKind `json:"kind"`
	// Target is an object id or a layout element.
	Target string `json:"target"`
	// Adjacent asks for touching (sides) or full containment.
	Adjacent bool `json:"adjacent,omitempty"`
}

// Find returns the object with the given id and its index, or nil and -1.
func (t *Task) Find(id string) (*Object, int) {
	for i := range t.Objects {
		if t.Objects[i].ID == id {
			return &t.Objects[i], i
		}
	}
	return nil, -1
}

// Lock returns the placement at which the object with the given id is locked, or
// nil.
func (t *Task) Lock(id string) *Placement {
	for i := range t.Locked {
		if t.Locked[i].ID == id {
			return &t.Locked[i]
		}
	}
	return nil
}

// RectRoom returns a rectangular room of the given extents in metres.
func RectRoom(x, y, height float64) Room {
	return Room{Floor: []Vec2{{0, 0}, {x, 0}, {x, y}, {0, y}}, Height: height}
}

// Extent returns the size of the floor's bounding box and the height.
func (r *Room) Extent() Vec3 {
	var e Vec3
	for _, p := range r.Floor {
		e[0], e[1] = max(e[0], p[0]), max(e[1], p[1])
	}
	e[2] = r.Height
	return e
}
