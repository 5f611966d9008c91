package search

import (
	"math"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// props are a library whose assets say more than their names.
func props() []assets.Asset {
	one := scenes.Vec3{1, 1, 1}
	return []assets.Asset{
		{ID: "a/seat_01", Pack: "a", Name: "seat_01", Category: "chair", Size: one, Mount: scenes.OnFloor, Materials: []string{"Oak planks"}, Licence: "CC0-1.0"},
		{ID: "a/chair_plastic", Pack: "a", Name: "chair_plastic", Category: "chair", Size: one, Mount: scenes.OnFloor, Colours: []string{"red"}, Licence: "CC0-1.0"},
		{ID: "a/chair_cushion", Pack: "a", Name: "chair_cushion", Category: "cushion", Size: one, Mount: scenes.OnObject, Materials: []string{"wood"}, Licence: "CC0-1.0"},
		{ID: "a/table_oak", Pack: "a", Name: "table_oak", Category: "table", Size: one, Mount: scenes.OnFloor, Materials: []string{"wood"}, Licence: "CC-BY-4.0"},
		{ID: "b/fluxCapacitor2", Pack: "b", Name: "fluxCapacitor2", Category: "flux_capacitor", Size: one, Mount: scenes.OnFloor, Tags: []string{"sci-fi"}, Licence: "CC0-1.0"},
		{ID: "b/chairTable", Pack: "b", Name: "chairTable", Category: "chair", Size: one, Mount: scenes.OnFloor, Licence: "CC0-1.0"},
		{ID: "b/chair", Pack: "b", Name: "chair", Category: "chair", Size: one, Mount: scenes.OnFloor, Licence: "CC0-1.0"},
		{ID: "b/Office Chair", Pack: "b", Name: "Office Chair", Category: "office_chair", Size: one, Mount: scenes.OnFloor, Materials: []string{"wood"}, Licence: "CC0-1.0"},
	}
}

func TestRanking(t *testing.T) {
	x := New(props())
	for name, tc := range map[string]struct {
		q    Query
		want string
	}{
		"head noun":        {Query{Text: "chair"}, "b/chair a/chair_plastic a/seat_01 b/chairTable b/Office Chair"},
		"wooden first":     {Query{Text: "wooden chair"}, "a/seat_01 b/Office Chair b/chair a/chair_plastic b/chairTable"},
		"the cushion":      {Query{Text: "chair cushion"}, "a/chair_cushion"},
		"of the material":  {Query{Text: "chair of oak", Limit: 1}, "a/seat_01"},
		"only described":   {Query{Text: "wooden"}, "a/table_oak a/chair_cushion b/Office Chair a/seat_01"},
		"unknown kind":     {Query{Text: "flux capacitors"}, "b/fluxCapacitor2"},
		"number":           {Query{Text: "capacitor 2"}, "b/fluxCapacitor2"},
		"prefix":           {Query{Text: "capac"}, "b/fluxCapacitor2"},
		"typo":             {Query{Text: "capacitro"}, "b/fluxCapacitor2"},
		"tag":              {Query{Text: "scifi sci-fi"}, "b/fluxCapacitor2"},
		"category":         {Query{Category: "seat"}, "a/chair_plastic a/seat_01 b/chair b/chairTable"},
		"unknown category": {Query{Category: "flux_capacitor"}, "b/fluxCapacitor2"},
		"pack":             {Query{Text: "chair", Pack: "a"}, "a/chair_plastic a/seat_01"},
		"licence":          {Query{Licence: "CC-BY-4.0"}, "a/table_oak"},
		"mount":            {Query{Mount: scenes.OnObject}, "a/chair_cushion"},
		"tags":             {Query{Text: "chair", Tags: []string{"wooden"}}, "a/seat_01 b/Office Chair"},
		"colour":           {Query{Tags: []string{"RED"}}, "a/chair_plastic"},
		"no word":          {Query{Text: "?!"}, ""},
		"sizes only":       {Query{Text: "over 90 cm", Pack: "b", Mount: scenes.OnFloor, Limit: 1}, "b/Office Chair"},
		"nothing":          {Query{Text: "zeppelin"}, ""},
	} {
		hits := x.Find(tc.q)
		if got := strings.Join(ids(hits), " "); got != tc.want {
			t.Errorf("%s: %q\nwant %q", name, got, tc.want)
		}
		for i, h := range hits {
			if !(h.Score > 0 && h.Score <= 1) || h.Why == "" || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("%s: %s has score %g after %g, because %q", name, h.Asset.ID, h.Score, hits[max(i-1, 0)].Score, h.Why)
			}
		}
	}
}

