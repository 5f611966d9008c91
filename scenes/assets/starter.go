package assets

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/roomgen/kit"
)

// starterPack is the pack name of the embedded kit.
const starterPack = "starter"

var starter = sync.OnceValue(func() *Library {
	l, err := openStarter(kit.Files())
	if err != nil {
		// The files are part of the program and checked by tests.
		panic(fmt.Sprintf("assets: the embedded starter kit is damaged: %v", err))
	}
	return l
})

// Starter returns the embedded starter kit. Its properties are what its
// modellers stated, not guesses.
func Starter() *Library { return starter() }

func openStarter(files fs.FS) (*Library, error) {
	text, err := fs.ReadFile(files, kit.Index)
	if err != nil {
		return nil, err
	}
	var entries []kit.Entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, err
	}
	said := Reason{"stated by the kit", 1}
	var list []Asset
	for _, e := range entries {
		list = append(list, Asset{
			ID: starterPack + "/" + e.Name, Pack: starterPack, Name: e.Name, File: e.File,
			Category: e.Category, Known: true, Size: e.Size, Scale: 1, Front: string(gltfio.PlusZ), Up: "+Y", Pivot: scenes.Vec3{},
			Mount: scenes.Support(e.Mount), Flat: e.Flat, SupportHeights: e.SupportHeights, Triangles: e.Triangles,
			Materials: e.Materials, Colours: e.Colours,
			Licence:  kit.Licence,
			Evidence: Evidence{Category: said, Scale: said, Front: said, Up: said, Mount: said, Support: said, Sides: said, Licence: said, Author: said},
		})
	}
	return New(list, func(a Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) {
			m, _, err := gltfio.ReadModel(files, a.File, gltfio.Options{})
			if err != nil {
				return nil, fmt.Errorf("asset %s: %w", a.ID, err)
			}
			m.Name = a.Name
			return m, nil
		}
	})
}
