package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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
	IDs  []string
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
			err := rows.Scan(&d.Pack.Name, &d.Path, &sibling)
			d.IDs = append(d.IDs, sibling)
			return err
		}, "SELECT pack, path, id FROM assets WHERE (pack, path) IN (SELECT pack, path FROM assets WHERE id = ?) ORDER BY rowid", id)
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
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB, lib.SQLITE_ERROR:
		return true
	}
	return false
}

// SetAside makes an empty library in the place of one whose database is
// damaged, and returns where the damaged database lies now and the files that
// can still be read in it. Blobs and overrides stay.
func SetAside(ctx context.Context, dir string) (aside string, files []Dropped, err error) {
	if db, err := openDB(ctx, dir, false); err == nil {
		files = salvage(ctx, db)
		db.Close()
	}
	file := filepath.Join(dir, databaseFile)
	aside = file + ".damaged"
	for n := 2; ; n++ {
		if _, err := os.Lstat(aside); err != nil {
			break
		}
		aside = fmt.Sprintf("%s.damaged-%d", file, n)
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
	packs, err := readPacks(ctx, db, "")
	if err != nil {
		return nil
	}
	var out []Dropped
	for _, p := range packs {
		_ = scan(ctx, db, func(rows *sql.Rows) error {
			d := Dropped{Pack: p.Pack}
			err := rows.Scan(&d.Path)
			out = append(out, d)
			return err
		}, "SELECT path FROM files WHERE pack = ? ORDER BY path", p.Name)
	}
	return out
}
