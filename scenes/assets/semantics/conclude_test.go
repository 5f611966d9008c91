package semantics

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

type box = [2][3]float32

// factsOf measures a model in (right, front, up) as if its file had been read
// with the origin at the given place of the model.
func factsOf(name string, m *mesh.Model, origin scenes.Vec3, change ...func(*gltfio.Info)) *Facts {
	lo, hi := [3]float64{math.Inf(1), math.Inf(1), math.Inf(1)}, [3]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	for _, v := range m.Parts[0].Positions {
		file := [3]float64{-(float64(v[0]) - origin[0]), float64(v[2]) - origin[2], float64(v[1]) - origin[1]}
		for k := range 3 {
			lo[k], hi[k] = min(lo[k], file[k]), max(hi[k], file[k])
		}
	}
	info := &gltfio.Info{Min: lo, Max: hi, Nodes: []string{"Cube.001"}, Meshes: []string{"Mesh"}}
	for _, c := range change {
		c(info)
	}
	return Measure(Facts{ID: "pack/" + name, Name: name, File: name + ".glb"}, m, info)
}

func chair(name string) *Facts { return factsOf(name, packtest.Chair(1, ""), scenes.Vec3{}) }

func cuboid(x, y, z float32) *mesh.Model {
	return packtest.Boxes(box{{-x / 2, -y / 2, 0}, {x / 2, y / 2, z}})
}

// table has legs, so that it is not taken for a block.
func table(x, y, z float32) *mesh.Model {
	leg := func(a, b float32) box { return box{{a - .03, b - .03, 0}, {a + .03, b + .03, z - .04}} }
	x, y = x/2, y/2
	return packtest.Boxes(box{{-x, -y, z - .04}, {x, y, z}}, leg(-x+.05, -y+.05), leg(x-.05, -y+.05), leg(-x+.05, y-.05), leg(x-.05, y-.05))
}

func one(t *testing.T, f *Facts, text string) assets.Asset {
	t.Helper()
	o, err := ParseOverrides("mine.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	list := Conclude(&Pack{Name: "pack"}, []*Facts{f, chair("chair_1"), factsOf("dining_table", table(1.6, .9, .75), scenes.Vec3{})}, o)
	for _, a := range list {
		if a.ID == f.ID {
			return a
		}
	}
	t.Fatalf("no %s", f.ID)
	return assets.Asset{}
}

// Where names leave it open, size and mount choose; where they do not, they are
// believed.
func TestSizeAndMountChoose(t *testing.T) {
	mid := func(z float64) scenes.Vec3 { return scenes.Vec3{0, 0, z} }
	for name, test := range map[string]struct {
		file string
		m    *mesh.Model
		at   scenes.Vec3
		want string
	}{
		"a low table":          {"table_03", table(1.1, .6, .4), scenes.Vec3{}, "coffee_table"},
		"a usual table":        {"table_04", table(1.2, .8, .75), scenes.Vec3{}, "table"},
		"a long table":         {"table_05", table(2.6, 1.1, .75), scenes.Vec3{}, "conference_table"},
		"a high table":         {"table_06", table(.7, .7, 1.1), scenes.Vec3{}, "bar_table"},
		"said to be low":       {"coffee_table", table(1.2, .8, .75), scenes.Vec3{}, "coffee_table"},
		"a standing shelf":     {"shelf_a", cuboid(.9, .3, 1.9), scenes.Vec3{}, "bookshelf"},
		"a hanging shelf":      {"shelf_b", cuboid(.9, .2, .2), scenes.Vec3{0, -.1, .1}, "wall_shelf"},
		"a tall lamp":          {"lamp", cuboid(.4, .4, 1.6), scenes.Vec3{}, "floor_lamp"},
		"a small lamp":         {"lamp", cuboid(.3, .3, .5), scenes.Vec3{}, "table_lamp"},
		"a hanging lamp":       {"lamp", cuboid(.4, .4, .7), mid(.7), "pendant"},
		"a small sofa":         {"couch", cuboid(1.4, .85, .8), scenes.Vec3{}, "sofa"},
		"a narrow bed":         {"bed_02", cuboid(.95, 2, .7), scenes.Vec3{}, "bed"},
		"a mirror that stands": {"mirror", cuboid(.6, .45, 1.7), scenes.Vec3{}, "standing_mirror"},
		"a bin of two words":   {"trash_can_large", cuboid(.4, .4, .6), scenes.Vec3{}, "trash_can"},
		"pillows on a couch":   {"couch_pillows", cuboid(2, .9, .8), scenes.Vec3{}, "sofa"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := one(t, factsOf(test.file, test.m, test.at), ""); a.Category != test.want || !a.Known {
				t.Errorf("%s, because %s; want %s", a.Category, a.Evidence.Category.Why, test.want)
			}
		})
	}
}

