package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// Limits on archives, far above any pack.
const (
	maxEntries  = 100_000
	maxUnpacked = 4 << 30
	// A small entry may be as repetitive as it likes. A large one that shrinks
	// more than models and pictures do is a bomb.
	bombSize  = 16 << 20
	bombRatio = 200
)

// archive reads a ZIP in place. What its directory says of sizes is checked
// here, and held to by the zip reader: an entry that unpacks to more is a
// damaged one.
type archive struct{ *zip.Reader }

// openArchive lists a folder of a ZIP archive without unpacking it.
func (s *source) openArchive(file, inner string) error {
	z, err := zip.OpenReader(file)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return fmt.Errorf("%s cannot be read as a ZIP archive (%w); download it again", s.given, unwrapped(err))
	}
	s.fsys, s.close = archive{&z.Reader}, z.Close
	if err := checkArchive(s.given, z.File); err != nil {
		z.Close()
		return err
	}
	// The reader bends names that lead outside until they fit; such entries are
	// left out instead.
	sound := z.File[:0]
	for _, f := range z.File {
		switch name := strings.TrimSuffix(f.Name, "/"); {
		case f.Mode()&fs.ModeSymlink != 0:
			s.refuse(shown(f.Name), "it is a symbolic link in an archive", "put the file itself into the archive")
		case !utf8.ValidString(name):
			s.refuse(shown(f.Name), "its name is not UTF-8", "rename it")
		case strings.Contains(name, `\`) || !fs.ValidPath(name):
			s.refuse(shown(f.Name), "its name leads out of the archive or is no path", "make the archive anew with plain relative names")
		default:
			sound = append(sound, f)
		}
	}
	z.File = sound
	if s.fsys, err = fs.Sub(s.fsys, inner); err == nil {
		_, err = fs.ReadDir(s.fsys, ".")
	}
	if err != nil {
		z.Close()
		return fmt.Errorf("there is no folder %s; check the path", s.given)
	}
	return s.list()
}

func checkArchive(given string, files []*zip.File) error {
	if len(files) > maxEntries {
		return fmt.Errorf("%s has %d entries, more than the %d that are read; unpack it and import its folders", given, len(files), maxEntries)
	}
	var sum uint64
	for _, f := range files {
		if sum += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || sum > maxUnpacked {
			return fmt.Errorf("%s unpacks to more than %d GiB; unpack it and import its folders one by one", given, maxUnpacked>>30)
		}
	}
	return nil
}

// Open implements fs.FS.
func (a archive) Open(name string) (fs.File, error) {
	f, err := a.Reader.Open(name)
	if err != nil {
		return nil, err
	}
	fail := func(err error) (fs.File, error) {
		f.Close()
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	st, err := f.Stat()
	if err != nil {
		return fail(err)
	}
	h, ok := st.Sys().(*zip.FileHeader)
	switch {
	case !ok || st.IsDir():
	case h.UncompressedSize64 > bombSize && h.UncompressedSize64/bombRatio > h.CompressedSize64:
		return fail(fmt.Errorf("it unpacks to %d times its size, as only a trap does", h.UncompressedSize64/max(h.CompressedSize64, 1)))
	}
	return f, nil
}

// shown makes a name fit for a line of text.
func shown(name string) string {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fmt.Sprintf("%+q", name)
	}
	return name
}

func unwrapped(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
