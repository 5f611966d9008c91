// Package raster is the built-in renderer: it draws layouts in software, the
// same bytes on every machine, and keeps the pictures in the cache directory
// under the hash of their content.
package raster

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const docs = `Pictures are drawn by a software rasteriser; no graphics driver is needed.

Cameras: dollhouse, top, eye, reference, north, east, south, west, closeup:ID and
orbit:YAW,PITCH[,DISTANCE]; docs/rendering.md shows them. Outputs: color, depth
(millimetres, 16 bit), id (0 nothing, 1 the room, i+2 object i) and normal (128 +
127·n).

Qualities: preview (unfiltered textures, no contact shade), train (filtered
textures, contact shade) and beauty (train with 2×2 samples). Objects whose
asset is empty or unknown are drawn as boxes with an arrow to their front.

Memory is about 16 bytes per sample and 10 per pixel of every picture in work:
2 MB at 256×256, 1.2 GB at 4096×4096 in beauty. Large pictures are drawn one
after another.`

// The qualities by name.
var qualities = map[string]raster.Quality{"preview": raster.Preview, "train": raster.Train, "beauty": raster.Beauty}

// Renderer draws requests. Make one with [New].
type Renderer struct {
	cacheDir string
	library  *assets.Library
	options  raster.Options
	prepared *raster.Cache
	pool     sync.Pool
}

var _ render.Renderer = (*Renderer)(nil)

// New returns a renderer that wants to be configured.
func New() *Renderer {
	r := &Renderer{prepared: new(raster.Cache)}
	r.pool.New = func() any { return &easel{brush: raster.Renderer{Cache: r.prepared}} }
	return r
}

// Describe names the settings.
func (*Renderer) Describe() base.Description {
	return base.Description{
		ID: "render/raster", Kind: base.Render, Version: "0.1.0",
		Summary: "Draws layouts in software: colour, depth and instance ids, the same bytes every time.",
		Docs:    docs,
		Schema: schema.Schema{
			{Name: "library", Type: schema.String, Unit: schema.Path, Default: "", Doc: "folder of an asset library; empty uses the built-in starter kit"},
			{
				Name: "quality", Type: schema.String, Default: "train", Enum: []string{"preview", "train", "beauty"},
				Doc: "preview is fastest, train has filtered textures and contact shade, beauty is also anti-aliased",
			},
			{
				Name: "samples", Type: schema.Integer, Default: int64(0), Min: schema.Bound(0), Max: schema.Bound(2),
				Doc: "samples per pixel in each direction, 1 or 2; 0 leaves it to the quality",
			},
		},
	}
}

// Configure opens the library and checks that the cache can be written.
func (r *Renderer) Configure(ctx context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	var resp base.ConfigureResponse
	if err := ctx.Err(); err != nil {
		return resp, err
	}
	library := assets.Starter()
	if dir := req.Values.String("library"); dir != "" {
		l, err := store.Open(dir)
		if err != nil {
			resp.Diagnostics.Errorf("config.library", "%v", err)
			return resp, nil
		}
		library = l
	}
	if req.CacheDir == "" {
		return resp, fmt.Errorf("render/raster: no cache directory was given to write pictures to")
	}
	if err := os.MkdirAll(req.CacheDir, 0o755); err != nil {
		return resp, fmt.Errorf("render/raster: the cache directory cannot be made: %w", err)
	}
	r.library, r.cacheDir = library, req.CacheDir
	r.options = raster.Options{Quality: qualities[req.Values.String("quality")], Samples: req.Values.Int("samples")}
	return resp, nil
}
