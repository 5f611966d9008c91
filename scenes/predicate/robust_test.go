package predicate_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// every asks every predicate of the table about every kind of name.
func every(t *scenes.Task) []scenes.Spec {
	var out []scenes.Spec
	for _, p := range predicate.All() {
		for _, a := range []string{"table", "box_1", "wall", "door", "window", "room", "ceiling", "north_wall", "nothing", ""} {
			out = append(out, scenes.Spec{Predicate: p.Name, Compare: scenes.GreaterEqual, Count: 1, Subject: "chair", Anchors: []string{a, a}, Distance: 0.5},
				scenes.Spec{Predicate: p.Name, Compare: scenes.Less, Count: 2, Subject: "chair*3", Anchors: []string{a, "box_0"}})
		}
	}
	return out
}

// sane checks what must be so of any result.
func sane(t *testing.T, r predicate.Result) {
	t.Helper()
	if !(r.Score >= 0 && r.Score <= 1) || r.Holds && r.Score != 1 || r.Looked > predicate.MaxGroups || len(r.Groups) > predicate.MaxListed {
		t.Fatalf("%+v", r)
	}
	for _, f := range r.Findings {
		if math.IsNaN(f.Depth) || math.IsNaN(f.Direction[0]+f.Direction[1]) || f.Message == "" {
			t.Fatalf("%+v: finding %+v", r.Spec, f)
		}
	}
	for _, g := range r.Groups {
		if !(g.Score >= 0 && g.Score <= 1) || math.IsNaN(g.Metres+g.Degrees) {
			t.Fatalf("%+v: group %+v", r.Spec, g)
		}
	}
}

func TestBadInput(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for name, size := range map[string]scenes.Vec3{"none": {}, "thin": {1, 0, 1}, "line": {0, 0, 1}, "huge": {1e12, 1e12, 1e12}, "usual": {1, 1, 1}, "negative": {-1, 1, 1}} {
		for where, at := range map[string]scenes.Vec3{"origin": {}, "inside": {2, 2, 0.5}, "away": {1e9, -1e9, 1e9}, "nan": {nan, 0, 0}, "inf": {inf, 0, 0}} {
			task, l := random(rand.New(rand.NewPCG(7, 8)), 6)
			for i := range 4 {
				task.Objects[i].Size, l.Placements[i].Position = size, at
			}
			for _, r := range predicate.Compile(task, every(task)).Evaluate(world.New(task, l, nil)) {
				sane(t, r)
			}
			_ = name + where
		}
	}
	for _, floor := range [][]scenes.Vec2{nil, {{0, 0}}, {{0, 0}, {1, 0}, {0, 0}, {1, 0}}, {{0, 0}, {0, 0}, {0, 0}}, {{0, 0}, {4, 4}, {4, 0}, {0, 4}}} {
		task, l := random(rand.New(rand.NewPCG(9, 10)), 6)
		task.Room.Floor = floor
		for _, r := range predicate.Compile(task, every(task)).Evaluate(world.New(task, l, nil)) {
			sane(t, r)
		}
	}
}

// TestManyObjects checks that the work is bounded.
func TestManyObjects(t *testing.T) {
	task, l := random(rand.New(rand.NewPCG(11, 12)), 10000)
	w := world.New(task, l, nil)
	for _, s := range []scenes.Spec{
		{Predicate: "near", Count: 1, Subject: "chair", Anchors: []string{"table"}},
		{Predicate: "around", Count: 1, Subject: "chair*4", Anchors: []string{"table"}},
		{Predicate: "around", Count: 1, Subject: "chair", Anchors: []string{"table"}},
		{Predicate: "between", Count: 1, Subject: "lamp", Anchors: []string{"chair", "table"}},
		{Predicate: "clear_of", Count: 1, Anchors: []string{"door"}},
	} {
		r := predicate.Evaluate(w, s)
		sane(t, r)
		if s.Predicate == "near" && !r.Truncated {
			t.Errorf("%d groups of %s were looked at and none left out", r.Looked, s.Predicate)
		}
	}
}

func FuzzEvaluate(f *testing.F) {
	f.Add([]byte(`{"predicate":"near","count":1,"subject":"chair","anchors":["table"]}`), 1.0, 2.0, 0.5, 30.0, 1.0)
	f.Add([]byte(`{"predicate":"around","compare":"ge","count":2,"subject":"chair*3+lamp","anchors":["box_1","wall"]}`), 0.0, 0.0, 0.0, 0.0, 0.0)
	f.Add([]byte(`{"predicate":"clear_of","distance":1e300,"subject":"*","anchors":["door"]}`), 1e300, -1e300, 1e-300, 1e9, 1e300)
	f.Fuzz(func(t *testing.T, data []byte, x, y, z, yaw, size float64) {
		var s scenes.Spec
		if json.Unmarshal(data, &s) != nil {
			return
		}
		task, l := random(rand.New(rand.NewPCG(13, 14)), 5)
		l.Placements[0].Position, l.Placements[0].Yaw = scenes.Vec3{x, y, z}, yaw
		task.Objects[0].Size[0] = size
		sane(t, predicate.Evaluate(world.New(task, l, nil), s))
		if e, err := predicate.ParseObjectRelation(string(data)); err == nil {
			sane(t, predicate.Evaluate(world.New(task, l, nil), e))
		}
	})
}

func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{15, 100, 500} {
		task, l := random(rand.New(rand.NewPCG(1, 2)), n)
		w := world.New(task, l, nil)
		for _, name := range []string{"next_to", "left_of", "face_to", "against_wall", "corner_of_room", "clear_of"} {
			anchor := "table"
			switch name {
			case "against_wall":
				anchor = "wall"
			case "corner_of_room":
				anchor = "room"
			}
			set := predicate.Compile(task, []scenes.Spec{{Predicate: name, Compare: scenes.GreaterEqual, Subject: "chair", Anchors: []string{anchor}}})
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					set.Evaluate(w)
				}
			})
		}
	}
}
