package reimport_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

func TestFinder(t *testing.T) {
	lib, err := assets.New([]assets.Asset{
		{ID: "a/Side-Table", Name: "Side-Table", Category: "table", Size: scenes.Vec3{1, 1, 1}},
		{ID: "b/side_table", Name: "side_table", Category: "table", Size: scenes.Vec3{2, 1, 1}},
		{ID: "a/lamp", Name: "lamp", Category: "lamp", Size: scenes.Vec3{0.3, 0.3, 1.4}, Mount: scenes.OnFloor},
	}, func(assets.Asset) func() (*mesh.Model, error) { return nil })
	if err != nil {
		t.Fatal(err)
	}
	find := reimport.Finder(lib)
	for _, c := range []struct {
		name string
		size scenes.Vec3
		want string
	}{
		{"SideTable.001", scenes.Vec3{5, 5, 5}, ""},
		{"side table", scenes.Vec3{1.9, 1, 1}, "b/side_table"},
		{"Side_Table", scenes.Vec3{0.9, 1, 1}, "a/Side-Table"},
		{"Mesh.012", scenes.Vec3{0.3, 0.3, 1.4}, "a/lamp"},
		{"Mesh.013", scenes.Vec3{0.3, 0.4, 1.4}, ""},
	} {
		if o, ok := find(c.name, c.size); o.Asset != c.want || ok != (c.want != "") {
			t.Errorf("%s of %v is %q, want %q", c.name, c.size, o.Asset, c.want)
		}
	}
}