func TestWhy(t *testing.T) {
	x := New(props())
	for text, want := range map[string]string{
		"wooden chair": "chair, material oak", "flux": "name flux", "office chair": "office chair",
		"red chair 1 m wide": "chair, colour red, 1.00 m wide", "desk": "table, used like a desk", "": "within the bounds",
	} {
		if got := x.Find(Query{Text: text, Limit: 1}); len(got) != 1 || text != "" && got[0].Why != want || text == "" && got[0].Why != want {
			t.Errorf("%q: %+v, want %q", text, got, want)
		}
	}
}

func TestSizesInWords(t *testing.T) {
	type s = sizes
	about := func(at side, m float64) []wish { return []wish{{side: at, metres: m}} }
	for text, tc := range map[string]struct {
		want s
		rest string
	}{
		"desk under 1.2 m wide":                {s{max: [4]float64{wide: 1.2}}, "desk"},
		"60 cm stool":                          {s{wishes: about(anySide, 0.6)}, "stool"},
		"60cm stool":                           {s{wishes: about(anySide, 0.6)}, "stool"},
		"desk at most 120cm wide":              {s{max: [4]float64{wide: 1.2}}, "desk"},
		"no wider than 90 cm shelf":            {s{max: [4]float64{wide: 0.9}}, "shelf"},
		"shelf not over 2 metres high":         {s{max: [4]float64{high: 2}}, "shelf"},
		"wardrobe at least 1,8 m tall":         {s{min: [4]float64{high: 1.8}}, "wardrobe"},
		"table with a height of 75 cm":         {s{wishes: about(high, 0.75)}, "table"},
		"max width 80 cm cabinet":              {s{max: [4]float64{wide: 0.8}}, "cabinet"},
		"rug 2-3 m long":                       {s{min: [4]float64{long: 2}, max: [4]float64{long: 3}}, "rug"},
		"rug between 200 and 300 cm long":      {s{min: [4]float64{long: 2}, max: [4]float64{long: 3}}, "rug"},
		"box under 30 cm":                      {s{maxAny: 0.3}, "box"},
		"box > 30 cm":                          {s{minAny: 0.3}, "box"},
		"desk 1.2 m or less wide":              {s{max: [4]float64{wide: 1.2}}, "desk"},
		"desk 1.2 m wide and under 60 cm deep": {s{max: [4]float64{deep: 0.6}, wishes: about(wide, 1.2)}, "desk and"},
		"desk 120 x 60 x 75 cm":                {s{wishes: []wish{{side: wide, metres: 1.2}, {side: deep, metres: 0.6}, {side: high, metres: 0.75}}}, "desk"},
		"5 ft table":                           {s{wishes: about(anySide, 5*0.3048)}, "table"},
		"small desk":                           {s{wishes: []wish{{anySide, 0, -1}}}, "small desk"},
		"tall plant":                           {s{wishes: []wish{{high, 0, 1}}}, "tall plant"},
		"chair 2":                              {s{}, "chair 2"},
		"table for 4":                          {s{}, "table for 4"},
		"0 m desk":                             {s{}, "desk"},
	} {
		tokens := scan(text)
		got := readSizes(tokens)
		var rest []string
		for _, tok := range tokens {
			if !tok.used {
				rest = append(rest, tok.text)
			}
		}
		opts := cmp.AllowUnexported(sizes{}, wish{})
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-9 })
		if diff := cmp.Diff(tc.want, got, opts, near); diff != "" || strings.Join(rest, " ") != tc.rest {
			t.Errorf("%q leaves %q, want %q (-want +got):\n%s", text, strings.Join(rest, " "), tc.rest, diff)
		}
	}
}

