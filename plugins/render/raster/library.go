package raster

import "github.com/metaspatial/metaspatial/scenes/assets"

// starter returns the library that is used when no other is named.
func starter() *assets.Library { return nil }