// A name that says nothing leaves a thing unknown, unless its nodes, meshes,
// folder or an unmistakable shape say more.
func TestWhatNamesDoNotSay(t *testing.T) {
	named := func(f func(*gltfio.Info)) *Facts {
		return factsOf("Untitled_07", packtest.Chair(1, ""), scenes.Vec3{}, f)
	}
	inFolder := chair("x12")
	inFolder.File = "Furniture/Chairs/x12.glb"
	for name, test := range map[string]struct {
		f       *Facts
		want    string
		known   bool
		atMost  float64
		because string
	}{
		"node":               {named(func(i *gltfio.Info) { i.Nodes = []string{"armchair"} }), "armchair", true, 0.7, "node name"},
		"mesh":               {named(func(i *gltfio.Info) { i.Meshes = []string{"Chair.003"} }), "chair", true, 0.6, "mesh name"},
		"part":               {factsOf("zzqx", cuboid(1, 1, 3), scenes.Vec3{}, func(i *gltfio.Info) { i.Nodes = []string{"drawer"} }), "zzqx", false, 0.5, "own words"},
		"misshapen node":     {factsOf("zzqx", cuboid(5, .1, .1), scenes.Vec3{}, func(i *gltfio.Info) { i.Nodes = []string{"chair"} }), "zzqx", false, 0.5, "own words"},
		"folder":             {inFolder, "chair", true, 0.4, "folder"},
		"shape, a chair":     {chair("Untitled"), "chair", true, 0.3, "seat at 0.45 m"},
		"shape, a table":     {factsOf("obj_12", table(1.4, .8, .74), scenes.Vec3{}), "table", true, 0.3, "top at 0.74 m"},
		"shape, a block":     {factsOf("obj_13", cuboid(1.4, .8, .74), scenes.Vec3{}), "prop", false, 0.1, "no class"},
		"words, a chair":     {chair("flurgle_b"), "flurgle", false, 0.5, "own words"},
		"a part of walls":    {factsOf("wall_pillar_A", cuboid(1, .3, 3), scenes.Vec3{}), "wall_pillar", false, 0.5, "wall first"},
		"a lamp on walls":    {factsOf("wall_lamp_A", cuboid(.2, .15, .3), scenes.Vec3{0, -.075, .15}), "sconce", true, 0.9, "file name"},
		"a floor lamp":       {factsOf("floorlamp_2", cuboid(.3, .3, 1.5), scenes.Vec3{}), "floor_lamp", true, 0.9, "file name"},
		"a part alone":       {factsOf("cabinet_door_B", cuboid(.4, .02, .7), scenes.Vec3{}), "cabinet_door", false, 0.5, "that of a part, the door"},
		"with its parts":     {factsOf("cabinet_doors", cuboid(1, .45, 1), scenes.Vec3{}), "cabinet", true, 0.9, "file name"},
		"no name at all":     {factsOf("", cuboid(.3, .3, .3), scenes.Vec3{}), "prop", false, 0.1, "no class"},
		"not a western name": {factsOf("стол_1", cuboid(.3, .3, .3), scenes.Vec3{}), "стол", false, 0.5, "own words"},
	} {
		t.Run(name, func(t *testing.T) {
			a := one(t, test.f, "")
			e := a.Evidence.Category
			if a.Category != test.want || a.Known != test.known || e.Confidence > test.atMost+1e-9 || !strings.Contains(e.Why, test.because) {
				t.Errorf("%s (known %v) because %s (%.2f), want %s because %q", a.Category, a.Known, e.Why, e.Confidence, test.want, test.because)
			}
		})
	}
}

