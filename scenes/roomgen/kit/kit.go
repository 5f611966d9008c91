// Package kit holds the starter kit: furniture and props for every room
// program, modelled by this project's own code in design, so that nothing need
// be downloaded. The models are public domain (CC0 1.0).
//
// The files under models and kit.json are generated and committed:
//
//	go generate ./scenes/roomgen/kit
//
// A test fails when they are not what the code makes.
package kit

import (
	"embed"
	"io/fs"
)

//go:generate go run ./generate -out .

//go:embed kit.json models/*.glb
var files embed.FS

// Licence is the licence of every model of the kit.
const Licence = "CC0-1.0"

// Index is the name of the kit's list of models within Files.
const Index = "kit.json"

// Files returns kit.json and models/*.glb.
func Files() fs.FS { return files }

// Entry describes one model in kit.json.
type Entry struct {
	Name string `json:"name"`
	// File is the path of the model within Files.
	File string `json:"file"`
	// Category is a class of scenes/taxonomy.
	Category string `json:"category"`
	// Size is along right, front and up in metres.
	Size  [3]float64 `json:"size_m"`
	Mount string     `json:"mount"`
	Flat  bool       `json:"flat,omitempty"`
	// SupportHeights are the heights of level surfaces above the base.
	SupportHeights []float64 `json:"support_heights_m"`
	Triangles      int       `json:"triangles"`
	// Materials and Colours are words, the telling ones first.
	Materials []string `json:"materials,omitempty"`
	Colours   []string `json:"colours,omitempty"`
}
