package document

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// Files is where documents are kept. Paths are as the person writes them.
type Files interface {
	// Folder returns a folder to read from.
	Folder(dir string) fs.FS
	// Write replaces a file whole or not at all. It makes the folder if need be.
	Write(path string, data []byte) error
	// Remove removes a file; one that is not there is no error.
	Remove(path string) error
	// Abs returns the path by which a file is known wherever the program is
	// started.
	Abs(path string) string
}

// MaxFile bounds the bytes of a file that is opened.
const MaxFile = 256 << 20

// File is what a document is kept in.
type File struct {
	// Path is where Save writes; empty for a document that has no file yet.
	Path string
	// From is what was opened: Path, or what a document without a file was
	// imported from.
	From string
	// digest is of the content as it was read or written last.
	digest [sha256.Size]byte
}

// File returns what the document is kept in.
func (d *Document) File() File { return d.file }

var (
	// ErrNoFile is returned by Save for a document that has no file yet.
	ErrNoFile = errors.New("the level has no file yet; choose a name for it")
	// ErrOther is wrapped when a file was changed by another program.
	ErrOther = errors.New("was changed by another program since it was opened")
)

// Encode writes a state as Save does: a room in its own frame as a layout with
// its task, which every command reads, and anything else as a level. What is
// hidden is not part of it.
func Encode(s *State) ([]byte, error) {
	l := *s.Level
	l.Rooms = append([]scenes.LevelRoom(nil), l.Rooms...)
	for i := range l.Rooms {
		if l.Rooms[i].Task.Objects == nil {
			t := *l.Rooms[i].Task
			t.Objects, l.Rooms[i].Task = []scenes.Object{}, &t
		}
	}
	r := l.Rooms[0]
	if len(l.Rooms) > 1 || r.Origin != (scenes.Vec3{}) || r.Yaw != 0 || l.Name != r.Task.ID {
		return codec.EncodeLevel(&l)
	}
	data, err := json.MarshalIndent(struct {
		Task   *scenes.Task       `json:"task"`
		Layout []codec.AnswerItem `json:"layout"`
	}{r.Task, codec.EncodeLayout(r.Layout)}, "", "  ")
	return append(data, '\n'), err
}

// Save writes the level to its file. It refuses with [ErrOther] to replace what
// another program wrote there since; SaveAs to the same path does so. After an
// error the document still counts as changed.
func (d *Document) Save(files Files) error {
	if d.file.Path == "" {
		return ErrNoFile
	}
	now, err := readFile(files, d.file.Path)
	if err == nil && sha256.Sum256(now) != d.file.digest {
		return fmt.Errorf("%s %w; save under another name, or replace it", d.file.Path, ErrOther)
	}
	return d.SaveAs(files, d.file.Path)
}

// SaveAs writes the level to the given file, which becomes the document's.
func (d *Document) SaveAs(files Files, path string) error {
	d.endGesture()
	data, err := Encode(d.state)
	if err != nil {
		return err
	}
	if err := files.Write(path, data); err != nil {
		return err
	}
	d.file = File{Path: path, From: path, digest: sha256.Sum256(data)}
	d.saved = d.state
	d.tell(d.now(), true)
	return nil
}

// readFile reads a file that is not larger than MaxFile.
func readFile(files Files, path string) ([]byte, error) {
	folder, name := files.Folder(filepath.Dir(path)), filepath.Base(path)
	st, err := fs.Stat(folder, name)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", path, bare(err))
	case st.IsDir():
		return nil, fmt.Errorf("%s is a folder; name a room, a layout or a level", path)
	case !st.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file; name a room, a layout or a level", path)
	case st.Size() > MaxFile:
		return nil, fmt.Errorf("%s is larger than %d MiB; split the level", path, MaxFile>>20)
	}
	data, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, bare(err))
	}
	return data, nil
}

// bare is an error of a file system without the path, which is said already.
func bare(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
