package importer

import (
	"fmt"
	"io/fs"

	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// about collects what holds for the whole pack. Overrides that the pack brings
// and that cannot be used are refused like a model.
func (s *source) about(scale float64) store.Pack {
	p := store.Pack{Name: s.name, Source: s.place, Scale: scale}
	p.Licence, p.LicenceWhy = s.known(semantics.Licence, "unknown")
	p.Author, p.AuthorWhy = s.known(semantics.Author, "")
	text, err := s.sidecar()
	if err == nil {
		_, err = semantics.ParseOverrides(store.Sidecar, []byte(text))
	}
	if err != nil {
		s.refuse(store.Sidecar, err.Error(), "correct it and import the pack again; it was left out of account")
		return p
	}
	p.Sidecar = text
	return p
}

// sidecar reads a pack's own overrides; none is empty.
func (s *source) sidecar() (string, error) {
	fsys := s.inner()
	st, err := fs.Stat(fsys, store.Sidecar)
	if err != nil || st.IsDir() {
		return "", nil
	}
	if !st.Mode().IsRegular() || st.Size() > store.MaxOverrides {
		return "", fmt.Errorf("it is no text of at most %d MiB", store.MaxOverrides>>20)
	}
	text, err := fs.ReadFile(fsys, store.Sidecar)
	if err != nil {
		return "", unwrapped(err)
	}
	return string(text), nil
}
