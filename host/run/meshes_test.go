package run

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/sdk/base"
)

func TestMeshesOfATask(t *testing.T) {
	dir, lib := t.TempDir(), assets.Starter()
	first, second := lib.Assets()[0], lib.Assets()[1]
	task := &scenes.Task{ID: "room", Objects: []scenes.Object{
		{ID: "a", Asset: second.ID}, {ID: "b"}, {ID: "c", Asset: first.ID}, {ID: "d", Asset: second.ID}, {ID: "e", Asset: "none/such"},
	}}
	s := NewMeshes(lib, dir)
	got, err := s.Of(task)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Asset != second.ID || got[1].Asset != first.ID {
		t.Fatalf("got %+v", got)
	}
	for _, m := range got {
		data, err := os.ReadFile(filepath.Join(dir, m.File))
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != m.Hash {
			t.Errorf("%s has another hash than %s", m.File, m.Hash)
		}
		model, _, err := gltfio.ReadModel(os.DirFS(dir), m.File, gltfio.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := lib.Model(m.Asset)
		if err != nil {
			t.Fatal(err)
		}
		if model.Triangles() != want.Triangles() || len(model.Textures) > 0 {
			t.Errorf("%s has %d triangles and %d textures, want %d and none", m.Asset, model.Triangles(), len(model.Textures), want.Triangles())
		}
	}
	again, err := s.Of(task)
	if d := cmp.Diff(got, again); d != "" || err != nil {
		t.Errorf("another answer the second time: %v\n%s", err, d)
	}
}

func TestTermsGetTheMeshesTheyNeed(t *testing.T) {
	p, cfg, set := world(t)
	seeing, blind := toy.Target(), toy.Target()
	seeing.Needs = []base.Need{base.NeedMeshes}
	set.Terms[0].Plugin = seeing
	set.Terms = append(set.Terms, set.Terms[0])
	set.Terms[1].Name, set.Terms[1].Plugin = "blind", blind
	if _, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{Listen: "off"}); err != nil {
		t.Fatal(err)
	}
	if blind.Meshes.Load() != nil {
		t.Error("a term got meshes that it does not need")
	}
	meshes := seeing.Meshes.Load()
	if meshes == nil {
		t.Fatal("the term got no meshes")
	}
	if _, err := os.Stat(filepath.Join(p.cacheDir, (*meshes)[0].File)); err != nil {
		t.Error(err)
	}
}