// What a person says counts, whatever was found.
func TestOverridesCount(t *testing.T) {
	f := factsOf("chair_2", packtest.Chair(1, "right"), scenes.Vec3{.25, .25, 0})
	plain := one(t, f, "")
	if plain.Front != "+X" || plain.Scale != 1 || plain.Pivot != (scenes.Vec3{.25, -.25, 0}) {
		t.Fatalf("chair is %+v", plain)
	}
	say := func(text string) assets.Asset { return one(t, f, "assets:\n  chair_2: {"+text+"}\n") }
	said := assets.Reason{Why: "said in mine.yaml", Confidence: 1}
	if a := say("front: -Z"); a.Front != "-Z" || a.Evidence.Front != said || a.Pivot != (scenes.Vec3{-.25, -.25, 0}) {
		t.Errorf("front: %+v", a)
	}
	if a := say("category: stool"); a.Category != "stool" || !a.Known || a.Evidence.Category != said {
		t.Errorf("category: %+v", a)
	}
	if a := say("category: Dining Chair"); a.Category != "chair" || !a.Known || a.Evidence.Category != said {
		t.Errorf("category by a synonym: %+v", a)
	}
	misspelt := &Overrides{Assets: map[string]Override{"chair_2": {Category: "stol"}}}
	if a := Conclude(&Pack{Name: "pack"}, []*Facts{f}, misspelt)[0]; a.Category != "chair" || a.Evidence.Category.Confidence == 1 ||
		len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], `"stol", which is no known class; did you mean "stool"?`) {
		t.Errorf("unknown category: %+v", a)
	}
	if a := say("size_m: [0, 0, 1.8]"); math.Abs(a.Size[2]-1.8) > 1e-9 || math.Abs(a.Scale-2) > 1e-6 || math.Abs(a.SupportHeights[0]-.9) > .002 || a.Evidence.Scale.Confidence != 1 {
		t.Errorf("size: %+v", a)
	}
	if a := say("size_m: [3, 0.5, 0.9]"); len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "proportions differ") {
		t.Errorf("odd size: %v", a.Warnings)
	}
	if a := say("scale: 0.5"); a.Scale != .5 || a.Evidence.Scale != said || math.Abs(a.Size[2]-.45) > 1e-9 {
		t.Errorf("scale: %+v", a)
	}
	if a := say("mount: wall, flat: true, licence: CC-BY-4.0, author: Ann, sides: [back], tags: [a, b]"); a.Mount != "wall" || !a.Flat ||
		a.Licence != "CC-BY-4.0" || a.Author != "Ann" || cmp.Diff(a.Sides, []string{"back"}) != "" || cmp.Diff(a.Tags, []string{"a", "b"}) != "" ||
		a.Evidence.Mount != said || a.Evidence.Licence != said || a.Evidence.Author != said || a.Evidence.Sides != said {
		t.Errorf("others: %+v", a)
	}
	if a := say("support_heights_m: []"); len(a.SupportHeights) != 0 || a.Surfaces != nil || a.Evidence.Support != said {
		t.Errorf("no heights: %+v", a)
	}
	if a := say("support_heights_m: [0.7, 0.46]"); cmp.Diff(a.SupportHeights, []float64{.46, .7}) != "" || a.Surfaces[0].Area < .1 || a.Surfaces[1].Area != 0 {
		t.Errorf("heights: %+v", a)
	}
	if a := say("support_heights_m: [0.3, 0.904, 99]"); cmp.Diff(a.SupportHeights, []float64{.3, .904}) != "" || len(a.Surfaces) != 2 ||
		len(a.Warnings) != 1 || a.Warnings[0] != "is 0.90 m high; left out of what was said of its support_heights_m: 99" {
		t.Errorf("heights above it: %+v", a)
	}
	if a := say("support_heights_m: [7, 1000]"); cmp.Diff(a.SupportHeights, plain.SupportHeights) != "" || a.Evidence.Support != plain.Evidence.Support || len(a.Warnings) != 1 {
		t.Errorf("only heights above it: %+v", a)
	}
	o := &Overrides{Assets: map[string]Override{"chair_2": {Skip: true}}}
	if list := Conclude(&Pack{Name: "pack"}, []*Facts{f, chair("chair_3")}, o); len(list) != 1 || list[0].Name != "chair_3" {
		t.Errorf("skipping leaves %v", list)
	}
	whole := one(t, f, "scale: 0.01\nlicence: MIT\nauthor: Bob\n")
	if whole.Scale != .01 || whole.Licence != "MIT" || whole.Author != "Bob" || whole.Evidence.Licence != said || whole.Evidence.Author != said {
		t.Errorf("pack: %+v", whole)
	}
}

