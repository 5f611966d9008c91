package semantics

import (
	"fmt"
	"math"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

const (
	// disagreement is how many times larger or smaller than usual a model may
	// be before it is doubted.
	disagreement = 2
	// upright is how much better the proportions must fit when the model is
	// turned for its up axis to be doubted.
	upright = 0.35
)

// doubts names what does not fit together.
func (it *item) doubts(asset *assets.Asset) []string {
	var out []string
	c := it.kind.class
	for k, want := range it.said.Size {
		if want > 0 && math.Abs(math.Log(asset.Size[k]/want)) > math.Log(1.05) {
			out = append(out, fmt.Sprintf("the size said and the model's proportions differ; it is %.2f × %.2f × %.2f m", asset.Size[0], asset.Size[1], asset.Size[2]))
			break
		}
	}
	if c == nil || c.Flat || it.said.Size != (scenes.Vec3{}) {
		return out
	}
	if r := 1 / bySides(asset.Size, c); r > disagreement || r < 1.0/disagreement {
		out = append(out, fmt.Sprintf("is %.2f × %.2f × %.2f m, %.1f times the usual size of %s; check its category or scale",
			asset.Size[0], asset.Size[1], asset.Size[2], r, article(c)))
		if it.said.Category == "" {
			asset.Evidence.Category.Confidence *= 0.8
		}
	}
	return out
}

// upWhy says why the up axis is what it is, and doubts it where the proportions
// of the class fit only when the model is turned.
func (it *item) upWhy(asset *assets.Asset) assets.Reason {
	if it.upSaid.Why != "" {
		return it.upSaid
	}
	c := it.kind.class
	if c == nil || it.kind.confidence < byMeshName {
		return assets.Reason{Why: "glTF's own up, +Y", Confidence: 0.8}
	}
	stands, lies := misproportion(it.shape.Size, c), misproportion(it.f.Lying.Size, c)
	if stands > lies+upright && lies < upright {
		asset.Warnings = append(asset.Warnings, fmt.Sprintf("its proportions are those of %s that lies on its back; if it does, say up: +Z", article(c)))
		return assets.Reason{Why: "glTF's own up, +Y, but the proportions fit +Z better", Confidence: 0.3}
	}
	return assets.Reason{Why: "glTF's own up, +Y, and the proportions fit", Confidence: 0.95}
}
