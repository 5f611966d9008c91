// Package assets is the library of things to place: each with its true size,
// front, mount, support surfaces, category and licence, and with the evidence
// for each of these.
//
// A [Library] comes from package importer (packs as downloaded), from package
// store (a library on disk, which no longer needs the packs) or from [Starter]
// (the embedded kit). Package semantics finds what is known of a model.
package assets

import "github.com/metaspatial/metaspatial/scenes"

// Asset is one model and what is known about it. Its frame is (right, front,
// up), in metres.
type Asset struct {
	// ID is unique in the library: "pack/name".
	ID string `json:"id"`
	// Pack is the pack's name.
	Pack string `json:"pack"`
	// Name is the file's name without its extension, or the name of the node
	// where a file holds several assets.
	Name string `json:"name"`
	// File is the path within the pack.
	File string `json:"file"`
	// Node is the top-level node of the file that the asset is made of; empty
	// for a whole file.
	Node string `json:"node,omitempty"`
	// Category is a class of scenes/taxonomy, or the file's own words when no
	// class is known.
	Category string `json:"category"`
	// Known says whether Category is a class of scenes/taxonomy.
	Known bool `json:"known"`
	// Size is the extent of the bounding box.
	Size scenes.Vec3 `json:"size_m"`
	// Scale is metres per file unit.
	Scale float64 `json:"scale"`
	// Front and Up are the file's axes that the front and the top point along:
	// "+Z" and "+Y" unless something says otherwise.
	Front string `json:"front"`
	Up    string `json:"up"`
	// Pivot is the file's origin, from the centre of the base.
	Pivot scenes.Vec3 `json:"pivot_m"`
	// Footprint is the convex outline seen from above, counter-clockwise, from
	// the centre of the base.
	Footprint []scenes.Vec2 `json:"footprint_m,omitempty"`
	// Mount is what carries the asset.
	Mount scenes.Support `json:"mount"`
	// Flat marks coverings that others may stand on.
	Flat bool `json:"flat,omitempty"`
	// SupportHeights are the heights above the base, rising, of the surfaces
	// that things can stand on; Surfaces says more of each.
	SupportHeights []float64 `json:"support_heights_m"`
	Surfaces       []Surface `json:"surfaces,omitempty"`
	// Sides are the functional sides: "front", "back", "left", "right".
	Sides []string `json:"sides,omitempty"`
	// Joints are the parts that move.
	Joints []Joint `json:"joints,omitempty"`
	// Tags, Materials and Colours are words to search by, the telling ones
	// first.
	Tags      []string `json:"tags,omitempty"`
	Materials []string `json:"materials,omitempty"`
	Colours   []string `json:"colours,omitempty"`
	Triangles int      `json:"triangles"`
	// Licence names the licence, or is "unknown". Author is empty when unknown.
	Licence  string   `json:"licence"`
	Author   string   `json:"author,omitempty"`
	Evidence Evidence `json:"evidence"`
	// Warnings are what the importer left out or found strange.
	Warnings []string `json:"warnings,omitempty"`
	// Blob is the name of the stored geometry; empty outside a store.
	Blob string `json:"blob,omitempty"`
}

// Surface is a level part of an asset that things can stand on.
type Surface struct {
	// Height is above the base in metres.
	Height float64 `json:"height_m"`
	// Area is what is free of the asset's own parts, in m².
	Area float64 `json:"area_m2"`
	// Clear is the headroom up to the asset's next part, 0 under the open sky.
	Clear float64 `json:"clear_m,omitempty"`
	// Min and Max bound it along right and front, from the centre of the base.
	Min scenes.Vec2 `json:"min_m"`
	Max scenes.Vec2 `json:"max_m"`
}

// Joint is a part that moves: a node of its own in the file.
type Joint struct {
	Node string `json:"node"`
	// Kind is "door", "drawer", "lid", "wheel" or another word for the part.
	Kind string `json:"kind"`
}

// Evidence says how each property was found.
type Evidence struct {
	Category Reason `json:"category"`
	Scale    Reason `json:"scale"`
	Front    Reason `json:"front"`
	Up       Reason `json:"up"`
	Mount    Reason `json:"mount"`
	Support  Reason `json:"support"`
	Sides    Reason `json:"sides"`
	Licence  Reason `json:"licence"`
	Author   Reason `json:"author"`
}

// Reason is one sentence of evidence and how far it is to be trusted.
type Reason struct {
	Why string `json:"why"`
	// Confidence is from 0, a guess that nothing speaks for, to 1, said by a
	// person.
	Confidence float64 `json:"confidence"`
}
