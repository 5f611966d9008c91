package importer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// source is one pack to import: a folder or a ZIP archive, or some files of
// one.
type source struct {
	// name is the pack's name.
	name string
	// given is the path as the caller named it, for messages; place is the
	// absolute path of the folder or archive, which tells packs apart.
	given, place string
	// only are the files wanted of a folder or archive; none means all.
	only []string
	fsys fs.FS
	// models are the files to read, by path.
	models []entry
	// refused are files that are not even opened.
	refused []Refusal
	// notes are sentences about what was passed over.
	notes []string
	// unlisted are folders that could not be looked into.
	unlisted []string
	close    func() error
}

// entry is a model file of a pack.
type entry struct{ path string }

// openSource finds the models in a folder or an archive, or takes the files of
// it that only names. A path may go on inside an archive: kit.zip/models.
func openSource(given string, only []string) (*source, error) {
	abs, err := filepath.Abs(given)
	if err != nil {
		return nil, fmt.Errorf("cannot resolve %s: %w", given, err)
	}
	s := &source{given: given, place: abs, only: only}
	outer, inner := split(abs)
	st, err := os.Stat(outer)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no folder %s; check the path", given)
	case err != nil:
		return nil, fmt.Errorf("cannot look at %s: %w; check its permissions", given, unwrapped(err))
	case st.IsDir():
		err = s.openFolder(abs)
	case !st.Mode().IsRegular():
		return nil, fmt.Errorf("%s is neither a folder nor a file", given)
	case isArchive(outer):
		err = s.openArchive(outer, inner)
	default:
		return nil, fmt.Errorf("%s is neither a folder nor a .gltf, .glb or .zip file", given)
	}
	if err != nil {
		return nil, err
	}
	s.name = packName(s.place)
	if len(s.models)+len(s.refused) == 0 {
		s.close()
		return nil, fmt.Errorf("%s holds no .gltf or .glb files%s", given, s.instead())
	}
	sort.Slice(s.models, func(a, b int) bool { return s.models[a].path < s.models[b].path })
	return s, nil
}

// split parts a path at the archive that it goes through. What is not inside an
// archive has the inner path ".".
func split(abs string) (outer, inner string) {
	outer, inner = abs, "."
	for {
		if st, err := os.Stat(outer); err == nil {
			if !st.IsDir() && isArchive(outer) {
				return outer, inner
			}
			break
		}
		if filepath.Dir(outer) == outer {
			break
		}
		inner = path.Join(filepath.Base(outer), inner)
		outer = filepath.Dir(outer)
	}
	return abs, "."
}

// expand replaces a folder or archive of packs, as an export is, by its packs:
// the folders in it that have a file of overrides each.
func expand(given string) []string {
	abs, err := filepath.Abs(given)
	if err != nil {
		return []string{given}
	}
	fsys, closing, err := reopen(abs)
	if err != nil {
		return []string{given}
	}
	defer closing()
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return []string{given}
	}
	var out []string
	for _, e := range entries {
		_, err := fs.Stat(fsys, path.Join(e.Name(), store.Sidecar))
		switch {
		case e.IsDir() && err == nil:
			out = append(out, filepath.Join(given, e.Name()))
		case e.IsDir() || isModel(e.Name()) || e.Name() == store.Sidecar:
			// Models beside the packs make the whole one pack.
			return []string{given}
		}
	}
	if len(out) == 0 {
		return []string{given}
	}
	return out
}

// openFolder lists a folder. Reading goes through an os.Root, so that neither a
// symbolic link nor a URI leads out of it.
func (s *source) openFolder(dir string) error {
	var err error
	if s.fsys, s.close, err = openRoot(dir); err != nil {
		return fmt.Errorf("cannot open %s: %w; check its permissions", s.given, unwrapped(err))
	}
	return s.list()
}

