package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite" // registers the driver
	lib "modernc.org/sqlite/lib"
)

// version is raised when the database changes its meaning. Version 1 was a
// JSON file.
const version = 2

const (
	databaseFile = "library.db"
	formerFile   = "library.json"
	blobDir      = "blobs"
	overrideDir  = "overrides"
)

// patience is how long a process waits for another one's transaction, which
// holds a batch of files at most.
const patience = 2 * time.Minute

// tables, in the order that they refer to each other. Facts and assets are JSON,
// so that what is known of a model can grow without a new version.
const tables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE packs (
	name    TEXT PRIMARY KEY,
	source  TEXT NOT NULL, -- absolute path of the folder or archive
	detail  TEXT NOT NULL, -- JSON: licence, scale and the pack's own overrides
	settled TEXT NOT NULL, -- from what assets.json follows, or empty
	found   TEXT NOT NULL  -- JSON: what holds for all assets of a settled pack
) WITHOUT ROWID;
CREATE TABLE files (
	pack         TEXT NOT NULL REFERENCES packs (name) ON DELETE CASCADE,
	path         TEXT NOT NULL, -- within the pack
	id           TEXT NOT NULL, -- what its models' ids begin with
	size         INTEGER NOT NULL,
	mtime        INTEGER NOT NULL, -- nanoseconds, or the CRC-32 in an archive
	sha256       TEXT NOT NULL,
	dependencies TEXT NOT NULL, -- JSON: the files read beside it, stamped likewise
	reader       TEXT NOT NULL, -- what read it, and how
	outcome      TEXT NOT NULL CHECK (outcome IN ('taken', 'refused')),
	reason       TEXT NOT NULL, -- of a refusal
	remedy       TEXT NOT NULL,
	PRIMARY KEY (pack, path)
) WITHOUT ROWID;
CREATE TABLE blobs (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE needs ( -- the images that a geometry blob refers to
	blob  TEXT NOT NULL REFERENCES blobs (name) ON DELETE CASCADE,
	image TEXT NOT NULL REFERENCES blobs (name),
	PRIMARY KEY (blob, image)
) WITHOUT ROWID;
CREATE TABLE assets (
	id    TEXT PRIMARY KEY,
	pack  TEXT NOT NULL,
	path  TEXT NOT NULL,
	node  TEXT NOT NULL, -- the model's name within the file, when it holds several
	blob  TEXT NOT NULL REFERENCES blobs (name),
	facts TEXT NOT NULL, -- JSON: what the model shows by itself
	json  TEXT NOT NULL, -- JSON: the asset, or empty before the pack is settled
	FOREIGN KEY (pack, path) REFERENCES files (pack, path) ON DELETE CASCADE
);
CREATE INDEX assets_of_file ON assets (pack, path);
CREATE INDEX assets_of_blob ON assets (blob);
CREATE INDEX needs_of_image ON needs (image);
`

// dsn names a database, by its absolute path, for reading or for writing too.
func dsn(file string, write bool) string {
	q := url.Values{"_pragma": {
		fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds()), "foreign_keys(1)", "trusted_schema(0)",
	}}
	if write {
		// FULL syncs the log at every commit, so that what was committed
		// survives a loss of power too.
		q["_pragma"] = append(q["_pragma"], "journal_mode(wal)", "synchronous(full)")
		q.Set("_txlock", "immediate")
	} else {
		q.Set("mode", "ro")
		if !writable(filepath.Dir(file)) {
			// Readers keep an index of the log beside it. Where nobody can write,
			// nothing changes either.
			q.Set("immutable", "1")
		}
	}
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// openDB opens the database that is there. Its file must never be opened in
// any other way while this process has it open: closing it would drop SQLite's
// locks.
func openDB(ctx context.Context, dir string, write bool) (*sql.DB, error) {
	if err := present(dir); err != nil {
		return nil, err
	}
	file, err := filepath.Abs(filepath.Join(dir, databaseFile))
	if err != nil {
		return nil, fmt.Errorf("opening the library: %w", err)
	}
	db, err := sql.Open("sqlite", dsn(file, write))
	if err != nil {
		return nil, fmt.Errorf("opening the library: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := checkVersion(ctx, db, dir); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// writable says whether files can be made in a folder.
func writable(dir string) bool {
	f, err := os.CreateTemp(dir, temporary+"*")
	if err != nil {
		return false
	}
	f.Close()
	// Another process may have tidied up already.
	_ = os.Remove(f.Name())
	return true
}

// present reports in words that a folder holds no library.
func present(dir string) error {
	_, err := os.Stat(filepath.Join(dir, databaseFile))
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		if st, e := os.Stat(dir); e == nil && !st.IsDir() {
			return fmt.Errorf("%s is a file, not the folder of a library; name another place", dir)
		}
		return fmt.Errorf("opening the library: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, formerFile)); err == nil {
		return fmt.Errorf("%s holds a library of an outgrown format (%s); import its packs again into a new folder: metaspatial assets import DIR --library NEW", dir, formerFile)
	}
	return fmt.Errorf("%s holds no library (no %s); make one with: metaspatial assets import DIR --library %s", dir, databaseFile, dir)
}

func checkVersion(ctx context.Context, db *sql.DB, dir string) error {
	var text string
	if err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'version'").Scan(&text); err != nil {
		return damaged(ctx, dir, err)
	}
	if v, err := strconv.Atoi(text); err != nil || v != version {
		return fmt.Errorf("the library in %s is of version %s, but this program reads version %d; use the program that wrote it, or import the packs again into a new folder", dir, text, version)
	}
	return nil
}

// damaged words a failure to read the database.
func damaged(ctx context.Context, dir string, err error) error {
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case locked(err):
		return unwritable{dir}
	}
	return &unreadable{dir, err}
}

// unreadable is an error: the database cannot be read.
type unreadable struct {
	dir string
	err error
}

func (e *unreadable) Error() string {
	return fmt.Sprintf("%s in %s cannot be read (%v); try: metaspatial assets repair %s", databaseFile, e.dir, e.err, e.dir)
}

func (e *unreadable) Unwrap() error { return e.err }

// unwritable is an error: nobody may write to the library.
type unwritable struct{ dir string }

func (e unwritable) Error() string {
	return fmt.Sprintf("the library in %s cannot be written to; check its permissions", e.dir)
}

// locked says whether an error means that a database may not be written to.
func locked(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & 0xff
	return code == lib.SQLITE_READONLY || code == lib.SQLITE_PERM
}
