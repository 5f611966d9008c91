package importer

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/assets/store"
	"github.com/metaspatial/metaspatial/scenes/roomgen/kit"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// gamePacks writes the furniture pack and the starter kit several times over,
// as packs of their own, and returns their folders.
func gamePacks(b *testing.B, copies int) []string {
	b.Helper()
	top := b.TempDir()
	furniture := scenestest.Shared(b, "packs/kaykit-furniture-bits")
	var out []string
	for i := range copies {
		for name, fsys := range map[string]fs.FS{"furniture": os.DirFS(furniture), "starter": kit.Files()} {
			dir := filepath.Join(top, fmt.Sprintf("%s-%d", name, i))
			if err := os.CopyFS(dir, fsys); err != nil {
				b.Fatal(err)
			}
			out = append(out, dir)
		}
	}
	return out
}

// BenchmarkImport imports real packs into a new library.
func BenchmarkImport(b *testing.B) {
	packs := gamePacks(b, 4)
	models := 0
	for b.Loop() {
		b.StopTimer()
		dir := filepath.Join(b.TempDir(), "library")
		b.StartTimer()
		_, report, err := Import(context.Background(), packs, ImportOptions{Library: dir})
		if err != nil {
			b.Fatal(err)
		}
		models += report.Taken
	}
	b.ReportMetric(float64(models)/b.Elapsed().Seconds(), "models/s")
}

// BenchmarkReimport imports packs again of which nothing has changed.
func BenchmarkReimport(b *testing.B) {
	b.Run("one", func(b *testing.B) { reimport(b, []string{scenestest.Shared(b, "packs/kaykit-furniture-bits")}) })
	b.Run("eight", func(b *testing.B) { reimport(b, gamePacks(b, 4)) })
}

func reimport(b *testing.B, packs []string) {
	dir := filepath.Join(b.TempDir(), "library")
	begun := time.Now()
	if _, _, err := Import(context.Background(), packs, ImportOptions{Library: dir}); err != nil {
		b.Fatal(err)
	}
	first := time.Since(begun)
	for b.Loop() {
		if _, report, err := Import(context.Background(), packs, ImportOptions{Library: dir}); err != nil || report.Unchanged != report.Taken {
			b.Fatal(err, report.Unchanged)
		}
	}
	b.ReportMetric(first.Seconds()/(b.Elapsed().Seconds()/float64(b.N)), "times-faster")
}

// BenchmarkOpen opens a library of 10,000 models.
func BenchmarkOpen(b *testing.B) {
	top := b.TempDir()
	packtest.Many(b, filepath.Join(top, "pack"), 10_000)
	dir := filepath.Join(top, "library")
	if _, _, err := Import(context.Background(), []string{filepath.Join(top, "pack")}, ImportOptions{Library: dir}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		lib, err := store.Open(dir)
		if err != nil || lib.Len() != 10_000 {
			b.Fatal(err)
		}
	}
}
