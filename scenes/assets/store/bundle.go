package store

import (
	"archive/zip"
	"fmt"
	"os"
	"path"
	"path/filepath"
)

// folderBundle writes into a folder beside the one it becomes.
type folderBundle struct{ work, out string }

func newFolderBundle(out string) (bundle, error) {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	work, err := os.MkdirTemp(filepath.Dir(out), temporary+"*")
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	if err := os.Chmod(work, 0o755); err != nil {
		os.RemoveAll(work)
		return nil, fmt.Errorf("exporting: %w", err)
	}
	return &folderBundle{work, out}, nil
}

func (b *folderBundle) write(name string, data []byte) error {
	file := filepath.Join(b.work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

func (b *folderBundle) keep() error {
	// An empty folder makes way.
	if err := os.Remove(b.out); err != nil && !os.IsNotExist(err) {
		return fmt.Errorf("exporting: %w", err)
	}
	if err := os.Rename(b.work, b.out); err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}

func (b *folderBundle) discard() { os.RemoveAll(b.work) }

// zipBundle writes an archive beside the one it becomes. Equal libraries give
// equal archives: entries bear no times.
type zipBundle struct {
	file *os.File
	zip  *zip.Writer
	out  string
}

func newZipBundle(out string) (bundle, error) {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(out), temporary+"*")
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	return &zipBundle{f, zip.NewWriter(f), out}, nil
}

func (b *zipBundle) write(name string, data []byte) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate}
	if path.Ext(name) == ".png" {
		h.Method = zip.Store
	}
	w, err := b.zip.CreateHeader(h)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

func (b *zipBundle) keep() error {
	err := b.zip.Close()
	if err == nil {
		err = b.file.Chmod(0o644)
	}
	if err == nil {
		err = b.file.Sync()
	}
	if e := b.file.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(b.file.Name(), b.out)
	}
	if err != nil {
		return fmt.Errorf("exporting: %w", err)
	}
	return nil
}

func (b *zipBundle) discard() {
	b.file.Close()
	os.Remove(b.file.Name())
}
