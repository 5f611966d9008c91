package importer

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// budget bounds the bytes of the files that are read at once; what becomes of
// them in memory is several times as much.
const budget = 48 << 20

// run is one import.
type run struct {
	opts        ImportOptions
	lib         *store.Store
	report      *ImportReport
	done, total int
	// passing are the assets of an import that keeps nothing.
	passing []readable
}

// pack imports one pack.
func (r *run) pack(ctx context.Context, s *source) error {
	var was store.Pack
	if r.lib != nil {
		var err error
		if was, err = r.lib.Pack(ctx, s.name); err != nil {
			return err
		}
	}
	of := s.about(r.opts.Scale, was)
	var to shelf = &passing{pack: of}
	overrides := ""
	if r.lib != nil {
		var err error
		if err = r.lib.Free(ctx, of, r.opts.As != ""); err != nil {
			return err
		}
		if overrides, err = r.lib.Overrides(s.name); err != nil {
			return err
		}
		to = &stored{lib: r.lib, pack: of, replace: r.opts.As != ""}
	}
	read := &reader{src: s, blobs: r.lib != nil, taken: make(map[string]bool)}
	var err error
	if read.said, err = store.Said(of, overrides); err != nil {
		return err
	}
	known, err := to.known(ctx)
	if err != nil {
		return err
	}
	put := &putting{run: r, to: to, known: known, refusals: make(map[string]Refusal), gone: r.gone(s, known)}
	read.ids = assetIDs(s.name, s.models, known)
	for _, id := range read.ids {
		read.taken[id] = true
	}
	todo, err := r.sort(ctx, read, to, known, put)
	if err == nil {
		err = r.readAll(ctx, read, todo, put)
	}
	if err == nil {
		err = put.end(ctx, len(s.models), was.Name != "")
	}
	var found store.Found
	if err == nil {
		found, err = to.settle(ctx)
	}
	if err != nil {
		r.report.part(s, put)
		return err
	}
	r.report.pack(s, found, put, read.pictures.Len())
	r.report.Unchanged += len(s.models) - len(todo)
	if p, ok := to.(*passing); ok {
		r.passing = append(r.passing, read.readers(p.list)...)
	}
	return nil
}

// gone drops known files that the pack no longer has and returns their paths. Of
// files in a folder that cannot be listed nobody knows.
func (r *run) gone(s *source, known map[string]store.File) []string {
	if len(s.only) > 0 || r.opts.Keep {
		return nil
	}
	here := make(map[string]bool, len(s.models))
	for _, m := range s.models {
		here[m.path] = true
	}
	var out []string
	for path := range known {
		hidden := slices.ContainsFunc(s.unlisted, func(folder string) bool { return strings.HasPrefix(path, folder) })
		if !here[path] && !hidden {
			out = append(out, path)
			delete(known, path)
		}
	}
	slices.Sort(out)
	return out
}

// sort returns the files that must be read, and is done with the others.
func (r *run) sort(ctx context.Context, read *reader, to shelf, known map[string]store.File, put *putting) ([]entry, error) {
	s, look := read.src, lookAt(read.src.fsys)
	var todo []entry
	var fresh []store.File
	for _, m := range s.models {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("import of %s stopped: %w", s.given, context.Cause(ctx))
		}
		f, ok := known[m.path]
		if !ok || f.Reader != read.name(m.path) {
			todo = append(todo, m)
			continue
		}
		switch look.compare(&f) {
		case changed:
			todo = append(todo, m)
			continue
		case touched:
			fresh = append(fresh, f)
		}
		put.settled(f)
	}
	if len(fresh) == 0 {
		return todo, nil
	}
	return todo, to.restamp(ctx, fresh)
}

func (r *run) tick(file string) {
	if r.done++; r.opts.Progress != nil {
		r.opts.Progress(r.done, r.total, file)
	}
}

// readAll reads files, several at once, and puts them on the shelf batch by
// batch.
func (r *run) readAll(ctx context.Context, read *reader, todo []entry, put *putting) error {
	outer := ctx
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	workers := r.opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	next, results := make(chan entry), make(chan result, workers)
	room := semaphore.NewWeighted(budget)
	var wg sync.WaitGroup
	for range min(workers, len(todo)) {
		wg.Go(func() {
			for e := range next {
				weight := min(beside(read.src.fsys, e.path), budget)
				if room.Acquire(ctx, weight) != nil {
					continue
				}
				f, facts, err := read.read(ctx, e)
				room.Release(weight)
				if err == nil {
					results <- result{f, facts}
				}
			}
		})
	}
	go func() {
		defer close(results)
		defer wg.Wait()
		defer close(next)
		for _, e := range todo {
			select {
			case next <- e:
			case <-ctx.Done():
				return
			}
		}
	}()
	err := collect(ctx, results, put)
	stop()
	for range results {
		// The workers end once they can pass on what they hold.
	}
	if outer.Err() != nil {
		return fmt.Errorf("import of %s stopped: %w", read.src.given, context.Cause(outer))
	}
	return err
}
