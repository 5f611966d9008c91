package raster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// keep writes data below dir under the hash of its content, unless it is
// there already. Readers never see half a file: it is renamed into place.
func keep(dir string, data []byte) (hash, file string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	file = hash[:2] + "/" + hash + ".png"
	path := filepath.Join(dir, hash[:2], hash+".png")
	if info, err := os.Stat(path); err == nil && info.Size() == int64(len(data)) {
		return hash, file, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", "", fmt.Errorf("making a folder in the cache: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return "", "", fmt.Errorf("writing to the cache: %w", err)
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		if e := os.Remove(tmp.Name()); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
		return "", "", fmt.Errorf("writing a picture to the cache: %w", err)
	}
	return hash, file, nil
}
