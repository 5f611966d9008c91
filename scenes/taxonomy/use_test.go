package taxonomy

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
)

func TestUse(t *testing.T) {
	const front, sides = FrontSide, LeftSide | RightSide
	for name, want := range map[string]struct {
		sides Sides
		every bool
		clear scenes.Clearance
		seat  float64
	}{
		"sofa":          {front, false, scenes.Clearance{Front: 0.762}, 0.42},
		"double_bed":    {sides, false, scenes.Clearance{Left: 0.914, Right: 0.914}, 0.5},
		"dining_table":  {AllSides, true, scenes.Clearance{Front: 0.914, Back: 0.914, Left: 0.914, Right: 0.914}, 0},
		"wardrobe":      {front, false, scenes.Clearance{Front: 0.762}, 0},
		"bookshelf":     {front, false, scenes.Clearance{Front: 0.610}, 0},
		"chair":         {front | sides, false, scenes.Clearance{Front: 0.762, Left: 0.305, Right: 0.305}, 0.45},
		"stool":         {AllSides, false, scenes.Clearance{Front: 0.762, Back: 0.762, Left: 0.762, Right: 0.762}, 0.45},
		"coffee_table":  {AllSides, false, scenes.Clearance{Front: 0.406, Back: 0.406, Left: 0.406, Right: 0.406}, 0},
		"shop_counter":  {front | BackSide, true, scenes.Clearance{Front: 0.914, Back: 0.914}, 0},
		"television":    {},
		"rug":           {},
		"plant":         {},
		"painting":      {},
		"pendant":       {},
		"stove":         {front, false, scenes.Clearance{Front: 0.914}, 0},
		"wall_cabinet":  {front, false, scenes.Clearance{Front: 0.610}, 0},
		"lectern":       {BackSide, false, scenes.Clearance{Back: 0.610}, 0},
		"storage_bench": {front, false, scenes.Clearance{Front: 0.762}, 0.45},
	} {
		t.Run(name, func(t *testing.T) {
			c := Find(name)
			if c == nil {
				t.Fatal("no such class")
			}
			if c.Sides != want.sides || c.EverySide != want.every || c.SeatHeight != want.seat {
				t.Errorf("sides %v, every %v, seat %v", c.Sides, c.EverySide, c.SeatHeight)
			}
			if d := cmp.Diff(want.clear, c.Clearance); d != "" {
				t.Errorf("clearance (-want +got):\n%s", d)
			}
		})
	}
}

func TestUseIsSane(t *testing.T) {
	for _, c := range All() {
		for i, s := range EachSide {
			d := s.Depth(c.Clearance)
			if c.Sides.Has(s) != (d > 0) || d != 0 && (d < 0.3 || d > 1.25) {
				t.Errorf("%s: clearance %v on side %d, functional sides %v", c.Name, d, i, c.Sides)
			}
		}
		// Without a front, opposite sides are alike.
		if !c.Front && (c.Sides.Has(FrontSide) != c.Sides.Has(BackSide) || c.Sides.Has(LeftSide) != c.Sides.Has(RightSide)) {
			t.Errorf("%s has no front, but the functional sides %v", c.Name, c.Sides)
		}
		if c.Sides != 0 && (c.Flat || c.Mount == object || c.Mount == ceiling) {
			t.Errorf("%s is a covering or is carried by others, but has the functional sides %v", c.Name, c.Sides)
		}
		if c.EverySide && c.Sides&(c.Sides-1) == 0 {
			t.Errorf("%s: every one of the sides %q", c.Name, c.Sides)
		}
		seat := c.Plays(Seat) || c.Plays(Bed) && c.Name != "coffin"
		if seat != (c.SeatHeight > 0) || c.SeatHeight > c.Max[2]+0.1 {
			t.Errorf("%s: seat height %v, sizes %v to %v", c.Name, c.SeatHeight, c.Min, c.Max)
		}
		for _, r := range []Role{Seat, Sofa, Bed, Desk, Dining, Storage, Bookcase, Counter, Appliance, Sanitary} {
			if c.Plays(r) && c.Mount == floor && c.Sides == 0 {
				t.Errorf("%s is a %s that nobody has to reach", c.Name, r)
			}
		}
		if !slices.Contains(Sources, c.Source) {
			t.Errorf("%s has the size source %q", c.Name, c.Source)
		}
	}
}

// What is listed by name is in the table, and in each list once.
func TestListedNames(t *testing.T) {
	seen := map[string]Source{}
	for _, s := range sourced {
		for _, name := range strings.Fields(s.classes) {
			if _, ok := ByName(name); !ok || seen[name] != "" {
				t.Errorf("source %s lists %q, known %t, listed before by %q", s.source, name, ok, seen[name])
			}
			seen[name] = s.source
		}
	}
	for name := range useByName {
		if _, ok := ByName(name); !ok {
			t.Errorf("a use is given for %q, which is no class", name)
		}
	}
	for name, roles := range alsoRoles {
		c, ok := ByName(name)
		for _, r := range roles {
			if !ok || c.Has(r) || !c.Plays(r) {
				t.Errorf("%q: known %t, drawn for %q: %t", name, ok, r, c.Has(r))
			}
		}
	}
	for name := range seatByName {
		if _, ok := ByName(name); !ok {
			t.Errorf("a seat height is given for %q, which is no class", name)
		}
	}
}

func TestFind(t *testing.T) {
	if a, b := Find("sofa"), Find("loungeSofa"); a == nil || a != b {
		t.Errorf("Find gives %p by name and %p by phrase", a, b)
	}
	if c := Find("qwxz"); c != nil || c.Plays(Seat) {
		t.Errorf("Find of an unknown category gives %s", c.Name)
	}
	if n := testing.AllocsPerRun(100, func() { Find("coffee_table") }); n != 0 {
		t.Errorf("Find allocates %v times", n)
	}
}

func TestSides(t *testing.T) {
	if got := (FrontSide | RightSide).String(); got != "front, right" {
		t.Errorf("sides read %q", got)
	}
	right, front := scenes.Axes(90)
	want := map[Sides][2]scenes.Vec2{
		FrontSide: {{1, 0}, {0, -1}}, BackSide: {{-1, 0}, {0, 1}}, LeftSide: {{0, 1}, {1, 0}}, RightSide: {{0, -1}, {-1, 0}},
	}
	for s, w := range want {
		out, along := s.Vectors(right, front)
		if out != w[0] || along != w[1] {
			t.Errorf("%v of an object facing east: out %v, along %v", s, out, along)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	for _, name := range []string{"coffee_table", "table_medium_long"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if Find(name) == nil {
					b.Fatal("not found")
				}
			}
		})
	}
}

func TestTogether(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"chair", "dining_table", true}, {"office_chair", "desk", true}, {"bar_stool", "bar_counter", true},
		{"sofa", "coffee_table", true}, {"armchair", "side_table", true}, {"nightstand", "double_bed", true},
		{"storage_bench", "bed", true}, {"ottoman", "armchair", true}, {"corner_sofa", "coffee_table", true},
		{"sofa", "bookshelf", false}, {"wardrobe", "bed", false}, {"chair", "wardrobe", false}, {"sofa", "armchair", false},
		{"qwxz", "bed", false},
	} {
		a, b := Find(test.a), Find(test.b)
		if Together(a, b) != test.want || Together(b, a) != test.want {
			t.Errorf("%s and %s together: want %t", test.a, test.b, test.want)
		}
	}
}
