package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ledgerFile repeats outside the database what each pack has, so that a repair
// knows what to import again, and what is lost, when nothing of the database
// can be read.
const ledgerFile = "packs.json"

// maxLedger bounds it: some hundred bytes for each of a million assets.
const maxLedger = 256 << 20

// Listed is a pack as the ledger has it.
type Listed struct {
	Name   string       `json:"name"`
	Source string       `json:"source"`
	Scale  float64      `json:"scale,omitempty"`
	Files  []ListedFile `json:"files"`
}

// ListedFile is a file of a pack with the IDs of its assets.
type ListedFile struct {
	Path string   `json:"file"`
	ID   string   `json:"id"`
	IDs  []string `json:"assets"`
}

// Ledger returns the packs that the library in dir is said to have, by name:
// none where nothing says so, as in libraries of former versions. What it says
// of a pack is never more than the database had when the pack was last whole.
func Ledger(dir string) []Listed {
	f, err := os.Open(filepath.Join(dir, ledgerFile))
	if err != nil {
		return nil
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(f, maxLedger))
	var out []Listed
	if err != nil || json.Unmarshal(data, &out) != nil {
		return nil
	}
	return out
}

// ledger returns the same. It is not parsed again while its file is the same,
// since imports of many packs ask for each of them.
func (s *Store) ledger() []Listed {
	st, err := os.Stat(filepath.Join(s.dir, ledgerFile))
	if err != nil {
		return nil
	}
	if was := s.listedBy; was == nil || !os.SameFile(was, st) || was.Size() != st.Size() || !was.ModTime().Equal(st.ModTime()) {
		s.listed, s.listedBy = Ledger(s.dir), st
	}
	return slices.Clone(s.listed)
}

// list reads packs with their assets as the ledger has them, or the one that
// only names.
func list(ctx context.Context, q querier, only string) ([]Listed, error) {
	packs, err := readPacks(ctx, q, only)
	if err != nil {
		return nil, err
	}
	out := []Listed{}
	for _, p := range packs {
		l := Listed{Name: p.Name, Source: p.Source, Scale: p.Scale, Files: []ListedFile{}}
		err := scan(ctx, q, func(rows *sql.Rows) error {
			var file, id, asset string
			if err := rows.Scan(&file, &id, &asset); err != nil {
				return err
			}
			if n := len(l.Files); n == 0 || l.Files[n-1].Path != file {
				l.Files = append(l.Files, ListedFile{Path: file, ID: id})
			}
			last := &l.Files[len(l.Files)-1]
			last.IDs = append(last.IDs, asset)
			return nil
		}, "SELECT f.path, f.id, a.id FROM files f JOIN assets a ON a.pack = f.pack AND a.path = f.path WHERE f.pack = ? ORDER BY f.path, a.id", p.Name)
		if err != nil {
			return nil, err
		}
		out = append(out, l)
	}
	return out, nil
}

// note brings the ledger's entry of a pack up to date. It follows the commit
// that adds to a pack, so that the ledger never promises what is not there.
func (s *Store) note(ctx context.Context, pack string) error {
	now, err := list(ctx, s.db, pack)
	if err != nil {
		return damaged(ctx, s.dir, err)
	}
	was := s.ledger()
	if len(now) == 0 || slices.ContainsFunc(was, func(l Listed) bool { return same(l, now[0]) }) {
		return nil
	}
	return s.transact(ctx, func(tx *sql.Tx) error {
		// Nobody else writes the ledger meanwhile.
		was := s.ledger()
		only := pack
		if was == nil {
			only = ""
		}
		now, err := list(ctx, tx, only)
		if err != nil {
			return damaged(ctx, s.dir, err)
		}
		for _, l := range now {
			was = append(without(was, l.Name), l)
		}
		return s.writeLedger(was)
	})
}

// trim takes out of the ledger what a pack will not have any more once the
// transaction is committed.
func (s *Store) trim(ctx context.Context, tx *sql.Tx, pack string) error {
	was := s.ledger()
	at := slices.IndexFunc(was, func(l Listed) bool { return l.Name == pack })
	if at < 0 {
		return nil
	}
	now, err := list(ctx, tx, pack)
	if err != nil {
		return damaged(ctx, s.dir, err)
	}
	have := make(map[string]bool)
	for _, l := range now {
		for _, f := range l.Files {
			for _, id := range f.IDs {
				have[f.Path+"\x00"+id] = true
			}
		}
	}
	left, gone := []ListedFile{}, 0
	for _, f := range was[at].Files {
		ids := len(f.IDs)
		f.IDs = slices.DeleteFunc(slices.Clone(f.IDs), func(id string) bool { return !have[f.Path+"\x00"+id] })
		gone += ids - len(f.IDs)
		if len(f.IDs) > 0 {
			left = append(left, f)
		}
	}
	if gone == 0 {
		return nil
	}
	was[at].Files = left
	return s.writeLedger(was)
}

func (s *Store) writeLedger(packs []Listed) error {
	slices.SortFunc(packs, func(a, b Listed) int { return strings.Compare(a.Name, b.Name) })
	text, err := json.Marshal(packs)
	if err == nil {
		err = writeFile(filepath.Join(s.dir, ledgerFile), append(text, '\n'))
	}
	if err == nil {
		err = syncFolder(s.dir)
	}
	if err != nil {
		return fmt.Errorf("writing to the library: %w", err)
	}
	return nil
}

func without(packs []Listed, name string) []Listed {
	return slices.DeleteFunc(packs, func(l Listed) bool { return l.Name == name })
}

func same(a, b Listed) bool {
	return a.Name == b.Name && a.Source == b.Source && a.Scale == b.Scale && slices.EqualFunc(a.Files, b.Files, func(a, b ListedFile) bool {
		return a.Path == b.Path && a.ID == b.ID && slices.Equal(a.IDs, b.IDs)
	})
}
