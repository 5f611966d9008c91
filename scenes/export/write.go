package export

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ErrOccupied is wrapped by the error of a Write that would replace what no
// export wrote.
var ErrOccupied = errors.New("something else is there already")

// WriteOptions say where a bundle goes.
type WriteOptions struct {
	// Folder is where the files go; it is made if need be.
	Folder string
	// Named says that the person who exports named the level's file and not the
	// folder, which may then hold anything.
	Named bool
	// Force writes whatever is there already.
	Force bool
}

// unfinished begins the names of folders with files on their way.
const unfinished = ".export-"

// Write puts the bundle's files on disk. They are first written and flushed in a
// hidden folder beside them, then renamed to where they belong, levels last, so
// that no file is ever there in part and no level before its models. A file that
// is there with the same content stays as it is. Nothing is ever removed.
//
// A folder that holds anything but an earlier export is refused unless Force is
// set. Beside a Named file, which is replaced itself, a file is only replaced when
// the level was exported there before.
func (b *Bundle) Write(ctx context.Context, o WriteOptions) error {
	if !o.Force {
		if err := b.occupied(o); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(o.Folder, 0o755); err != nil {
		return fmt.Errorf("making the folder of the export: %w", err)
	}
	temp, err := os.MkdirTemp(o.Folder, unfinished+"*")
	if err != nil {
		return fmt.Errorf("writing the export: %w", err)
	}
	defer os.RemoveAll(temp)
	files := slices.Clone(b.Files)
	slices.SortStableFunc(files, func(a, b File) int { return cmp.Compare(a.rank(), b.rank()) })
	var moves [][2]string
	for i, f := range files {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		to := filepath.Join(o.Folder, filepath.FromSlash(f.Name))
		if f.there(to) {
			continue
		}
		from := filepath.Join(temp, fmt.Sprint(i))
		if err := flushed(from, f.Data); err != nil {
			return fmt.Errorf("writing %s: %w", f.Name, err)
		}
		moves = append(moves, [2]string{from, to})
	}
	for _, m := range moves {
		if err := os.MkdirAll(filepath.Dir(m[1]), 0o755); err != nil {
			return fmt.Errorf("writing the export: %w", err)
		}
		if err := os.Rename(m[0], m[1]); err != nil {
			return fmt.Errorf("writing the export: %w", err)
		}
	}
	return nil
}

// rank is the order of writing: credits first, by which what an interrupted
// export left is known for one, levels last.
func (f *File) rank() int {
	switch {
	case strings.HasSuffix(f.Name, creditsEnding):
		return 0
	case f.Main:
		return 2
	}
	return 1
}

// there reports whether nothing needs to be written.
func (f *File) there(path string) bool {
	if f.Settings {
		_, err := os.Lstat(path)
		return err == nil
	}
	st, err := os.Stat(path)
	if err != nil || st.Size() != int64(len(f.Data)) {
		return false
	}
	old, err := os.ReadFile(path)
	return err == nil && bytes.Equal(old, f.Data)
}

// occupied says what is in the way.
func (b *Bundle) occupied(o WriteOptions) error {
	if o.Named {
		return b.inTheWay(o.Folder)
	}
	entries, err := os.ReadDir(o.Folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the folder of the export: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), unfinished) })
	if len(entries) == 0 {
		return nil
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), creditsEnding) && begins(filepath.Join(o.Folder, e.Name()), creditsTitle) {
			return nil
		}
	}
	return fmt.Errorf("%w: %s holds things that no export wrote; name a new folder, or write into it with --force", ErrOccupied, o.Folder)
}

// inTheWay says which file beside a named one is not ours to replace: all are
// where the same level was exported before.
func (b *Bundle) inTheWay(folder string) error {
	for _, f := range b.Files {
		to := filepath.Join(folder, filepath.FromSlash(f.Name))
		if strings.HasSuffix(f.Name, creditsEnding) && begins(to, creditsTitle) {
			return nil
		}
	}
	for _, f := range b.Files {
		to := filepath.Join(folder, filepath.FromSlash(f.Name))
		if _, err := os.Lstat(to); err == nil && !f.Main && !f.there(to) {
			return fmt.Errorf("%w: %s is another file; name another folder, or replace it with --force", ErrOccupied, to)
		}
	}
	return nil
}

// begins reports whether a file begins with a text.
func begins(path, text string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, len(text))
	n, _ := f.Read(head)
	return string(head[:n]) == text
}

// flushed writes a new file and flushes it to the disk.
func flushed(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if end := f.Close(); err == nil {
		err = end
	}
	return err
}
