package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/semantics"
)

// Health is what [Check] found.
type Health struct {
	Packs  int `json:"packs"`
	Assets int `json:"assets"`
	Blobs  int `json:"blobs"`
	// Bytes is the size of all blobs.
	Bytes int64 `json:"bytes"`
	// Faults are what is wrong.
	Faults []Fault `json:"faults"`
	// Strays is how many files nothing refers to, and StrayBytes their size:
	// killed imports leave them, and they do no harm.
	Strays     int   `json:"strays"`
	StrayBytes int64 `json:"stray_bytes"`
}

// blobFault begins the What of a fault of a blob.
const blobFault = "blob "

// Fault is one thing that is wrong with a library.
type Fault struct {
	// What is the blob, the asset or the file at fault, and Why the rest of the
	// sentence.
	What string `json:"what"`
	Why  string `json:"why"`
	// Assets are those that suffer from it.
	Assets []string `json:"assets,omitempty"`
	// ByHand says that only a person can mend it.
	ByHand bool `json:"by_hand,omitempty"`
}

// Check reads the whole library in dir and compares every blob with its hash.
// An error means that it could not be read at all. Cost: the disk's speed, and
// about 1 s for 400 MiB.
func Check(ctx context.Context, dir string) (*Health, error) {
	ledger := Ledger(dir)
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
	h := &Health{Faults: []Fault{}}
	c := checker{ctx: ctx, dir: dir, q: tx, ledger: ledger, out: h}
	for _, step := range []func() error{c.database, c.references, c.rows, c.lost, c.blobs} {
		if err := step(); err != nil {
			return nil, damaged(ctx, dir, err)
		}
	}
	return h, nil
}

type checker struct {
	ctx context.Context
	dir string
	q   querier
	// ledger is as it was before the transaction.
	ledger []Listed
	out    *Health
}

func (c *checker) fault(what, why string, assets ...string) {
	c.out.Faults = append(c.out.Faults, Fault{What: what, Why: why, Assets: assets})
}

// database asks SQLite what it thinks of its own file.
func (c *checker) database() error {
	return scan(c.ctx, c.q, func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if text != "ok" {
			c.fault(databaseFile, "is damaged: "+strings.ReplaceAll(text, "\n", " "))
		}
		return nil
	}, "PRAGMA integrity_check(20)")
}

// references looks for rows that refer to rows that are not there.
func (c *checker) references() error {
	return scan(c.ctx, c.q, func(rows *sql.Rows) error {
		var table, parent string
		var row sql.NullInt64
		var key int
		if err := rows.Scan(&table, &row, &parent, &key); err != nil {
			return err
		}
		c.fault(databaseFile, fmt.Sprintf("has a row in %s that refers to nothing in %s", table, parent))
		return nil
	}, "PRAGMA foreign_key_check")
}

// rows reads every asset and its facts.
func (c *checker) rows() error {
	packs, err := readPacks(c.ctx, c.q, "")
	if err != nil {
		return err
	}
	c.out.Packs = len(packs)
	for _, p := range packs {
		text, err := overrides(c.dir, p.Name)
		if err == nil {
			_, err = Said(p.Pack, text)
		}
		if err != nil {
			c.out.Faults = append(c.out.Faults, Fault{What: "the overrides of " + p.Name, Why: "cannot be used: " + err.Error(), ByHand: true})
		}
	}
	return scan(c.ctx, c.q, func(rows *sql.Rows) error {
		var id string
		var text, facts sql.RawBytes
		if err := rows.Scan(&id, &text, &facts); err != nil {
			return err
		}
		c.out.Assets++
		var a assets.Asset
		var f semantics.Facts
		switch {
		case json.Unmarshal(facts, &f) != nil:
			c.fault("asset "+id, "has facts that cannot be read", id)
		case len(text) > 0 && (json.Unmarshal(text, &a) != nil || a.ID != id):
			c.fault("asset "+id, "has a description that cannot be read", id)
		}
		return nil
	}, "SELECT id, json, facts FROM assets ORDER BY id")
}

// blobs compares every blob with its name, and looks for files without rows.
func (c *checker) blobs() error {
	known, err := blobSizes(c.ctx, c.q)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(known))
	for name, size := range known {
		names = append(names, name)
		c.out.Bytes += size
	}
	slices.Sort(names)
	c.out.Blobs = len(names)
	faults, err := c.hash(names, known)
	if err != nil {
		return err
	}
	for i, why := range faults {
		if why == "" {
			continue
		}
		users, err := usersOf(c.ctx, c.q, names[i])
		if err != nil {
			return err
		}
		c.fault(blobFault+names[i], why, users...)
	}
	return strays(c.dir, known, func(_ string, size int64, _ bool) error {
		c.out.Strays++
		c.out.StrayBytes += size
		return nil
	})
}

// hash reads all blobs, several at once.
func (c *checker) hash(names []string, sizes map[string]int64) ([]string, error) {
	faults := make([]string, len(names))
	root, err := os.OpenRoot(filepath.Join(c.dir, blobDir))
	if err != nil {
		for i := range faults {
			faults[i] = "is missing"
		}
		return faults, nil
	}
	defer root.Close()
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				faults[i] = faultOf(root.FS(), names[i], sizes[names[i]])
			}
		})
	}
	for i := range names {
		if c.ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return faults, c.ctx.Err()
}

// usersOf returns the assets that need a blob, directly or as an image.
func usersOf(ctx context.Context, q querier, blob string) ([]string, error) {
	var out []string
	err := scan(ctx, q, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		out = append(out, id)
		return err
	}, `SELECT id FROM assets WHERE blob = ?1 OR blob IN (SELECT blob FROM needs WHERE image = ?1) ORDER BY id`, blob)
	return out, err
}

// LostFault begins the What of the fault that a pack has lost assets; its name
// follows.
const LostFault = "pack "

// OfLost says whether the fault is that of a pack that has lost assets.
func (f Fault) OfLost() bool { return strings.HasPrefix(f.What, LostFault) }

// OfDatabase says whether the fault lies in the database and not in what it
// describes.
func (f Fault) OfDatabase() bool { return f.What == databaseFile }
