package measure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// crowd is n objects with a relation and a facing each, in a room of the same
// density for every n, and a random layout of them.
func crowd(n int) (*scenes.Task, *scenes.Layout) {
	side := 1.6 * math.Sqrt(float64(n))
	t := &scenes.Task{ID: "crowd", Room: scenes.RectRoom(side, side, 2.8)}
	t.Room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: side / 2, Width: 0.9, Height: 2}}
	l := &scenes.Layout{}
	g := rand.New(rand.NewPCG(uint64(n), 3))
	walls := []string{scenes.NorthWall, scenes.EastWall, scenes.SouthWall, scenes.WestWall}
	for i := range n {
		o := scenes.Object{ID: fmt.Sprintf("object_%d", i), Size: scenes.Vec3{0.4 + g.Float64(), 0.3 + 0.7*g.Float64(), 0.4 + g.Float64()}, Support: scenes.OnFloor,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: walls[i%4], Adjacent: true}}}
		if i%3 > 0 {
			o.Relations[0] = scenes.Relation{Kind: scenes.RightOf, Target: fmt.Sprintf("object_%d", i-1), Adjacent: true}
			o.Facing = walls[i%4]
		}
		t.Objects = append(t.Objects, o)
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Yaw: 90 * float64(g.IntN(4)),
			Position: scenes.Vec3{side * g.Float64(), side * g.Float64(), o.Size[2] / 2}})
	}
	return t, l
}

// tidy is a crowd that stands in rows, so that nothing is wrong.
func tidy(n int) (*scenes.Task, *scenes.Layout) {
	t, l := crowd(n)
	t.Room.Openings = nil
	columns := int(t.Room.Extent()[0] / 1.45)
	for i := range t.Objects {
		t.Objects[i].Relations = []scenes.Relation{{Kind: scenes.On, Target: scenes.Middle}}
		p := &l.Placements[i]
		p.Yaw = 0
		if yaw, wall := scenes.WallYaw(t.Objects[i].Facing); wall {
			p.Yaw = yaw
		}
		p.Position[0], p.Position[1] = 0.72+1.45*float64(i%columns), 0.72+1.45*float64(i/columns)
	}
	return t, l
}

func BenchmarkCheck(b *testing.B) {
	check := func(name string, t *scenes.Task, l *scenes.Layout, do func(*measure.Checker, *scenes.Layout) measure.Report) {
		b.Run(name, func(b *testing.B) {
			c := measure.NewChecker(t)
			b.ReportAllocs()
			for b.Loop() {
				do(c, l)
			}
		})
	}
	t, l := tidy(15)
	check("valid/n=15", t, l, (*measure.Checker).Check)
	for _, n := range []int{5, 15, 50, 150, 500} {
		t, l := crowd(n)
		check(fmt.Sprintf("n=%d", n), t, l, (*measure.Checker).Check)
		check(fmt.Sprintf("silent/n=%d", n), t, l, (*measure.Checker).Measure)
	}
}

// BenchmarkNewChecker prepares a task, which scoring does once per group.
func BenchmarkNewChecker(b *testing.B) {
	t, _ := crowd(15)
	b.ReportAllocs()
	for b.Loop() {
		measure.NewChecker(t)
	}
}

// BenchmarkHeap is ten thousand boxes at one place.
func BenchmarkHeap(b *testing.B) {
	t, l := crowd(10000)
	for i := range l.Placements {
		l.Placements[i].Position = scenes.Vec3{1, 1, 0.3}
	}
	c := measure.NewChecker(t)
	b.ReportAllocs()
	for b.Loop() {
		c.Check(l)
	}
}