// A chair that lies on its back is doubted, and stands when a person says so.
func TestUp(t *testing.T) {
	m := packtest.Boxes(box{{-.25, 0, -.25}, {.25, .45, .25}}, box{{-.25, .45, .2}, {.25, .9, .25}})
	f := factsOf("floor_lamp", packtest.Boxes(box{{-.2, 0, -.2}, {.2, 1.6, .2}}), scenes.Vec3{})
	a := one(t, f, "")
	if a.Up != "+Y" || a.Evidence.Up.Confidence > .5 || len(a.Warnings) == 0 || !strings.Contains(strings.Join(a.Warnings, " "), "up: +Z") {
		t.Errorf("up %s (%+v), %v", a.Up, a.Evidence.Up, a.Warnings)
	}
	a = one(t, f, "assets: {floor_lamp: {up: +Z}}")
	if a.Up != "+Z" || math.Abs(a.Size[2]-1.6) > 1e-6 || a.Evidence.Up.Confidence != 1 || len(a.Warnings) != 0 {
		t.Errorf("turned: %+v", a)
	}
	// Front is −y in files with z up.
	a = one(t, factsOf("chair_9", m, scenes.Vec3{}), "up: +Z")
	if math.Abs(a.Size[2]-.9) > 1e-6 || a.Front != "+Z" || len(a.SupportHeights) != 1 || math.Abs(a.SupportHeights[0]-.45) > .01 {
		t.Errorf("chair: %+v", a)
	}
	if a := one(t, chair("chair_9"), ""); a.Evidence.Up.Confidence < .9 || len(a.Warnings) != 0 {
		t.Errorf("a chair that stands is doubted: %+v %v", a.Evidence.Up, a.Warnings)
	}
}

// Facts are kept as JSON, and conclusions from them are those from the fresh
// ones, every time.
func TestFactsKeep(t *testing.T) {
	facts, _ := measureKit(t)
	facts = append(facts, factsOf("odd", cuboid(1, 1, 1), scenes.Vec3{}, func(i *gltfio.Info) {
		i.Nodes, i.Materials, i.Author = []string{"caf\xe9", strings.Repeat("ü", 400)}, make([]string, 1000), "\xff"
	}))
	text, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes a model", len(text)/len(facts))
	var kept []*Facts
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(facts, kept); diff != "" {
		t.Fatalf("facts (-want +got):\n%s", diff)
	}
	want := Conclude(&Pack{Name: "kit"}, facts, nil)
	for range 3 {
		if diff := cmp.Diff(want, Conclude(&Pack{Name: "kit"}, kept, nil)); diff != "" {
			t.Fatalf("assets (-want +got):\n%s", diff)
		}
	}
	again, _ := measureKit(t)
	if diff := cmp.Diff(facts[:len(again)], again); diff != "" {
		t.Fatalf("measured again (-want +got):\n%s", diff)
	}
}