func TestSizes(t *testing.T) {
	x := New(assets.Starter().Assets())
	for text, ok := range map[string]func(scenes.Vec3) bool{
		"desk under 1.2 m wide":           func(s scenes.Vec3) bool { return s[0] <= 1.2 },
		"table over 1 m long":             func(s scenes.Vec3) bool { return max(s[0], s[1]) >= 1 },
		"table under 80 cm":               func(s scenes.Vec3) bool { return max(s[0], s[1], s[2]) <= 0.8 },
		"lamp over 1 m":                   func(s scenes.Vec3) bool { return max(s[0], s[1], s[2]) >= 1 },
		"chair between 80 and 90 cm high": func(s scenes.Vec3) bool { return s[2] >= 0.8 && s[2] <= 0.9 },
	} {
		hits := x.Find(Query{Text: text})
		for _, h := range hits {
			if !ok(h.Asset.Size) {
				t.Errorf("%q: %s of %v", text, h.Asset.ID, h.Asset.Size)
			}
		}
		if len(hits) == 0 || len(hits) == len(x.assets) {
			t.Errorf("%q: %d hits", text, len(hits))
		}
	}
	if got := x.Find(Query{Text: "desk under 0.3 m wide"}); len(got) > 0 {
		t.Errorf("what is no desk stands in for desks that are too wide: %v", ids(got))
	}
	if got := x.Find(Query{Text: "small", Limit: 1}); len(x.Find(Query{Text: "small"})) != len(x.assets) || !strings.Contains(got[0].Asset.Name, "small") {
		t.Errorf("small things begin with %v", ids(got))
	}
	for _, h := range x.Find(Query{MinSize: scenes.Vec3{0.5, 0, 1}, MaxSize: scenes.Vec3{0, 0.5, math.Inf(1)}}) {
		if s := h.Asset.Size; s[0] < 0.5 || s[2] < 1 || s[1] > 0.5 {
			t.Errorf("%s of %v", h.Asset.ID, s)
		}
	}
}

func TestLike(t *testing.T) {
	x := New(assets.Starter().Assets())
	a := assets.Asset{ID: "other/chair", Category: "chair", Size: scenes.Vec3{0.44, 0.49, 0.89}, Mount: scenes.OnFloor}
	got := x.Like(a, 0.1)
	if d := cmp.Diff([]string{"starter/chair", "starter/chair_dark", "starter/chair_rustic"}, ids(got)); d != "" {
		t.Errorf("like a chair (-want +got):\n%s", d)
	}
	if got[0].Score != 1 || !(got[2].Score < 1) || got[2].Why != "also a chair, sides within 4 %" {
		t.Errorf("%g, then %g because %q", got[0].Score, got[2].Score, got[2].Why)
	}
	for _, h := range x.Like(a, 1) {
		if h.Asset.Mount != scenes.OnFloor || Difference(a.Size, h.Asset.Size) > math.Log(2)+1e-6 {
			t.Errorf("%s of %v", h.Asset.ID, h.Asset.Size)
		}
	}
	own, _ := assets.Starter().Find("starter/chair")
	for _, h := range x.Like(own, 0) {
		if h.Asset.ID == own.ID {
			t.Error("an asset stands in for itself")
		}
	}
	for _, bad := range []scenes.Vec3{{}, {math.NaN(), 1, 1}, {-1, 1, 1}, {math.Inf(1), 1, 1}} {
		for _, h := range x.Like(assets.Asset{Category: "chair", Size: bad, Mount: scenes.OnFloor}, math.NaN()) {
			if bad != (scenes.Vec3{}) {
				t.Errorf("%v is like %s", bad, h.Asset.ID)
			}
		}
	}
	hit, ok := x.Likest(Query{Text: "dining table"}, assets.Asset{Size: scenes.Vec3{1.8, 0.893, 0.76}, Mount: scenes.OnFloor})
	if !ok || hit.Asset.ID != "starter/dining_table_rustic" {
		t.Errorf("the likest dining table is %s", hit.Asset.ID)
	}
	if _, ok := x.Likest(Query{Text: "dining table"}, assets.Asset{Size: scenes.Vec3{1, 1, 1}, Mount: scenes.OnCeiling}); ok {
		t.Error("a table hangs from the ceiling")
	}
}

