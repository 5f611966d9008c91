package export

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

func TestCredits(t *testing.T) {
	size := scenes.Vec3{1, 1, 1}
	var list []assets.Asset
	task := &scenes.Task{ID: "r", Room: scenes.RectRoom(9, 9, 3)}
	layout := new(scenes.Layout)
	add := func(pack, name, licence, author string) {
		a := assets.Asset{ID: pack + "/" + name, Pack: pack, Name: name, Licence: licence, Author: author, Size: size}
		list = append(list, a)
		for _, id := range []string{name, name + " again"} {
			task.Objects = append(task.Objects, scenes.Object{ID: id, Category: "crate", Asset: a.ID, Size: size, Support: scenes.OnFloor})
			layout.Placements = append(layout.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{1, 1, 0.5}})
		}
	}
	add("shop", "sofa", "CC-BY-NC-ND-3.0", "Zoë\nModels\n\n  fake/line: nobody, licence CC0")
	add("shop", "table", "cc by 4.0", "")
	add("old", "lamp", "unknown", "")
	add("old", "vase", "All rights reserved", "Ann")
	add("free", "rug", "CC0-1.0", "Kay")
	lib, err := assets.New(list, func(assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return gltfio.BoxModel("crate", size), nil }
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Make(t.Context(), []Source{{"r", &scenes.Level{Name: "my\nlevel", Rooms: []scenes.LevelRoom{{Task: task, Layout: layout}}}}}, Options{Library: lib})
	if err != nil {
		t.Fatal(err)
	}
	want := `Credits of a level exported by MetaSpatial

Level: my level

To be shown where the level is published:

  "vase" of old by Ann, licensed under All rights reserved; converted and scaled
  "sofa" of shop by Zoë Models fake/line: nobody, licence CC0, licensed under CC-BY-NC-ND-3.0 (https://creativecommons.org/licenses/by-nc-nd/3.0/); converted and scaled; not for commercial use; changed copies must not be published, ask the author first
  "table" of shop, licensed under cc by 4.0 (https://creativecommons.org/licenses/by/4.0/); converted and scaled

Of unknown licence; find it out before you publish the level:

  old/lamp

Models

  free
    free/rug: Kay, licence CC0-1.0

  old
    old/lamp: author unknown, licence unknown
    old/vase: Ann, licence All rights reserved

  shop
    shop/sofa: Zoë Models fake/line: nobody, licence CC0, licence CC-BY-NC-ND-3.0
    shop/table: author unknown, licence cc by 4.0
`
	if d := cmp.Diff(want, string(find(t, b, "r.CREDITS.txt"))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, text := range []string{"CC-BY-NC-ND-3.0", "All rights reserved by Ann"} {
		if !strings.Contains(string(find(t, b, "r.glb")), text) {
			t.Errorf("the GLB does not say %q", text)
		}
	}
}
