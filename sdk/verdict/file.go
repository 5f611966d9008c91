package verdict

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/gofrs/flock"
)

// maxLine bounds one line of a record: two answers, escaped.
const maxLine = 16 * MaxAnswer

// Each calls do with every line of a record, in order. A last line without an
// end, which an interrupted program leaves behind, is passed over; any other
// line that cannot be read is an error that names it.
func Each(r io.Reader, do func(Line) error) error {
	in := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		data, err := readLine(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if data = bytes.TrimSpace(data); len(data) == 0 {
			continue
		}
		var l Line
		if err := json.Unmarshal(data, &l); err != nil {
			return fmt.Errorf("line %d: is not of a judge's record: %w", n, err)
		}
		if l.Room == nil && l.Answer == nil && l.Fallback == nil {
			return fmt.Errorf("line %d: is not of a judge's record: it holds no room, answer or fallback", n)
		}
		if err := do(l); err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
}

// readLine returns a line that has an end, or io.EOF.
func readLine(in *bufio.Reader) ([]byte, error) {
	var whole []byte
	for {
		part, err := in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, err
		}
		if whole = append(whole, part...); err == nil {
			return whole, nil
		}
		if len(whole) > maxLine {
			return nil, fmt.Errorf("is longer than %d bytes", maxLine)
		}
	}
}

// ReadFile calls do with every line of the record at path.
func ReadFile(path string, do func(Line) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := Each(f, do); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// Recorder appends lines to a record. Its methods may be called from several
// goroutines.
type Recorder struct {
	mu   sync.Mutex
	f    *os.File
	lock *flock.Flock
}

// Append opens the record at path for more lines and calls do with those that
// it holds; a record that is not there is begun. What an interrupted program
// left of its last line is cut off. Nobody else can append until the recorder is
// closed or the program ends: path + ".lock" is locked by the operating system.
func Append(path string, do func(Line) error) (*Recorder, error) {
	lock := flock.New(path + ".lock")
	free, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be locked: %w", path, err)
	}
	if !free {
		return nil, fmt.Errorf("%s is being written by another run; wait for it, or give each run a record of its own", path)
	}
	f, err := open(path, do)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &Recorder{f: f, lock: lock}, nil
}

// open opens a record that nobody else writes.
func open(path string, do func(Line) error) (*os.File, error) {
	if err := ReadFile(path, do); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	if err := trim(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return f, nil
}

// trim cuts the file after its last line end.
func trim(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	buf := make([]byte, 64<<10)
	for end := info.Size(); ; {
		start := max(0, end-int64(len(buf)))
		part := buf[:end-start]
		if _, err := f.ReadAt(part, start); err != nil {
			return err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 || start == 0 {
			keep := start + int64(i) + 1
			if keep == info.Size() {
				return nil
			}
			rest := make([]byte, 16)
			n, err := f.ReadAt(rest, keep)
			if err != nil && !errors.Is(err, io.EOF) {
				return err
			}
			if !ours(rest[:n]) {
				return fmt.Errorf("ends in the middle of a line that is not of a judge's record")
			}
			return f.Truncate(keep)
		}
		end = start
	}
}

// ours reports whether the rest of a file is the beginning of a line of a
// record, so that nothing else is ever cut off.
func ours(rest []byte) bool {
	for _, kind := range []string{"room", "answer", "fallback"} {
		begin := []byte(`{"` + kind + `":{`)
		if n := min(len(begin), len(rest)); bytes.Equal(rest[:n], begin[:n]) {
			return true
		}
	}
	return false
}

// Write appends a line and flushes it to the disk: answers cost money.
func (r *Recorder) Write(l Line) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.f.Write(append(data, '\n')); err != nil {
		return fmt.Errorf("the judge's record cannot be written: %w", err)
	}
	if err := r.f.Sync(); err != nil {
		return fmt.Errorf("the judge's record cannot be written: %w", err)
	}
	return nil
}

// Close closes the file and lets others append.
func (r *Recorder) Close() error { return errors.Join(r.f.Close(), r.lock.Close()) }
