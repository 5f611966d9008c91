package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// Intake is a library that grows.
type Intake struct {
	dir string

	mu   sync.Mutex // one at a time takes something in
	base *assets.Library
}

// Open returns the library in dir together with base, which may be nil; of
// assets that both have base's is taken. A dir that is not there is made with
// the first model that is taken in.
func Open(base *assets.Library, dir string) (*Intake, *assets.Library, error) {
	i := &Intake{base: base, dir: dir}
	lib, err := i.open()
	return i, lib, err
}

func (i *Intake) open() (*assets.Library, error) {
	var all []*assets.Library
	if i.base != nil {
		all = append(all, i.base)
	}
	if _, err := os.Stat(i.dir); !errors.Is(err, fs.ErrNotExist) {
		own, err := store.Open(i.dir)
		if err != nil {
			return assets.Join(all...), err
		}
		all = append(all, own)
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return assets.Join(all...), nil
}

// Taken is what became of what was taken in.
type Taken struct {
	// Library has everything that was in it, and what is new.
	Library *assets.Library
	// New are the ids of the assets of the models that were taken, sorted.
	New []string
	// Refused says of each file that was not taken why, and what to do, in one
	// sentence.
	Refused []string
}

// Take imports .glb and .gltf files, folders and ZIP archives of them. What
// cannot be used costs nothing else. A folder that is a library itself is joined
// to this one for as long as the window is open. An error means that nothing at
// all was taken in, or that the context has ended.
func (i *Intake) Take(ctx context.Context, paths []string, progress func(done, total int, file string)) (*Taken, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	out := &Taken{}
	groups := grouped(paths)
	for n, group := range groups {
		if fresh, ok := i.join(group[0]); ok {
			out.New = append(out.New, fresh...)
			continue
		}
		report, err := i.take(ctx, group, func(done, total int, file string) {
			if progress != nil {
				// Each source is an equal part of the whole.
				progress(n*1000+done*1000/max(1, total), len(groups)*1000, file)
			}
		})
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if report != nil {
			for _, a := range report.Assets {
				out.New = append(out.New, a.ID)
			}
			for _, f := range report.Refusals {
				out.Refused = append(out.Refused, fmt.Sprintf("%s was not taken: %s; %s.", f.File, f.Reason, f.Remedy))
			}
		}
		if err != nil && (report == nil || len(report.Refusals) == 0) {
			out.Refused = append(out.Refused, fmt.Sprintf("%s was not taken: %v.", filepath.Base(group[0]), err))
		}
	}
	slices.Sort(out.New)
	out.New = slices.Compact(out.New)
	if len(out.New) == 0 {
		return nil, errors.New(strings.Join(out.Refused, "\n"))
	}
	var err error
	out.Library, err = i.open()
	return out, err
}

// join joins a library, and reports whether path is one.
func (i *Intake) join(path string) ([]string, bool) {
	if st, err := os.Stat(filepath.Join(path, "library.db")); err != nil || st.IsDir() {
		return nil, false
	}
	other, err := store.Open(path)
	if err != nil {
		return nil, false
	}
	if i.base == nil {
		i.base = assets.Join()
	}
	var fresh []string
	for _, a := range other.Assets() {
		if _, known := i.base.Find(a.ID); !known {
			fresh = append(fresh, a.ID)
		}
	}
	i.base = assets.Join(i.base, other)
	return fresh, true
}

// mostNames is how many packs may have one name before it is given up.
const mostNames = 100

// take imports one pack. A pack from elsewhere that has its name already keeps
// it, and this one gets a number.
func (i *Intake) take(ctx context.Context, group []string, progress func(done, total int, file string)) (*importer.ImportReport, error) {
	o := importer.ImportOptions{Library: i.dir, Keep: true, Progress: progress}
	for n := 2; ; n++ {
		_, report, err := importer.Import(ctx, group, o)
		var taken *store.Taken
		if !errors.As(err, &taken) || n > mostNames {
			return report, err
		}
		name := taken.Name
		if o.As != "" {
			name = strings.TrimSuffix(name, fmt.Sprintf("-%d", n-1))
		}
		o.As = fmt.Sprintf("%s-%d", name, n)
	}
}

// grouped parts paths into packs: each folder and archive, and the files of one
// folder together.
func grouped(paths []string) [][]string {
	var out [][]string
	at := make(map[string]int)
	for _, p := range paths {
		st, err := os.Stat(p)
		if model := strings.EqualFold(filepath.Ext(p), ".glb") || strings.EqualFold(filepath.Ext(p), ".gltf"); !model || err == nil && st.IsDir() {
			out = append(out, []string{p})
			continue
		}
		dir := filepath.Dir(p)
		if n, known := at[dir]; known {
			out[n] = append(out[n], p)
		} else {
			at[dir] = len(out)
			out = append(out, []string{p})
		}
	}
	return out
}
