package critic

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// random returns measures at random places between good and bad.
func random(g *rand.Rand) *Measures {
	m := &Measures{}
	for id := range Count {
		d := &Table[id]
		m.Known[id] = g.IntN(5) > 0
		m.Value[id] = d.best - float64(d.Better)*d.scale*(3*g.Float64()-1)
	}
	return m
}

// Every grade is monotone in every measure that it reads.
func TestMonotone(t *testing.T) {
	g := rand.New(rand.NewPCG(3, 4))
	moved := map[ID]bool{}
	for range 300 {
		m := random(g)
		before := m.Grade()
		for id := range Count {
			if !m.Known[id] {
				continue
			}
			for _, by := range []float64{0.01, 0.3, 5} {
				worse := *m
				worse.Value[id] -= float64(Table[id].Better) * Table[id].scale * by
				after := worse.Grade()
				for k := range after {
					if after[k].Value > before[k].Value {
						t.Fatalf("%s: %s rises from %v to %v as %s gets worse", m.describe(id), after[k].Key, before[k].Value, after[k].Value, Table[id].Name)
					}
					moved[id] = moved[id] || after[k].Value < before[k].Value
				}
			}
		}
	}
	for id := range Count {
		if !moved[id] {
			t.Errorf("no grade reads %s", Table[id].Name)
		}
	}
}

func (m *Measures) describe(id ID) string { return id.String() }

func TestGradesOfExtremes(t *testing.T) {
	best, worst, nan := &Measures{}, &Measures{}, &Measures{}
	for id := range Count {
		best.Set(id, Table[id].best)
		worst.Set(id, math.Inf(-int(Table[id].Better)))
		nan.Set(id, math.NaN())
	}
	for name, test := range map[string]struct {
		m    *Measures
		want float64
	}{"best": {best, 1}, "worst": {worst, 0.1}, "not numbers": {nan, 0.1}} {
		t.Run(name, func(t *testing.T) {
			grades := test.m.Grade()
			if got := grades.Score(); math.Abs(got-test.want) > 1e-12 {
				t.Errorf("score %v, want %v", got, test.want)
			}
			if got := Score(test.m); got != grades.Score() {
				t.Errorf("Score gives %v, the grades %v", got, grades.Score())
			}
			for _, g := range grades {
				if g.Reason == "" || g.Reason[len(g.Reason)-1] != '.' {
					t.Errorf("%s has the reason %q", g.Key, g.Reason)
				}
			}
		})
	}
}

func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for id := range Count {
		d := Table[id]
		if d.Name == "" || d.Unit == "" || d.Source == "" || d.Good == "" || d.Bad == "" || !(d.scale > 0) || seen[d.Name] {
			t.Errorf("measure %d is incomplete or named twice: %+v", id, d)
		}
		if d.Better != Less && d.Better != More {
			t.Errorf("%s has no direction", d.Name)
		}
		seen[d.Name] = true
	}
	for _, r := range rubrics {
		read := map[ID]bool{}
		for _, x := range r.terms {
			if !(x.weight > 0) || read[x.id] {
				t.Errorf("%s reads %s twice or with the weight %v", r.key, x.id, x.weight)
			}
			read[x.id] = true
		}
	}
}

// An object left out costs every grade, more than anything it can do.
func TestUnplaced(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 4, 2.5), Objects: []scenes.Object{
		{ID: "sofa_1", Category: "sofa", Size: scenes.Vec3{2, 1, 0.8}, Support: scenes.OnFloor},
		{ID: "plant_1", Category: "plant", Size: scenes.Vec3{0.4, 0.4, 1}, Support: scenes.OnFloor},
	}}
	whole := &scenes.Layout{Placements: []scenes.Placement{
		{ID: "sofa_1", Position: scenes.Vec3{2, 0.5, 0.4}}, {ID: "plant_1", Position: scenes.Vec3{2, 0.5, 1.7}}}}
	part := &scenes.Layout{Placements: whole.Placements[:1]}
	a, b := Gather(world.New(task, whole, nil), nil), Gather(world.New(task, part, nil), nil)
	if a.Grade().Score() <= b.Grade().Score() {
		t.Errorf("leaving out an object that floats in the sofa pays: %v to %v", a.Grade().Score(), b.Grade().Score())
	}
	if d := cmp.Diff([]float64{0, -1}, sign(b.Objects(2))); d != "" {
		t.Errorf("blame (-want +got):\n%s", d)
	}
	if f := b.Findings(task); len(f) == 0 || f[0].Object != "plant_1" {
		t.Errorf("findings %v do not name plant_1", f)
	}
}

func sign(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		switch {
		case v[i] < 0:
			out[i] = -1
		case v[i] > 0:
			out[i] = 1
		}
	}
	return out
}

func FuzzGrade(f *testing.F) {
	add := func(values ...float64) {
		var b []byte
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
		f.Add(b, uint64(math.MaxUint64))
	}
	add(0, 1, 2, math.NaN(), math.Inf(1), math.Inf(-1), -1e300, 1e300)
	add(1, 0, 0, 0, 0, 0, 0, 0, 0.5)
	f.Fuzz(func(t *testing.T, data []byte, known uint64) {
		m := &Measures{}
		for id := range Count {
			m.Known[id] = known>>id&1 == 1
			if at := 8 * int(id); at+8 <= len(data) {
				m.Value[id] = math.Float64frombits(binary.LittleEndian.Uint64(data[at:]))
			}
		}
		m.Blames = []Blame{{Measure: ID(known % uint64(Count)), Object: int(known % 7), Amount: m.Value[0], Message: "o"}}
		for _, g := range m.Grade() {
			if !(g.Value >= 1 && g.Value <= 10) || g.Reason == "" {
				t.Errorf("grade %+v", g)
			}
		}
		for _, v := range m.Objects(3) {
			if math.IsNaN(v) || v > 0 {
				t.Errorf("an object has the value %v", v)
			}
		}
		m.Findings(&scenes.Task{Objects: make([]scenes.Object, 2)})
	})
}
