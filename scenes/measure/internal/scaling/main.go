// Command scaling plots what checking a layout costs against the number of its
// objects: by default rules with and without findings, and in reference mode.
// The rooms grow with the objects, so that the density stays the same.
//
//	go run ./scenes/measure/internal/scaling docs/images/scoring-cost.png
//
// Every point is the least of several runs, which a busy machine disturbs
// least, and is also printed as a table.
package main

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/reference"
)

var counts = []int{5, 10, 15, 25, 40, 60, 100, 150, 220, 330, 500}

// series is one curve: microseconds by number of objects.
type series struct {
	name   string
	micros []float64
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "scaling: name the picture to write")
		os.Exit(2)
	}
	all, err := measureAll()
	if err == nil {
		report(all)
		err = plotAll(os.Args[1], all)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "scaling:", err)
		os.Exit(1)
	}
}

// passes is how often all points are measured, so that a burst of other work
// spoils none of them for good.
const passes = 5

func measureAll() ([]series, error) {
	all := []series{{name: "default, with findings"}, {name: "default, without"}, {name: "reference mode"}}
	for k := range all {
		all[k].micros = make([]float64, len(counts))
	}
	for pass := range passes {
		for i, n := range counts {
			t, l := crowd(n)
			c := measure.NewChecker(t)
			data, err := codec.EncodeIDesign(t, nil)
			if err != nil {
				return nil, err
			}
			g, err := reference.ParseGraph(data)
			if err != nil {
				return nil, err
			}
			s := g.Scorer(t.Room.Extent())
			for k, do := range []func(){func() { c.Check(l) }, func() { c.Measure(l) }, func() { s.Score(l) }} {
				if cost := least(do); pass == 0 || cost < all[k].micros[i] {
					all[k].micros[i] = cost
				}
			}
		}
	}
	return all, nil
}

// least returns the least mean of a call in microseconds, over runs of about
// a millisecond each.
func least(do func()) float64 {
	best := math.Inf(1)
	for range 50 {
		calls := 0
		start := time.Now()
		for time.Since(start) < time.Millisecond {
			do()
			calls++
		}
		best = min(best, float64(time.Since(start).Nanoseconds())/1e3/float64(calls))
	}
	return best
}

func report(all []series) {
	fmt.Printf("%8s", "objects")
	for _, s := range all {
		fmt.Printf("%26s", s.name+" µs")
	}
	fmt.Println()
	for i, n := range counts {
		fmt.Printf("%8d", n)
		for _, s := range all {
			fmt.Printf("%26.1f", s.micros[i])
		}
		fmt.Println()
	}
}

// crowd is a random layout of n objects with a relation each, and a facing for
// most, in which about every object overlaps another.
func crowd(n int) (*scenes.Task, *scenes.Layout) {
	side := 1.6 * math.Sqrt(float64(n))
	t := &scenes.Task{ID: "crowd", Room: scenes.RectRoom(side, side, 2.8)}
	l := &scenes.Layout{}
	g := rand.New(rand.NewPCG(uint64(n), 3))
	walls := []string{scenes.NorthWall, scenes.EastWall, scenes.SouthWall, scenes.WestWall}
	for i := range n {
		o := scenes.Object{ID: fmt.Sprintf("object_%d", i), Size: scenes.Vec3{0.4 + g.Float64(), 0.3 + 0.7*g.Float64(), 0.4 + g.Float64()},
			Support: scenes.OnFloor, Facing: walls[i%4], Relations: []scenes.Relation{{Kind: scenes.On, Target: walls[i%4], Adjacent: true}}}
		if i%3 > 0 {
			o.Relations[0] = scenes.Relation{Kind: scenes.RightOf, Target: fmt.Sprintf("object_%d", i-1), Adjacent: true}
		}
		t.Objects = append(t.Objects, o)
		l.Placements = append(l.Placements, scenes.Placement{ID: o.ID, Yaw: 90 * float64(g.IntN(4)),
			Position: scenes.Vec3{side * g.Float64(), side * g.Float64(), o.Size[2] / 2}})
	}
	return t, l
}
