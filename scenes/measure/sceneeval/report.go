package sceneeval

import "github.com/metaspatial/metaspatial/scenes"

// Report is what SceneEval's metrics say of one room. A metric that could not
// be measured is nil, and Missing says why.
type Report struct {
	// Scene is the task's id.
	Scene string `json:"scene,omitempty"`
	// Wanted is the number of the task's objects; Objects are those placed.
	Wanted  int      `json:"wanted"`
	Objects []Object `json:"objects"`
	// Unsized are the objects of unknown size, from the options.
	Unsized []string `json:"unsized,omitempty"`

	Collision     *Collision     `json:"collision,omitempty"`
	OutOfBounds   *Share         `json:"out_of_bounds,omitempty"`
	Support       *Share         `json:"support,omitempty"`
	Navigability  *Navigability  `json:"navigability,omitempty"`
	Accessibility *Accessibility `json:"accessibility,omitempty"`
	Openings      *Openings      `json:"openings,omitempty"`
	// Specs are the task's counted relations; nil when it has none.
	Specs *Specs `json:"specs,omitempty"`

	// Findings are the faults, by metric, in the task's order.
	Findings []scenes.Finding `json:"findings,omitempty"`
	// Missing says, one phrase each, what was not measured and why.
	Missing []string `json:"missing,omitempty"`
}

// Object is what the metrics say of one placed object. Values that were not
// measured are nil.
type Object struct {
	ID       string `json:"id"`
	Category string `json:"category,omitempty"`
	// Mesh says whether the object was measured by its mesh or as a box.
	Mesh bool `json:"mesh"`
	// Collides says whether the object is in a confirmed pair, With with whom.
	Collides *bool    `json:"collides,omitempty"`
	With     []string `json:"with,omitempty"`
	// OverFloor is the share of the surface that is above the floor.
	OverFloor   *float64 `json:"over_floor,omitempty"`
	OutOfBounds *bool    `json:"out_of_bounds,omitempty"`
	// Contacts is the number of contacts with what carries the object.
	Contacts  *int  `json:"contacts,omitempty"`
	Supported *bool `json:"supported,omitempty"`
	// Access is the best functional side's free share; nil without such a side
	// (SceneEval's −1).
	Access *float64 `json:"access,omitempty"`
	// AccessBare is Access with rugs walkable.
	AccessBare *float64 `json:"access_bare,omitempty"`
	Sides      []Side   `json:"sides,omitempty"`
}

// Side is the accessibility of one functional side.
type Side struct {
	// Side is front, back, left or right.
	Side string  `json:"side"`
	Free float64 `json:"free"`
	// FreeBare is Free with rugs walkable.
	FreeBare float64 `json:"free_bare"`
}

// Share counts objects.
type Share struct {
	// Count of Of objects have the property the metric is named after.
	Count int `json:"count"`
	Of    int `json:"of"`
	// Share is Count/Of; 0 without objects.
	Share float64 `json:"share"`
	// Scene is the scene's flag: any object out of bounds, or all supported.
	Scene bool `json:"scene"`
}

// Collision is the collision metric.
type Collision struct {
	// Share counts the objects in a confirmed pair; Scene is set by any.
	Share
	// Pairs is the number of confirmed pairs.
	Pairs int `json:"pairs"`
	// Bare is Share without the pairs of a flat covering and something else.
	Bare      float64 `json:"share_bare"`
	BarePairs int     `json:"pairs_bare"`
	BareScene bool    `json:"scene_bare"`
}

// Navigability is the share of the free floor that hangs together.
type Navigability struct {
	// Score is the largest free part over all free floor; 0 when none is free.
	Score float64 `json:"score"`
	// Parts is the number of free parts.
	Parts int `json:"parts"`
	// Free is the area of the free floor in m².
	Free float64 `json:"free_m2"`
	// Reach is our variant: the share of the free floor, rugs walkable, that can
	// be reached from the doors; nil in a room without doors.
	Reach *float64 `json:"reach,omitempty"`
	// Bare is Score with rugs walkable.
	Bare float64 `json:"score_bare"`
}

// Accessibility is the mean over the objects that have a functional side.
type Accessibility struct {
	Score float64 `json:"score"`
	// Bare is Score with rugs walkable.
	Bare float64 `json:"score_bare"`
	// Of is the number of objects with a functional side.
	Of int `json:"of"`
}

// Openings is the clearance of doors and windows.
type Openings struct {
	// Occluded of the Of doors and windows have something before them.
	Occluded int `json:"occluded"`
	Of       int `json:"of"`
	// Area is the mean share of an opening that is covered.
	Area float64   `json:"area"`
	Each []Opening `json:"each"`
}

// Opening is the clearance of one door or window.
type Opening struct {
	ID   string             `json:"id"`
	Kind scenes.OpeningKind `json:"kind"`
	// Covered is the share of the opening behind objects in its clearance.
	Covered float64 `json:"covered"`
	// By lists the objects in the clearance with the share that each covers.
	By []Cover `json:"by,omitempty"`
}

// Cover is what one object covers of an opening.
type Cover struct {
	Object string  `json:"object"`
	Share  float64 `json:"share"`
}

// Specs is the result of a room's counted relations.
type Specs struct {
	Satisfied int `json:"satisfied"`
	Of        int `json:"of"`
	// Unknown of them were not understood and do not hold.
	Unknown int    `json:"unknown,omitempty"`
	Each    []Spec `json:"each,omitempty"`
}

// Spec is the result of one counted relation.
type Spec struct {
	scenes.Spec
	// Counted is the number of groups for which the predicate holds.
	Counted   int  `json:"counted"`
	Satisfied bool `json:"satisfied"`
	// Score is 1 for a relation that holds, else how nearly it does.
	Score float64 `json:"score"`
	// Unknown says why the relation was not understood.
	Unknown string `json:"unknown,omitempty"`
}

func ratio(count, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(count) / float64(of)
}
