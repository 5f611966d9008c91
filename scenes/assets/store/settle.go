package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

// maxOverrides bounds the text of one pack's overrides.
const maxOverrides = 16 << 20

// OverridesFile returns the path of what a person says of a pack.
func OverridesFile(dir, pack string) string {
	return filepath.Join(dir, overrideDir, pack+".yaml")
}

// overrides reads what a person says of a pack; none is empty.
func overrides(dir, pack string) (string, error) {
	file := OverridesFile(dir, pack)
	st, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading overrides: %w", err)
	}
	if st.Size() > maxOverrides {
		return "", fmt.Errorf("%s is larger than %d MiB; it cannot be a file of overrides", file, maxOverrides>>20)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading overrides: %w", err)
	}
	return string(text), nil
}

// Forget drops files of a pack, with their assets.
func (s *Store) Forget(ctx context.Context, pack string, paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	return s.transact(ctx, func(tx *sql.Tx) error {
		p := putter{ctx: ctx, tx: tx}
		for _, path := range paths {
			p.exec("DELETE FROM files WHERE pack = ? AND path = ?", pack, path)
		}
		p.exec("UPDATE packs SET settled = '' WHERE name = ?", pack)
		return s.failed(p.err)
	})
}

// Settle makes assets of a pack's facts and keeps them. It returns them in the
// order of their files, with what holds for the whole pack.
func (s *Store) Settle(ctx context.Context, pack string) (list []assets.Asset, whole semantics.Pack, err error) {
	err = s.transact(ctx, func(tx *sql.Tx) error {
		list, whole, err = s.settle(ctx, tx, pack)
		return err
	})
	return list, whole, err
}

func (s *Store) settle(ctx context.Context, tx *sql.Tx, pack string) ([]assets.Asset, semantics.Pack, error) {
	var whole semantics.Pack
	packs, err := readPacks(ctx, tx, pack)
	if err != nil {
		return nil, whole, damaged(ctx, s.dir, err)
	}
	if len(packs) == 0 {
		return nil, whole, noPack{s.dir, pack}
	}
	said, err := overrides(s.dir, pack)
	if err != nil {
		return nil, whole, err
	}
	rows, err := readFacts(ctx, tx, pack)
	if err != nil {
		return nil, whole, damaged(ctx, s.dir, err)
	}
	list, whole, err := conclude(s.dir, packs[0].Pack, said, rows)
	if err != nil {
		return nil, whole, err
	}
	p := putter{ctx: ctx, tx: tx}
	texts := make(map[string]string, len(list))
	for _, a := range list {
		texts[a.ID] = p.json(a)
	}
	for _, r := range rows {
		if text := texts[r.id]; text != r.json {
			p.exec("UPDATE assets SET json = ? WHERE id = ?", text, r.id)
		}
	}
	if key := settledBy(said); key != packs[0].settled {
		p.exec("UPDATE packs SET settled = ? WHERE name = ?", key, pack)
	}
	return list, whole, s.failed(p.err)
}

// settledBy names the overrides that assets follow from.
func settledBy(overrides string) string {
	sum := sha256.Sum256([]byte(overrides))
	return hex.EncodeToString(sum[:8])
}

// factRow is one model's facts as kept.
type factRow struct {
	id, blob, json string
	facts          *semantics.Facts
}

func readFacts(ctx context.Context, q querier, pack string) ([]factRow, error) {
	var out []factRow
	err := scan(ctx, q, func(rows *sql.Rows) error {
		var r factRow
		var facts sql.RawBytes
		if err := rows.Scan(&r.id, &r.blob, &r.json, &facts); err != nil {
			return err
		}
		if err := json.Unmarshal(facts, &r.facts); err != nil {
			return fmt.Errorf("facts of %s: %w", r.id, err)
		}
		out = append(out, r)
		return nil
	}, "SELECT id, blob, json, facts FROM assets WHERE pack = ? ORDER BY path, rowid", pack)
	return out, err
}

// conclude makes assets of a pack's facts as kept.
func conclude(dir string, p Pack, said string, rows []factRow) ([]assets.Asset, semantics.Pack, error) {
	facts, blobs := make([]*semantics.Facts, len(rows)), make(map[string]string, len(rows))
	for i, r := range rows {
		facts[i], blobs[r.id] = r.facts, r.blob
	}
	list, whole, err := Conclude(p, facts)
	for i := range list {
		list[i].Blob = blobs[list[i].ID]
	}
	return list, whole, err
}

// Conclude makes assets of a pack's facts. Assets that overrides leave out are
// missing from the list.
func Conclude(p Pack, facts []*semantics.Facts) ([]assets.Asset, semantics.Pack, error) {
	whole := semantics.Pack{Name: p.Name, Scale: p.Scale, Licence: p.Licence, LicenceWhy: p.LicenceWhy}
	return semantics.Conclude(&whole, facts, nil), whole, nil
}