// list walks the pack.
func (s *source) list() error {
	for _, name := range s.only {
		if _, err := fs.Stat(s.fsys, name); errors.Is(err, fs.ErrNotExist) {
			s.close()
			return fmt.Errorf("there is no file %s; check the path", filepath.Join(s.given, name))
		}
		s.models = append(s.models, entry{path: name})
	}
	if len(s.only) > 0 {
		return nil
	}
	err := fs.WalkDir(s.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case name == "." && err != nil:
			return err
		case !utf8.ValidString(name):
			if err == nil && !d.IsDir() && !isModel(name) {
				return nil
			}
			s.refuse(fmt.Sprintf("%+q", name), "its name is not UTF-8", "rename it")
			return skip(d)
		case err != nil:
			s.refuse(name, "the folder cannot be listed", "check its permissions")
			s.unlisted = append(s.unlisted, name+"/")
			return skip(d)
		case d.IsDir() && isLibrary(s.fsys, name):
			if name == "." {
				return errLibrary
			}
			s.notes = append(s.notes, fmt.Sprintf("%s is a library, not a part of the pack, and was passed over", path.Join(filepath.ToSlash(s.given), name)))
			return fs.SkipDir
		case d.IsDir():
		case d.Type()&fs.ModeSymlink != 0:
			s.link(name)
		case isArchive(name):
			s.refuse(name, "it is an archive inside a pack, which is not looked into", "import it by itself, or unpack it")
		case !isModel(name):
		case !d.Type().IsRegular():
			s.refuse(name, "it is not a regular file", "leave it out of the pack")
		default:
			s.models = append(s.models, entry{path: name})
		}
		return nil
	})
	if err != nil {
		s.close()
		if err == errLibrary {
			return fmt.Errorf("%s is a library; export it with metaspatial assets export %s -o COPY.zip, and import that", s.given, s.given)
		}
		return fmt.Errorf("cannot list %s: %w; check its permissions", s.given, err)
	}
	return nil
}

// errLibrary ends the listing of what is a library itself.
var errLibrary = errors.New("it is a library")

// isLibrary says whether a folder is a library: what lies in it are copies of
// models.
func isLibrary(fsys fs.FS, name string) bool {
	db, err := fs.Stat(fsys, path.Join(name, "library.db"))
	if err != nil || db.IsDir() {
		return false
	}
	blobs, err := fs.Stat(fsys, path.Join(name, "blobs"))
	return err == nil && blobs.IsDir()
}

// link takes a symbolic link to a model of the pack, which is another asset,
// and refuses what leads out of the pack and links to folders: those of the
// pack are met in their own place.
func (s *source) link(name string) {
	st, err := fs.Stat(s.fsys, name)
	outside := func() bool {
		// Only whether it is a folder is asked; nothing is read there.
		st, err := os.Stat(filepath.Join(s.place, filepath.FromSlash(name)))
		return err == nil && st.IsDir()
	}
	switch {
	case err == nil && st.Mode().IsRegular() && isModel(name):
		s.models = append(s.models, entry{path: name})
	case err == nil && st.IsDir():
		s.refuse(name, "it is a symbolic link to a folder, which is not followed", "leave it out of the pack, or replace it by a copy of the folder")
	case err == nil && isModel(name):
		s.refuse(name, "it is not a regular file", "leave it out of the pack")
	case err != nil && (isModel(name) || outside()):
		s.refuse(name, "it is a symbolic link that leads out of the pack or nowhere", "replace it by a copy of what it points to")
	}
}

func (s *source) refuse(file, reason, remedy string) {
	s.refused = append(s.refused, Refusal{File: file, Reason: reason, Remedy: remedy})
}

// instead names the formats of other programs that an empty pack holds.
func (s *source) instead() string {
	found := ""
	_ = fs.WalkDir(s.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		ext := strings.ToLower(path.Ext(name))
		switch {
		case err != nil:
			return skip(d)
		case ext == ".fbx" || ext == ".obj" || ext == ".blend" || ext == ".dae" || ext == ".usd" || ext == ".usdz":
			found = ext
			return fs.SkipAll
		}
		return nil
	})
	if found != "" {
		return fmt.Sprintf(", only others such as %s; export them as .glb, for instance with Blender", found)
	}
	return "; name the folder of an unpacked asset pack"
}

func skip(d fs.DirEntry) error {
	if d != nil && d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// beside returns the bytes of a model file and of a .bin of the same name, where
// exporters put its geometry.
func beside(fsys fs.FS, name string) int64 {
	var sum int64
	for _, n := range []string{name, strings.TrimSuffix(name, path.Ext(name)) + ".bin"} {
		if st, err := fs.Stat(fsys, n); err == nil {
			sum += st.Size()
		}
	}
	return sum
}

func isModel(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return ext == ".gltf" || ext == ".glb"
}

func isArchive(name string) bool { return strings.ToLower(filepath.Ext(name)) == ".zip" }
