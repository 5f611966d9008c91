package document

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// Keeper writes copies of what is being edited, which outlive a crash. It has a
// goroutine of its own, so that a slow disk never holds up the window, and
// writes the newest state only. A copy that cannot be written, because the disk
// is full say, is tried again and again; the work in memory is not touched.
type Keeper struct {
	o    KeeperOptions
	wake chan struct{}
	quit chan struct{}
	done chan struct{}

	mu   sync.Mutex
	next *kept
	err  error

	// What follows belongs to whoever writes: the goroutine, and Close after it.
	session string
	wrote   *State
}

// KeeperOptions say where and how often.
type KeeperOptions struct {
	Files Files
	// Folder is where the copies of all sessions lie.
	Folder string
	// Claim names this window's copy as no other window's is named. It is called
	// on the keeper's goroutine before the first copy is written, and again
	// after it returned an error.
	Claim func() (session string, err error)
	// Changed, if set, is called on the keeper's goroutine when Err has become
	// another.
	Changed func()
	// Delay is how long after an edit its copy is written at the latest; 0 means
	// a second.
	Delay time.Duration
	// Retry is how long after an error the next try is; 0 means ten seconds.
	Retry time.Duration
	// After is the clock; nil means time.After.
	After func(time.Duration) <-chan time.Time
}

// kept is what a copy holds.
type kept struct {
	state *State
	from  File
	when  time.Time
	// adopted are the copies that this one takes the place of.
	adopted []string
}

// copyFile is a copy as it is written.
type copyFile struct {
	// Path and From are those of the document's [File].
	Path string          `json:"path,omitempty"`
	From string          `json:"from,omitempty"`
	When time.Time       `json:"when"`
	Hide []Ref           `json:"hidden,omitempty"`
	Body json.RawMessage `json:"level"`
	// Digest is of the file when it was read or written last.
	Digest []byte `json:"digest,omitempty"`
}

// copyEnding is what the names of copies end in.
const copyEnding = ".recovery.json"

// CopyPath returns the file of a session's copy.
func CopyPath(folder, session string) string { return filepath.Join(folder, session+copyEnding) }

// NewKeeper starts a keeper, which runs until Close.
func NewKeeper(o KeeperOptions) *Keeper {
	if o.Delay <= 0 {
		o.Delay = time.Second
	}
	if o.Retry <= 0 {
		o.Retry = 10 * time.Second
	}
	if o.After == nil {
		o.After = time.After
	}
	k := &Keeper{o: o, wake: make(chan struct{}, 1), quit: make(chan struct{}), done: make(chan struct{})}
	go k.run()
	return k
}

// Keep hands over the present state of a document; when is the time of day. It
// only notes it. A document without changes has its copy removed.
func (k *Keeper) Keep(d *Document, when time.Time) { k.keep(d, when) }

// Adopt is Keep for a document that was recovered from the copy of the given
// session, which is removed as soon as there is one of this window.
func (k *Keeper) Adopt(d *Document, when time.Time, session string) { k.keep(d, when, session) }

func (k *Keeper) keep(d *Document, when time.Time, adopted ...string) {
	k.mu.Lock()
	next := &kept{state: d.state, from: d.file, when: when}
	if !d.Changed() {
		next.state = nil
	}
	if k.next != nil {
		next.adopted = k.next.adopted
	}
	next.adopted = append(slices.Clone(next.adopted), adopted...)
	k.next = next
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Err returns why the last copy could not be written, or nil. The window shows
// it until it is nil again.
func (k *Keeper) Err() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.err
}

// Close writes what has not been written and ends the keeper. With forget the
// copy is removed instead: the person closed the level knowingly.
func (k *Keeper) Close(forget bool) error {
	close(k.quit)
	<-k.done
	if forget {
		k.mu.Lock()
		next := &kept{}
		if k.next != nil {
			next.adopted = k.next.adopted
		}
		k.next = next
		k.mu.Unlock()
	}
	return k.flush()
}

// Path returns the file of this window's copy, or "" where none was written.
// It must not be called before Close.
func (k *Keeper) Path() string {
	if k.wrote == nil {
		return ""
	}
	return k.path(k.session)
}

func (k *Keeper) path(session string) string { return CopyPath(k.o.Folder, session) }

func (k *Keeper) run() {
	defer close(k.done)
	for {
		select {
		case <-k.quit:
			return
		case <-k.wake:
		}
		// What was saved needs no copy any more, which must not be offered.
		again, wait := true, k.o.Delay
		if k.saved() {
			again, wait = k.flush() != nil, k.o.Retry
		}
		for again {
			select {
			case <-k.quit:
				return
			case <-k.o.After(wait):
			}
			again, wait = k.flush() != nil, k.o.Retry
		}
	}
}