// One class that is wrong does not bend the scale of the others.
func TestScaleIsRobust(t *testing.T) {
	list := []*Facts{chair("chair_1"), chair("chair_2"), factsOf("table_1", table(1.2, .8, .75), scenes.Vec3{}), factsOf("sofa", cuboid(2, .9, .8), scenes.Vec3{}),
		factsOf("bed_single", cuboid(.1, .2, .07), scenes.Vec3{}), factsOf("toilet", cuboid(.4, .65, .78), scenes.Vec3{})}
	p := &Pack{Name: "pack"}
	out := Conclude(p, list, nil)
	if p.Scale != 1 || p.ScaleConfidence < .6 {
		t.Errorf("scale %v (%s, %.2f)", p.Scale, p.ScaleWhy, p.ScaleConfidence)
	}
	for _, a := range out {
		if doubted := len(a.Warnings) > 0; doubted != (a.Name == "bed_single") {
			t.Errorf("%s: %v", a.Name, a.Warnings)
		}
	}
	// Classes that agree on nothing are trusted little.
	p = &Pack{Name: "pack"}
	Conclude(p, []*Facts{factsOf("chair_1", packtest.Chair(10, ""), scenes.Vec3{}), factsOf("table_1", table(1.2, .8, .75), scenes.Vec3{}), factsOf("toilet", cuboid(40, 65, 78), scenes.Vec3{})}, nil)
	if p.ScaleConfidence > .3 {
		t.Errorf("scale %v (%s) is trusted %.2f", p.Scale, p.ScaleWhy, p.ScaleConfidence)
	}
	p = &Pack{Name: "pack"}
	for _, unit := range []float32{1, .01} {
		if Conclude(p, []*Facts{factsOf("chair_1", packtest.Chair(1/unit, ""), scenes.Vec3{}), factsOf("toilet", cuboid(.4/unit, .65/unit, .78/unit), scenes.Vec3{})}, nil); math.Abs(p.Scale-float64(unit)) > 1e-6 {
			t.Errorf("a pack concluded again has scale %v, want %v", p.Scale, unit)
		}
	}
	p = &Pack{Name: "pack"}
	if Conclude(p, list[:1], nil); !strings.Contains(p.ScaleWhy, "the median over 1 class by") {
		t.Errorf("the scale of one class is told as %q", p.ScaleWhy)
	}
	if p := (&Pack{Name: "pack", Scale: .25}); len(Conclude(p, nil, nil)) != 0 || p.Scale != .25 || p.ScaleConfidence != 1 {
		t.Errorf("given scale: %+v", p)
	}
}

