// Package importer turns packs of glTF models, as downloaded, into a library.
package importer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
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

// file is one file of a pack: what it shows, or why it is refused.
type file struct {
	facts *semantics.Facts
	err   error
}

// Import reads every .gltf and .glb file below the given folders, each folder
// being one pack. A file at fault is refused in the report and costs nothing
// else; an error means that no library came of it.
func Import(ctx context.Context, dirs []string, opts ImportOptions) (*assets.Library, *ImportReport, error) {
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
	var list []assets.Asset
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
	lib, err := assets.New(list, func(a assets.Asset) func() (*mesh.Model, error) { return readers[a.ID] })
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

// measure reads one file and finds what does not depend on its pack.
func measure(p *pack, i int, cache *gltfio.TextureCache) *file {
	m, info, err := gltfio.ReadModel(p.fsys, p.paths[i], gltfio.Options{Textures: cache})
	if err != nil {
		return &file{err: err}
	}
	return &file{facts: semantics.Measure(semantics.Facts{Name: assetName(p.paths[i]), File: p.paths[i]}, m, info)}
}

// conclude reports a pack's refusals and makes assets of its other files.
func conclude(p *pack, files []*file, opts ImportOptions, report *ImportReport) []assets.Asset {
	var good []*semantics.Facts
	ids := p.ids()
	for i, f := range files {
		if f.err == nil {
			f.facts.ID = ids[i]
			good = append(good, f.facts)
			continue
		}
		r := Refusal{File: p.paths[i], Reason: f.err.Error(), Remedy: "check that the file may be read"}
		var fault *gltfio.Error
		if errors.As(f.err, &fault) {
			r.Reason, r.Remedy = fault.Reason, fault.Remedy
		}
		report.Refusals = append(report.Refusals, r)
	}
	of := semantics.Pack{Name: p.name, Scale: opts.Scale}
	of.Licence, of.LicenceWhy = licenceOf(p)
	list := semantics.Conclude(&of, good)
	report.Packs = append(report.Packs, PackReport{Name: p.name, Scale: of.Scale, Why: of.ScaleWhy, Licence: of.Licence})
	for _, a := range list {
		report.take(a)
	}
	return list
}

// packReader reads an asset's model from its pack again, which may be long
// after the import.
func packReader(dir string, a assets.Asset, cache *gltfio.TextureCache) func() (*mesh.Model, error) {
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
