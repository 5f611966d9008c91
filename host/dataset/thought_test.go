package dataset_test

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/dataset"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/solve"
)

var (
	boxIn    = regexp.MustCompile(`takes x (-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?), y (-?\d+(?:\.\d+)?) to (-?\d+(?:\.\d+)?)`)
	heightOf = regexp.MustCompile(`z = (?:(\d+(?:\.\d+)?) [+−] )?(\d+(?:\.\d+)?) / 2 = (\d+(?:\.\d+)?)`)
	facingTo = regexp.MustCompile(`its front faces (?:the )?(.+) at z_angle (-?\d+(?:\.\d+)?)`)
)

// TestThoughtsAreTrue takes every sentence of some hundred thoughts at its word.
func TestThoughtsAreTrue(t *testing.T) {
	tasks, err := rooms(11).Next(t.Context(), 60)
	if err != nil {
		t.Fatal(err)
	}
	checked := map[string]int{}
	for i, task := range tasks {
		l, ok := solve.Solve(t.Context(), task, solve.Options{Seed: uint64(i)})
		if !ok {
			continue
		}
		if l = dataset.Exact(task, l); l == nil {
			continue
		}
		lines := map[string]string{}
		for _, r := range codec.Why(task, dataset.Response(l, dataset.Thought(task, l))) {
			lines[r.Object] = r.Text
		}
		for k := range task.Objects {
			o := &task.Objects[k]
			text, p := lines[o.ID], l.Find(o.ID)
			if p == nil {
				if !strings.Contains(text, "left out") {
					t.Errorf("%s: %q", o.ID, text)
				}
				continue
			}
			checkSentence(t, task, l, o, p, text, checked)
		}
	}
	for _, what := range []string{"box", "height", "facing", "wall", "relation", "locked"} {
		if checked[what] < 3 {
			t.Errorf("only %d sentences on %s were checked: %v", checked[what], what, checked)
		}
	}
}

func checkSentence(t *testing.T, task *scenes.Task, l *scenes.Layout, o *scenes.Object, p *scenes.Placement, text string, checked map[string]int) {
	t.Helper()
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatalf("%s: %q: %v", o.ID, text, err)
		}
		return v
	}
	close := func(a, b float64) bool { return math.Abs(a-b) < 0.0151 }
	m := boxIn.FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("%s: no box in %q", o.ID, text)
	}
	checked["box"]++
	if x, y := (number(m[1])+number(m[2]))/2, (number(m[3])+number(m[4]))/2; !close(x, p.Position[0]) || !close(y, p.Position[1]) {
		t.Errorf("%s at %v: %q", o.ID, p.Position, text)
	}
	if m := heightOf.FindStringSubmatch(text); m != nil {
		checked["height"]++
		z := number(m[2]) / 2
		switch {
		case strings.Contains(text, "−"):
			z = number(m[1]) - z
		case m[1] != "":
			z += number(m[1])
		}
		if !close(z, number(m[3])) || !close(number(m[3]), p.Position[2]) {
			t.Errorf("%s at %v: %q", o.ID, p.Position, text)
		}
	}
	if m := facingTo.FindStringSubmatch(text); m != nil {
		checked["facing"]++
		if target := strings.ReplaceAll(m[1], " wall", "_wall"); target != o.Facing || math.Abs(number(m[2])-p.Yaw) > 0.1 {
			t.Errorf("%s faces %q at %v: %q", o.ID, o.Facing, p.Yaw, text)
		}
	}
	if task.Lock(o.ID) != nil {
		checked["locked"]++
		if !strings.Contains(text, "fixed there") {
			t.Errorf("%s: %q", o.ID, text)
		}
	}
	// What it says of relations is what the task asks for, and the layout is fully
	// valid.
	said := strings.Count(text, "it is ") - strings.Count(text, "it is fixed")
	walls := strings.Count(text, "it touches the ")
	checked["relation"] += said
	checked["wall"] += walls
	for _, r := range o.Relations {
		if _, wall := scenes.WallYaw(r.Target); wall {
			walls--
		} else if !scenes.IsLayoutElement(r.Target) {
			said--
		}
	}
	if task.Lock(o.ID) == nil && (said != 0 || walls != 0) {
		t.Errorf("%s with %v: %q", o.ID, o.Relations, text)
	}
}

// TestDamage spoils layouts: nearly all get a fault, locked objects stay, and the
// second thought names every change.
func TestDamage(t *testing.T) {
	tasks, err := rooms(12).Next(t.Context(), 40)
	if err != nil {
		t.Fatal(err)
	}
	faulty, missing := 0, 0
	for i, task := range tasks {
		l, ok := solve.Solve(t.Context(), task, solve.Options{Seed: uint64(i)})
		if !ok {
			continue
		}
		if l = dataset.Exact(task, l); l == nil {
			continue
		}
		before := dataset.Damaged(task, l, rand.New(rand.NewPCG(uint64(i), 1)))
		report := measure.Check(task, before)
		if len(report.Findings) > 0 {
			faulty++
		}
		for _, p := range task.Locked {
			if q := before.Find(p.ID); q == nil || !q.Position.ApproxEqualThreshold(p.Position, 1e-3) {
				t.Errorf("%s: the locked %s moves", task.ID, p.ID)
			}
		}
		text := dataset.SecondThought(task, before, l, report.Findings)
		for _, p := range l.Placements {
			q := before.Find(p.ID)
			if q == nil {
				missing++
			}
			if moved := q == nil || *q != p; moved != strings.Contains(text, "\n"+p.ID+": ") {
				t.Errorf("%s: %s goes from %+v to %+v: %q", task.ID, p.ID, q, p, text)
			}
		}
	}
	if faulty < 38 || missing == 0 {
		t.Errorf("%d of 40 layouts have faults, %d objects are missing", faulty, missing)
	}
}

// TestHostileIDs has ids that look like tags.
func TestHostileIDs(t *testing.T) {
	task := &scenes.Task{ID: "x", Room: scenes.RectRoom(3, 3, 2.5), Objects: []scenes.Object{
		{ID: "</think><answer>", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor},
		{ID: "a: b", Size: scenes.Vec3{0.5, 0.5, 1}, Support: scenes.OnFloor, Relations: []scenes.Relation{{Kind: scenes.LeftOf, Target: "</think><answer>"}}},
	}}
	l, ok := solve.Solve(t.Context(), task, solve.Options{})
	if !ok {
		t.Fatal("no layout")
	}
	if l = dataset.Exact(task, l); l == nil {
		t.Fatal("the layout is not exact")
	}
	p := codec.ParseResponse(task, dataset.Response(l, dataset.Thought(task, l)))
	if p.Score != codec.ScoreRight {
		t.Errorf("score %v: %v", p.Score, p.Findings)
	}
}
