package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"runtime/debug"
	"strings"
	"sync"

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

// Found is what holds for all assets of a pack.
type Found struct {
	// Scale is metres per file unit, and Why the evidence.
	Scale   float64 `json:"scale"`
	Why     string  `json:"why"`
	Licence string  `json:"licence"`
	// Notes are sentences about overrides that speak of nothing.
	Notes []string `json:"notes,omitempty"`
}

// Settle makes assets of a pack's facts and keeps them. It costs a look where
// nothing has changed since the last time.
func (s *Store) Settle(ctx context.Context, pack string) (Found, error) {
	var out Found
	err := s.transact(ctx, func(tx *sql.Tx) error {
		text, err := overrides(s.dir, pack)
		if err != nil {
			return err
		}
		packs, err := readPacks(ctx, tx, pack)
		switch {
		case err != nil:
			return damaged(ctx, s.dir, err)
		case len(packs) == 0:
			return noPack{s.dir, pack}
		case packs[0].settled == settledBy(text):
			out = packs[0].found
			return nil
		}
		if _, out, err = s.settle(ctx, tx, packs[0], text); err != nil {
			return err
		}
		return s.trim(ctx, tx, pack)
	})
	if err != nil {
		return out, err
	}
	return out, s.note(ctx, pack)
}

// settle makes a pack's assets, with the given text as overrides.
func (s *Store) settle(ctx context.Context, tx *sql.Tx, pack packRow, text string) ([]assets.Asset, Found, error) {
	rows, err := readFacts(ctx, tx, pack.Name)
	if err != nil {
		return nil, Found{}, damaged(ctx, s.dir, err)
	}
	list, found, err := conclude(pack.Pack, text, rows)
	if err != nil {
		return nil, found, err
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
	p.exec("UPDATE packs SET settled = ?, found = ? WHERE name = ?", settledBy(text), p.json(found), pack.Name)
	return list, found, s.failed(p.err)
}

// settledBy names what assets follow from beside their facts: overrides, and
// the program, another version of which may conclude otherwise.
func settledBy(overrides string) string {
	h := sha256.New()
	fmt.Fprintln(h, Program())
	h.Write([]byte(overrides))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Program names the version of the program.
var Program = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	out := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			out += " " + s.Value
		}
	}
	return out
})

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
func conclude(p Pack, overrides string, rows []factRow) ([]assets.Asset, Found, error) {
	facts, blobs := make([]*semantics.Facts, len(rows)), make(map[string]string, len(rows))
	for i, r := range rows {
		facts[i], blobs[r.id] = r.facts, r.blob
	}
	list, found, err := Conclude(p, overrides, facts)
	for i := range list {
		list[i].Blob = blobs[list[i].ID]
	}
	return list, found, err
}

// Conclude makes assets of a pack's facts and of what is said of it: in the
// library's overrides, given as text, and in the pack's own. Assets that
// overrides leave out are missing from the list.
func Conclude(p Pack, overrides string, facts []*semantics.Facts) ([]assets.Asset, Found, error) {
	theirs, ours, err := both(p, overrides)
	if err != nil {
		return nil, Found{}, err
	}
	said := ours.Over(theirs)
	names := make([]string, 0, 2*len(facts))
	for _, f := range facts {
		name := strings.TrimPrefix(f.ID, p.Name+"/")
		names = append(names, name)
		if f.Node != "" {
			// What is said of the splitting names the file.
			names = append(names, path.Dir(name))
		}
	}
	whole := semantics.Pack{
		Name: p.Name, Scale: p.Scale, Licence: p.Licence, LicenceWhy: p.LicenceWhy, Author: p.Author, AuthorWhy: p.AuthorWhy,
	}
	list := semantics.Conclude(&whole, facts, said)
	notes := append(theirs.Unknown(names), ours.Unknown(names)...)
	return list, Found{Scale: whole.Scale, Why: whole.ScaleWhy, Licence: whole.Licence, Notes: notes}, nil
}
