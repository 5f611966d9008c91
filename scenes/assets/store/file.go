package store

import (
	"context"
	"database/sql"
	"encoding/json"
)

// Stamp tells whether a file of a pack is still the one that was read.
type Stamp struct {
	Path string `json:"path"`
	// Size is in bytes, or -1 for a file that was looked for and not found.
	Size int64 `json:"size"`
	// Mark is the time of the last change in nanoseconds or, in an archive, the
	// CRC-32 of the content.
	Mark int64 `json:"mtime"`
	// Hash is the SHA-256 in hexadecimal, or empty when the file was not read.
	Hash string `json:"sha256"`
}

// File is what became of one model file of a pack.
type File struct {
	Stamp
	// ID is what the IDs of its models begin with. A file keeps it for good, so
	// that layouts go on finding what they name.
	ID string
	// Dependencies are the other files that were opened for it.
	Dependencies []Stamp
	// Reader names the reader and its settings; another one may take the file
	// otherwise.
	Reader string
	// Reason and Remedy are those of a refusal; Reason is empty for a file that
	// was taken.
	Reason, Remedy string
	// Models are what the file gave, none when it was refused. Files does not
	// fill them in.
	Models []Model
}

// Model is one model of a file.
type Model struct {
	ID string
	// Node is the model's name within the file, or empty when it is the file.
	Node string
	// Facts are semantics.Facts as JSON.
	Facts []byte
	// Geometry is the model as GLB, and Images are what it refers to.
	Geometry Blob
	Images   []Blob
}

// Put enters files of a pack in one transaction, in place of what was known of
// them, after their blobs. When it returns nil they are kept whatever happens.
func (s *Store) Put(ctx context.Context, pack string, files []File) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		// The transaction has the right to write already, so nobody can sweep
		// the blobs away before their rows are there.
		var blobs []Blob
		seen := make(map[string]bool)
		add := func(b Blob) {
			if !seen[b.Name] {
				seen[b.Name] = true
				blobs = append(blobs, b)
			}
		}
		for _, f := range files {
			for _, m := range f.Models {
				add(m.Geometry)
				for _, i := range m.Images {
					add(i)
				}
			}
		}
		if err := writeBlobs(s.dir, blobs); err != nil {
			return err
		}
		p := putter{ctx: ctx, tx: tx}
		for _, b := range blobs {
			p.exec("INSERT INTO blobs VALUES (?, ?) ON CONFLICT DO NOTHING", b.Name, len(b.Data))
		}
		for _, f := range files {
			p.file(pack, f)
		}
		p.exec("UPDATE packs SET settled = '' WHERE name = ?", pack)
		return s.failed(p.err)
	})
}

// Restamp notes that files have new times but their former content.
func (s *Store) Restamp(ctx context.Context, pack string, files []File) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		p := putter{ctx: ctx, tx: tx}
		for _, f := range files {
			p.exec("UPDATE files SET size = ?, mtime = ?, dependencies = ? WHERE pack = ? AND path = ?",
				f.Size, f.Mark, p.json(f.Dependencies), pack, f.Path)
		}
		return s.failed(p.err)
	})
}

// putter runs statements until one fails.
type putter struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

func (p *putter) exec(query string, args ...any) {
	if p.err == nil {
		_, p.err = p.tx.ExecContext(p.ctx, query, args...)
	}
}

func (p *putter) json(v any) string {
	text, err := json.Marshal(v)
	if p.err == nil {
		p.err = err
	}
	return string(text)
}

func (p *putter) file(pack string, f File) {
	outcome := "taken"
	if f.Reason != "" {
		outcome = "refused"
	}
	p.exec("DELETE FROM files WHERE pack = ? AND path = ?", pack, f.Path)
	p.exec("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		pack, f.Path, f.ID, f.Size, f.Mark, f.Hash, p.json(f.Dependencies), f.Reader, outcome, f.Reason, f.Remedy)
	for _, m := range f.Models {
		for _, i := range m.Images {
			p.exec("INSERT INTO needs VALUES (?, ?) ON CONFLICT DO NOTHING", m.Geometry.Name, i.Name)
		}
		p.exec("INSERT INTO assets VALUES (?, ?, ?, ?, ?, ?, '')", m.ID, pack, f.Path, m.Node, m.Geometry.Name, string(m.Facts))
	}
}

// Files returns what is known of a pack's files by their paths, without their
// models.
func (s *Store) Files(ctx context.Context, pack string) (map[string]File, error) {
	files := make(map[string]File)
	err := scan(ctx, s.db, func(rows *sql.Rows) error {
		var f File
		var dependencies []byte
		if err := rows.Scan(&f.Path, &f.ID, &f.Size, &f.Mark, &f.Hash, &dependencies, &f.Reader, &f.Reason, &f.Remedy); err != nil {
			return err
		}
		if err := json.Unmarshal(dependencies, &f.Dependencies); err != nil {
			return err
		}
		files[f.Path] = f
		return nil
	}, "SELECT path, id, size, mtime, sha256, dependencies, reader, reason, remedy FROM files WHERE pack = ?", pack)
	if err != nil {
		return nil, damaged(ctx, s.dir, err)
	}
	return files, nil
}

// scan calls f for every row.
func scan(ctx context.Context, q querier, f func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
