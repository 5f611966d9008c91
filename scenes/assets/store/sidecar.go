package store

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/scenes/assets"
)

// sidecarOf writes overrides that say everything known of exported assets: each
// is a GLB in metres with its front at +Z.
func sidecarOf(pack string, files []string, list []assets.Asset) ([]byte, error) {
	var said yaml.MapSlice
	for i, a := range list {
		var keys yaml.MapSlice
		say := func(key string, v any) { keys = append(keys, yaml.MapItem{Key: key, Value: v}) }
		if a.Known {
			say("category", a.Category)
		}
		say("front", "+Z")
		say("mount", string(a.Mount))
		say("flat", a.Flat)
		say("support_heights_m", orEmpty(a.SupportHeights))
		say("sides", orEmpty(a.Sides))
		say("tags", orEmpty(a.Tags))
		say("licence", a.Licence)
		if a.Author != "" {
			say("author", a.Author)
		}
		said = append(said, yaml.MapItem{Key: strings.TrimSuffix(files[i], ".glb"), Value: keys})
	}
	text, err := yaml.MarshalWithOptions(yaml.MapSlice{{Key: "scale", Value: 1}, {Key: "assets", Value: said}}, yaml.Flow(false), yaml.UseSingleQuote(false))
	if err != nil {
		return nil, fmt.Errorf("exporting pack %s: %w", pack, err)
	}
	return append([]byte("# What is known of the models in this folder. Importing it takes this over.\n"), text...), nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
