package agreement_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/agreement"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// answer is one of five grades.
func answer(grades ...int) string {
	fields := map[string]any{}
	for i, a := range verdict.Aspects {
		fields[a.Field] = map[string]any{"grade": grades[i%len(grades)]}
	}
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// record writes lines into a file.
func record(t *testing.T, lines ...verdict.Line) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "judge.jsonl")
	r, err := verdict.Append(path, func(verdict.Line) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if err := r.Write(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func room(id, task string, critic float64) verdict.Line {
	return verdict.Line{Room: &verdict.Room{ID: id, Task: task, Critic: [5]float64{critic, critic, critic, critic, critic}}}
}

func graded(room, model string, seed int64, text string) verdict.Line {
	return verdict.Line{Answer: &verdict.Answer{Key: fmt.Sprint(room, model, seed), Room: room, Model: model, Seed: seed,
		Texts: []string{text}, Usage: verdict.Usage{Calls: 1, PromptTokens: 10}}}
}

func TestReadRecord(t *testing.T) {
	rec, err := agreement.Read(record(t,
		room("a", "one", 4), graded("a", "m", 1, answer(6)), graded("a", "m", 2, answer(8)), graded("a", "m", 2, answer(1)),
		graded("a", "other", 1, answer(9)),
		room("b", "one", 2), graded("b", "m", 1, "no idea"), graded("b", "m", 2, answer(1, 2, 3, 4, 5)),
		verdict.Line{Fallback: &verdict.Fallback{Group: "g", Reason: "x"}}, verdict.Line{Fallback: &verdict.Fallback{Group: "g", Reason: "y"}}))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Judges) != 2 || rec.Judges[0].Model != "m" || rec.Fallbacks != 1 {
		t.Fatalf("got %+v", rec)
	}
	j := rec.Judges[0]
	if j.Answers != 4 || j.Unread != 1 || j.Usage.Calls != 5 || len(j.Rooms) != 2 {
		t.Errorf("got %+v", j)
	}
	a, b := j.Rooms[0], j.Rooms[1]
	if a.Gradings != 2 || math.Abs(a.Judge[0]-0.7) > 1e-12 || a.Judge[3] != 7 || math.Abs(a.Critic[0]-0.4) > 1e-12 || math.Abs(a.Spread-math.Sqrt(0.02)) > 1e-12 {
		t.Errorf("room a: %+v", a)
	}
	if b.Gradings != 1 || b.Spread != 0 || b.Judge != [6]float64{0.3, 1, 2, 3, 4, 5} {
		t.Errorf("room b: %+v", b)
	}
}

func TestReadErrors(t *testing.T) {
	if _, err := agreement.Read(filepath.Join(t.TempDir(), "none.jsonl")); !os.IsNotExist(err) {
		t.Errorf("a missing file: %v", err)
	}
	if _, err := agreement.Read(record(t, graded("a", "m", 1, answer(3)))); err == nil || !strings.Contains(err.Error(), "line 1: answers about the room a, which no line before") {
		t.Errorf("an answer about nothing: %v", err)
	}
}

// judge reads a record of rooms, one a task, with the grades given.
func judge(t *testing.T, critic []float64, judged []int) *agreement.Judge {
	t.Helper()
	var lines []verdict.Line
	for i := range critic {
		id := fmt.Sprint("room ", i)
		lines = append(lines, room(id, id, critic[i]), graded(id, "m", 1, answer(judged[i])))
	}
	rec, err := agreement.Read(record(t, lines...))
	if err != nil {
		t.Fatal(err)
	}
	return &rec.Judges[0]
}

// The expected values were counted by hand, from the ranks and pair by pair.
func TestCorrelations(t *testing.T) {
	for name, c := range map[string]struct {
		critic            []float64
		judge             []int
		spearman, kendall float64
	}{
		"alike":       {[]float64{1, 2, 3, 4}, []int{2, 4, 6, 8}, 1, 1},
		"opposite":    {[]float64{1, 2, 3, 4}, []int{8, 6, 4, 2}, -1, -1},
		"ties":        {[]float64{1, 2, 2, 3, 5, 8}, []int{1, 1, 2, 5, 4, 4}, 12.75 / math.Sqrt(17*16.5), 8 / math.Sqrt(14*13)},
		"one swap":    {[]float64{1, 2, 3, 4, 5}, []int{1, 3, 2, 4, 5}, 0.9, 0.8},
		"judge alike": {[]float64{1, 2, 3}, []int{7, 7, 7}, math.NaN(), math.NaN()},
		"one room":    {[]float64{1}, []int{7}, math.NaN(), math.NaN()},
	} {
		t.Run(name, func(t *testing.T) {
			r := judge(t, c.critic, c.judge).Compare().Rows[0]
			if !near(r.Spearman, c.spearman) || !near(r.Kendall, c.kendall) {
				t.Errorf("Spearman %v, Kendall %v; want %v, %v", r.Spearman, r.Kendall, c.spearman, c.kendall)
			}
		})
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-12 || math.IsNaN(a) && math.IsNaN(b) }

// Kendall's tau by n log n agrees with counting every pair.
func TestKendallCountsPairs(t *testing.T) {
	var critic []float64
	var judged []int
	for i := range 60 {
		critic, judged = append(critic, float64(1+i*7%9)), append(judged, 1+(i*i+i/3)%10)
	}
	same, tx, ty, n := 0.0, 0.0, 0.0, 0.0
	for i := range critic {
		for k := range i {
			d, e := critic[i]-critic[k], float64(judged[i]-judged[k])
			n++
			switch {
			case d*e > 0:
				same++
			case d*e < 0:
				same--
			}
			if d == 0 {
				tx++
			}
			if e == 0 {
				ty++
			}
		}
	}
	want := same / math.Sqrt((n-tx)*(n-ty))
	if got := judge(t, critic, judged).Compare().Rows[0].Kendall; !near(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCompare(t *testing.T) {
	lines := []verdict.Line{}
	for i, c := range []struct {
		task   string
		critic float64
		judge  []int
	}{{"one", 2, []int{4}}, {"one", 4, []int{6}}, {"one", 3, []int{7}}, {"two", 5, []int{8, 6}}, {"two", 5, []int{9}}, {"three", 8, []int{10}}} {
		id := fmt.Sprint(i)
		lines = append(lines, room(id, c.task, c.critic))
		for seed, g := range c.judge {
			lines = append(lines, graded(id, "m", int64(seed), answer(g)))
		}
	}
	rec, err := agreement.Read(record(t, lines...))
	if err != nil {
		t.Fatal(err)
	}
	r := rec.Judges[0].Compare()
	layout := r.Rows[3]
	if layout.Scale.Key != "layout" || !near(layout.Critic, 4.5) || !near(layout.Judge, 43.0/6) || !near(layout.Bias, 43.0/6-4.5) || !near(layout.Apart, 16.0/6) {
		t.Errorf("layout %+v", layout)
	}
	// Of task one the pairs (2, 4) and (2, 3) are ordered alike and (4, 3) is
	// not; the critic finds those of task two equal.
	if r.Pairs != 3 || !near(r.Alike, 2.0/3) || !near(r.Spread, math.Sqrt(0.02)) {
		t.Errorf("%d pairs, %v alike, spread %v", r.Pairs, r.Alike, r.Spread)
	}
	if !(r.Rows[0].Low <= r.Rows[0].Spearman && r.Rows[0].Spearman <= r.Rows[0].High) {
		t.Errorf("Spearman %v outside %v to %v", r.Rows[0].Spearman, r.Rows[0].Low, r.Rows[0].High)
	}
	if again := rec.Judges[0].Compare(); fmt.Sprint(again) != fmt.Sprint(r) {
		t.Error("a second report differs")
	}
}

func TestPlot(t *testing.T) {
	for name, j := range map[string]*agreement.Judge{
		"rooms": judge(t, []float64{1, 2, 5, 9.5}, []int{2, 4, 4, 9}), "one": judge(t, []float64{3}, []int{3}), "none": {Model: "m"}} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := j.Plot(&b); err != nil {
				t.Fatal(err)
			}
			if img, err := png.Decode(&b); err != nil || img.Bounds().Dx() < 800 {
				t.Errorf("no picture: %v", err)
			}
		})
	}
}
