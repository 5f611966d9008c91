package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Lost returns what the ledger says that the library in dir has and its
// database has not, file by file. Packs that an import is at work on are left
// out. A pack without any files, of which the database knows nothing, is one
// entry without a path.
func Lost(ctx context.Context, dir string) ([]Dropped, error) {
	before := Ledger(dir)
	if len(before) == 0 {
		return nil, nil
	}
	db, err := openDB(ctx, dir, false)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, damaged(ctx, dir, err)
	}
	defer tx.Rollback()
	out, err := lost(ctx, tx, dir, before)
	if err != nil {
		return nil, damaged(ctx, dir, err)
	}
	return out, nil
}

// lost compares the database with the ledger as it was before the transaction
// and as it is now: what both promise must be there, since additions are
// written to the ledger after their commit and removals before.
func lost(ctx context.Context, q querier, dir string, before []Listed) ([]Dropped, error) {
	if len(before) == 0 {
		return nil, nil
	}
	have, open, known := make(map[string]bool), make(map[string]bool), make(map[string]bool)
	err := scan(ctx, q, func(rows *sql.Rows) error {
		var pack, file, id string
		err := rows.Scan(&pack, &file, &id)
		have[pack+"\x00"+file+"\x00"+id] = true
		return err
	}, "SELECT pack, path, id FROM assets")
	if err != nil {
		return nil, err
	}
	packs, err := readPacks(ctx, q, "")
	if err != nil {
		return nil, err
	}
	for _, p := range packs {
		known[p.Name], open[p.Name] = true, p.settled == ""
	}
	still := make(map[string]bool)
	for _, l := range Ledger(dir) {
		still[l.Name] = true
		for _, f := range l.Files {
			for _, id := range f.IDs {
				still[l.Name+"\x00"+f.Path+"\x00"+id] = true
			}
		}
	}
	var out []Dropped
	for _, l := range before {
		if open[l.Name] || !still[l.Name] {
			continue
		}
		pack := Pack{Name: l.Name, Source: l.Source, Scale: l.Scale}
		if len(l.Files) == 0 && !known[l.Name] {
			out = append(out, Dropped{Pack: pack})
		}
		for _, f := range l.Files {
			d := Dropped{Pack: pack, Path: f.Path, ID: f.ID}
			for _, id := range f.IDs {
				key := l.Name + "\x00" + f.Path + "\x00" + id
				if !have[key] && still[key] {
					d.IDs = append(d.IDs, id)
				}
			}
			if len(d.IDs) > 0 {
				out = append(out, d)
			}
		}
	}
	return out, nil
}

// lost reports what the ledger promises and is not there, pack by pack.
func (c *checker) lost() error {
	list, err := lost(c.ctx, c.q, c.dir, c.ledger)
	if err != nil {
		return err
	}
	for len(list) > 0 {
		n, pack := 0, list[0].Pack.Name
		var ids []string
		for ; n < len(list) && list[n].Pack.Name == pack; n++ {
			ids = append(ids, list[n].IDs...)
		}
		why := fmt.Sprintf("has lost %d of its assets", len(ids))
		if len(ids) == 0 {
			why = "is lost"
		}
		c.fault(LostFault+pack, why, ids...)
		list = list[n:]
	}
	return nil
}

// Expect makes room for lost files that are about to be imported again: what
// is left of them goes, and they keep their IDs.
func (s *Store) Expect(ctx context.Context, lost []Dropped) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		p := putter{ctx: ctx, tx: tx}
		for _, d := range lost {
			p.exec("DELETE FROM files WHERE pack = ? AND path = ?", d.Pack.Name, d.Path)
			if d.ID == "" {
				continue
			}
			p.exec("INSERT INTO packs VALUES (?, ?, '{}', '', '{}') ON CONFLICT (name) DO UPDATE SET settled = ''", d.Pack.Name, d.Pack.Source)
			p.exec("INSERT INTO files VALUES (?, ?, ?, -1, 0, '', '[]', '', 'refused', ?, ?)", d.Pack.Name, d.Path, d.ID,
				"its assets were lost when the library was damaged", "import the pack again")
		}
		return s.failed(p.err)
	})
}

// Have returns the IDs of all assets of a pack and the paths of the files that
// gave them.
func (s *Store) Have(ctx context.Context, pack string) (map[string]bool, error) {
	out := make(map[string]bool)
	err := scan(ctx, s.db, func(rows *sql.Rows) error {
		var id, file string
		err := rows.Scan(&id, &file)
		out[id], out[file] = true, true
		return err
	}, "SELECT id, path FROM assets WHERE pack = ?", pack)
	if err != nil {
		return nil, damaged(ctx, s.dir, err)
	}
	return out, nil
}
