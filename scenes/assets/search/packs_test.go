package search_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets/importer"
	"github.com/metaspatial/metaspatial/scenes/assets/search"
)

// Queries that people would make of a real pack, as it is imported.
func TestFindInRealPack(t *testing.T) {
	pack := filepath.Join("..", "..", "..", "..", "shared", "packs", "kaykit-furniture-bits")
	if _, err := os.Stat(pack); err != nil {
		t.Skip("shared/packs/kaykit-furniture-bits is not beside the repository")
	}
	lib, _, err := importer.Import(t.Context(), []string{pack}, importer.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	x := search.New(lib.Assets())
	for text, want := range map[string]string{
		"wooden chair":       "chair_A_wood chair_B_wood chair_",
		"settee":             "couch",
		"blue settee":        "couch couch_pillows", // the second is orange
		"orange couch":       "couch_pillows",
		"couch with pillows": "couch_pillows",
		"chair":              "chair_A chair_",
		"blue rug":           "rug_rectangle_B rug_rectangle_stripes_B",
		"round rug":          "rug_oval_A rug_oval_B",
		"big shelf":          "shelf_",
		"double bed":         "bed_double_A bed_double_B bed_single",
		"table under 1 m":    "table_small",
		"dining table":       "table_medium_long",
		"low table":          "table_low",
		"light":              "lamp_",
		"standing lamp":      "lamp_standing",
		"small picture":      "pictureframe_s",
		"cupboard":           "cabinet_",
		"stool of wood":      "chair_stool_wood chair_stool",
		"books":              "book_",
		"cushion":            "pillow_",
	} {
		hits := x.Find(search.Query{Text: text, Limit: 5})
		var got []string
		for _, h := range hits {
			got = append(got, h.Asset.Name)
		}
		for i, w := range strings.Fields(want) {
			if i >= len(got) || !strings.HasPrefix(got[i], w) {
				t.Errorf("%q finds %v, want %s", text, got, want)
				break
			}
		}
	}
}
