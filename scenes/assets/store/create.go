package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// Store is a library opened for writing. Several processes may have it open:
// their transactions take turns. Within one, a Store serves one goroutine.
type Store struct {
	dir string
	db  *sql.DB
	// listed is the ledger as its file listedBy had it.
	listed   []Listed
	listedBy os.FileInfo
}

// Create opens the library in dir for writing, making it if there is none.
func Create(ctx context.Context, dir string) (*Store, error) {
	if err := present(dir); err != nil {
		st, there := os.Stat(dir)
		if _, former := os.Stat(filepath.Join(dir, formerFile)); former == nil || there == nil && !st.IsDir() {
			return nil, err
		}
		// Another process may be making it too, and be faster.
		if err := create(ctx, dir); err != nil && present(dir) != nil {
			return nil, fmt.Errorf("making a library in %s: %w", dir, err)
		}
	}
	return Update(ctx, dir)
}

// Update opens the library that is in dir for writing.
func Update(ctx context.Context, dir string) (*Store, error) {
	db, err := openDB(ctx, dir, true)
	if err != nil {
		return nil, err
	}
	return &Store{dir: dir, db: db}, nil
}

// Close releases the library.
func (s *Store) Close() error { return s.db.Close() }

// Dir returns the library's folder.
func (s *Store) Dir() string { return s.dir }

// create makes an empty library. The database is made whole under another name
// first, so that neither a second process nor a killed one meets half of it.
func create(ctx context.Context, dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, blobDir), 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp(dir, temporary+"*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	work, err = filepath.Abs(work)
	if err != nil {
		return err
	}
	file := filepath.Join(work, databaseFile)
	db, err := sql.Open("sqlite", dsn(file, true))
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, tables)
	if err == nil {
		_, err = db.ExecContext(ctx, "INSERT INTO meta VALUES ('version', ?)", strconv.Itoa(version))
	}
	// Closing the last connection moves the log into the database.
	if e := db.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	// A link fails where another process was faster, whose library it is then.
	err = os.Link(file, filepath.Join(dir, databaseFile))
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		// File systems without links: the last one made wins, before any row.
		err = os.Rename(file, filepath.Join(dir, databaseFile))
	}
	if err != nil {
		return err
	}
	return syncFolder(dir)
}

// transact runs f in one transaction, which no other writer interrupts.
func (s *Store) transact(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.failed(err)
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return s.failed(err)
	}
	return nil
}
