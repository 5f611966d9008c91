package semantics

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
)

// thinnest is the least extent an asset may have: planes get this much, since
// sizes must be positive.
const thinnest = 0.001

// Pack is what holds for all models of a pack.
type Pack struct {
	Name string
	// Scale is metres per file unit, or 0 to infer it.
	Scale float64
	// ScaleWhy is set by Conclude.
	ScaleWhy string
	// Licence and LicenceWhy are as Licence found them.
	Licence, LicenceWhy string
}

// Conclude settles a pack's scale and makes assets of its models.
func Conclude(p *Pack, facts []*Facts) []assets.Asset {
	p.ScaleWhy = "given by the user"
	if p.Scale == 0 {
		p.Scale, p.ScaleWhy = packScale(facts)
	}
	scale, sure := p.Scale, func(why string) assets.Reason { return assets.Reason{Why: why, Confidence: 0.5} }
	out := make([]assets.Asset, 0, len(facts))
	for _, f := range facts {
		a := assets.Asset{
			ID: f.ID, Pack: p.Name, Name: f.Name, File: f.File, Node: f.Node,
			Category: f.kind.name, Known: f.kind.known, Size: f.measured.Mul(scale), Scale: scale,
			Front: string(f.front), Up: "+Y", Mount: f.mount, Flat: f.kind.flat, SupportHeights: []float64{},
			Triangles: f.triangles, Licence: p.Licence, Warnings: f.warnings,
			Evidence: assets.Evidence{Category: sure(f.kind.evidence), Scale: sure(p.ScaleWhy), Front: sure(f.frontWhy), Mount: sure(f.mountWhy), Licence: sure(p.LicenceWhy)},
		}
		for k := range a.Size {
			a.Size[k] = max(math.Round(a.Size[k]*1e5)/1e5, thinnest)
		}
		if !f.kind.known && a.Size[2] < 0.1 && a.Size[2] < 0.1*min(a.Size[0], a.Size[1]) && a.Mount == scenes.OnFloor {
			a.Flat = true
			a.Evidence.Mount.Why += "; it lies flat"
		}
		for _, h := range f.supports {
			a.SupportHeights = append(a.SupportHeights, math.Round(h*f.measured[2]*scale*1e3)/1e3)
		}
		a.Evidence.Support = sure(fmt.Sprintf("%d level surfaces cover over %.0f %% of the footprint", len(f.supports), 100*shape.SupportShare))
		if f.copyright != "" {
			a.Licence, a.Evidence.Licence = f.copyright, sure("asset.copyright of the file")
		}
		a.Warnings = append(a.Warnings, doubts(f, a)...)
		out = append(out, a)
	}
	return out
}

// doubts names sizes that are far from what the class usually has.
func doubts(f *Facts, a assets.Asset) []string {
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
