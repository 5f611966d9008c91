package assets_test

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

func TestJoin(t *testing.T) {
	kit := assets.Starter()
	mine, err := assets.New([]assets.Asset{
		{ID: kit.Assets()[0].ID, Size: scenes.Vec3{9, 9, 9}},
		{ID: "mine/desk", Size: scenes.Vec3{1, 2, 3}},
	}, func(a assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return &mesh.Model{Name: "mine"}, nil }
	})
	if err != nil {
		t.Fatal(err)
	}
	both := assets.Join(kit, mine)
	if both.Len() != kit.Len()+1 {
		t.Errorf("%d assets, want %d", both.Len(), kit.Len()+1)
	}
	first := kit.Assets()[0]
	if a, _ := both.Find(first.ID); a.Size != first.Size {
		t.Errorf("%s is that of the second library", first.ID)
	}
	if m, err := both.Model("mine/desk"); err != nil || m.Name != "mine" {
		t.Errorf("the model of the second library: %v, %v", m, err)
	}
	if m, err := both.Model(first.ID); err != nil || m.Name == "mine" {
		t.Errorf("the model of the first library: %v, %v", m, err)
	}
}
