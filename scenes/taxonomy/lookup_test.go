package taxonomy

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes/scenestest"
)

func TestLookup(t *testing.T) {
	cases := map[string]string{
		"loungeSofaCorner": "corner_sofa", "loungeSofa": "sofa", "loungeChair": "armchair",
		"table_medium_long": "dining_table", "pictureframe_large_A": "picture_frame",
		"cabinet_medium_decorated": "cabinet", "chair_desk_B": "office_chair",
		"lamp_standing": "floor_lamp", "rug_oval_A": "round_rug", "cactus_small_A": "small_cactus",
		"bed_double_A": "double_bed", "shelf_B_large": "wall_shelf", "couch_pillows": "sofa",
		"sofa pillow": "pillow", "2 Round Tables": "round_table", "swords": "wall_sword",
		"bookcaseClosedDoors": "bookshelf", "kitchenFridge": "refrigerator", "toiletSquare": "toilet",
		"tableCoffeeGlass": "coffee_table", "televisionModern": "television", "deskCorner": "corner_desk",
		"lampRoundFloor": "floor_lamp", "bathroomSink": "washbasin", "kitchenSink": "kitchen_sink",
		"barrel_small_stack": "barrel_rack", "TVStand": "tv_stand", "wooden shelves": "wall_shelf",
		"chest_gold": "chest", "torch_mounted": "torch", "nightstand_2": "nightstand",
		"kitchenCabinetUpperDouble": "wall_cabinet", "loungeSofaOttoman": "ottoman", "tableCoffeeSquare": "coffee_table",
		"Light_Stand": "floor_lamp", "crates_stacked": "crate_stack", "WashingMachine": "washing_machine",
		"tv-stand": "tv_stand", "bookshelves": "bookshelf", "knight": "armor_stand",
	}
	for in, want := range cases {
		t.Run(in, func(t *testing.T) {
			c, ok := Lookup(in)
			if diff := cmp.Diff(want, c.Name); !ok || diff != "" {
				t.Errorf("Lookup(%q) found %t (-want +got):\n%s", in, ok, diff)
			}
		})
	}
	for _, in := range []string{"", "qwxz", "building_7", "___", "123"} {
		if c, ok := Lookup(in); ok {
			t.Errorf("Lookup(%q) = %q, want nothing", in, c.Name)
		}
	}
}

// The classes that the reference rooms and the KayKit pack use.
func TestLookupPack(t *testing.T) {
	dir := scenestest.Shared(t, "packs/kaykit-furniture-bits/gltf")
	files, err := filepath.Glob(filepath.Join(dir, "*.gltf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no models in the pack: %v", err)
	}
	want := map[string]string{
		"armchair": "armchair", "armchair_pillows": "armchair", "bed_double_A": "double_bed", "bed_double_B": "double_bed",
		"bed_single_A": "single_bed", "bed_single_B": "single_bed", "book_set": "book_stack", "book_single": "book",
		"cabinet_medium": "cabinet", "cabinet_medium_decorated": "cabinet", "cabinet_small": "cabinet", "cabinet_small_decorated": "cabinet",
		"cactus_medium_A": "cactus", "cactus_medium_B": "cactus", "cactus_small_A": "small_cactus", "cactus_small_B": "small_cactus",
		"chair_A": "chair", "chair_A_wood": "chair", "chair_B": "chair", "chair_B_wood": "chair", "chair_C": "chair",
		"chair_stool": "stool", "chair_stool_wood": "stool", "couch": "sofa", "couch_pillows": "sofa",
		"lamp_standing": "floor_lamp", "lamp_table": "table_lamp",
		"pictureframe_large_A": "picture_frame", "pictureframe_large_B": "picture_frame", "pictureframe_medium": "picture_frame",
		"pictureframe_small_A": "picture_frame", "pictureframe_small_B": "picture_frame", "pictureframe_small_C": "picture_frame",
		"pictureframe_standing_A": "photo_frame", "pictureframe_standing_B": "photo_frame", "pillow_A": "pillow", "pillow_B": "pillow",
		"rug_oval_A": "round_rug", "rug_oval_B": "round_rug", "rug_rectangle_A": "rug", "rug_rectangle_B": "rug",
		"rug_rectangle_stripes_A": "rug", "rug_rectangle_stripes_B": "rug",
		"shelf_A_big": "wall_shelf", "shelf_A_small": "wall_shelf", "shelf_B_large": "wall_shelf", "shelf_B_large_decorated": "wall_shelf",
		"shelf_B_small": "wall_shelf", "shelf_B_small_decorated": "wall_shelf",
		"table_low": "coffee_table", "table_medium": "table", "table_medium_long": "dining_table", "table_small": "small_table",
	}
	got := map[string]string{}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".gltf")
		c, _ := Lookup(name)
		got[name] = c.Name
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("classes of the pack (-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	seen := map[string]string{}
	for _, c := range All() {
		for k := range c.Min {
			if !(c.Min[k] > 0) || c.Max[k] < c.Min[k] {
				t.Errorf("%s: size range %v to %v on axis %d", c.Name, c.Min, c.Max, k)
			}
		}
		for _, s := range append([]string{c.Words()}, c.Synonyms...) {
			if other, ok := seen[s]; ok {
				t.Errorf("%q names both %s and %s", s, other, c.Name)
			}
			seen[s] = c.Name
			if got, _ := Lookup(s); got.Name != c.Name {
				t.Errorf("Lookup(%q) = %q, want %q", s, got.Name, c.Name)
			}
		}
	}
	if n := len(All()); n < 150 {
		t.Errorf("%d classes, want at least 150", n)
	}
	for role, cs := range table().byRole {
		if len(ByRole(role)) != len(cs) || len(cs) == 0 {
			t.Errorf("role %q has no class", role)
		}
	}
}

func TestWords(t *testing.T) {
	cases := map[string][]string{
		"loungeSofaCorner": {"lounge", "sofa", "corner"}, "TVStand": {"tv", "stand"},
		"chair_desk_B2": {"chair", "desk", "b"}, "": nil,
	}
	for in, want := range cases {
		if diff := cmp.Diff(want, Words(in)); diff != "" {
			t.Errorf("Words(%q) (-want +got):\n%s", in, diff)
		}
	}
}

func TestNearest(t *testing.T) {
	for in, want := range map[string]string{"chiar": "chair", "wardrob": "wardrobe", "xxxxxxxxxxxxxxxxx": ""} {
		if got := Nearest(in); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
