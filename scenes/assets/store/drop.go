package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Dropped is a file that [Store.Drop] removed from the library, with what the
// library says of its pack.
type Dropped struct {
	Pack Pack
	Path string
	// ID is what the IDs of the file's models begin with, where it is known.
	ID  string
	IDs []string
}

// Drop removes everything that faults name: files with all their assets, so
// that importing them again reads them anew, and blobs.
func (s *Store) Drop(ctx context.Context, faults []Fault) ([]Dropped, error) {
	var out []Dropped
	var blobs []string
	err := s.transact(ctx, func(tx *sql.Tx) error {
		packs, err := readPacks(ctx, tx, "")
		if err != nil {
			return err
		}
		p := putter{ctx: ctx, tx: tx}
		for _, f := range faults {
			for _, id := range f.Assets {
				if d := p.drop(id, packs); len(d.IDs) > 0 {
					out = append(out, d)
				}
			}
			if name, ok := strings.CutPrefix(f.What, blobFault); ok {
				blobs = append(blobs, name)
				p.exec("DELETE FROM needs WHERE blob = ?1 OR image = ?1", name)
				p.exec("DELETE FROM blobs WHERE name = ?", name)
			}
		}
		return s.failed(p.err)
	})
	if err != nil {
		return nil, err
	}
	// What is damaged must not be taken for the blob when it is written anew.
	for _, name := range blobs {
		if err := os.RemoveAll(filepath.Join(s.dir, blobDir, filepath.FromSlash(name))); err != nil {
			return nil, fmt.Errorf("tidying the library: %w", err)
		}
	}
	return out, nil
}

// drop removes the file that an asset came from.
func (p *putter) drop(id string, packs []packRow) Dropped {
	var d Dropped
	if p.err == nil {
		p.err = scan(p.ctx, p.tx, func(rows *sql.Rows) error {
			var sibling string
			err := rows.Scan(&d.Pack.Name, &d.Path, &d.ID, &sibling)
			d.IDs = append(d.IDs, sibling)
			return err
		}, `SELECT a.pack, a.path, f.id, a.id FROM assets a JOIN files f ON f.pack = a.pack AND f.path = a.path
			WHERE (a.pack, a.path) IN (SELECT pack, path FROM assets WHERE id = ?) ORDER BY a.rowid`, id)
	}
	for _, k := range packs {
		if k.Name == d.Pack.Name {
			d.Pack = k.Pack
		}
	}
	p.exec("DELETE FROM files WHERE pack = ? AND path = ?", d.Pack.Name, d.Path)
	p.exec("UPDATE packs SET settled = '' WHERE name = ?", d.Pack.Name)
	return d
}

// IsDamage says whether an error means that the database itself is damaged, and
// not that it is in use, of another version or out of reach.
func IsDamage(err error) bool {
	var at *unreadable
	var e *sqlite.Error
	var file *fs.PathError
	switch {
	case !errors.As(err, &at) || errors.As(err, &file):
		return false
	case !errors.As(err, &e):
		// A row holds what nobody wrote there.
		return true
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_ERROR:
		return true
	}
	return false
}

// asideFile begins the names of damaged databases.
const asideFile = databaseFile + ".damaged"

// SetAside makes an empty library in the place of one whose database is
// damaged, and returns where the damaged database lies now and the files that
// can still be read in it. Blobs and overrides stay.
func SetAside(ctx context.Context, dir string) (aside string, files []Dropped, err error) {
	if db, err := openDB(ctx, dir, false); err == nil {
		files = salvage(ctx, db)
		db.Close()
	}
	file := filepath.Join(dir, databaseFile)
	aside = filepath.Join(dir, asideFile)
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); err != nil {
			break
		}
		aside = fmt.Sprintf("%s-%d", filepath.Join(dir, asideFile), n)
	}
	if err := os.Rename(file, aside); err != nil {
		return "", nil, fmt.Errorf("setting the damaged database aside: %w", err)
	}
	// The log belongs to the damaged database.
	for _, ext := range []string{"-wal", "-shm"} {
		if err := os.Rename(file+ext, aside+ext); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", nil, fmt.Errorf("setting the damaged database aside: %w", err)
		}
	}
	s, err := Create(ctx, dir)
	if err != nil {
		return "", nil, err
	}
	return aside, files, s.Close()
}

// salvage lists files for as long as the database lets it.
func salvage(ctx context.Context, db *sql.DB) []Dropped {
	var packs []Pack
	_ = scan(ctx, db, func(rows *sql.Rows) error {
		var p Pack
		var detail sql.RawBytes
		if err := rows.Scan(&p.Name, &p.Source, &detail); err != nil {
			return err
		}
		// Only the scale matters, and can do without.
		_ = json.Unmarshal(detail, &p)
		packs = append(packs, p)
		return nil
	}, "SELECT name, source, detail FROM packs ORDER BY name")
	var out []Dropped
	for _, p := range packs {
		n := len(out)
		_ = scan(ctx, db, func(rows *sql.Rows) error {
			d := Dropped{Pack: p}
			err := rows.Scan(&d.Path, &d.ID)
			out = append(out, d)
			return err
		}, "SELECT path, id FROM files WHERE pack = ? ORDER BY path", p.Name)
		if len(out) == n {
			out = append(out, Dropped{Pack: p})
		}
	}
	return out
}
