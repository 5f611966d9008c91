package catalog

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

func isArchive(name string) bool {
	return strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz")
}

// unpacker writes the files of an archive below a folder, within the bounds of
// a plugin.
type unpacker struct {
	root  *os.Root
	files int
	left  int64
}

// unpack unpacks an archive and returns the folder in it that holds the
// plugin.json: the top, or the only folder there.
func unpack(archive, dir string) (string, error) {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", err
	}
	defer root.Close()
	u := &unpacker{root: root, left: maxBytes}
	if strings.HasSuffix(archive, ".zip") {
		err = u.zip(archive)
	} else {
		err = u.tar(archive)
	}
	if err != nil {
		return "", err
	}
	if _, err := root.Lstat(ManifestFile); err == nil {
		return dir, nil
	}
	if top, err := os.ReadDir(dir); err == nil && len(top) == 1 && top[0].IsDir() {
		return filepath.Join(dir, top[0].Name()), nil
	}
	return "", fmt.Errorf("has no %s at its top", ManifestFile)
}

func (u *unpacker) zip(archive string) error {
	z, err := zip.OpenReader(archive)
	if err != nil {
		return cause(err)
	}
	defer z.Close()
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, "/")
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("%.100q: %w", f.Name, err)
		}
		err = u.add(name, f.Mode(), r)
		if cerr := r.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return fmt.Errorf("%.100q: %w", f.Name, err)
		}
	}
	return nil
}

func (u *unpacker) tar(archive string) error {
	f, err := os.Open(archive)
	if err != nil {
		return cause(err)
	}
	defer f.Close()
	g, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("it is damaged, or no such archive (%w)", err)
	}
	for t := tar.NewReader(g); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is damaged, or no such archive (%w)", err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(h.Name, "./"), "/")
		if name == "" || name == "." {
			continue
		}
		if err := u.add(name, h.FileInfo().Mode(), t); err != nil {
			return fmt.Errorf("%.100q: %w", h.Name, err)
		}
	}
}

func (u *unpacker) add(name string, mode fs.FileMode, r io.Reader) error {
	if !local(name) {
		return errors.New("is no path below the archive's top")
	}
	// Folders count too: they are as many files to the disk.
	if u.files++; u.files > maxFiles {
		return fmt.Errorf("the archive has more than %d files", maxFiles)
	}
	path := filepath.FromSlash(name)
	if mode.IsDir() {
		return u.root.MkdirAll(path, 0o755)
	}
	if !mode.IsRegular() {
		return errors.New("is a symbolic link or another thing that is no file; a plugin's files must be files")
	}
	if err := u.root.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := u.root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600|mode.Perm()&0o100)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, io.LimitReader(r, u.left+1))
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if u.left -= n; err == nil && u.left < 0 {
		err = fmt.Errorf("the archive holds more than %d MiB", maxBytes>>20)
	}
	return err
}
