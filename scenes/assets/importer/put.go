package importer

import (
	"context"
	"time"

	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// A batch is committed when it holds this many files or bytes, or is this old:
// every commit waits for the disk a few times.
const (
	batchFiles = 64
	batchBytes = 32 << 20
	batchAge   = 500 * time.Millisecond
)

// result is one file read.
type result struct {
	file  store.File
	facts []*semantics.Facts
}

// size is what the result holds in memory, about, beside the images that the
// batch holds already.
func (r result) size(batch map[string]bool) int {
	n := 0
	for _, m := range r.file.Models {
		n += len(m.Geometry.Data) + len(m.Facts)
		for _, i := range m.Images {
			if !batch[i.Name] {
				batch[i.Name] = true
				n += len(i.Data)
			}
		}
	}
	return n
}

// putting is a pack on its way to the shelf.
type putting struct {
	run *run
	to  shelf
	// known are the files of the last import that the pack still has, gone the
	// paths of those it has not.
	known map[string]store.File
	gone  []string
	// files are the paths whose outcome is settled, refusals those of them that
	// were not taken.
	files    []string
	refusals map[string]Refusal
	// begun is set once the pack is entered on the shelf; until then, and so
	// when nothing of it can be taken, what the shelf has stays as it is.
	begun bool
	// held are refused files that go to the shelf last.
	held []store.File
	// kept is how many refused files were taken by an earlier import, whose
	// assets stay; same says that nothing at all was changed.
	kept int
	same bool
}

// settled notes the outcome of a file.
func (p *putting) settled(f store.File) {
	p.files = append(p.files, f.Path)
	if f.Reason != "" {
		p.refusals[f.Path] = Refusal{File: f.Path, Reason: f.Reason, Remedy: f.Remedy}
	}
	p.run.tick(f.Path)
}

// begin enters the pack and drops what it has no longer.
func (p *putting) begin(ctx context.Context) error {
	if p.begun {
		return nil
	}
	if err := p.to.claim(ctx); err != nil {
		return err
	}
	p.begun = true
	return p.to.forget(ctx, p.gone)
}

// put keeps a batch. A refused file that was taken once is left as it was then.
func (p *putting) put(ctx context.Context, batch []result) error {
	var files []store.File
	var facts []*semantics.Facts
	for _, b := range batch {
		if b.file.Reason == "" {
			files, facts = append(files, b.file), append(facts, b.facts...)
		}
	}
	if len(files) > 0 {
		if err := p.begin(ctx); err != nil {
			return err
		}
		if err := p.to.put(ctx, files, facts); err != nil {
			return err
		}
	}
	for _, b := range batch {
		p.settled(b.file)
		if b.file.Reason == "" {
			continue
		}
		if was, ok := p.known[b.file.Path]; ok && was.Reason == "" {
			f := p.refusals[b.file.Path]
			f.Kept = true
			p.refusals[b.file.Path] = f
			p.kept++
		} else {
			p.held = append(p.held, b.file)
		}
	}
	return nil
}

// end keeps the refusals, unless every file of a pack that was there before is
// refused: then the pack is left alone.
func (p *putting) end(ctx context.Context, files int, before bool) error {
	if before && files > 0 && len(p.refusals) == files {
		p.same, p.gone = true, nil
		return nil
	}
	if err := p.begin(ctx); err != nil || len(p.held) == 0 {
		return err
	}
	return p.to.put(ctx, p.held, nil)
}

// collect puts results on the shelf, batch by batch, until there are no more.
func collect(ctx context.Context, results <-chan result, put *putting) error {
	var batch []result
	bytes, images := 0, make(map[string]bool)
	var old <-chan time.Time
	flush := func() error {
		if len(batch) == 0 {
			return nil
		}
		if err := put.put(ctx, batch); err != nil {
			return err
		}
		batch, bytes, old = nil, 0, nil
		clear(images)
		return nil
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-old:
			if err := flush(); err != nil {
				return err
			}
		case got, ok := <-results:
			if !ok {
				return flush()
			}
			if batch = append(batch, got); old == nil {
				old = time.After(batchAge)
			}
			if bytes += got.size(images); len(batch) >= batchFiles || bytes >= batchBytes {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
}
