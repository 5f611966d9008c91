package search

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// synthetic makes n assets of every class by turns, in 12 finishes and 10
// sizes from 0.7 to 1.3 of the usual one.
func synthetic(n int) []assets.Asset {
	classes := taxonomy.All()
	finishes := [...]struct{ word, material, colour string }{
		{"Wooden", "wood", "brown"}, {"Oak", "oak", "beige"}, {"Metal", "steel", "grey"}, {"Glass", "glass", "clear"},
		{"Red", "fabric", "red"}, {"Blue", "velvet", "navy"}, {"Old", "wood", "black"}, {"Modern", "plastic", "white"},
		{"Rustic", "pine", "brown"}, {"Gilded", "gold", "gold"}, {"Marble", "marble", "white"}, {"Leather", "leather", "tan"},
	}
	out := make([]assets.Asset, n)
	for i := range out {
		c, f := &classes[i%len(classes)], finishes[i/len(classes)%len(finishes)]
		scale := 0.7 + 0.6*float64(i/len(classes)/len(finishes)%10)/9
		pack := fmt.Sprintf("pack%d", i%7)
		name := fmt.Sprintf("%s_%s_%02d", c.Name, f.word, i/len(classes)/len(finishes))
		out[i] = assets.Asset{ID: pack + "/" + name, Pack: pack, Name: name, Category: c.Name, Known: true, Size: c.Typical().Mul(scale),
			Mount: c.Mount, Flat: c.Flat, Licence: "CC0-1.0", Tags: []string{"interior"}, Materials: []string{f.material}, Colours: []string{f.colour}}
	}
	return out
}

var queries = []string{"wooden chair", "couch", "desk under 1.2 m wide", "60 cm stool", "small table", "large plant", "red", "gilded", "chiar", "arm", "table lamp of brass", ""}

func ids(hits []Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Asset.ID)
	}
	return out
}

func TestFindInStarterKit(t *testing.T) {
	x := New(assets.Starter().Assets())
	for text, want := range map[string][]string{
		"couch":                 {"sofa", "sofa_leather", "loveseat"},
		"settees":               {"sofa", "sofa_leather", "loveseat"},
		"leather sofa":          {"sofa_leather"},
		"chair":                 {"chair", "chair_dark", "chair_rustic", "office_chair", "school_chair"},
		"chiar":                 {"chair"},
		"Wooden Chairs":         {"chair_rustic", "chair"},
		"chair with a cushion":  {"chair"},
		"lamp":                  {"desk_lamp", "table_lamp", "lantern", "ceiling_lamp", "floor_lamp"},
		"chest of drawers":      {"dresser"},
		"desk under 1.2 m wide": {"writing_desk", "school_desk"},
		"desk of 120x60x75 cm":  {"writing_desk"},
		"60 cm stool":           {"stool"},
		"stool over 70 cm high": {"bar_stool"},
		"small table":           {"small_table"},
		"low table":             {"coffee_table"},
		"large plant":           {"plant", "plant_fern"},
		"refrig":                {"refrigerator"},
		"table 40-60cm wide":    {"side_table"},
	} {
		got := ids(x.Find(Query{Text: text, Limit: len(want)}))
		for i := range want {
			want[i] = "starter/" + want[i]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	list := synthetic(10000)
	New(list)
	for b.Loop() {
		New(list)
	}
}

func BenchmarkFind(b *testing.B) {
	x := New(synthetic(10000))
	for _, q := range queries {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				x.Find(Query{Text: q, Limit: 20, MaxSize: scenes.Vec3{3, 0, 0}})
			}
		})
	}
}

func BenchmarkChoose(b *testing.B) {
	x := New(synthetic(10000))
	for b.Loop() {
		if _, err := x.Choose(Choice{Words: "wooden chair", Category: "chair", Room: scenes.Vec3{5, 4, 2.7}}); err != nil {
			b.Fatal(err)
		}
	}
}
