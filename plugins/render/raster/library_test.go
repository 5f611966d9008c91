package raster

import (
	"context"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
	"github.com/metaspatial/metaspatial/sdk/render"
)

func TestLibraryModelsAreDrawn(t *testing.T) {
	pack := scenestest.Shared(t, "packs/kaykit-furniture-bits")
	dir := t.TempDir()
	lib, _, err := importer.Import(context.Background(), []string{pack}, importer.ImportOptions{Library: dir})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := configured(t, map[string]any{"library": dir})
	a := lib.Assets()[0]
	draw := func(asset string) render.RenderResponse {
		s := scene(2)
		s.Task.Objects[1].Asset, s.Task.Objects[1].Size = asset, scenes.Vec3{a.Size[0], a.Size[1], a.Size[2]}
		resp, err := r.Render(context.Background(), render.RenderRequest{Scenes: []render.Scene{s, s}, Width: 64, Height: 64})
		if err != nil || resp.Diagnostics.HasError() {
			t.Fatal(err, resp.Diagnostics)
		}
		return resp
	}
	box, model, unknown := draw(""), draw(a.ID), draw("no/such")
	if box.Images[0][0].Hash == model.Images[0][0].Hash {
		t.Error("the model is drawn as the box is")
	}
	if len(box.Diagnostics)+len(model.Diagnostics) > 0 {
		t.Errorf("needless warnings: %v, %v", box.Diagnostics, model.Diagnostics)
	}
	if box.Images[0][0].Hash != unknown.Images[0][0].Hash {
		t.Error("an unknown asset is not drawn as a box")
	}
	if ds := unknown.Diagnostics; len(ds) != 1 || ds[0].Path != "scenes[0].objects.o1" {
		t.Errorf("an unknown asset in two scenes gives %v, want one warning about the first", ds)
	}
}
