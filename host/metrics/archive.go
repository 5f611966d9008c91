package metrics

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/metaspatial/metaspatial/host/session"
)

// Archive reads the layouts that a run has recorded, while it goes on or
// afterwards. It reads each line of the file once to know where the iterations
// begin, and again those that are asked for. It may be used by several
// goroutines.
type Archive struct {
	path string

	mu    sync.Mutex
	spans []span
	// end is where the known lines end, and file the file they are of: a run
	// that is resumed begins another.
	end  int64
	file fs.FileInfo
}

var _ session.Archive = (*Archive)(nil)

// span is where the lines of an iteration stand in the file.
type span struct {
	iteration  int
	begin, end int64
}

// NewArchive returns the archive of a run's folder, which need not hold
// anything yet.
func NewArchive(dir string) *Archive {
	return &Archive{path: filepath.Join(dir, SamplesFile)}
}

// Recorded lists the iterations with layouts on record, in rising order.
func (a *Archive) Recorded(ctx context.Context) ([]int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	f, err := a.look(ctx)
	if f == nil {
		return nil, err
	}
	defer f.Close()
	out := make([]int, len(a.spans))
	for i, s := range a.spans {
		out[i] = s.iteration
	}
	return out, nil
}

// Samples returns the layouts of the iteration, or of the last one before it
// that has any.
func (a *Archive) Samples(ctx context.Context, iteration int) ([]session.SampleLayout, error) {
	a.mu.Lock()
	f, err := a.look(ctx)
	if f == nil {
		a.mu.Unlock()
		return nil, err
	}
	defer f.Close()
	i, found := slices.BinarySearchFunc(a.spans, iteration, func(s span, it int) int { return cmp.Compare(s.iteration, it) })
	if !found {
		i--
	}
	if i < 0 {
		a.mu.Unlock()
		return nil, nil
	}
	at := a.spans[i]
	a.mu.Unlock()

	var out []session.SampleLayout
	d := json.NewDecoder(io.NewSectionReader(f, at.begin, at.end-at.begin))
	for {
		var s Sample
		err := d.Decode(&s)
		if errors.Is(err, io.EOF) {
			return out, ctx.Err()
		}
		if err != nil {
			return nil, fmt.Errorf("cannot read back the layouts of iteration %d in %s: %w", at.iteration, a.path, err)
		}
		if s.Task != nil && s.Layout != nil {
			out = append(out, s.SampleLayout)
		}
	}
}

// look opens the file and takes in what has been added to it. It returns nil
// where there is no file. The lock is held.
func (a *Archive) look(ctx context.Context) (*os.File, error) {
	f, err := os.Open(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		a.spans, a.end, a.file = nil, 0, nil
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read back the layouts of the run: %w", err)
	}
	err = a.index(ctx, f)
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (a *Archive) index(ctx context.Context, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("cannot read back the layouts of the run: %w", err)
	}
	if a.file == nil || !os.SameFile(a.file, info) || info.Size() < a.end {
		a.spans, a.end = nil, 0
	}
	a.file = info
	r := bufio.NewReaderSize(io.NewSectionReader(f, a.end, info.Size()-a.end), 1<<20)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := r.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return nil // what follows the last line's end is still being written
		}
		if err != nil {
			return fmt.Errorf("cannot read back the layouts of the run: %w", err)
		}
		var head struct{ Iteration int }
		if json.Unmarshal(line, &head) != nil {
			return nil // never finished, as in readLines
		}
		begin := a.end
		a.end += int64(len(line))
		if n := len(a.spans); n > 0 && a.spans[n-1].iteration >= head.Iteration {
			a.spans[n-1].end = a.end
			continue
		}
		a.spans = append(a.spans, span{head.Iteration, begin, a.end})
	}
}
