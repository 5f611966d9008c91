package review

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// BenchmarkAsset draws and packs the three views of one asset of the starter
// kit after the other, as one worker does.
func BenchmarkAsset(b *testing.B) {
	lib := assets.Starter()
	list := lib.Assets()
	p := Painter{Cache: new(raster.Cache)}
	bytes := 0
	n := 0
	for b.Loop() {
		a := &list[n%len(list)]
		n++
		m, err := lib.Model(a.ID)
		if err != nil {
			b.Fatal(err)
		}
		for v := Corner; v <= Scale; v++ {
			img, err := p.Thumbnail(m, a, v, 0)
			if err != nil {
				b.Fatal(err)
			}
			uri, err := encode(img)
			if err != nil {
				b.Fatal(err)
			}
			bytes += len(uri) * 3 / 4
		}
	}
	b.ReportMetric(float64(bytes)/float64(n), "B/asset")
}
