package store

import (
	"context"
	"database/sql"
)

// Refusal is a file of a pack that was not taken, why, and what to do.
type Refusal struct{ Pack, Path, Reason, Remedy string }

// Refusals returns the files that the library's packs hold and it does not, by
// pack and path. Like Open it reads what was there at one moment and waits for
// nobody.
func Refusals(ctx context.Context, dir string) ([]Refusal, error) {
	db, err := openDB(ctx, dir, false)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var out []Refusal
	err = scan(ctx, db, func(rows *sql.Rows) error {
		var r Refusal
		err := rows.Scan(&r.Pack, &r.Path, &r.Reason, &r.Remedy)
		out = append(out, r)
		return err
	}, "SELECT pack, path, reason, remedy FROM files WHERE reason <> '' ORDER BY pack, path")
	if err != nil {
		return nil, damaged(ctx, dir, err)
	}
	return out, nil
}
