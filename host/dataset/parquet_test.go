package dataset_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"github.com/metaspatial/metaspatial/host/dataset"
)

// TestFootersAreSmall keeps the bounds of pages out of the file: they would be
// pictures and prompts, all held in memory until the file ends.
func TestFootersAreSmall(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "set")
	build(t, options(dir, dataset.VERL, 30))
	f, err := os.Open(filepath.Join(dir, "train.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(f, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	bytes := 0
	for _, index := range file.ColumnIndexes() {
		for i := range index.MinValues {
			bytes += len(index.MinValues[i]) + len(index.MaxValues[i])
		}
	}
	if bytes > 100 {
		t.Errorf("%d bytes of bounds", bytes)
	}
	for _, g := range file.Metadata().RowGroups {
		for _, c := range g.Columns {
			if n := len(c.MetaData.Statistics.MinValue) + len(c.MetaData.Statistics.Min); n > 0 {
				t.Errorf("column %v has bounds of %d bytes", c.MetaData.PathInSchema, n)
			}
		}
	}
}
