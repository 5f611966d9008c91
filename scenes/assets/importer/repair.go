package importer

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// RepairReport says what [Repair] did.
type RepairReport struct {
	// Faults are what was wrong.
	Faults []store.Fault `json:"faults"`
	// Mended are the files that were read from their packs again, as
	// pack/path, Removed those that could not be.
	Mended  []string  `json:"mended"`
	Removed []Removal `json:"removed"`
	// SetAside is where a damaged database lies now, in whose place a new one
	// was made; empty when there was no need.
	SetAside string `json:"set_aside,omitempty"`
	// Swept is what nothing referred to.
	Swept store.Swept `json:"swept"`
}

// Removal is a file that could not be read again, and the assets that the
// library has lost with it, as far as they are known.
type Removal struct {
	File   string   `json:"file"`
	IDs    []string `json:"assets"`
	Reason string   `json:"reason"`
}

// Repair mends the library in dir: what is damaged is read again from its pack
// where that still lies in its place, and removed where not; what nothing
// refers to is dropped. Overrides are left alone.
func Repair(ctx context.Context, dir string) (*RepairReport, error) {
	r := &RepairReport{Faults: []store.Fault{}, Mended: []string{}, Removed: []Removal{}}
	health, err := store.Check(ctx, dir)
	if err != nil && !store.IsDamage(err) {
		return nil, err
	}
	var lost []store.Dropped
	switch {
	case err != nil:
		r.Faults = append(r.Faults, store.Fault{What: "library.db", Why: "cannot be read"})
		r.SetAside, lost, err = store.SetAside(ctx, dir)
	case slices.ContainsFunc(health.Faults, store.Fault.OfDatabase):
		r.Faults = health.Faults
		r.SetAside, lost, err = store.SetAside(ctx, dir)
	case len(health.Faults) > 0:
		r.Faults = health.Faults
		lost, err = drop(ctx, dir, health.Faults)
	}
	if err == nil {
		err = r.readAgain(ctx, dir, lost)
	}
	if err == nil {
		err = r.sweep(ctx, dir)
	}
	return r, err
}

func drop(ctx context.Context, dir string, faults []store.Fault) ([]store.Dropped, error) {
	s, err := store.Update(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Drop(ctx, faults)
}

// readAgain imports lost files, pack by pack.
func (r *RepairReport) readAgain(ctx context.Context, dir string, lost []store.Dropped) error {
	slices.SortStableFunc(lost, func(a, b store.Dropped) int {
		return cmp.Or(strings.Compare(a.Pack.Name, b.Pack.Name), strings.Compare(a.Path, b.Path))
	})
	for len(lost) > 0 {
		n := 1
		for n < len(lost) && lost[n].Pack.Name == lost[0].Pack.Name {
			n++
		}
		if err := r.pack(ctx, dir, lost[0].Pack, lost[:n]); err != nil {
			return err
		}
		lost = lost[n:]
	}
	return nil
}

func (r *RepairReport) pack(ctx context.Context, dir string, p store.Pack, lost []store.Dropped) error {
	var there []string
	reasons, back := make(map[string]string), make(map[string]bool)
	fsys, closing, err := reopen(p.Source)
	if err == nil {
		defer closing()
	}
	for _, d := range lost {
		if err == nil {
			if _, err := fs.Stat(fsys, d.Path); err == nil {
				there = append(there, d.Path)
				continue
			}
		}
		reasons[d.Path] = fmt.Sprintf("%s is no longer in %s", d.Path, p.Source)
	}
	if len(there) > 0 {
		report, err := importFiles(ctx, dir, p, there)
		if err != nil {
			return err
		}
		for _, a := range report.Assets {
			back[a.File] = true
		}
		for _, f := range report.Refusals {
			reasons[f.File] = f.Reason
		}
	} else if err := settle(ctx, dir, p.Name); err != nil {
		return err
	}
	for _, d := range lost {
		if back[d.Path] {
			r.Mended = append(r.Mended, p.Name+"/"+d.Path)
		} else {
			r.Removed = append(r.Removed, Removal{File: p.Name + "/" + d.Path, IDs: d.IDs, Reason: reasons[d.Path]})
		}
	}
	return nil
}

// importFiles imports some files of a known pack.
func importFiles(ctx context.Context, dir string, p store.Pack, files []string) (*ImportReport, error) {
	s, err := openSource(p.Source, files)
	if err != nil {
		return nil, err
	}
	defer s.close()
	s.name = p.Name
	_, report, err := importAll(ctx, []*source{s}, ImportOptions{Library: dir, As: p.Name, Scale: p.Scale})
	if report != nil && len(report.Refusals) > 0 && ctx.Err() == nil {
		// That none could be taken is no error here.
		return report, nil
	}
	return report, err
}

// settle makes a pack whole that has lost files for good.
func settle(ctx context.Context, dir, pack string) error {
	s, err := store.Update(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err = s.Settle(ctx, pack); store.NoPack(err) {
		return nil
	}
	return err
}

func (r *RepairReport) sweep(ctx context.Context, dir string) error {
	s, err := store.Update(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if r.Swept, err = s.Sweep(ctx); err != nil {
		return fmt.Errorf("the library is mended, but what is left over is not removed: %w", err)
	}
	return nil
}
