package assets

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// thinnest is the least extent an asset may have: planes get this much, since
// sizes must be positive.
const thinnest = 0.001

// conclude settles a pack's scale and licence, and makes assets of its files.
func conclude(p *pack, files []*file, opts ImportOptions, report *ImportReport) []Asset {
	var good []*file
	for _, f := range files {
		if f.err == nil {
			good = append(good, f)
			continue
		}
		r := Refusal{File: p.paths[f.index], Reason: f.err.Error(), Remedy: "check that the file may be read"}
		var fault *gltfio.Error
		if errors.As(f.err, &fault) {
			r.Reason, r.Remedy = fault.Reason, fault.Remedy
		}
		report.Refusals = append(report.Refusals, r)
	}
	scale, why := opts.Scale, "given by the user"
	if scale == 0 {
		scale, why = packScale(good)
	}
	licence, licenceWhy := licenceOf(p)
	report.Packs = append(report.Packs, PackReport{Name: p.name, Scale: scale, Why: why, Licence: licence})
	ids := p.ids()
	out := make([]Asset, 0, len(good))
	for _, f := range good {
		a := Asset{
			ID: ids[f.index], Pack: p.name, Name: f.name, File: p.paths[f.index],
			Category: f.kind.name, Known: f.kind.known, Size: f.measured.Mul(scale), Scale: scale,
			Front: string(f.front), Mount: f.mount, Flat: f.kind.flat, SupportHeights: []float64{},
			Triangles: f.triangles, Licence: licence, Warnings: f.warnings,
			Evidence: Evidence{Category: f.kind.evidence, Scale: why, Front: f.frontWhy, Mount: f.mountWhy, Licence: licenceWhy},
		}
		for k := range a.Size {
			a.Size[k] = max(math.Round(a.Size[k]*1e5)/1e5, thinnest)
		}
		if !f.kind.known && a.Size[2] < 0.1 && a.Size[2] < 0.1*min(a.Size[0], a.Size[1]) && a.Mount == scenes.OnFloor {
			a.Flat = true
			a.Evidence.Mount += "; it lies flat"
		}
		for _, h := range f.supports {
			a.SupportHeights = append(a.SupportHeights, math.Round(h*f.measured[2]*scale*1e3)/1e3)
		}
		a.Evidence.Support = fmt.Sprintf("%d level surfaces cover over %.0f %% of the footprint", len(f.supports), 100*shape.SupportShare)
		if f.copyright != "" {
			a.Licence, a.Evidence.Licence = f.copyright, "asset.copyright of the file"
		}
		a.Warnings = append(a.Warnings, doubts(f, a)...)
		report.take(a)
		out = append(out, a)
	}
	return out
}

// doubts names sizes that are far from what the class usually has.
func doubts(f *file, a Asset) []string {
	if !f.kind.known || f.kind.flat {
		return nil
	}
	got := math.Cbrt(a.Size[0] * a.Size[1] * a.Size[2])
	want := math.Cbrt(typical(f, 0) * typical(f, 1) * typical(f, 2))
	if r := got / want; r > 2.5 || r < 0.4 {
		return []string{fmt.Sprintf("is %.2f × %.2f × %.2f m, %.1f times the usual size of a %s; check its category or scale",
			a.Size[0], a.Size[1], a.Size[2], r, a.Category)}
	}
	return nil
}

// licenceOf looks in the pack's folder, then beside it, since packs keep their
// licence above the folder of models.
func licenceOf(p *pack) (name, why string) {
	name, why = packLicence(p.fsys)
	if name != "unknown" || !dull[lowerBase(p.dir)] {
		return name, why
	}
	root, err := os.OpenRoot(filepath.Join(p.dir, ".."))
	if err != nil {
		return name, why
	}
	defer root.Close()
	if above, aboveWhy := packLicence(root.FS()); above != "unknown" {
		return above, "../" + aboveWhy
	}
	return name, why
}
