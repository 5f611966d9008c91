package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/pictures"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Open reads the library in dir as it is at this moment; a library being
// written is whole too. The packs it came from are not needed. Models are read
// from the folder on first use.
func Open(dir string) (*assets.Library, error) {
	ctx := context.Background()
	db, err := openDB(ctx, dir, false)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	// One transaction sees one state.
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, damaged(ctx, dir, err)
	}
	defer tx.Rollback()
	list, err := readAssets(ctx, tx, dir)
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the library: %w", err)
	}
	pool := new(pictures.Pool)
	return assets.New(list, func(a assets.Asset) func() (*mesh.Model, error) {
		return func() (*mesh.Model, error) { return readBlob(abs, a, pool) }
	})
}

// readAssets returns all assets. What an import in progress, a killed one or a
// later hand at the overrides has left open is concluded here.
func readAssets(ctx context.Context, tx *sql.Tx, dir string) ([]assets.Asset, error) {
	packs, err := readPacks(ctx, tx, "")
	if err != nil {
		return nil, damaged(ctx, dir, err)
	}
	var out []assets.Asset
	for _, p := range packs {
		said, err := overrides(dir, p.Name)
		if err != nil {
			return nil, err
		}
		if p.settled == settledBy(said) {
			err = scan(ctx, tx, func(rows *sql.Rows) error {
				var text sql.RawBytes
				var a assets.Asset
				if err := rows.Scan(&text); err != nil {
					return err
				}
				if err := json.Unmarshal(text, &a); err != nil {
					return err
				}
				out = append(out, a)
				return nil
			}, "SELECT json FROM assets WHERE pack = ? AND json <> ''", p.Name)
			if err != nil {
				return nil, damaged(ctx, dir, err)
			}
			continue
		}
		rows, err := readFacts(ctx, tx, p.Name)
		if err != nil {
			return nil, damaged(ctx, dir, err)
		}
		list, _, err := conclude(p.Pack, said, rows)
		if err != nil {
			return nil, fmt.Errorf("the library in %s: %w", dir, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

// readBlob reads a stored model at its true size, front forwards.
func readBlob(dir string, a assets.Asset, pool *pictures.Pool) (*mesh.Model, error) {
	root, err := os.OpenRoot(filepath.Join(dir, blobDir))
	if err != nil {
		return nil, fmt.Errorf("asset %s: its library is gone: %w", a.ID, err)
	}
	defer root.Close()
	set := pool.Current()
	m, _, err := gltfio.ReadModel(root.FS(), a.Blob, gltfio.Options{
		Scale: a.Scale, Front: gltfio.Axis(a.Front), Up: gltfio.Axis(a.Up), Textures: &set.Decoded,
	})
	if err != nil {
		return nil, fmt.Errorf("asset %s: its stored copy cannot be read, try metaspatial assets repair %s: %w", a.ID, dir, err)
	}
	pool.Add(set, m)
	m.Name = a.Name
	return m, nil
}
