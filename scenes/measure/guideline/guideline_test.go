package guideline

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// thing is an object at a place on the floor, or at a height.
type thing struct {
	id, category  string
	w, d, h       float64
	x, y, z, yaw  float64
	support       scenes.Support
	parent, faces string
}

func furnish(room scenes.Room, things ...thing) *world.World {
	t := &scenes.Task{ID: "t", Room: room}
	l := &scenes.Layout{}
	for _, o := range things {
		if o.support == "" {
			o.support = scenes.OnFloor
		}
		t.Objects = append(t.Objects, scenes.Object{ID: o.id, Category: o.category, Size: scenes.Vec3{o.w, o.d, o.h},
			Support: o.support, Parent: o.parent, Facing: o.faces, Flat: o.category == "rug"})
		l.Placements = append(l.Placements, scenes.Placement{ID: o.id, Position: scenes.Vec3{o.x, o.y, o.z + o.h/2}, Yaw: o.yaw})
	}
	return world.New(t, l, nil)
}

// living is a sofa at the south wall before a low table and a television, with
// an armchair at the side.
func living() []thing {
	return []thing{
		{id: "sofa_1", category: "sofa", w: 2, d: 0.9, h: 0.8, x: 2.5, y: 0.45},
		{id: "coffee_table_1", category: "coffee_table", w: 1, d: 0.6, h: 0.4, x: 2.5, y: 0.9 + 0.43 + 0.3},
		{id: "tv_stand_1", category: "tv_stand", w: 1.4, d: 0.4, h: 0.5, x: 2.5, y: 3.8, yaw: 180},
		{id: "television_1", category: "television", w: 1.2, d: 0.1, h: 0.7, x: 2.5, y: 3.8, z: 0.5, yaw: 180, support: scenes.OnObject, parent: "tv_stand_1"},
		{id: "armchair_1", category: "armchair", w: 0.8, d: 0.8, h: 0.9, x: 0.6, y: 1.63, yaw: 90},
	}
}

