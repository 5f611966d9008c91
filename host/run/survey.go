package run

import (
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/geom/trimesh"
	"github.com/metaspatial/metaspatial/scenes/measure/survey"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Survey returns the options that measure and draw layouts with a library's
// models. An asset that the library lacks is a box.
func Survey(lib *assets.Library) survey.Options {
	return survey.Options{
		Meshes: trimesh.NewCache(lib.Model).Mesh,
		Models: func(asset string) *mesh.Model {
			m, err := lib.Model(asset)
			if err != nil {
				return nil
			}
			return m
		},
	}
}
