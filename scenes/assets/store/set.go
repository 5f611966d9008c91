package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

// Setting is one thing a person says. An empty value takes the key back.
type Setting struct{ Key, Value string }

// Set says something of an asset, of a file that holds several (whose name ends
// where those of its assets go on), or of a whole pack: it is written into the
// pack's overrides, with their comments kept, and all that follows from it into
// the library. It returns the assets that are now otherwise. On an error
// nothing has changed.
func (s *Store) Set(ctx context.Context, id string, settings []Setting) ([]assets.Asset, error) {
	pack, name, _ := strings.Cut(id, "/")
	var out []assets.Asset
	err := s.transact(ctx, func(tx *sql.Tx) error {
		packs, err := readPacks(ctx, tx, pack)
		if err != nil {
			return damaged(ctx, s.dir, err)
		}
		if len(packs) == 0 {
			return noPack{s.dir, pack}
		}
		if err := s.known(ctx, tx, pack, id); name != "" && err != nil {
			return err
		}
		was := make(map[string]string)
		err = scan(ctx, tx, func(rows *sql.Rows) error {
			var id, text string
			err := rows.Scan(&id, &text)
			was[id] = text
			return err
		}, "SELECT id, json FROM assets WHERE pack = ?", pack)
		if err != nil {
			return damaged(ctx, s.dir, err)
		}
		text, err := overrides(s.dir, pack)
		if err != nil {
			return err
		}
		said, err := semantics.ParseOverrides(overridesName(pack), []byte(text))
		if err != nil {
			return err
		}
		for _, set := range settings {
			edited, err := said.Set(name, set.Key, set.Value)
			if err != nil {
				return err
			}
			text = string(edited)
		}
		list, _, err := s.settle(ctx, tx, packs[0], text)
		if err != nil {
			return err
		}
		p := putter{}
		for _, a := range list {
			if p.json(a) != was[a.ID] {
				out = append(out, a)
			}
		}
		return s.writeOverrides(pack, text)
	})
	return out, err
}

// known holds that there is something that id names.
func (s *Store) known(ctx context.Context, tx *sql.Tx, pack, id string) error {
	var n int
	err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM assets WHERE id = ?1) + (SELECT count(*) FROM files WHERE id = ?1)", id).Scan(&n)
	switch {
	case err != nil:
		return damaged(ctx, s.dir, err)
	case n == 0:
		return fmt.Errorf("the library in %s has no asset %q; list them with: metaspatial assets list --library %s --pack %s", s.dir, id, s.dir, pack)
	}
	return nil
}

func (s *Store) writeOverrides(pack, text string) error {
	file := OverridesFile(s.dir, pack)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fmt.Errorf("writing overrides: %w", err)
	}
	if err := writeFile(file, []byte(text)); err != nil {
		return fmt.Errorf("writing overrides: %w", err)
	}
	return nil
}
