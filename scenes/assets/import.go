package assets

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets/shape"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// ImportOptions say how packs are read. The zero value is right for most.
type ImportOptions struct {
	// Scale overrides the metres per file unit; 0 infers it per pack.
	Scale float64
	// Workers bounds the files read at once; 0 means one per processor.
	Workers int
	// Progress, if set, is called after every file, from one goroutine at a
	// time.
	Progress func(done, total int, file string)
}

// file is one model as measured in file units.
type file struct {
	index     int
	name      string
	kind      kind
	front     gltfio.Axis
	frontWhy  string
	mount     scenes.Support
	mountWhy  string
	measured  scenes.Vec3 // right, front, up in file units
	supports  []float64   // shares of the height
	triangles int
	copyright string
	warnings  []string
	err       error
}

// Import reads every .gltf and .glb file below the given folders, each folder
// being one pack. A file at fault is refused in the report and costs nothing
// else; an error means that no library came of it.
func Import(ctx context.Context, dirs []string, opts ImportOptions) (*Library, *ImportReport, error) {
	if len(dirs) == 0 {
		return nil, nil, errors.New("no folder to import; name the folder of an asset pack")
	}
	if opts.Scale < 0 || math.IsNaN(opts.Scale) || opts.Scale > 1e6 {
		return nil, nil, fmt.Errorf("scale %v is not a positive number of metres per unit", opts.Scale)
	}
	var packs []*pack
	total := 0
	for _, dir := range dirs {
		p, err := openPack(dir)
		if err != nil {
			return nil, nil, err
		}
		defer p.close()
		packs = append(packs, p)
		total += len(p.paths)
	}
	report := &ImportReport{Files: total, Assets: []AssetReport{}, Refusals: []Refusal{}}
	var list []Asset
	readers := make(map[string]func() (*mesh.Model, error))
	done := 0
	for _, p := range packs {
		var cache gltfio.TextureCache
		files, err := measureAll(ctx, p, &cache, opts, func(name string) {
			if done++; opts.Progress != nil {
				opts.Progress(done, total, name)
			}
		})
		if err != nil {
			return nil, nil, err
		}
		got := conclude(p, files, opts, report)
		report.Packs[len(report.Packs)-1].Textures = cache.Len()
		for _, a := range got {
			readers[a.ID] = packReader(p.dir, a, &cache)
		}
		list = append(list, got...)
	}
	report.Refused = len(report.Refusals)
	if len(list) == 0 {
		r := report.Refusals[0]
		return nil, report, fmt.Errorf("none of the %d files could be taken, the first because %s: %s; %s", total, r.File, r.Reason, r.Remedy)
	}
	lib, err := newLibrary(list, func(a Asset) func() (*mesh.Model, error) { return readers[a.ID] })
	if err != nil {
		return nil, report, err
	}
	return lib, report, nil
}

// measureAll measures a pack's files, several at once, in their order.
func measureAll(ctx context.Context, p *pack, cache *gltfio.TextureCache, opts ImportOptions, tick func(string)) ([]*file, error) {
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	out := make([]*file, len(p.paths))
	next := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range min(workers, len(p.paths)) {
		wg.Go(func() {
			for i := range next {
				f := measure(p, i, cache)
				mu.Lock()
				out[i] = f
				tick(p.paths[i])
				mu.Unlock()
			}
		})
	}
	var err error
	for i := range p.paths {
		if ctx.Err() != nil {
			err = fmt.Errorf("import of %s stopped: %w", p.dir, context.Cause(ctx))
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return out, err
}

// measure reads one file and finds what does not depend on the pack's scale.
func measure(p *pack, i int, cache *gltfio.TextureCache) *file {
	f := &file{index: i, name: assetName(p.paths[i])}
	m, info, err := gltfio.ReadModel(p.fsys, p.paths[i], gltfio.Options{Textures: cache})
	if err != nil {
		f.err = err
		return f
	}
	f.kind = classify(f.name, info)
	f.front, f.frontWhy = frontOf(m, f.kind)
	f.mount, f.mountWhy = mountOf(f.kind, info)
	e := info.Extent()
	f.measured = scenes.Vec3{e[0], e[2], e[1]}
	if f.front == gltfio.PlusX || f.front == gltfio.MinusX {
		f.measured[0], f.measured[1] = f.measured[1], f.measured[0]
	}
	f.supports, f.triangles = shape.Supports(m), m.Triangles()
	f.copyright, f.warnings = info.Copyright, info.Warnings
	return f
}

// packReader reads an asset's model from its pack again, which may be long
// after the import.
func packReader(dir string, a Asset, cache *gltfio.TextureCache) func() (*mesh.Model, error) {
	abs, absErr := filepath.Abs(dir)
	return func() (*mesh.Model, error) {
		if absErr != nil {
			return nil, absErr
		}
		root, err := os.OpenRoot(abs)
		if err != nil {
			return nil, fmt.Errorf("asset %s: its pack %s is gone; import it again", a.ID, dir)
		}
		defer root.Close()
		m, _, err := gltfio.ReadModel(root.FS(), a.File, gltfio.Options{Scale: a.Scale, Front: gltfio.Axis(a.Front), Textures: cache})
		if err != nil {
			return nil, fmt.Errorf("asset %s: %w", a.ID, err)
		}
		return m, nil
	}
}
