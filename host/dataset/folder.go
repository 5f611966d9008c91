package dataset

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// folder is written under a name of its own beside its place, and put there
// whole.
type folder struct{ temporary, place string }

// stage begins a folder. Its place must be free or an empty folder, so that
// nothing of the user's is lost.
func stage(place string) (*folder, error) {
	place = filepath.Clean(place)
	entries, err := os.ReadDir(place)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("folder %s cannot be used: %w", place, err)
	case len(entries) > 0:
		return nil, fmt.Errorf("folder %s holds something already; name another, or empty it", place)
	}
	parent := filepath.Dir(place)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder for the data set: %w", err)
	}
	temporary, err := os.MkdirTemp(parent, "."+filepath.Base(place)+"-*")
	if err != nil {
		return nil, fmt.Errorf("make the folder for the data set: %w", err)
	}
	return &folder{temporary: temporary, place: place}, os.Chmod(temporary, 0o755)
}

// create makes a file of the folder.
func (f *folder) create(name string) (*os.File, error) {
	return os.OpenFile(filepath.Join(f.temporary, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
}

// write writes a file of the folder, which may lie in a folder below. Until the
// folder is in its place nobody sees it, so that it needs no other name meanwhile.
func (f *folder) write(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Join(f.temporary, filepath.Dir(filepath.FromSlash(name))), 0o755); err != nil {
		return durable.Explain(err, name)
	}
	out, err := f.create(filepath.FromSlash(name))
	if err != nil {
		return durable.Explain(err, name)
	}
	_, err = out.Write(data)
	if err == nil {
		err = out.Sync()
	}
	if cerr := out.Close(); err == nil {
		err = cerr
	}
	return durable.Explain(err, name)
}

// has says whether the folder has a file of the name.
func (f *folder) has(name string) bool {
	_, err := os.Stat(filepath.Join(f.temporary, filepath.FromSlash(name)))
	return err == nil
}

// publish puts the folder in its place.
func (f *folder) publish() error {
	if err := durable.SyncDir(f.temporary); err != nil {
		return err
	}
	// An empty folder there makes way; one that has been filled meanwhile stays.
	if err := os.Remove(f.place); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("folder %s cannot be replaced: %w", f.place, err)
	}
	if err := durable.Rename(f.temporary, f.place); err != nil {
		return fmt.Errorf("put the data set in its place: %w", err)
	}
	return durable.SyncDir(filepath.Dir(f.place))
}

// discard removes what was not published.
func (f *folder) discard() { os.RemoveAll(f.temporary) }
