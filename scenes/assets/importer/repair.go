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
	// Faults are what was wrong, but for Unmended.
	Faults []store.Fault `json:"faults"`
	// Mended are the files that were read from their packs again, as
	// pack/path, Removed those that could not be. What is removed for want of
	// its pack comes back when that is imported again.
	Mended  []string  `json:"mended"`
	Removed []Removal `json:"removed"`
	// Unmended are faults that only a person can mend.
	Unmended []store.Fault `json:"unmended,omitempty"`
	// SetAside is where a damaged database lies now, in whose place a new one
	// was made; empty when there was no need.
	SetAside string `json:"set_aside,omitempty"`
	// Unknown says that nothing tells what packs the damaged database had.
	Unknown bool `json:"unknown,omitempty"`
	// Swept is what nothing referred to.
	Swept store.Swept `json:"swept"`
}

// Whole says whether everything could be mended.
func (r *RepairReport) Whole() bool {
	return len(r.Removed) == 0 && len(r.Unmended) == 0 && !r.Unknown
}

// Removal is a file that could not be read again, or a whole pack, and the
// assets that the library has lost with it, as far as they are known.
type Removal struct {
	File   string   `json:"file"`
	IDs    []string `json:"assets"`
	Reason string   `json:"reason"`
}

// Repair mends the library in dir: what is damaged or lost is read again from
// its pack where that still lies in its place, and is removed where not; what
// nothing refers to is dropped, unless the database was damaged. Overrides are
// left alone.
func Repair(ctx context.Context, dir string) (*RepairReport, error) {
	r := &RepairReport{Faults: []store.Fault{}, Mended: []string{}, Removed: []Removal{}}
	broken, err := r.mend(ctx, dir)
	if err == nil && broken {
		// Stored models that were found again are looked at too.
		_, err = r.mend(ctx, dir)
	}
	if err == nil {
		err = r.sweep(ctx, dir)
	}
	return r, err
}

// mend looks for faults once and mends them. It says whether the database was
// beyond that and made anew.
func (r *RepairReport) mend(ctx context.Context, dir string) (broken bool, err error) {
	health, err := store.Check(ctx, dir)
	var faults []store.Fault
	switch {
	case err != nil && !store.IsDamage(err):
		return false, err
	case err != nil:
		faults, broken = []store.Fault{{What: "library.db", Why: "cannot be read"}}, true
	default:
		faults = health.Faults
		broken = slices.ContainsFunc(faults, store.Fault.OfDatabase)
	}
	var lost []store.Dropped
	if broken {
		r.SetAside, lost, err = store.SetAside(ctx, dir)
	} else if len(faults) > 0 {
		if lost, err = store.Lost(ctx, dir); err == nil {
			var dropped []store.Dropped
			dropped, err = drop(ctx, dir, faults)
			lost = append(lost, dropped...)
		}
	}
	if err == nil && broken {
		lost, err = r.expected(ctx, dir, lost)
	}
	if err == nil {
		for _, f := range faults {
			switch {
			case f.ByHand && !broken:
				r.Unmended = append(r.Unmended, f)
			case !f.ByHand && !r.told(f):
				r.Faults = append(r.Faults, f)
			}
		}
		err = r.readAgain(ctx, dir, lost)
	}
	return broken, err
}

// told says whether a lost pack is among the removals already.
func (r *RepairReport) told(f store.Fault) bool {
	return f.OfLost() && slices.ContainsFunc(r.Removed, func(m Removal) bool {
		return strings.HasPrefix(m.File+"/", strings.TrimPrefix(f.What, store.LostFault)+"/")
	})
}

