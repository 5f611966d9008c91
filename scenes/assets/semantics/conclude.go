package semantics

import (
	"fmt"
	"math"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// thinnest is the least extent an asset may have: planes get this much, since
// sizes must be positive.
const thinnest = 0.001

// Pack is what holds for all models of a pack.
type Pack struct {
	Name string
	// Scale is metres per file unit, or 0 to infer it.
	Scale float64
	// ScaleWhy and ScaleConfidence are set by Conclude.
	ScaleWhy        string
	ScaleConfidence float64
	// Licence and LicenceWhy are as [Licence] found them, Author and AuthorWhy
	// as [Author] did.
	Licence, LicenceWhy string
	Author, AuthorWhy   string

	// inferred says that Scale is Conclude's own guess.
	inferred                bool
	licenceSaid, authorSaid bool
}

// item is one model on the way to being an asset.
type item struct {
	f    *Facts
	said Override
	up   gltfio.Axis
	// upSaid is empty where nobody said the up axis.
	upSaid assets.Reason
	shape  shape.Shape // front at +Z
	st     stance
	kind   kind
	front  int // quarter turns from +Z
	// frontWhy, mount and mountWhy follow from the kind.
	frontWhy assets.Reason
	mount    scenes.Support
	mountWhy assets.Reason
	// warnings are about what was said and cannot be.
	warnings []string
}

// Conclude settles a pack's scale and makes assets of its models, in their
// order; what a person said stands above everything. What is said of one asset
// changes no other, but that a scale or a size of its own takes away its vote
// on the pack's scale. What cannot be, such as a height above the model, is left
// out with a warning on the asset. Conclude changes the pack's
// Scale, ScaleWhy, ScaleConfidence, Licence and Author. Overrides may be nil;
// assets that they leave out are missing from the result. The same facts give
// the same assets.
func Conclude(p *Pack, facts []*Facts, o *Overrides) []assets.Asset {
	if o == nil {
		o = new(Overrides)
	}
	items := make([]*item, 0, len(facts))
	models := make([]measured, 0, len(facts))
	for _, f := range facts {
		it := look(f, o.Asset(strings.TrimPrefix(f.ID, p.Name+"/")), o)
		items = append(items, it)
		// What a person gave a scale of its own says nothing of the others'.
		// What else is said of an asset holds for it alone, so that the scale of
		// the others follows from what was found.
		if it.said.Scale == 0 && it.said.Size == (scenes.Vec3{}) {
			found := it
			if it.said.Category != "" || it.said.Front != "" || it.said.Up != "" {
				found = look(f, Override{}, o)
			}
			models = append(models, measured{found.kind, found.turned().Size})
		}
	}
	p.settle(models, o)
	out := make([]assets.Asset, 0, len(items))
	for _, it := range items {
		if it.said.Skip {
			continue
		}
		it.reconsider(it.scale(p))
		out = append(out, it.asset(p))
	}
	return out
}

// settle fixes what holds for the whole pack.
func (p *Pack) settle(models []measured, o *Overrides) {
	switch {
	case o.Scale > 0:
		p.Scale, p.ScaleWhy, p.ScaleConfidence = o.Scale, o.where.said("scale").Why, 1
	case p.Scale > 0 && !p.inferred:
		p.ScaleWhy, p.ScaleConfidence = "given by the user", 1
	default:
		g := packScale(models)
		p.Scale, p.ScaleWhy, p.ScaleConfidence, p.inferred = g.scale, g.why, g.confidence, true
	}
	if o.Licence != "" {
		p.Licence, p.LicenceWhy, p.licenceSaid = o.Licence, o.where.said("licence").Why, true
	}
	if p.Licence == "" {
		p.Licence, p.LicenceWhy = noLicence, "nothing in the pack names a licence"
	}
	if o.Author != "" {
		p.Author, p.AuthorWhy, p.authorSaid = o.Author, o.where.said("author").Why, true
	}
}

// look takes a first view of a model, by names and proportions.
func look(f *Facts, says Override, o *Overrides) *item {
	it := &item{f: f, said: says, up: gltfio.PlusY}
	switch {
	case says.Up != "":
		it.up, it.upSaid = says.Up, says.where.said("up")
	case o.Up != "":
		it.up, it.upSaid = o.Up, o.where.said("up")
	}
	it.shape = f.frame(it.up)
	it.st = stanceOf(f.origin(it.up), it.shape)
	it.kind = classify(f, it.shape)
	if says.Category != "" {
		it.call(says.Category, says.where.said("category").Why)
	}
	it.face()
	return it
}

// face settles the front and what carries the model.
func (it *item) face() {
	parts := it.f.Parts
	if it.up == gltfio.PlusZ {
		parts = lain(parts, it.f.Shape.Size)
	}
	it.front, it.frontWhy = frontOf(it.kind, it.shape, it.st, parts)
	if it.said.Front != "" {
		it.front, it.frontWhy = quarters(it.said.Front), it.said.where.said("front")
	}
	it.mount, it.mountWhy = mountOf(it.kind, it.st)
	if it.said.Mount != "" {
		it.mount, it.mountWhy = it.said.Mount, it.said.where.said("mount")
	}
}

func (it *item) turned() shape.Shape { return it.shape.Turned(it.front) }

// scale returns the metres per file unit of one model.
func (it *item) scale(p *Pack) (float64, assets.Reason) {
	if it.said.Scale > 0 {
		return it.said.Scale, it.said.where.said("scale")
	}
	size, sum, n := it.turned().Size, 0.0, 0
	for k, want := range it.said.Size {
		if want > 0 && size[k] > 0 {
			sum, n = sum+math.Log(want/size[k]), n+1
		}
	}
	if n > 0 {
		return math.Exp(sum / float64(n)), assets.Reason{Why: "follows from the size " + it.said.where.said("size_m").Why, Confidence: 1}
	}
	return p.Scale, assets.Reason{Why: p.ScaleWhy, Confidence: p.ScaleConfidence}
}

// sureScale is the confidence from which a scale lets sizes speak.
const sureScale = 0.5

// reconsider looks at the kind again now that the size is known.
func (it *item) reconsider(scale float64, why assets.Reason) {
	if it.said.Category != "" || why.Confidence < sureScale {
		return
	}
	size := it.turned().Size.Mul(scale)
	was := it.kind.name
	if it.kind.class == nil {
		it.kind = byShape(it.kind, it.shape, scale)
	} else {
		it.kind = refine(it.kind, it.turned(), size, it.st.carried)
	}
	if it.kind.name != was {
		it.face()
	}
}

// asset makes the asset of a model.
func (it *item) asset(p *Pack) assets.Asset {
	f, s := it.f, it.turned()
	scale, scaleWhy := it.scale(p)
	by := it.said.where
	a := assets.Asset{
		ID: f.ID, Pack: p.Name, Name: f.Name, File: f.File, Node: f.Node,
		Category: it.kind.name, Known: it.kind.class != nil, Scale: scale, Front: string(axisNames[it.front]), Up: string(it.up),
		Mount: it.mount, Flat: it.flat(s.Size.Mul(scale)), Triangles: f.Triangles, Joints: joints(f.Parts),
		Tags: tags(f), Materials: materials(f), Colours: colours(f), Warnings: append([]string(nil), f.Warnings...),
	}
	e := &a.Evidence
	e.Category = assets.Reason{Why: it.kind.why, Confidence: it.kind.confidence}
	if it.kind.class == nil {
		// Words that are no class tell less than a class would.
		e.Category.Confidence *= 0.8
	}
	e.Scale, e.Front, e.Mount = scaleWhy, it.frontWhy, it.mountWhy
	e.Up = it.upWhy(&a)
	for k := range a.Size {
		a.Size[k] = max(round(s.Size[k]*scale, 1e5), thinnest)
	}
	a.Pivot = it.pivot(scale)
	for _, c := range s.Footprint {
		a.Footprint = append(a.Footprint, scenes.Vec2{round(c[0]*scale, 1e4), round(c[1]*scale, 1e4)})
	}
	a.Surfaces, a.SupportHeights, e.Support = it.surfaces(s, scale, a.Flat)
	if heights, ok := it.saidWithin(a.Size[2]); ok {
		a.Surfaces, a.SupportHeights, e.Support = saidHeights(a.Surfaces, heights), heights, by.said("support_heights_m")
	}
	a.Sides, e.Sides = sides(it.kind)
	if it.said.Sides != nil {
		a.Sides, e.Sides = it.said.Sides, by.said("sides")
	}
	if it.said.Tags != nil {
		a.Tags = it.said.Tags
	}
	if it.said.Flat != nil {
		a.Flat = *it.said.Flat
	}
	a.Licence, e.Licence = licenceOf(p, f, it.said)
	a.Author, e.Author = authorOf(p, f, it.said)
	a.Warnings = append(append(a.Warnings, it.warnings...), it.doubts(&a)...)
	for _, r := range []*assets.Reason{&e.Category, &e.Scale, &e.Front, &e.Up, &e.Mount, &e.Support, &e.Sides, &e.Licence, &e.Author} {
		r.Confidence = round(r.Confidence, 100)
	}
	return a
}

// flat reports whether others may stand on the asset without colliding: rugs,
// and unknown things that lie flat on the floor.
func (it *item) flat(size scenes.Vec3) bool {
	if it.kind.class != nil {
		return it.kind.class.Flat
	}
	return it.mount == scenes.OnFloor && size[2] < 0.1 && size[2] < 0.1*min(size[0], size[1])
}

// pivot is where the file's origin lies from the centre of the base.
func (it *item) pivot(scale float64) scenes.Vec3 {
	o := it.f.origin(it.up)
	right, front := o[0], o[1]
	for range it.front {
		right, front = -front, right
	}
	return scenes.Vec3{round(right*scale, 1e5), round(front*scale, 1e5), round(o[2]*scale, 1e5)}
}

// sides are the sides that people use the class from.
func sides(k kind) ([]string, assets.Reason) {
	if k.class == nil {
		return nil, assets.Reason{Why: "how it is used is not known", Confidence: 0.2}
	}
	var out []string
	for i, name := range [4]string{"front", "back", "left", "right"} {
		if k.class.Sides.Has(taxonomy.EachSide[i]) {
			out = append(out, name)
		}
	}
	return out, assets.Reason{Why: fmt.Sprintf("as %s is used", article(k.class)), Confidence: k.confidence}
}

// round rounds to a fraction of one over n; no zero is negative.
func round(x float64, n float64) float64 { return math.Round(x*n)/n + 0 }
