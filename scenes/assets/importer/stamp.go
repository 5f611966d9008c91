package importer

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// recorder is a pack's file system that notes what is opened for one model file
// and stamps it, so that the next import can tell whether anything changed. It
// serves one goroutine.
type recorder struct {
	fs.FS
	stamps map[string]store.Stamp
	// fault is what is wrong with the first entry of an archive that could not
	// be read, and faulty its name.
	fault  *entryError
	faulty string
}

func record(fsys fs.FS) *recorder { return &recorder{FS: fsys, stamps: make(map[string]store.Stamp)} }

// failed notes a fault of an archive.
func (r *recorder) failed(name string, err error) {
	if r.fault == nil && errors.As(err, &r.fault) {
		r.faulty = name
	}
}

// Open implements fs.FS.
func (r *recorder) Open(name string) (fs.File, error) {
	f, err := r.FS.Open(name)
	if err != nil {
		r.failed(name, err)
		r.stamps[name] = store.Stamp{Path: name, Size: -1}
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return f, nil
	}
	if st.IsDir() {
		// A folder's time tells of files that come and go.
		r.stamps[name] = stampOf(name, st)
		return f, nil
	}
	if had, ok := r.stamps[name]; !ok || had.Hash == "" {
		r.stamps[name] = stampOf(name, st)
	}
	return &stamped{File: f, r: r, name: name, hash: sha256.New()}, nil
}

// of returns the stamp of a file that was opened, and those of all others by
// their paths.
func (r *recorder) of(name string) (store.Stamp, []store.Stamp) {
	own, ok := r.stamps[name]
	if !ok {
		own = store.Stamp{Path: name, Size: -1}
	}
	rest := []store.Stamp{}
	for n, s := range r.stamps {
		if n != name {
			rest = append(rest, s)
		}
	}
	slices.SortFunc(rest, func(a, b store.Stamp) int { return strings.Compare(a.Path, b.Path) })
	return own, rest
}

// all returns the stamps of everything opened, by path.
func (r *recorder) all() []store.Stamp {
	_, list := r.of("")
	return list
}

// stamped hashes what is read of a file.
type stamped struct {
	fs.File
	r    *recorder
	name string
	hash hash.Hash
}

// Read implements fs.File.
func (s *stamped) Read(p []byte) (int, error) {
	n, err := s.File.Read(p)
	s.hash.Write(p[:n])
	if err != nil && err != io.EOF {
		s.r.failed(s.name, err)
	}
	if err == io.EOF {
		t := s.r.stamps[s.name]
		t.Hash = hex.EncodeToString(s.hash.Sum(nil))
		s.r.stamps[s.name] = t
	}
	return n, err
}

// stampOf stamps a file by its looks. An archive's times say little, its
// checksums much.
func stampOf(name string, st fs.FileInfo) store.Stamp {
	mark := st.ModTime().UnixNano()
	if h, ok := st.Sys().(*zip.FileHeader); ok {
		mark = int64(h.CRC32)
	}
	return store.Stamp{Path: name, Size: st.Size(), Mark: mark}
}

// looks remembers how the files of a pack look, since many share a texture.
type looks struct {
	fsys   fs.FS
	seen   map[string]store.Stamp
	hashed map[string]string
}

func lookAt(fsys fs.FS) *looks {
	return &looks{fsys, make(map[string]store.Stamp), make(map[string]string)}
}

func (l *looks) at(name string) store.Stamp {
	s, ok := l.seen[name]
	if !ok {
		s = store.Stamp{Path: name, Size: -1}
		if st, err := fs.Stat(l.fsys, name); err == nil {
			s = stampOf(name, st)
		}
		l.seen[name] = s
	}
	return s
}

// hash returns the SHA-256 of a file, or nothing when it cannot be read.
func (l *looks) hash(name string) string {
	h, ok := l.hashed[name]
	if !ok {
		if f, err := l.fsys.Open(name); err == nil {
			sum := sha256.New()
			if _, err := io.Copy(sum, f); err == nil {
				h = hex.EncodeToString(sum.Sum(nil))
			}
			f.Close()
		}
		l.hashed[name] = h
	}
	return h
}

// state says how a known file relates to the one that lies there now.
type state int

const (
	changed   state = iota // or not known: it must be read
	touched                // the same content with other times
	unchanged              // size and time are those it was read with
)

// same says whether everything stamped is as it was.
func (l *looks) same(stamps []store.Stamp) bool {
	for _, s := range stamps {
		if now := l.at(s.Path); now.Size != s.Size || now.Mark != s.Mark {
			return false
		}
	}
	return len(stamps) > 0
}

// compare looks at a file and everything that was opened for it, and brings its
// stamps up to date when only times changed.
func (l *looks) compare(f *store.File) state {
	out := unchanged
	all := []*store.Stamp{&f.Stamp}
	for i := range f.Dependencies {
		all = append(all, &f.Dependencies[i])
	}
	for _, s := range all {
		now := l.at(s.Path)
		switch {
		case now.Size == s.Size && now.Mark == s.Mark:
		case now.Size != s.Size || s.Hash == "" || l.hash(s.Path) != s.Hash:
			return changed
		default:
			out, s.Mark = touched, now.Mark
		}
	}
	return out
}
