package gltfio

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

// BenchmarkReadPack reads the furniture pack's 53 files, whose atlas is decoded
// once.
func BenchmarkReadPack(b *testing.B) {
	disk := os.DirFS(scenestest.Shared(b, "packs/kaykit-furniture-bits"))
	files := models(b, disk)
	// The disk is not what is measured.
	fsys := make(fstest.MapFS)
	err := fs.WalkDir(disk, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(disk, p)
		fsys[p] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	var cache TextureCache
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range files {
			if _, _, err := ReadModel(fsys, f, Options{Textures: &cache}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(files)*b.N)/b.Elapsed().Seconds(), "models/s")
}