// What is said of one asset leaves the others as they are.
func TestOverridesHoldForOne(t *testing.T) {
	facts := []*Facts{
		factsOf("chair_1", packtest.Chair(1.3, ""), scenes.Vec3{}), factsOf("table_1", table(1.6, .9, 1.1), scenes.Vec3{}),
		factsOf("bed_1", cuboid(1.6, 2.9, .8), scenes.Vec3{}), factsOf("thing_1", cuboid(.7, 1.1, .5), scenes.Vec3{}),
	}
	conclude := func(text string) (*Pack, []assets.Asset) {
		o, err := ParseOverrides("mine.yaml", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		p := &Pack{Name: "pack"}
		return p, Conclude(p, facts, o)
	}
	pack, plain := conclude("")
	for i, f := range facts {
		for _, said := range []string{
			"category: toilet", "category: bar_stool, front: -Z", "category: rug", "front: +X", "front: -X, category: single_bed", "up: +Z",
			"mount: wall", "flat: true", "support_heights_m: [0.1]", "sides: []", "tags: [a]", "licence: MIT", "author: Ann",
		} {
			p, list := conclude("assets: {" + f.Name + ": {" + said + "}}")
			if diff := cmp.Diff(pack, p, cmp.AllowUnexported(Pack{})); diff != "" {
				t.Errorf("%s of %s changes the pack:\n%s", said, f.Name, diff)
			}
			for k, a := range list {
				before, err := json.Marshal(plain[k])
				if err != nil {
					t.Fatal(err)
				}
				after, err := json.Marshal(a)
				if err != nil {
					t.Fatal(err)
				}
				if same := string(before) == string(after); same != (k != i) && !(k == i && said == "front: +X") {
					t.Errorf("%s of %s: %s is otherwise: %v", said, f.Name, a.Name, !same)
				}
			}
		}
	}
}

func TestJointsAndFrontByParts(t *testing.T) {
	f := factsOf("wardrobe", cuboid(1.2, .6, 2), scenes.Vec3{}, func(i *gltfio.Info) {
		// In the file's axes: X is the model's left, Y up, Z its front.
		i.Parts = []gltfio.NodePart{
			{Name: "body", Min: [3]float64{-.6, 0, -.3}, Max: [3]float64{.6, 2, .3}},
			{Name: "doorLeft", Min: [3]float64{-.6, 0, -.3}, Max: [3]float64{0, 2, -.28}},
			{Name: "door_right", Min: [3]float64{0, 0, -.3}, Max: [3]float64{.6, 2, -.28}},
			{Name: "Arm", Min: [3]float64{0, 0, 0}, Max: [3]float64{.1, .1, .1}},
		}
		i.Animated = []string{"Arm"}
	})
	a := one(t, f, "")
	want := []assets.Joint{{Node: "doorLeft", Kind: "door"}, {Node: "door_right", Kind: "door"}, {Node: "Arm", Kind: "animated"}}
	if diff := cmp.Diff(want, a.Joints); diff != "" {
		t.Errorf("joints (-want +got):\n%s", diff)
	}
	if a.Front != "-Z" || !strings.Contains(a.Evidence.Front.Why, "doorLeft") {
		t.Errorf("front %s (%s)", a.Front, a.Evidence.Front.Why)
	}
}

func TestWordsOfAnAsset(t *testing.T) {
	f := factsOf("chair_A_wood", packtest.Chair(1, ""), scenes.Vec3{}, func(i *gltfio.Info) { i.Materials = []string{"BrushedSteel", "cloth.001"} })
	f.File = "Assets/gltf/dining set/chair_A_wood.glb"
	a := one(t, f, "")
	if diff := cmp.Diff([]string{"chair", "wood", "dining", "set"}, a.Tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"wood", "metal", "fabric"}, a.Materials); diff != "" {
		t.Errorf("materials (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"white"}, a.Colours); diff != "" {
		t.Errorf("colours (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"front", "left", "right"}, a.Sides); diff != "" {
		t.Errorf("sides (-want +got):\n%s", diff)
	}
	if len(a.Footprint) != 4 || len(a.Surfaces) != 1 || a.Surfaces[0].Height != a.SupportHeights[0] {
		t.Errorf("asset %+v", a)
	}
}

// BenchmarkMeasure measures a nightstand of 272 triangles.
func BenchmarkMeasure(b *testing.B) {
	m, err := assets.Starter().Model("starter/nightstand")
	if err != nil {
		b.Fatal(err)
	}
	info := &gltfio.Info{Min: [3]float64{-1, 0, -.5}, Max: [3]float64{1, .8, .5}, Nodes: []string{"nightstand"}}
	for b.Loop() {
		Measure(Facts{Name: "nightstand", File: "nightstand.glb"}, m, info)
	}
}

// BenchmarkConclude concludes a pack of 10,000 models.
func BenchmarkConclude(b *testing.B) {
	facts, _ := measureKit(b)
	var many []*Facts
	for i := range 10_000 {
		many = append(many, facts[i%len(facts)])
	}
	for b.Loop() {
		Conclude(&Pack{Name: "kit"}, many, nil)
	}
}
