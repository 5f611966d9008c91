// Package importer turns packs of glTF models, as downloaded, into a library.
package importer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// ImportOptions say how packs are read and where they go. The zero value is
// right for most.
type ImportOptions struct {
	// Library is the folder of the library to import into, which is made if it
	// is not there. Empty keeps nothing: the packs must stay where they are.
	Library string
	// As names the pack instead of its folder, when there is one source. In a
	// library it takes the place of a pack of that name.
	As string
	// Keep leaves assets in the library whose files are gone from the pack.
	Keep bool
	// Scale overrides the metres per file unit; 0 infers it per pack.
	Scale float64
	// Workers bounds the files read at once; 0 means one per processor.
	Workers int
	// Progress, if set, is called from one goroutine when the outcome of a file
	// is settled: of a file taken into a Library, when nothing can lose it any
	// more.
	Progress func(done, total int, file string)
}

// Import reads every .gltf and .glb file of the given folders, files and ZIP
// archives, each being one pack, and returns the library: the whole one when
// opts names a folder for it, else the packs alone.
//
// Files that have not changed since the last import into the same library are
// not read again. A file at fault is refused in the report and costs nothing
// else; an error means that the import ended early or took nothing at all.
// What was taken before is in the library even so, and so is what an earlier
// import took of a file that is refused now.
//
// Memory stays below 500 MiB whatever the number of files, as long as no
// single file is larger than about 50 MiB; larger ones are read one at a time.
func Import(ctx context.Context, sources []string, opts ImportOptions) (*assets.Library, *ImportReport, error) {
	if err := check(sources, opts); err != nil {
		return nil, nil, err
	}
	packs, err := openSources(sources, opts.As)
	defer func() {
		for _, p := range packs {
			p.close()
		}
	}()
	if err != nil {
		return nil, nil, err
	}
	return importAll(ctx, packs, opts)
}

// importAll imports opened packs.
func importAll(ctx context.Context, packs []*source, opts ImportOptions) (*assets.Library, *ImportReport, error) {
	run := &run{opts: opts, report: newReport()}
	for _, p := range packs {
		run.total += len(p.models)
	}
	if opts.Library != "" {
		var err error
		if run.lib, err = store.Create(ctx, opts.Library); err != nil {
			return nil, nil, err
		}
		defer run.lib.Close()
	}
	for _, p := range packs {
		if err := run.pack(ctx, p); err != nil {
			run.report.Interrupted = run.report.Interrupted || ctx.Err() != nil
			run.sofar(packs)
			return nil, run.report, err
		}
	}
	lib, err := run.library()
	if err != nil {
		return nil, run.report, err
	}
	run.report.assets(packs, lib.Assets())
	if len(run.report.Assets) == 0 {
		return nil, run.report, run.report.nothing()
	}
	return lib, run.report, nil
}

// sofar completes the report of an import that ended early. A library has
// everything that was put into it.
func (r *run) sofar(packs []*source) {
	if r.lib == nil {
		return
	}
	if lib, err := store.Open(r.lib.Dir()); err == nil {
		r.report.assets(packs, lib.Assets())
	}
}

// library returns what the import has come to.
func (r *run) library() (*assets.Library, error) {
	if r.lib != nil {
		return store.Open(r.lib.Dir())
	}
	var list []assets.Asset
	readers := make(map[string]func() (*mesh.Model, error))
	for _, a := range r.passing {
		list, readers[a.ID] = append(list, a.Asset), a.read
	}
	return assets.New(list, func(a assets.Asset) func() (*mesh.Model, error) { return readers[a.ID] })
}

func check(sources []string, opts ImportOptions) error {
	switch {
	case len(sources) == 0:
		return errors.New("no folder to import; name the folder of an asset pack")
	case opts.Scale < 0 || math.IsNaN(opts.Scale) || opts.Scale > 1e6:
		return fmt.Errorf("scale %v is not a positive number of metres per unit", opts.Scale)
	case opts.As != "":
		return checkPackName(opts.As)
	}
	return nil
}

// openSources opens all packs before the first is read, so that a mistyped path
// is told of at once. Single files of one folder are one pack. The sources
// opened are returned even with an error.
func openSources(sources []string, as string) ([]*source, error) {
	var places []string
	only := make(map[string][]string)
	for _, g := range sources {
		if !isModel(g) || isFolder(g) {
			places = append(places, expand(g)...)
			continue
		}
		dir := filepath.Dir(g)
		if only[dir] == nil {
			places = append(places, dir)
		}
		only[dir] = append(only[dir], filepath.Base(g))
	}
	if as != "" && len(places) > 1 {
		return nil, fmt.Errorf("one name, %q, cannot be that of %d packs; import them one by one", as, len(places))
	}
	var out []*source
	names := make(map[string]string)
	for _, g := range places {
		s, err := openSource(g, only[g])
		if err != nil {
			return out, err
		}
		out = append(out, s)
		if as != "" {
			s.name = as
		}
		if other, ok := names[s.name]; ok {
			return out, fmt.Errorf("%s and %s would both be the pack %q; import them one by one, one of them with --as OTHER-NAME", other, g, s.name)
		}
		names[s.name] = g
	}
	return out, nil
}

func isFolder(name string) bool {
	st, err := os.Stat(name)
	return err == nil && st.IsDir()
}
