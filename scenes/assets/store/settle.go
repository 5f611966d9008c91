package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

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

// Settled is what a pack's facts come to.
type Settled struct {
	// Assets are in the order of their files.
	Assets []assets.Asset
	// Pack is what holds for all of them.
	Pack semantics.Pack
	// Notes are sentences about overrides that speak of nothing.
	Notes []string
}

// Settle makes assets of a pack's facts and keeps them.
func (s *Store) Settle(ctx context.Context, pack string) (*Settled, error) {
	var out *Settled
	err := s.transact(ctx, func(tx *sql.Tx) error {
		text, err := overrides(s.dir, pack)
		if err == nil {
			out, err = s.settle(ctx, tx, pack, text)
		}
		return err
	})
	return out, err
}

func (s *Store) settle(ctx context.Context, tx *sql.Tx, pack, text string) (*Settled, error) {
	packs, err := readPacks(ctx, tx, pack)
	if err != nil {
		return nil, damaged(ctx, s.dir, err)
	}
	if len(packs) == 0 {
		return nil, noPack{s.dir, pack}
	}
	rows, err := readFacts(ctx, tx, pack)
	if err != nil {
		return nil, damaged(ctx, s.dir, err)
	}
	out, err := conclude(packs[0].Pack, text, rows)
	if err != nil {
		return nil, err
	}
	p := putter{ctx: ctx, tx: tx}
	texts := make(map[string]string, len(out.Assets))
	for _, a := range out.Assets {
		texts[a.ID] = p.json(a)
	}
	for _, r := range rows {
		if text := texts[r.id]; text != r.json {
			p.exec("UPDATE assets SET json = ? WHERE id = ?", text, r.id)
		}
	}
	if key := settledBy(text); key != packs[0].settled {
		p.exec("UPDATE packs SET settled = ? WHERE name = ?", key, pack)
	}
	return out, s.failed(p.err)
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
func conclude(p Pack, overrides string, rows []factRow) (*Settled, error) {
	facts, blobs := make([]*semantics.Facts, len(rows)), make(map[string]string, len(rows))
	for i, r := range rows {
		facts[i], blobs[r.id] = r.facts, r.blob
	}
	out, err := Conclude(p, overrides, facts)
	if err != nil {
		return nil, err
	}
	for i := range out.Assets {
		out.Assets[i].Blob = blobs[out.Assets[i].ID]
	}
	return out, nil
}

// Conclude makes assets of a pack's facts and of what is said of it: in the
// library's overrides, given as text, and in the pack's own.
func Conclude(p Pack, overrides string, facts []*semantics.Facts) (*Settled, error) {
	said, err := Said(p, overrides)
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, 2*len(facts))
	for _, f := range facts {
		name := strings.TrimPrefix(f.ID, p.Name+"/")
		names = append(names, name)
		if f.Node != "" {
			// What is said of the splitting names the file.
			names = append(names, path.Dir(name))
		}
	}
	out := &Settled{Notes: said.Unknown(names)}
	out.Pack = semantics.Pack{
		Name: p.Name, Scale: p.Scale, Licence: p.Licence, LicenceWhy: p.LicenceWhy, Author: p.Author, AuthorWhy: p.AuthorWhy,
	}
	out.Assets = semantics.Conclude(&out.Pack, facts, said)
	return out, nil
}
