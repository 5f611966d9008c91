// Package assets turns folders of glTF models into a library of things to
// place: each with its true size, front, mount, support heights, category and
// licence, and with a sentence of evidence for each of these.
//
// A [Library] comes from [Import] (a pack as downloaded), from [Open] (a folder
// written by [Library.Save], which no longer needs the pack) or from [Starter]
// (the embedded kit).
package assets

import "github.com/metaspatial/metaspatial/scenes"

// Asset is one model and what is known about it.
type Asset struct {
	// ID is unique in the library: "pack/name".
	ID string `json:"id"`
	// Pack is the pack's name.
	Pack string `json:"pack"`
	// Name is the file's name without its extension.
	Name string `json:"name"`
	// File is the path within the pack.
	File string `json:"file"`
	// Category is a class of scenes/taxonomy, or the file's own words when no
	// class is known.
	Category string `json:"category"`
	// Known says whether Category is a class of scenes/taxonomy.
	Known bool `json:"known"`
	// Size is along the asset's own right, front and up, in metres.
	Size scenes.Vec3 `json:"size_m"`
	// Scale is metres per file unit.
	Scale float64 `json:"scale"`
	// Front is the file's axis that the front points along: "+Z" unless the
	// shape says otherwise.
	Front string `json:"front"`
	// Mount is what carries the asset.
	Mount scenes.Support `json:"mount"`
	// Flat marks coverings that others may stand on.
	Flat bool `json:"flat,omitempty"`
	// SupportHeights are the heights above the base, in metres and rising, of
	// the surfaces that things can stand on.
	SupportHeights []float64 `json:"support_heights_m"`
	Triangles      int       `json:"triangles"`
	// Licence names the licence, or is "unknown".
	Licence  string   `json:"licence"`
	Evidence Evidence `json:"evidence"`
	// Warnings are what the importer left out or found strange.
	Warnings []string `json:"warnings,omitempty"`
	// Blob is the name of the stored copy; empty before Save.
	Blob string `json:"blob,omitempty"`
}

// Evidence says, one sentence each, how a property was found.
type Evidence struct {
	Category string `json:"category"`
	Scale    string `json:"scale"`
	Front    string `json:"front"`
	Mount    string `json:"mount"`
	Support  string `json:"support"`
	Licence  string `json:"licence"`
}
