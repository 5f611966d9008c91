package assets

import (
	"math"
	"testing"
)

// needed are the classes without which some room program could not be made.
var needed = []string{
	"double_bed", "single_bed", "nightstand", "wardrobe", "dresser", "desk", "office_chair", "chair", "armchair", "sofa",
	"loveseat", "coffee_table", "dining_table", "round_table", "stool", "bench", "bookshelf", "wall_shelf", "tv_stand",
	"television", "floor_lamp", "table_lamp", "ceiling_lamp", "pendant", "rug", "round_rug", "plant", "small_plant",
	"painting", "mirror", "clock", "refrigerator", "stove", "counter", "kitchen_sink", "toilet", "bathtub", "washbasin",
	"blackboard", "school_desk", "school_chair", "display_shelf", "shop_counter", "bar_counter", "barrel", "crate", "chest",
	"candle", "torch", "banner", "weapon_rack", "fireplace",
}

func TestStarterKit(t *testing.T) {
	lib := Starter()
	have := make(map[string]bool)
	for _, a := range lib.Assets() {
		have[a.Category] = true
		m, err := lib.Model(a.ID)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 3 {
			if math.Abs(float64(m.Size[k])-a.Size[k]) > 1e-3 {
				t.Errorf("%s: model of %v, stated %v", a.ID, m.Size, a.Size)
			}
		}
		if m.Triangles() != a.Triangles {
			t.Errorf("%s: %d triangles, stated %d", a.ID, m.Triangles(), a.Triangles)
		}
	}
	for _, c := range needed {
		if !have[c] {
			t.Errorf("no %s", c)
		}
	}
}