func TestChoose(t *testing.T) {
	x := New(assets.Starter().Assets())
	seen := map[string]bool{}
	for seed := range uint64(40) {
		h, err := x.Choose(Choice{Words: "chair", Category: "chair", Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		again, _ := x.Choose(Choice{Words: "chair", Category: "chair", Seed: seed})
		if again.Asset.ID != h.Asset.ID {
			t.Errorf("seed %d chooses %s, then %s", seed, h.Asset.ID, again.Asset.ID)
		}
		seen[h.Asset.ID] = true
	}
	if diff := cmp.Diff(map[string]bool{"starter/chair": true, "starter/chair_dark": true, "starter/chair_rustic": true}, seen); diff != "" {
		t.Errorf("chairs of 40 seeds (-want +got):\n%s", diff)
	}
	for name, tc := range map[string]struct {
		c    Choice
		want string
	}{
		"described":  {Choice{Words: "rustic chair", Category: "chair"}, "starter/chair_rustic"},
		"mount":      {Choice{Words: "plant", Category: "plant", Mount: scenes.OnObject}, "starter/small_plant"},
		"no mount":   {Choice{Words: "throne", Category: "throne", Mount: scenes.OnWall}, "starter/throne"},
		"category":   {Choice{Words: "lamp", Category: "ceiling_lamp"}, "starter/ceiling_lamp"},
		"room":       {Choice{Words: "sofa", Category: "sofa", Room: scenes.Vec3{1.9, 1.2, 2}}, "starter/sofa_leather"},
		"small room": {Choice{Words: "sofa", Category: "sofa", Room: scenes.Vec3{1, 1.6, 2}}, "starter/loveseat"},
		"by size":    {Choice{Words: "desk under 1.3 m wide", Category: "desk"}, "starter/writing_desk"},
		"prefer":     {Choice{Words: "chair", Category: "chair", Prefer: func(a assets.Asset) bool { return a.Name == "chair_rustic" }}, "starter/chair_rustic"},
		"smallest":   {Choice{Words: "bed", Small: true}, "starter/single_bed"},
		"relative":   {Choice{Words: "recliner", Room: scenes.Vec3{0.71, 0.9, 2}}, "starter/armchair_wood"},
	} {
		if h, err := x.Choose(tc.c); err != nil || h.Asset.ID != tc.want {
			t.Errorf("%s: %s, %v; want %s", name, h.Asset.ID, err, tc.want)
		}
	}
	for words, want := range map[string]string{
		"double bed":         `the room is too small for "double bed": the smallest is starter/bedroll, 0.82 × 1.84 × 0.18 m, and the room is 0.50 × 0.50 × 2.00 m; use`,
		"zeppelin":           `the library has no "zeppelin" and nothing used like one; use`,
		"sofa over 3 m wide": `the library has no "sofa over 3 m wide" of that size; the nearest are starter/sofa (2.08 × 0.86 × 0.81 m) and starter/sofa_leather`,
		"dark zeppelin":      `the library has no "dark zeppelin"`,
		"rustic piano":       `the library has no "rustic piano"`,
		"?!":                 `the library has no "?!"`,
		"glb":                `the library has no "glb"`,
	} {
		_, err := x.Choose(Choice{Words: words, Room: scenes.Vec3{0.5, 0.5, 2}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", words, err, want)
		}
	}
}

func TestCheck(t *testing.T) {
	x := New(assets.Starter().Assets())
	long := strings.Repeat("chair", 1e5)
	beds := New([]assets.Asset{{ID: "a/1", Category: "single_bed"}, {ID: "a/2", Category: "double_bed"}, {ID: "a/3", Category: "dog_bed"}, {ID: "a/4", Category: "vase"}})
	for _, tc := range []struct {
		x    *Index
		q    Query
		want string
	}{
		{x, Query{Text: "table under -5 m"}, `"table under -5 m" asks for a size below 0; write sizes without a minus`},
		{x, Query{Text: "-60cm stool"}, "below 0"},
		{x, Query{Text: "table under −5 m"}, "below 0"},
		{x, Query{Text: "table between -1 and 2 m wide"}, "below 0"},
		{x, Query{Text: "table 40-60cm wide"}, ""},
		{x, Query{Text: "table 40 -60 cm wide"}, ""},
		{x, Query{Text: "desk - 1.2 m wide"}, ""},
		{x, Query{Text: "desk-1.2 m wide"}, ""},
		{x, Query{Text: "chair -2"}, ""},
		{x, Query{Category: "couch"}, ""},
		{x, Query{Category: "ofice_chair"}, `the library has no category "ofice_chair"; did you mean "office_chair"?`},
		{x, Query{Category: "red office chair"}, `did you mean "office_chair"?`},
		{x, Query{Category: long}, "leave it out"},
		{beds, Query{Category: "bed"}, `the library has no category "bed"; of that sort it has dog_bed, double_bed, single_bed`},
		{beds, Query{Category: "dog_bed"}, ""},
		{beds, Query{Category: "chair"}, `no category "chair"; leave it out`},
	} {
		if err := tc.x.Check(tc.q); (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%.40q of %.40q: %.200v, want %q", tc.q.Text, tc.q.Category, err, tc.want)
		}
	}
	if _, err := x.Choose(Choice{Words: "table under -5 m"}); err == nil || !strings.Contains(err.Error(), "below 0") {
		t.Errorf("choosing a table under -5 m: %v", err)
	}
}

func TestHostileAssets(t *testing.T) {
	nan := math.NaN()
	list := []assets.Asset{{}, {ID: "\xff\xfe", Name: strings.Repeat("chair_", 1e5), Category: "\x00", Tags: []string{"", "\xff"}},
		{ID: "nan", Name: "chair", Category: "chair", Size: scenes.Vec3{nan, nan, nan}}, {ID: "huge", Name: "chair", Category: "chair", Size: scenes.Vec3{1e300, -1, math.Inf(1)}}}
	x := New(list)
	for _, text := range append(queries, "small chair", "1 m chair", "\xff\xff", strings.Repeat("chair ", 1e5), strings.Repeat("9", 1e4)+" cm", "1e999 m desk") {
		for _, h := range x.Find(Query{Text: text, MinSize: scenes.Vec3{nan, -1, 0}}) {
			if math.IsNaN(h.Score) {
				t.Errorf("%.20q: the score of %q is no number", text, h.Asset.ID)
			}
		}
	}
	if got := New(nil).Find(Query{Text: "chair"}); len(got) != 0 {
		t.Error("an empty index finds something")
	}
	if err := New(nil).Miss("chair"); err == nil {
		t.Error("nothing is no miss")
	}
}

// Many readers at once get what one gets.
func TestConcurrentFind(t *testing.T) {
	x := New(synthetic(500))
	var wg sync.WaitGroup
	for _, q := range queries {
		want := x.Find(Query{Text: q})
		for range 4 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if got := x.Find(Query{Text: q}); !cmp.Equal(ids(want), ids(got)) {
					t.Errorf("%q finds other things the second time", q)
				}
			}()
		}
	}
	wg.Wait()
}

// A limit cuts the list and changes nothing else.
func TestLimit(t *testing.T) {
	x := New(synthetic(3000))
	for _, q := range queries {
		all := ids(x.Find(Query{Text: q}))
		for _, n := range []int{1, 2, 7, 50, 1e6} {
			if got := ids(x.Find(Query{Text: q, Limit: n})); !cmp.Equal(all[:min(n, len(all))], got) {
				t.Errorf("%q: the first %d are %v", q, n, got)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, q := range queries {
		f.Add(q)
	}
	f.Add("between 2 and 3 x 4 by 5 m no wider than under 6 ft or less at most")
	x := New(assets.Starter().Assets())
	f.Fuzz(func(t *testing.T, text string) {
		for _, h := range x.Find(Query{Text: text, Limit: 5}) {
			if !(h.Score >= 0 && h.Score <= 1) {
				t.Errorf("%q: %s has score %g", text, h.Asset.ID, h.Score)
			}
		}
		if _, err := x.Choose(Choice{Words: text}); err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error has several lines: %v", text, err)
		}
	})
}
