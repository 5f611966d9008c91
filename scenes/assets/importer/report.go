package importer

import (
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// ImportReport says what became of every file.
type ImportReport struct {
	Files   int `json:"files"`
	Taken   int `json:"taken"`
	Warned  int `json:"warned"`
	Refused int `json:"refused"`
	// Assets are the files taken, in order.
	Assets []AssetReport `json:"assets"`
	// Refusals are the files not taken, in order.
	Refusals []Refusal `json:"refusals"`
	// Packs says what was found per pack.
	Packs []PackReport `json:"packs"`
}

// AssetReport is what a file was taken as.
type AssetReport struct {
	Name           string          `json:"name"`
	File           string          `json:"file"`
	ID             string          `json:"id"`
	Category       string          `json:"category"`
	Size           scenes.Vec3     `json:"size_m"`
	Front          string          `json:"front"`
	Mount          scenes.Support  `json:"mount"`
	SupportHeights []float64       `json:"support_heights_m"`
	Triangles      int             `json:"triangles"`
	Licence        string          `json:"licence"`
	Evidence       assets.Evidence `json:"evidence"`
	Warnings       []string        `json:"warnings,omitempty"`
}

// Refusal says why a file was not taken and what to do.
type Refusal struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
	Remedy string `json:"remedy"`
}

// PackReport says what holds for a whole pack.
type PackReport struct {
	Name    string  `json:"name"`
	Scale   float64 `json:"scale"`
	Why     string  `json:"scale_evidence"`
	Licence string  `json:"licence"`
	// Textures is the number of distinct images.
	Textures int `json:"textures"`
}

func (r *ImportReport) take(a assets.Asset) {
	r.Taken++
	if len(a.Warnings) > 0 {
		r.Warned++
	}
	r.Assets = append(r.Assets, AssetReport{
		Name: a.Name, File: a.File, ID: a.ID, Category: a.Category, Size: a.Size, Front: a.Front, Mount: a.Mount,
		SupportHeights: a.SupportHeights, Triangles: a.Triangles, Licence: a.Licence, Evidence: a.Evidence, Warnings: a.Warnings,
	})
}
