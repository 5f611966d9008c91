package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Pack is what the library keeps of a pack as a whole.
type Pack struct {
	Name string `json:"-"`
	// Source is the absolute path of the folder or archive it came from.
	Source string `json:"-"`
	// Scale is metres per file unit as the importing person gave it, or 0.
	Scale float64 `json:"scale,omitempty"`
	// Licence and Author, each with its evidence, are what the pack's own files
	// say.
	Licence    string `json:"licence"`
	LicenceWhy string `json:"licence_why"`
	Author     string `json:"author,omitempty"`
	AuthorWhy  string `json:"author_why,omitempty"`
	// Texts are the files and folders that both were looked for in, and TextsBy
	// the program that did.
	Texts   []Stamp `json:"texts,omitempty"`
	TextsBy string  `json:"texts_by,omitempty"`
	// Sidecar is the text of the overrides that the pack itself brought.
	Sidecar string `json:"sidecar,omitempty"`
}

// Taken is an error: another pack has the name.
type Taken struct {
	Name, Source string
}

// Error says how to import the pack nevertheless.
func (e *Taken) Error() string {
	return fmt.Sprintf("the library has a pack %q already, from %s; keep both with --as OTHER-NAME, or take its place with --as %s", e.Name, e.Source, e.Name)
}

// Free reports a [*Taken] error when p cannot be claimed.
func (s *Store) Free(ctx context.Context, p Pack, replace bool) error {
	was, err := s.Pack(ctx, p.Name)
	if err != nil {
		return err
	}
	return free(was.Source, p, replace)
}

func free(source string, p Pack, replace bool) error {
	if source != "" && source != p.Source && !replace && exists(source) {
		return &Taken{Name: p.Name, Source: source}
	}
	return nil
}

// Claim enters a pack before its files. A pack of the same name from another
// place that still exists is a [*Taken] error, unless replace is set: then, and
// when that place is gone, the pack counts as moved, and files that are the
// same there are not read again.
func (s *Store) Claim(ctx context.Context, p Pack, replace bool) error {
	detail, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing to the library: %w", err)
	}
	changed := false
	err = s.transact(ctx, func(tx *sql.Tx) error {
		var source string
		err := tx.QueryRowContext(ctx, "SELECT source FROM packs WHERE name = ?", p.Name).Scan(&source)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return damaged(ctx, s.dir, err)
		}
		if err := free(source, p, replace); err != nil {
			return err
		}
		res, err := tx.ExecContext(ctx, `INSERT INTO packs VALUES (?, ?, ?, '', '{}')
			ON CONFLICT (name) DO UPDATE SET source = excluded.source, detail = excluded.detail,
			settled = CASE WHEN detail = excluded.detail THEN settled ELSE '' END
			WHERE source <> excluded.source OR detail <> excluded.detail`, p.Name, p.Source, string(detail))
		if err == nil {
			var rows int64
			rows, err = res.RowsAffected()
			changed = rows > 0
		}
		return s.failed(err)
	})
	if err != nil || !changed {
		return err
	}
	return s.note(ctx, p.Name)
}

// Packs lists the packs by name.
func (s *Store) Packs(ctx context.Context) ([]Pack, error) {
	list, err := readPacks(ctx, s.db, "")
	if err != nil {
		return nil, damaged(ctx, s.dir, err)
	}
	var out []Pack
	for _, p := range list {
		out = append(out, p.Pack)
	}
	return out, nil
}

// Pack returns a pack, or the zero Pack when the library does not have it.
func (s *Store) Pack(ctx context.Context, name string) (Pack, error) {
	list, err := readPacks(ctx, s.db, name)
	if err != nil {
		return Pack{}, damaged(ctx, s.dir, err)
	}
	if len(list) == 0 || name == "" {
		return Pack{}, nil
	}
	return list[0].Pack, nil
}

// Remove drops a pack with its files and assets and the blobs that nothing else
// uses. What a person said of it stays, for when it is imported again. A pack
// that was lost with a damaged database counts as one that the library has.
func (s *Store) Remove(ctx context.Context, name string) (assets int, err error) {
	err = s.transact(ctx, func(tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM assets WHERE pack = ?", name).Scan(&assets); err != nil {
			return damaged(ctx, s.dir, err)
		}
		res, err := tx.ExecContext(ctx, "DELETE FROM packs WHERE name = ?", name)
		if err != nil {
			return s.failed(err)
		}
		was := s.ledger()
		listed := len(was)
		was = without(was, name)
		if n, err := res.RowsAffected(); err == nil && n == 0 && len(was) == listed {
			return noPack{s.dir, name}
		}
		if len(was) == listed {
			return nil
		}
		return s.writeLedger(was)
	})
	if err == nil {
		_, err = s.Sweep(ctx)
	}
	return assets, err
}

// noPack is an error: the library has no such pack.
type noPack struct{ dir, name string }

func (e noPack) Error() string {
	return fmt.Sprintf("the library in %s has no pack %q; see its packs with: metaspatial assets list --library %s", e.dir, e.name, e.dir)
}

// NoPack says whether an error means that the library has no such pack.
func NoPack(err error) bool {
	var e noPack
	return errors.As(err, &e)
}

// failed words a failure to write.
func (s *Store) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case locked(err):
		return unwritable{s.dir}
	}
	return fmt.Errorf("writing to the library in %s: %w", s.dir, err)
}

// exists says whether a pack's place is still there; it may be a folder inside
// an archive.
func exists(place string) bool {
	for at := place; ; at = filepath.Dir(at) {
		if st, err := os.Stat(at); err == nil {
			return at == place || st.Mode().IsRegular()
		}
		if at == filepath.Dir(at) {
			return false
		}
	}
}

// packRow is a pack with its state.
type packRow struct {
	Pack
	settled string
	found   Found
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
}

// readPacks returns the packs by name, or the one that only names.
func readPacks(ctx context.Context, q querier, only string) ([]packRow, error) {
	var out []packRow
	err := scan(ctx, q, func(rows *sql.Rows) error {
		var p packRow
		var detail, found []byte
		if err := rows.Scan(&p.Name, &p.Source, &detail, &p.settled, &found); err != nil {
			return err
		}
		err := json.Unmarshal(detail, &p.Pack)
		if err == nil {
			err = json.Unmarshal(found, &p.found)
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", p.Name, err)
		}
		out = append(out, p)
		return nil
	}, "SELECT name, source, detail, settled, found FROM packs WHERE ? IN ('', name) ORDER BY name", only)
	return out, err
}
