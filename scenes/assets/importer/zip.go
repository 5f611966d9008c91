package importer

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
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
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("cannot open %s: %w; check its permissions", s.given, unwrapped(err))
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return fmt.Errorf("%s cannot be read as a ZIP archive: it is damaged or another kind of file; download it again", s.given)
	}
	s.fsys, s.close = archive{&z.Reader}, z.Close
	if err := checkArchive(s.given, z.File); err != nil {
		z.Close()
		return err
	}
	// The reader bends names that lead outside until they fit; such entries are
	// left out instead.
	sound := z.File[:0]
	files, folders := make(map[string]bool), make(map[string]bool)
	for _, f := range z.File {
		switch name := strings.TrimSuffix(f.Name, "/"); {
		case f.Mode()&fs.ModeSymlink != 0:
			s.refuse(shown(f.Name), "it is a symbolic link in an archive", "put the file itself into the archive")
		case !utf8.ValidString(name):
			s.refuse(shown(f.Name), "its name is not UTF-8", "rename it")
		case strings.Contains(name, `\`) || !fs.ValidPath(name):
			s.refuse(shown(f.Name), "its name leads out of the archive or is no path", "make the archive anew with plain relative names")
		case strings.HasSuffix(f.Name, "/"):
			if !folders[name] {
				sound = append(sound, f)
			}
			folders[name] = true
		case files[name]:
			z.Close()
			return fmt.Errorf("%s holds %q twice; unpack it and import the folder", s.given, shown(name))
		default:
			files[name] = true
			sound = append(sound, f)
		}
	}
	for _, f := range sound {
		for name := strings.TrimSuffix(f.Name, "/"); name != "."; name = path.Dir(name) {
			if files[name] && (name != f.Name) {
				z.Close()
				return fmt.Errorf("%s holds %q both as a file and as a folder; unpack it and import the folder", s.given, shown(name))
			}
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
	if errors.Is(err, zip.ErrAlgorithm) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: a.unread(name)}
	}
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
		return f, nil
	case h.Flags&encrypted != 0:
		return fail(errEncrypted)
	case h.UncompressedSize64 > bombSize && h.UncompressedSize64/bombRatio > h.CompressedSize64:
		return fail(&entryError{fmt.Sprintf("it unpacks to %d times its size, as only a trap does", h.UncompressedSize64/max(h.CompressedSize64, 1)), "leave it out of the archive"})
	}
	return unpacked{f}, nil
}

// encrypted is the flag of entries that need a password.
const encrypted = 1

// entryError says why an entry of an archive cannot be read, and what to do.
type entryError struct{ reason, remedy string }

func (e *entryError) Error() string { return e.reason }

var (
	errEncrypted = &entryError{"it is encrypted", "unpack the archive with its password and import the folder"}
	errPacked    = &entryError{"it is packed by a method that is not read", "pack it again with deflate, or unpack the archive and import the folder"}
	errDamaged   = &entryError{"it is damaged in the archive", "download the archive again"}
)

// unread says why an entry of an unknown method cannot be read: encryption has
// methods of its own.
func (a archive) unread(name string) error {
	for _, f := range a.File {
		if f.Name == name && f.Flags&encrypted != 0 {
			return errEncrypted
		}
	}
	return errPacked
}

// unpacked is an entry being read.
type unpacked struct{ fs.File }

// Read implements fs.File.
func (u unpacked) Read(p []byte) (int, error) {
	n, err := u.File.Read(p)
	if err != nil && err != io.EOF {
		err = errDamaged
	}
	return n, err
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
