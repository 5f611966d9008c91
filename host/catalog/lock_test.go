package catalog

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLockIsKept(t *testing.T) {
	c, _ := newCatalog(t)
	lock := c.options.Lock
	b, a := write(t, "b", "b"), write(t, "a", "a")
	link := filepath.Join(filepath.Dir(a), "link")
	if err := os.Symlink(a, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, name := range []string{b, link, link} {
		if _, err := c.Trust(name, ""); err != nil {
			t.Fatal(err)
		}
	}
	again, err := OpenLock(lock.path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(lock.Records(), again.Records()); diff != "" || len(again.Records()) != 2 {
		t.Errorf("%d records: %s", len(again.Records()), diff)
	}
	if _, was, err := c.Untrust(link); err != nil || !was {
		t.Error(was, err)
	}
	if _, err := c.Lookup(a, false); lacks(err, "not trusted yet") {
		t.Error("a removed program is still trusted")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(lock.path), ".*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestLockOfSeveralWriters lets as many programs trust something at once.
func TestLockOfSeveralWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), LockFile)
	const writers = 8
	errs := make([]error, writers)
	var wg sync.WaitGroup
	for i := range writers {
		wg.Go(func() {
			l, err := OpenLock(path)
			if err == nil {
				err = l.set(Record{Path: fmt.Sprint(i), Files: Files{"f": "0"}})
			}
			errs[i] = err
		})
	}
	wg.Wait()
	l, err := OpenLock(path)
	if err = errors.Join(append(errs, err)...); err != nil || len(l.Records()) != writers {
		t.Errorf("%d records, error %v", len(l.Records()), err)
	}
}

func TestBrokenLock(t *testing.T) {
	for content, want := range map[string]string{
		"":                   "is damaged (unexpected end of JSON input); mend it, or delete it",
		"{":                  "is damaged",
		`{"version":1} more`: "is damaged",
		`{"version":9}`:      "this program knows version 1",
	} {
		if _, err := OpenLock(write(t, LockFile, content)); lacks(err, want) {
			t.Errorf("%s: error %v lacks %q", content, err, want)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	open := write(t, LockFile, `{"version":1}`)
	if err := os.Chmod(open, 0o622); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLock(open); lacks(err, "others can write", "chmod 600") {
		t.Errorf("a list that others can write: %v", err)
	}
}

// TestAsked asks about a plugin on its first use, and takes the answer.
func TestAsked(t *testing.T) {
	c, dir := newCatalog(t)
	home := makePlugin(t, filepath.Join(dir, "p"), "reward/mine")
	var asked []Question
	answer := false
	c.options.Ask = func(q Question) (bool, error) {
		asked = append(asked, q)
		return answer, nil
	}
	if _, err := c.Lookup("reward/mine", false); lacks(err, "was not trusted, so it does not run") {
		t.Errorf("after a no: %v", err)
	}
	answer = true
	e, err := c.Lookup("reward/mine", false)
	if err != nil || len(e.Files) != 5 {
		t.Fatalf("after a yes: %+v, %v", e, err)
	}
	if _, err := c.Lookup("reward/mine", false); err != nil {
		t.Error(err)
	}
	want := Question{ID: "reward/mine", Version: "1.2.3", Summary: "Tests.", Path: home, Files: e.Files}
	if diff := cmp.Diff([]Question{want, want}, asked); diff != "" {
		t.Error(diff)
	}
	// A change is never asked about: a yes would be typed by habit.
	put(t, home, "lib/a.py", "changed")
	if _, err := c.Lookup("reward/mine", false); lacks(err, "has changed", "lib/a.py has the SHA-256") || len(asked) != 2 {
		t.Errorf("asked %d times, error %v", len(asked), err)
	}
	c.options.Ask = func(Question) (bool, error) { return false, errors.New("the line is cut") }
	if _, err := c.Lookup(write(t, "other", ""), false); lacks(err, "the line is cut") {
		t.Error(err)
	}
}
