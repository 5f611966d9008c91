package review

import (
	"context"
	"crypto/sha256"
	"fmt"
	"html/template"
	"image"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// drawn is what was drawn of one asset.
type drawn struct {
	views [Scale + 1]template.URL
	// textures are the hashes of the images that the model wears.
	textures [][sha256.Size]byte
	// err says why there are no pictures.
	err error
}

// drawAll draws every asset, several at once, and returns the pictures in the
// assets' order. An asset that cannot be drawn says so in its place; an error
// means that the context ended.
func drawAll(ctx context.Context, lib *assets.Library, list []assets.Asset, opts Options) ([]drawn, error) {
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	out := make([]drawn, len(list))
	var kept keeper
	var mu sync.Mutex
	done := 0
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, len(list)) {
		wg.Go(func() {
			var p Painter
			for i := range next {
				out[i] = draw(lib, &list[i], opts.Size, &p, &kept)
				mu.Lock()
				done++
				if opts.Progress != nil {
					opts.Progress(done, len(list), list[i].ID)
				}
				mu.Unlock()
			}
		})
	}
	var err error
	for i := range list {
		if ctx.Err() != nil {
			err = fmt.Errorf("the review was stopped: %w", context.Cause(ctx))
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return out, err
}

// draw reads one asset and draws its views.
func draw(lib *assets.Library, a *assets.Asset, size int, p *Painter, kept *keeper) (d drawn) {
	m, err := lib.Read(a.ID)
	if err != nil {
		return drawn{err: err}
	}
	p.Cache, d.textures = kept.cacheFor(m)
	for v := range d.views {
		img, err := p.Thumbnail(m, a, View(v), size)
		if err == nil {
			d.views[v], err = encode(img)
		}
		if err != nil {
			return drawn{err: err, textures: d.textures}
		}
	}
	return d
}

const (
	// keptBytes bounds what is kept ready for drawing.
	keptBytes     = 96 << 20
	triangleBytes = 130
	texelBytes    = 12
)

// keeper hands out the cache that painters share, so that an atlas is made
// ready once a pack, and a fresh one before it grows too large.
type keeper struct {
	mu    sync.Mutex
	cache *raster.Cache
	spent int
	seen  map[*image.NRGBA][sha256.Size]byte
}

// cacheFor returns the cache to draw a model with, and the hashes of the images
// that it wears.
func (k *keeper) cacheFor(m *mesh.Model) (*raster.Cache, [][sha256.Size]byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.cache == nil || k.spent > keptBytes {
		k.cache, k.spent, k.seen = new(raster.Cache), 0, make(map[*image.NRGBA][sha256.Size]byte)
	}
	k.spent += triangleBytes * m.Triangles()
	var hashes [][sha256.Size]byte
	for _, t := range m.Textures {
		if t == nil {
			continue
		}
		h, ok := k.seen[t]
		if !ok {
			h = sha256.Sum256(t.Pix)
			k.seen[t] = h
			k.spent += texelBytes * t.Rect.Dx() * t.Rect.Dy()
		}
		hashes = append(hashes, h)
	}
	return k.cache, hashes
}
