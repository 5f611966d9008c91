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
	// Notes are sentences about overrides that speak of nothing, about what
	// stays in the library although it was refused, and about what was passed
	// over.
	Notes []string `json:"notes,omitempty"`
	// Interrupted says that the import ended early; the rest is of the files
	// whose outcome was settled by then.
	Interrupted bool `json:"interrupted,omitempty"`
	// Packs says what was found per pack.
	Packs []PackReport `json:"packs"`

	taken map[string]bool // by pack and path
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
	// Kept says that the library goes on having what an earlier import took the
	// file for.
	Kept bool `json:"kept,omitempty"`
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
	return &ImportReport{Assets: []AssetReport{}, Refusals: []Refusal{}, Packs: []PackReport{}, taken: make(map[string]bool)}
}

// pack adds what became of a pack's files.
func (r *ImportReport) pack(s *source, found store.Found, put *putting, textures int) {
	r.outcomes(s, put)
	r.Gone = append(r.Gone, put.gone...)
	r.Notes = append(r.Notes, s.notes...)
	r.Notes = append(r.Notes, found.Notes...)
	switch {
	case put.same:
		r.Notes = append(r.Notes, fmt.Sprintf("every file of the pack %s is refused: what the library has of it stays as it is", s.name))
	case put.kept == 1:
		r.Notes = append(r.Notes, fmt.Sprintf("1 refused file of the pack %s was taken before: the library keeps it as it was imported then", s.name))
	case put.kept > 1:
		r.Notes = append(r.Notes, fmt.Sprintf("%d refused files of the pack %s were taken before: the library keeps them as they were imported then", put.kept, s.name))
	}
	r.Packs = append(r.Packs, PackReport{Name: s.name, Scale: found.Scale, Why: found.Why, Licence: found.Licence, Textures: textures})
}

// part adds those of a pack's files that an import got to before it ended.
func (r *ImportReport) part(s *source, put *putting) {
	r.Interrupted = true
	r.outcomes(s, put)
}

func (r *ImportReport) outcomes(s *source, put *putting) {
	all := slices.Clone(s.refused)
	for _, f := range put.refusals {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Refusal) int { return strings.Compare(a.File, b.File) })
	r.Refusals = append(r.Refusals, all...)
	r.Taken += len(put.files) - len(put.refusals)
	r.Refused += len(all)
	r.Files += len(put.files) + len(s.refused)
	for _, f := range put.files {
		if _, refused := put.refusals[f]; !refused {
			r.taken[s.name+"/"+f] = true
		}
	}
}

// assets adds what the packs' files were taken as, pack by pack and file by
// file.
func (r *ImportReport) assets(packs []*source, list []assets.Asset) {
	place := make(map[string]int)
	for i, s := range packs {
		place[s.name] = i
	}
	warned := make(map[string]bool)
	for _, a := range list {
		file := a.Pack + "/" + a.File
		if !r.taken[file] {
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
	if r.Taken > 0 {
		return fmt.Errorf("the overrides of %s leave out all %d files", r.Packs[0].Name, r.Files)
	}
	f := r.Refusals[0]
	if r.Files == 1 {
		return fmt.Errorf("the one file, %s, could not be taken: %s; %s", f.File, f.Reason, f.Remedy)
	}
	return fmt.Errorf("none of the %d files could be taken, the first because %s: %s; %s", r.Files, f.File, f.Reason, f.Remedy)
}
