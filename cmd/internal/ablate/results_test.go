package main

import (
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSpread(t *testing.T) {
	s := spreadOf([]float64{2, 4, 9})
	if want := (spread{N: 3, Mean: 5, SD: math.Sqrt(13), Min: 2, Max: 9}); s != want {
		t.Errorf("%+v, want %+v", s, want)
	}
	if s := spreadOf([]float64{3}); s.SD != 0 || s.Mean != 3 {
		t.Errorf("one value: %+v", s)
	}
	if s := spreadOf(nil); s != (spread{}) {
		t.Errorf("no value: %+v", s)
	}
}

func of(values ...float64) []*outcome {
	var out []*outcome
	for i, v := range values {
		out = append(out, &outcome{Seed: uint64(i + 1), Suites: map[string]suite{"normal": {FullyValid: v}}})
	}
	return out
}

// Differences are taken seed by seed: two rows that move together differ by a
// constant, however much the seeds spread.
func TestPaired(t *testing.T) {
	a, b := of(0.5, 0.7, 0.9), of(0.4, 0.6, 0.8)
	if d := paired(a, b, valid("normal")); d.N != 3 || math.Abs(d.Mean-0.1) > 1e-12 || d.SD > 1e-12 {
		t.Errorf("%+v", d)
	}
	if d := paired(a[1:], b[:2], valid("normal")); d.N != 1 {
		t.Errorf("one seed in common: %+v", d)
	}
}

func TestCells(t *testing.T) {
	s := spreadOf([]float64{0.90, 0.96, 0.93})
	for _, c := range []struct{ got, want string }{
		{whole(s, 100, 1), "93.0 ± 3.0 (90.0–96.0)"},
		{whole(spreadOf([]float64{0.5}), 1, 3), "0.500"},
		{whole(spread{}, 1, 3), "–"},
		{signed(spreadOf([]float64{-0.02, 0.01})), "-0.5 ± 2.1"},
		{signed(spread{}), "–"},
		{keys([]string{"a: 1", "b: 2"}), "`a: 1`<br>`b: 2`"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// The points of a curve lie where they were measured: at the start of the
// iteration that reports them, and at the end of the run.
func TestCurve(t *testing.T) {
	dir := t.TempDir()
	text := `{"iteration":0,"elapsed_s":30,"metrics":{"eval/fully_valid":0}}
{"iteration":1,"elapsed_s":60,"metrics":{}}
{"iteration":2,"elapsed_s":90,"metrics":{"eval/fully_valid":0.5}}
{"iteration":3,"elap`
	if err := os.WriteFile(filepath.Join(dir, "metrics.jsonl"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := curveOf(&outcome{dir: dir, ElapsedS: 120, HeldOut: 0.9})
	if err != nil || len(c.X) != 3 || c.X[1] != 1 || c.X[2] != 2 {
		t.Fatalf("%+v, %v", c, err)
	}
	for x, want := range map[float64]float64{-1: 0, 0: 0, 0.5: 0.25, 1: 0.5, 1.5: 0.7, 2: 0.9, 3: 0.9} {
		if got := c.at(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("at %v: %v, want %v", x, got, want)
		}
	}
	b := bandOf([]curve{c, {X: []float64{0, 1.5}, Y: []float64{0.2, 0.2}}})
	end := len(b.X) - 1
	if b.X[end] != 1.5 || math.Abs(b.Min[end]-0.2) > 1e-12 || math.Abs(b.Max[end]-0.7) > 1e-12 || math.Abs(b.Mean[end]-0.45) > 1e-12 {
		t.Errorf("the band ends at %v with %v %v %v", b.X[end], b.Min[end], b.Mean[end], b.Max[end])
	}
}

// A small study from end to end: the page has the tables and a picture that can
// be read.
func TestPublish(t *testing.T) {
	s, _ := newStudy(t)
	if err := perform(t, s, t.Context(), baseID, "untrained", "no-physics", "critic"); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(t.TempDir(), "ablations.md")
	if err := os.WriteFile(page, []byte("# A\n"+tablesBegin+tablesEnd+"\nReading.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.publish(page, true); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## The paper's rows", "no physics", "`terms[physics].weight: 0`", "100.0 ± 0.0 (100.0–100.0)", "+0.0 ± 0.0",
		"MetaSpatial | 0.98 | 0.62 | 11.5 | 70.8 | 0.95 |", "hash of tight", "images/ablations-paper.png", "| base | 2 | 3 | 0.15 |", "\nReading.\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	f, err := os.Open(filepath.Join(filepath.Dir(page), imageDir, "ablations-paper.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if img, err := png.Decode(f); err != nil || img.Bounds().Dx() < 800 {
		t.Errorf("the picture: %v", err)
	}
	if _, err := os.Stat(filepath.Join(s.out, "ablations.json")); err != nil {
		t.Error(err)
	}
}

// Shares of different rooms never stand in one table.
func TestOtherRooms(t *testing.T) {
	r := &results{Suites: []string{"normal"}, SHA256: map[string]string{}}
	a := &outcome{Suites: map[string]suite{"normal": {SHA256: "a"}}}
	b := &outcome{dir: "here", Suites: map[string]suite{"normal": {SHA256: "b"}}}
	if err := r.sameRooms(a); err != nil {
		t.Fatal(err)
	}
	if err := r.sameRooms(b); err == nil || !strings.Contains(err.Error(), "other rooms") {
		t.Errorf("%v", err)
	}
}
