package semantics

import (
	"testing"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/roomgen/kit"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// measureKit measures the starter kit, of which the truth is known.
func measureKit(t testing.TB) (facts []*Facts, truth []assets.Asset) {
	t.Helper()
	for _, a := range assets.Starter().Assets() {
		m, info, err := gltfio.ReadModel(kit.Files(), a.File, gltfio.Options{})
		if err != nil {
			t.Fatal(err)
		}
		facts = append(facts, Measure(Facts{ID: "kit/" + a.Name, Name: a.Name, File: a.Name + ".glb"}, m, info))
		truth = append(truth, a)
	}
	return facts, truth
}

// turnedFile is what the facts would be had the file been made a quarter turn
// further.
func turnedFile(f *Facts, n int) *Facts {
	out := *f
	out.Shape = f.Shape.Turned(n)
	for range n {
		out.Min, out.Max = [3]float64{out.Min[2], out.Min[1], -out.Max[0]}, [3]float64{out.Max[2], out.Max[1], -out.Min[0]}
	}
	return &out
}

// A front is abstained from rather than wrong, whichever way the files face;
// seats with backs, beds and toilets are always right.
func TestFrontsOfTurnedFiles(t *testing.T) {
	facts, truth := measureKit(t)
	for n := range 4 {
		turned := make([]*Facts, len(facts))
		for i := range facts {
			turned[i] = turnedFile(facts[i], n)
		}
		want := string(axisNames[(4-n)%4])
		right, all, sure := 0, 0, 0
		for i, a := range Conclude(&Pack{Name: "kit"}, turned, nil) {
			c, _ := taxonomy.ByName(truth[i].Category)
			if !c.Front {
				continue
			}
			all++
			e := a.Evidence.Front
			if e.Confidence >= 0.5 {
				sure++
			}
			switch {
			case a.Front == want:
				right++
			case e.Confidence >= 0.5:
				t.Errorf("%s: front %s (%s, %.2f), want %s", a.Name, a.Front, e.Why, e.Confidence, want)
			case tellsByBack(&c) && max(facts[i].Shape.Upper[1], -facts[i].Shape.Upper[1]) > 0.1:
				t.Errorf("%s: front %s (%s), want %s", a.Name, a.Front, e.Why, want)
			}
		}
		t.Logf("fronts at %s: %d of %d right, %d of them told with some confidence", want, right, all, sure)
		if sure < all/2 {
			t.Errorf("only %d of %d fronts are told", sure, all)
		}
	}
}

// The kit's names, sizes and mounts are known, and the classifier finds them.
func TestKit(t *testing.T) {
	facts, truth := measureKit(t)
	p := &Pack{Name: "kit"}
	var category, mount, flat score
	for i, a := range Conclude(p, facts, nil) {
		want := truth[i]
		category.mark(t, a.Category == want.Category, "%s: category %s (%s), want %s", a.Name, a.Category, a.Evidence.Category.Why, want.Category)
		mount.mark(t, a.Mount == want.Mount, "%s: mount %s (%s), want %s", a.Name, a.Mount, a.Evidence.Mount.Why, want.Mount)
		flat.mark(t, a.Flat == want.Flat, "%s: flat %v", a.Name, a.Flat)
		for k := range 3 {
			if d := a.Size[k] - want.Size[k]; d > 0.002 || d < -0.002 {
				t.Errorf("%s: size %v, want %v", a.Name, a.Size, want.Size)
				break
			}
		}
		if len(a.Warnings) > 0 {
			t.Errorf("%s: %v", a.Name, a.Warnings)
		}
	}
	if p.Scale != 1 {
		t.Errorf("scale %v (%s)", p.Scale, p.ScaleWhy)
	}
	t.Logf("category %v, mount %v, flat %v", category, mount, flat)
	for what, s := range map[string]score{"category": category, "mount": mount, "flat": flat} {
		if s.share() < 0.97 {
			t.Errorf("%s: %d of %d are right", what, s.right, s.all)
		}
	}
}
