package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Swept says what [Store.Sweep] removed.
type Swept struct {
	// Blobs are files that nothing referred to, Bytes their size and Temporary
	// files that a killed process was writing.
	Blobs     int   `json:"blobs"`
	Bytes     int64 `json:"bytes"`
	Temporary int   `json:"temporary"`
	// Kept are files that nothing refers to either, which stay since a damaged
	// database lies in the library: it may have referred to them.
	Kept      int   `json:"kept,omitempty"`
	KeptBytes int64 `json:"kept_bytes,omitempty"`
}

// Sweep removes blobs that no asset needs and what killed processes left. As
// long as a damaged database lies in the library, blobs stay, since a pack that
// is imported again needs them.
func (s *Store) Sweep(ctx context.Context) (Swept, error) {
	var out Swept
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return out, fmt.Errorf("tidying the library: %w", err)
	}
	aside := slices.ContainsFunc(entries, func(e os.DirEntry) bool { return strings.HasPrefix(e.Name(), asideFile) })
	// The rows go before the files, so that no row is ever without its file.
	err = s.transact(ctx, func(tx *sql.Tx) error {
		p := putter{ctx: ctx, tx: tx}
		p.exec("DELETE FROM needs WHERE blob NOT IN (SELECT blob FROM assets)")
		p.exec("DELETE FROM blobs WHERE name NOT IN (SELECT blob FROM assets) AND name NOT IN (SELECT image FROM needs)")
		return s.failed(p.err)
	})
	if err != nil {
		return out, err
	}
	// Blobs are written by transactions, so none is being written during this.
	err = s.transact(ctx, func(tx *sql.Tx) error {
		known, err := blobSizes(ctx, tx)
		if err != nil {
			return damaged(ctx, s.dir, err)
		}
		return strays(s.dir, known, func(file string, size int64, temp bool) error {
			if !temp && aside {
				out.Kept++
				out.KeptBytes += size
				return nil
			}
			if err := os.RemoveAll(file); err != nil {
				return fmt.Errorf("tidying the library: %w", err)
			}
			if temp {
				out.Temporary++
			} else {
				out.Blobs++
				out.Bytes += size
			}
			return nil
		})
	})
	return out, err
}

// blobSizes returns all blobs that rows know of.
func blobSizes(ctx context.Context, q querier) (map[string]int64, error) {
	known := make(map[string]int64)
	err := scan(ctx, q, func(rows *sql.Rows) error {
		var name string
		var size int64
		err := rows.Scan(&name, &size)
		known[name] = size
		return err
	}, "SELECT name, size FROM blobs")
	return known, err
}

// strays calls f for every file in the library's folder that is a temporary
// one, or a blob that no row knows.
func strays(dir string, known map[string]int64, f func(file string, size int64, temporary bool) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("looking through the library: %w", err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), temporary) {
			if err := f(filepath.Join(dir, e.Name()), 0, true); err != nil {
				return err
			}
		}
	}
	top := filepath.Join(dir, blobDir)
	err = filepath.WalkDir(top, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(top, file)
		if err != nil {
			return err
		}
		if _, ok := known[filepath.ToSlash(rel)]; ok {
			return nil
		}
		st, err := d.Info()
		if err != nil {
			// It went away meanwhile.
			return nil
		}
		return f(file, st.Size(), strings.HasPrefix(d.Name(), temporary))
	})
	if err != nil {
		return fmt.Errorf("looking through the library: %w", err)
	}
	return nil
}