func value(t *testing.T, c *Costs, k Kind) float64 {
	t.Helper()
	if !c.Of[k].Applicable {
		t.Fatalf("%v does not apply", k)
	}
	return c.Of[k].Value
}

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-9 {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

func TestComfort(t *testing.T) {
	for _, test := range [][4]float64{
		{0, 0.4, 0.5, 0}, {0.2, 0.4, 0.5, 0.25}, {0.4, 0.4, 0.5, 1}, {0.5, 0.4, 0.5, 1}, {1, 0.4, 0.5, 0.25},
		{0, 0, 0.3, 1}, {0.3, 0, 0.3, 1}, {0.6, 0, 0.3, 0.25}, {0, 0, 0, 1}, {1, 0, 0, 0},
	} {
		near(t, "comfort", comfort(test[0], test[1], test[2]), test[3])
	}
}

// The costs of the living room, by hand.
func TestLiving(t *testing.T) {
	c := Measure(furnish(scenes.RectRoom(5, 4, 2.8), living()...))
	// Sofa and armchair with the table: 0.43 m is comfortable; the armchair's
	// front edge is at x = 1, the table's at 2: 1 m, so (0.457/1)².
	far := 0.457 * 0.457
	near(t, "pair distance", value(t, &c, PairDistance), -1-far)
	near(t, "its loss", c.Of[PairDistance].Loss, (1-far)/2)
	// Both look straight at the table.
	near(t, "pair angle", value(t, &c, PairAngle), -2)
	// The seats' centres are (1.9, 1.18) apart: 2.2366 m is comfortable.
	near(t, "talk distance", value(t, &c, TalkDistance), -1)
	d := math.Hypot(1.9, 1.18)
	near(t, "talk angle", value(t, &c, TalkAngle), -(1.18/d+1)*(1.9/d+1))
	areas := []float64{1.8, 0.6, 0.56, 0.64}
	x := (2.5*(1.8+0.6+0.56)+0.6*0.64)/3.6 - 2.5
	y := (0.45*areas[0]+1.63*areas[1]+3.8*areas[2]+1.63*areas[3])/3.6 - 2
	near(t, "balance", value(t, &c, Balance), math.Hypot(x, y))
	near(t, "its loss", c.Of[Balance].Loss, math.Hypot(x, y)/math.Sqrt(20/math.Pi))
	near(t, "mutual alignment", value(t, &c, MutualAlignment), -6)
	near(t, "wall alignment", value(t, &c, WallAlignment), -4)
	e := math.Hypot(1.9, 2.17)
	near(t, "emphasis", value(t, &c, Emphasis), -1-1.9/e)
	// Over x = 2.5 all but the armchair mirror themselves; the armchair's
	// mirror image is turned by 180° and 3.8 m away.
	near(t, "symmetry", value(t, &c, Symmetry), -3+1+3.8)
	near(t, "its loss", c.Of[Symmetry].Loss, 1.0/4)
	// The corner between sofa and armchair is cut off: they are 0.6 m apart.
	near(t, "circulation", value(t, &c, Circulation), 2)
	if l := c.Of[Circulation].Loss; l <= 0 || l > 0.1 {
		t.Errorf("the cut-off corner is %v of the floor", l)
	}
	if c.Of[Visibility].Value != 0 || !c.Of[Visibility].Applicable {
		t.Errorf("visibility %+v", c.Of[Visibility])
	}
	if got, ok := c.Loss(PairAngle, WallAlignment); !ok || math.Abs(got) > 1e-9 {
		t.Errorf("loss of two kept guidelines: %v, %t", got, ok)
	}
}

func TestNightstand(t *testing.T) {
	// The bed's head is at the south wall; the nightstand stands 0.1 m beside it.
	bed := thing{id: "bed_1", category: "double_bed", w: 1.6, d: 2, h: 0.5, x: 2, y: 1}
	stand := thing{id: "nightstand_1", category: "nightstand", w: 0.5, d: 0.4, h: 0.5, x: 3.15, y: 0.2}
	c := Measure(furnish(scenes.RectRoom(4, 4, 2.8), bed, stand))
	near(t, "distance", value(t, &c, PairDistance), -1)
	near(t, "angle", value(t, &c, PairAngle), -1)
	// Half a metre before the bed's front corner, at 45° to it.
	stand.x, stand.y = 3.15, 2+0.2+math.Sqrt2/2
	stand.x = 2.8 + 0.25 + 0.5
	c = Measure(furnish(scenes.RectRoom(4, 4, 2.8), bed, stand))
	d := math.Hypot(0.5, math.Sqrt2/2)
	near(t, "distance", value(t, &c, PairDistance), -(0.305/d)*(0.305/d))
	near(t, "loss in two halves", c.Objects(PairDistance)[0], c.Of[PairDistance].Loss/2)
}

func TestClearance(t *testing.T) {
	// A wardrobe (0.762 m before it) faces a bookshelf (0.610 m before it) 1 m
	// away: the spaces overlap by 0.372 m over 1 m.
	w := thing{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.5, h: 2, x: 2, y: 0.25}
	b := thing{id: "bookshelf_1", category: "bookshelf", w: 1, d: 0.5, h: 2, x: 2, y: 1.75, yaw: 180}
	c := Measure(furnish(scenes.RectRoom(4, 4, 2.8), w, b))
	near(t, "clearance", value(t, &c, Clearance), 0.762+0.610-1)
	near(t, "its loss", c.Of[Clearance].Loss, 0.372/(0.762+0.610))
	if n := c.Of[Clearance].Terms; n != 1 {
		t.Errorf("%d overlaps", n)
	}
	// What belongs together may stand close.
	c = Measure(furnish(scenes.RectRoom(4, 4, 2.8),
		thing{id: "desk_1", category: "desk", w: 1.2, d: 0.6, h: 0.75, x: 2, y: 0.3},
		thing{id: "chair_1", category: "chair", w: 0.5, d: 0.5, h: 0.9, x: 2, y: 0.8, yaw: 180}))
	near(t, "clearance of a chair at a desk", value(t, &c, Clearance), 0)
	near(t, "access of a chair at a desk", value(t, &c, Accessibility), 0)
}

// A box half a metre before a wardrobe, by the formula.
func TestAccessibility(t *testing.T) {
	w := thing{id: "wardrobe_1", category: "wardrobe", w: 1, d: 0.6, h: 2, x: 2, y: 0.3}
	b := thing{id: "thing_1", category: "qwxz", w: 0.6, d: 0.6, h: 0.5, x: 2, y: 1.4}
	c := Measure(furnish(scenes.RectRoom(4, 4, 2.8), w, b))
	reach := math.Hypot(0.3, 0.3) + math.Hypot(0.5, 0.381)
	want := 1 - (1.4-0.6-0.381)/reach
	near(t, "accessibility", value(t, &c, Accessibility), want)
	near(t, "part of the intruder", c.Objects(Accessibility)[1], want/2)
	// A bed is reached from either side: a box at one does not count.
	bed := thing{id: "bed_1", category: "double_bed", w: 1.6, d: 2, h: 0.5, x: 2, y: 1}
	b.x, b.y = 3.3, 1
	c = Measure(furnish(scenes.RectRoom(4, 4, 2.8), bed, b))
	near(t, "accessibility of a bed", value(t, &c, Accessibility), 0)
	// A dining table is used all round.
	table := thing{id: "table_1", category: "dining_table", w: 1.6, d: 1, h: 0.75, x: 2, y: 2}
	c = Measure(furnish(scenes.RectRoom(4, 4, 2.8), table, b))
	if value(t, &c, Accessibility) <= 0 {
		t.Error("a box beside a dining table does not count")
	}
}

func TestVisibility(t *testing.T) {
	things := append(living(), thing{id: "plant_1", category: "plant", w: 0.5, d: 0.5, h: 1.5, x: 2.5, y: 2.7})
	w := furnish(scenes.RectRoom(5, 4, 2.8), things...)
	c := Measure(w)
	if v := c.Of[Visibility]; v.Value <= 0.3 || c.Objects(Visibility)[5] <= 0 {
		t.Errorf("a plant before the television: %+v, %v", v, c.Objects(Visibility))
	}
	found := false
	for _, r := range Explain(w) {
		found = found || r.Text == "plant_1 stands in the view of television_1."
	}
	if !found {
		t.Errorf("no word of the plant in %v", Explain(w))
	}
}

func TestFocus(t *testing.T) {
	room := scenes.RectRoom(5, 4, 2.8)
	room.Openings = []scenes.Opening{{ID: "small", Kind: scenes.Window, Wall: 0, Offset: 1, Width: 1, Height: 1, Sill: 1},
		{ID: "large", Kind: scenes.Window, Wall: 1, Offset: 1, Width: 2, Height: 1, Sill: 1}, {ID: "door", Kind: scenes.Door, Wall: 2, Offset: 1, Width: 3, Height: 2}}
	chair := thing{id: "armchair_1", category: "armchair", w: 0.8, d: 0.8, h: 0.9, x: 1, y: 2}
	bed := thing{id: "bed_1", category: "bed", w: 1.4, d: 2, h: 0.5, x: 3, y: 1}
	fire := thing{id: "fireplace_1", category: "fireplace", w: 1.4, d: 0.4, h: 1.2, x: 3, y: 3.8, yaw: 180}
	tv := thing{id: "wall_tv_1", category: "wall_tv", w: 1, d: 0.1, h: 0.6, x: 4.9, y: 2, z: 1.2, yaw: 270, support: scenes.OnWall}
	board := thing{id: "blackboard_1", category: "blackboard", w: 2, d: 0.1, h: 1, x: 2.5, y: 3.9, z: 1, yaw: 180, support: scenes.OnWall}
	monitor := thing{id: "monitor_1", category: "monitor", w: 0.5, d: 0.2, h: 0.4, x: 1, y: 1, z: 0.75, support: scenes.OnObject}
	for name, test := range map[string]struct {
		things []thing
		want   string
		all    bool
	}{
		"window":           {[]thing{chair, monitor}, "large", false},
		"bed":              {[]thing{chair, bed}, "bed_1", false},
		"hearth":           {[]thing{chair, bed, fire}, "fireplace_1", false},
		"screen":           {[]thing{chair, bed, fire, tv}, "wall_tv_1", false},
		"screen and board": {[]thing{chair, tv, board}, "wall_tv_1", false},
		"class":            {[]thing{tv, board}, "blackboard_1", true},
	} {
		t.Run(name, func(t *testing.T) {
			f, ok := FindFocus(furnish(room, test.things...))
			if !ok || f.Name != test.want || f.All != test.all {
				t.Errorf("the focus is %q (%t, all %t)", f.Name, ok, f.All)
			}
		})
	}
	if f, ok := FindFocus(furnish(scenes.RectRoom(5, 4, 2.8), chair)); ok {
		t.Errorf("the focus of an armchair alone is %+v", f)
	}
}

func TestDraws(t *testing.T) {
	w := furnish(scenes.RectRoom(5, 4, 2.8), thing{id: "a", category: "armchair", w: 1, d: 1, h: 1}, thing{id: "b", category: "school_chair", w: 1, d: 1, h: 1},
		thing{id: "c", category: "office_chair", w: 1, d: 1, h: 1}, thing{id: "d", category: "bean_bag", w: 1, d: 1, h: 1}, thing{id: "e", category: "desk", w: 1, d: 1, h: 1})
	for id, want := range map[string][2]bool{"a": {true, true}, "b": {false, true}, "c": {}, "d": {}, "e": {}} {
		some, all := Focus{}, Focus{All: true}
		if got := [2]bool{some.Draws(w.Find(id)), all.Draws(w.Find(id))}; got != want {
			t.Errorf("%s looks at the focus: %v, want %v", w.Find(id).Object.Category, got, want)
		}
	}
}

func TestSymmetryOfAPair(t *testing.T) {
	left := thing{id: "armchair_1", category: "armchair", w: 0.8, d: 0.8, h: 0.9, x: 1, y: 1, yaw: 30}
	right := thing{id: "armchair_2", category: "armchair", w: 0.8, d: 0.8, h: 0.9, x: 4, y: 1, yaw: -30}
	c := Measure(furnish(scenes.RectRoom(5, 4, 2.8), left, right))
	near(t, "symmetry", value(t, &c, Symmetry), -2)
	right.x = 3.5
	c = Measure(furnish(scenes.RectRoom(5, 4, 2.8), left, right))
	near(t, "half a metre off", value(t, &c, Symmetry), -2+2*0.5)
}

func TestNothingToMeasure(t *testing.T) {
	c := Measure(furnish(scenes.RectRoom(5, 4, 2.8)))
	for k, x := range c.Of {
		if want := Kind(k) == Circulation; x.Applicable != want {
			t.Errorf("%v of an empty room: %+v", Kind(k), x)
		}
		if c.Objects(Kind(k)) != nil {
			t.Errorf("%v has parts in an empty room", Kind(k))
		}
	}
	if _, ok := c.Loss(Balance); ok {
		t.Error("an empty room has a loss of balance")
	}
	if c := MeasureWith(furnish(scenes.RectRoom(5, 4, 2.8)), Options{SkipCirculation: true}); c.Of[Circulation].Applicable {
		t.Error("circulation was not to be measured")
	}
}

func TestColumns(t *testing.T) {
	seen := map[string]bool{}
	for i, c := range Columns() {
		if int(c.Kind) != i || c.Name == "" || c.Doc == "" || seen[c.Name] || c.Kind.String() != c.Name {
			t.Errorf("column %d: %+v", i, c)
		}
		seen[c.Name] = true
	}
	if len(seen) != Kinds {
		t.Errorf("%d columns for %d kinds", len(seen), Kinds)
	}
}

func TestExplain(t *testing.T) {
	things := living()
	things[4].x, things[4].y, things[4].yaw = 4.4, 3.2, 20
	got := map[Kind]string{}
	for _, r := range Explain(furnish(scenes.RectRoom(5, 4, 2.8), things...)) {
		if r.Loss <= 0 || r.Loss > 1 || !strings.HasSuffix(r.Text, ".") {
			t.Errorf("%+v", r)
		}
		if _, ok := got[r.Kind]; !ok {
			got[r.Kind] = r.Text
		} else if r.Kind == MutualAlignment {
			t.Errorf("one piece is askew, yet: %s", r.Text)
		}
	}
	want := map[Kind]string{
		PairDistance:    "coffee_table_1 is 1.36 m from armchair_1; 0.41 to 0.46 m is comfortable.",
		TalkDistance:    "sofa_1 and armchair_1 are 3.3 m apart; people talk well at 1.2 to 2.4 m.",
		WallAlignment:   "armchair_1 stands 20° askew to the nearest wall.",
		MutualAlignment: "armchair_1 stands askew to the other furniture by about 20°.",
	}
	for k, text := range want {
		if d := cmp.Diff(text, got[k]); d != "" {
			t.Errorf("%v (-want +got):\n%s", k, d)
		}
	}
}

// Objects' parts add up to the loss.
func TestPartsAddUp(t *testing.T) {
	things := living()
	things[4].x, things[4].yaw = 1.5, 40
	c := Measure(furnish(scenes.RectRoom(5, 4, 2.8), things...))
	for k := range Kind(Kinds) {
		parts := c.Objects(k)
		if parts == nil {
			continue
		}
		sum := 0.0
		for _, v := range parts {
			sum += v
		}
		if d := cmp.Diff(c.Of[k].Loss, sum, cmpopts.EquateApprox(0, 1e-9)); d != "" {
			t.Errorf("%v (-loss +parts):\n%s", k, d)
		}
	}
}
