package importer

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// about collects what holds for the whole pack; was is what it was at the last
// import. Overrides that the pack brings and that cannot be used are refused
// like a model.
func (s *source) about(scale float64, was store.Pack) store.Pack {
	p := store.Pack{Name: s.name, Source: s.place, Scale: scale}
	inner := s.inner()
	if was.Source == s.place && was.TextsBy == store.Program() && lookAt(inner).same(was.Texts) {
		p.Licence, p.LicenceWhy, p.Author, p.AuthorWhy = was.Licence, was.LicenceWhy, was.Author, was.AuthorWhy
		p.Texts, p.TextsBy = was.Texts, was.TextsBy
	} else {
		rec := record(inner)
		p.Licence, p.LicenceWhy = s.known(rec, semantics.Licence, "unknown")
		p.Author, p.AuthorWhy = s.known(rec, semantics.Author, "")
		if s.texts() {
			p.Texts, p.TextsBy = rec.all(), store.Program()
		}
	}
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

// texts says whether stamps tell that the pack's texts are as they were: folders
// in archives have no times, and texts above the folder are not stamped.
func (s *source) texts() bool {
	outer, _ := split(s.place)
	return !isArchive(outer) && !dull[strings.ToLower(filepath.Base(s.place))]
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
