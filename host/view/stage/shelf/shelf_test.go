package shelf

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/stage"
)

var _ stage.Store = (*Shelf)(nil)

func name(i int) string { return fmt.Sprintf("%064x", i*7919) }

func TestSaveAndLoad(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "a", "b"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(name(1), []byte("one")); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load(name(1)); err != nil || string(got) != "one" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := s.Load(name(2)); err == nil {
		t.Error("found what was never saved")
	}
	for _, bad := range []string{"", "../../../etc/passwd", "abc", "ABCDEF0123456789", "00/11223344556677"} {
		if err := s.Save(bad, nil); err == nil {
			t.Errorf("saved as %q", bad)
		}
		if _, err := s.Load(bad); err == nil {
			t.Errorf("loaded %q", bad)
		}
	}
	if err := s.Save(name(3), make([]byte, largest+1)); err == nil {
		t.Error("saved a giant")
	}
}

func TestTheOldestGo(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(dir, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 40 {
		if err := s.Save(name(i), bytes.Repeat([]byte{1}, 1000)); err != nil {
			t.Fatal(err)
		}
		p, _ := s.path(name(i))
		if _, err := os.Stat(p); err == nil {
			os.Chtimes(p, time.Unix(int64(i), 0), time.Unix(int64(i), 0))
		}
	}
	kept := 0
	for i := range 40 {
		if _, err := s.Load(name(i)); err == nil {
			kept++
		}
	}
	if _, err := s.Load(name(0)); err == nil || kept < 5 || kept > 10 {
		t.Errorf("%d kept, the first among them: %v", kept, err == nil)
	}
	if _, err := Open(filepath.Join(dir, name(39)[:2], name(39)[2:], "x"), 0); err == nil {
		t.Error("opened a folder under a file")
	}
}