// saved reports whether what is noted is that nothing is unsaved.
func (k *Keeper) saved() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.next != nil && k.next.state == nil
}

// flush writes what is noted.
func (k *Keeper) flush() error {
	k.mu.Lock()
	next := k.next
	k.mu.Unlock()
	if next == nil {
		return nil
	}
	err := k.write(next)
	for _, session := range next.adopted {
		if err == nil && session != k.session {
			err = k.o.Files.Remove(k.path(session))
		}
	}
	k.mu.Lock()
	other := fmt.Sprint(err) != fmt.Sprint(k.err)
	k.err = err
	switch {
	case err != nil:
	case k.next == next:
		k.next = nil
	default:
		k.next.adopted = slices.DeleteFunc(k.next.adopted, func(s string) bool { return slices.Contains(next.adopted, s) })
	}
	k.mu.Unlock()
	if other && k.o.Changed != nil {
		k.o.Changed()
	}
	return err
}

func (k *Keeper) write(next *kept) error {
	if next.state == nil {
		if k.session == "" {
			return nil
		}
		k.wrote = nil
		return k.o.Files.Remove(k.path(k.session))
	}
	if next.state == k.wrote {
		return nil
	}
	data, err := encodeCopy(next)
	if err != nil {
		return err
	}
	if k.session == "" {
		if k.session, err = k.o.Claim(); err != nil {
			return fmt.Errorf("the copy against crashes cannot be written: %w", err)
		}
	}
	if err := k.o.Files.Write(k.path(k.session), data); err != nil {
		return fmt.Errorf("the copy against crashes cannot be written: %w", err)
	}
	k.wrote = next.state
	return nil
}

func encodeCopy(n *kept) ([]byte, error) {
	body, err := Encode(n.state)
	if err != nil {
		return nil, err
	}
	c := copyFile{Path: n.from.Path, From: n.from.From, When: n.when, Hide: n.state.Hidden, Body: body}
	if n.from.Path != "" {
		c.Digest = n.from.digest[:]
	}
	return json.Marshal(c)
}

// Lost is a copy of what a window was editing when it ended without saving.
type Lost struct {
	// Session names the copy.
	Session string
	// File is the file that was being edited, empty for none.
	File string
	When time.Time
}

// FindLost lists the copies in a folder, the newest first. The caller passes
// over those of windows that are still open.
func FindLost(files Files, folder string) ([]Lost, error) {
	entries, err := fs.ReadDir(files.Folder(folder), ".")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the folder of copies cannot be read: %w", err)
	}
	var out []Lost
	for _, e := range entries {
		session, ok := strings.CutSuffix(e.Name(), copyEnding)
		if !ok {
			continue
		}
		// One that cannot be read is listed all the same: Recover says why.
		l := Lost{Session: session}
		if c, err := readCopy(files, folder, session); err == nil {
			l.File, l.When = c.Path, c.When
			if l.File == "" {
				l.File = c.From
			}
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b Lost) int { return b.When.Compare(a.When) })
	return out, nil
}

func readCopy(files Files, folder, session string) (*copyFile, error) {
	data, err := readFile(files, CopyPath(folder, session))
	if err != nil {
		return nil, err
	}
	c := &copyFile{}
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("the copy %s is damaged: %w", session, err)
	}
	return c, nil
}

// Recover opens a copy. The document has the file that was being edited, counts
// as changed, and its Save refuses where the file was changed since.
func Recover(files Files, folder, session string) (*Document, error) {
	c, err := readCopy(files, folder, session)
	if err != nil {
		return nil, err
	}
	level, _, err := decode(session, c.Body)
	if err != nil {
		return nil, fmt.Errorf("the copy %s is damaged: %w", session, err)
	}
	s, _, err := Tidy(level)
	if err != nil {
		return nil, fmt.Errorf("the copy %s is damaged: %w", session, err)
	}
	for _, r := range c.Hide {
		if s.Has(r) {
			s.Hidden = append(s.Hidden, r)
		}
	}
	slices.SortFunc(s.Hidden, compareRefs)
	d := New(s)
	d.saved = nil
	d.file = File{Path: c.Path, From: c.From}
	copy(d.file.digest[:], c.Digest)
	return d, nil
}

// Forget removes a copy, because it was recovered and saved, or is not wanted.
func Forget(files Files, folder, session string) error {
	return files.Remove(CopyPath(folder, session))
}
