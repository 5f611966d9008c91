package importer

import (
	"fmt"
	"io/fs"
)

// sidecar is the name of the overrides that a pack may bring itself.
const sidecar = "metaspatial.yaml"

// maxSidecar bounds their text.
const maxSidecar = 16 << 20

// sidecarOf reads a pack's own overrides; none is empty.
func (s *source) sidecarOf() (string, error) {
	fsys := s.inner()
	st, err := fs.Stat(fsys, sidecar)
	if err != nil || !st.Mode().IsRegular() {
		return "", nil
	}
	if st.Size() > maxSidecar {
		return "", fmt.Errorf("%s in %s is larger than %d MiB; it cannot be a file of overrides", sidecar, s.given, maxSidecar>>20)
	}
	text, err := fs.ReadFile(fsys, sidecar)
	if err != nil {
		return "", fmt.Errorf("reading %s in %s: %w", sidecar, s.given, unwrapped(err))
	}
	return string(text), nil
}
