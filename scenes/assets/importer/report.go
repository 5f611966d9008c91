package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// ImportReport says what became of every file.
type ImportReport struct {
	// Files is Taken and Refused; Warned is a part of Taken.
	Files   int `json:"files"`
	Taken   int `json:"taken"`
	Warned  int `json:"warned"`
	Refused int `json:"refused"`
	// Unchanged is how many files were not read again, since they are as they
	// were at the last import.
	Unchanged int `json:"unchanged"`
	// Assets are what the files were taken as, in their order.
	Assets []AssetReport `json:"assets"`
	// Refusals are the files not taken, in order.
	Refusals []Refusal `json:"refusals"`
	// Gone are files that the pack no longer has and whose assets left the
	// library.
	Gone []string `json:"gone,omitempty"`
	// Notes are sentences about overrides that speak of nothing.
	Notes []string `json:"notes,omitempty"`
	// Packs says what was found per pack.
	Packs []PackReport `json:"packs"`
}

// AssetReport is what a model was taken as.
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
	Author         string          `json:"author,omitempty"`
	Evidence       assets.Evidence `json:"evidence"`
	Warnings       []string        `json:"warnings,omitempty"`

	pack int // the place of its pack
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
	// Textures is the number of distinct images among the files read.
	Textures int `json:"textures"`
}

func newReport() *ImportReport {
	return &ImportReport{Assets: []AssetReport{}, Refusals: []Refusal{}, Packs: []PackReport{}}
}

// pack adds what became of a pack's files.
func (r *ImportReport) pack(s *source, found store.Found, refusals map[string]Refusal, gone []string, textures int) {
	all := slices.Clone(s.refused)
	for _, f := range refusals {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Refusal) int { return strings.Compare(a.File, b.File) })
	r.Refusals = append(r.Refusals, all...)
	r.Taken += len(s.models) - len(refusals)
	r.Refused += len(all)
	r.Files += len(s.models) + len(s.refused)
	r.Gone = append(r.Gone, gone...)
	r.Notes = append(r.Notes, found.Notes...)
	r.Packs = append(r.Packs, PackReport{Name: s.name, Scale: found.Scale, Why: found.Why, Licence: found.Licence, Textures: textures})
}

// assets adds what the packs' files were taken as, pack by pack and file by
// file.
func (r *ImportReport) assets(packs []*source, list []assets.Asset) {
	place, here := make(map[string]int), make(map[string]bool)
	for i, s := range packs {
		place[s.name] = i
		for _, m := range s.models {
			here[s.name+"/"+m.path] = true
		}
	}
	warned := make(map[string]bool)
	for _, a := range list {
		file := a.Pack + "/" + a.File
		if !here[file] {
			continue
		}
		if len(a.Warnings) > 0 && !warned[file] {
			warned[file] = true
			r.Warned++
		}
		r.Assets = append(r.Assets, AssetReport{
			Name: a.Name, File: a.File, ID: a.ID, Category: a.Category, Size: a.Size, Front: a.Front, Mount: a.Mount,
			SupportHeights: a.SupportHeights, Triangles: a.Triangles, Licence: a.Licence, Author: a.Author, Evidence: a.Evidence,
			Warnings: a.Warnings, pack: place[a.Pack],
		})
	}
	slices.SortStableFunc(r.Assets, func(a, b AssetReport) int {
		return cmp.Or(cmp.Compare(a.pack, b.pack), strings.Compare(a.File, b.File))
	})
}

// nothing is the error of an import that took nothing.
func (r *ImportReport) nothing() error {
	if len(r.Refusals) == 0 {
		return fmt.Errorf("the overrides of %s leave out all %d files", r.Packs[0].Name, r.Files)
	}
	f := r.Refusals[0]
	return fmt.Errorf("none of the %d files could be taken, the first because %s: %s; %s", r.Files, f.File, f.Reason, f.Remedy)
}
