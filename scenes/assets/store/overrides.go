package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

// Sidecar is the name of the overrides that a pack may bring itself.
const Sidecar = "metaspatial.yaml"

// MaxOverrides bounds the text of one pack's overrides.
const MaxOverrides = 16 << 20

// OverridesFile returns the path of what a person says of a pack.
func OverridesFile(dir, pack string) string {
	return filepath.Join(dir, overrideDir, pack+".yaml")
}

// overridesName is the same as evidence and errors have it.
func overridesName(pack string) string { return overrideDir + "/" + pack + ".yaml" }

// overrides reads what a person says of a pack; none is empty.
func overrides(dir, pack string) (string, error) {
	file := OverridesFile(dir, pack)
	st, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading overrides: %w", err)
	}
	if !st.Mode().IsRegular() || st.Size() > MaxOverrides {
		return "", fmt.Errorf("%s is no text of at most %d MiB; it cannot hold overrides", file, MaxOverrides>>20)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading overrides: %w", err)
	}
	return string(text), nil
}

// Overrides returns the text of what a person says of a pack.
func (s *Store) Overrides(pack string) (string, error) { return overrides(s.dir, pack) }

// Said reads what is said of a pack: in the library's overrides, given as text,
// and in those that the pack brought. The library's win, key by key.
func Said(p Pack, text string) (*semantics.Overrides, error) {
	theirs, ours, err := both(p, text)
	if err != nil {
		return nil, err
	}
	return ours.Over(theirs), nil
}

// both reads the overrides that a pack brought and those of the library.
func both(p Pack, text string) (theirs, ours *semantics.Overrides, err error) {
	if theirs, err = semantics.ParseOverrides(Sidecar+" of the pack", []byte(p.Sidecar)); err != nil {
		return nil, nil, err
	}
	ours, err = semantics.ParseOverrides(overridesName(p.Name), []byte(text))
	return theirs, ours, err
}
