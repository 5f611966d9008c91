package review

import (
	"regexp"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

var thumbnailURI = regexp.MustCompile(`src="data:image/(?:png|jpeg);base64,([^"]*)"`)

func TestRealPacks(t *testing.T) {
	if testing.Short() {
		t.Skip("draws two packs")
	}
	for name, assets := range map[string]int{"kaykit-furniture-bits": 53, "kenney-starter-city-builder": 15} {
		t.Run(name, func(t *testing.T) {
			lib, _, err := importer.Import(t.Context(), []string{scenestest.Shared(t, "packs/"+name)}, importer.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			stats, out := pages(t, lib, Options{})
			if stats.Assets != assets || stats.WithoutPicture != 0 || len(cardsOf(out[0])) != assets {
				t.Errorf("%+v and %d cards, want %d assets", *stats, len(cardsOf(out[0])), assets)
			}
			thumbnails := thumbnailURI.FindAllStringSubmatch(out[0], -1)
			if len(thumbnails) != 3*assets {
				t.Errorf("%d thumbnails, want %d", len(thumbnails), 3*assets)
			}
			for _, m := range thumbnails {
				if n := len(m[1]) * 3 / 4; n > maxThumbnail+3 {
					t.Errorf("a thumbnail takes %d bytes", n)
				}
			}
			wellFormed(t, out[0])
		})
	}
}