// expected adds to what could be read of a damaged database what the ledger
// says that it held, which is the truth where it speaks of a pack.
func (r *RepairReport) expected(ctx context.Context, dir string, read []store.Dropped) ([]store.Dropped, error) {
	out, err := store.Lost(ctx, dir)
	if err != nil {
		return nil, err
	}
	listed := make(map[string]bool)
	for _, l := range store.Ledger(dir) {
		listed[l.Name] = true
	}
	told := make(map[string]bool)
	for _, d := range read {
		if !listed[d.Pack.Name] && !told[d.Pack.Name] {
			// Rows of it may be missing, so it is imported as a whole.
			told[d.Pack.Name] = true
			out = append(out, store.Dropped{Pack: d.Pack})
		}
		if !listed[d.Pack.Name] && d.Path != "" {
			out = append(out, d)
		}
	}
	r.Unknown = len(out) == 0 && len(listed) == 0
	return out, nil
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
		if !slices.ContainsFunc(r.Removed, func(m Removal) bool { return m.File == lost[0].Pack.Name }) {
			if err := r.pack(ctx, dir, lost[0].Pack, lost[:n]); err != nil {
				return err
			}
		}
		lost = lost[n:]
	}
	return nil
}

// pack reads lost files of one pack again. A first one without a path stands
// for the whole pack.
func (r *RepairReport) pack(ctx context.Context, dir string, p store.Pack, lost []store.Dropped) error {
	fsys, closing, err := reopen(p.Source)
	if err != nil {
		return r.away(ctx, dir, p, lost)
	}
	defer closing()
	var files []string
	var there []store.Dropped
	reasons := make(map[string]string)
	for _, d := range lost {
		if d.Path == "" {
			continue
		}
		if _, err := fs.Stat(fsys, d.Path); err != nil {
			reasons[d.Path] = fmt.Sprintf("%s is no longer in %s", d.Path, p.Source)
			continue
		}
		files, there = append(files, d.Path), append(there, d)
	}
	whole := lost[0].Path == ""
	if whole {
		files = nil
	}
	if whole || len(files) > 0 {
		if err := expect(ctx, dir, there); err != nil {
			return err
		}
		report, err := importFiles(ctx, dir, p, files)
		if err != nil {
			return err
		}
		for _, f := range report.Refusals {
			reasons[f.File] = f.Reason
		}
	} else if err := settle(ctx, dir, p.Name); err != nil {
		return err
	}
	have, err := have(ctx, dir, p.Name)
	if err != nil {
		return err
	}
	for _, d := range lost {
		ids := slices.DeleteFunc(slices.Clone(d.IDs), func(id string) bool { return have[id] })
		switch {
		case d.Path == "":
		case have[d.Path] && len(ids) == 0:
			r.Mended = append(r.Mended, p.Name+"/"+d.Path)
		default:
			reason := cmp.Or(reasons[d.Path], "the file does not give it any more")
			r.Removed = append(r.Removed, Removal{File: p.Name + "/" + d.Path, IDs: ids, Reason: reason})
		}
	}
	return nil
}

// away removes what was lost of a pack that is not in its place. A pack of
// which nothing is left is one removal.
func (r *RepairReport) away(ctx context.Context, dir string, p store.Pack, lost []store.Dropped) error {
	if err := settle(ctx, dir, p.Name); err != nil {
		return err
	}
	have, err := have(ctx, dir, p.Name)
	if err != nil {
		return err
	}
	gone := fmt.Sprintf("its pack is no longer in %s; import that from where it lies now with --as %s, or give it up with: metaspatial assets remove %s", p.Source, p.Name, p.Name)
	if len(have) == 0 {
		all := Removal{File: p.Name, IDs: []string{}, Reason: gone}
		for _, d := range lost {
			all.IDs = append(all.IDs, d.IDs...)
		}
		r.Removed = append(r.Removed, all)
		return nil
	}
	for _, d := range lost {
		if d.Path != "" {
			r.Removed = append(r.Removed, Removal{File: p.Name + "/" + d.Path, IDs: d.IDs, Reason: gone})
		}
	}
	return nil
}

func expect(ctx context.Context, dir string, lost []store.Dropped) error {
	s, err := store.Update(ctx, dir)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.Expect(ctx, lost)
}

func have(ctx context.Context, dir, pack string) (map[string]bool, error) {
	s, err := store.Update(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.Have(ctx, pack)
}

// importFiles imports some files of a known pack, or all of it.
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
