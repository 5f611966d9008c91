package store

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// empty returns the folder of a library that holds nothing.
func empty(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "library")
	s, err := Create(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// alter runs a statement on a library's database.
func alter(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, databaseFile))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestOpenErrors(t *testing.T) {
	for name, test := range map[string]struct {
		make func(t *testing.T) string
		want string
	}{
		"none": {func(t *testing.T) string { return t.TempDir() }, "holds no library"},
		"former": {func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "library.json"), []byte("{}"), 0o644); err != nil {
				t.Fatal(err)
			}
			return dir
		}, "import its packs again"},
		"no database": {func(t *testing.T) string {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, databaseFile), []byte(strings.Repeat("no database ", 500)), 0o644); err != nil {
				t.Fatal(err)
			}
			return dir
		}, "assets repair"},
		"newer": {func(t *testing.T) string {
			dir := empty(t)
			alter(t, dir, "UPDATE meta SET value = '99' WHERE key = 'version'")
			return dir
		}, "is of version 99, but this program reads version 2"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := test.make(t)
			if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("reading: got %v, want %q", err, test.want)
			}
			if name == "none" {
				return
			}
			if _, err := Create(context.Background(), dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("writing: got %v, want %q", err, test.want)
			}
		})
	}
}

// Who may not write is told so in one sentence.
func TestReadOnlyLibrary(t *testing.T) {
	dir := empty(t)
	db, err := openDB(context.Background(), dir, false)
	if err != nil {
		t.Fatal(err)
	}
	s := &Store{dir: dir, db: db}
	defer s.Close()
	want := "the library in " + dir + " cannot be written to; check its permissions"
	if err := s.Claim(context.Background(), Pack{Name: "p", Source: dir}, false); err == nil || err.Error() != want {
		t.Errorf("claiming: %v", err)
	}
	if _, err := s.Remove(context.Background(), "p"); err == nil || err.Error() != want {
		t.Errorf("removing: %v", err)
	}
}
