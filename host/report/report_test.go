package report

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
)

func example(t *testing.T) *Report {
	t.Helper()
	var pic bytes.Buffer
	if err := png.Encode(&pic, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return &Report{
		Title: "Rooms", Lead: "Better <than> before",
		Facts: []Fact{{"seed", "1"}},
		Table: Table{Columns: []Column{{Name: "fully valid", Help: "no fault"}}, Rows: []Row{{Name: "random", Cells: []string{"0.0 %"}}, {Name: "trained", Cells: []string{"94.5 %"}, Strong: true}}},
		Charts: []Chart{{Title: "Reward", X: "iteration", Y: "reward", Curves: []Curve{
			{Name: "first", X: []float64{0, 1, 2}, Y: []float64{0, 1, math.NaN()}},
			{Name: "second", X: []float64{0, 1, 2}, Y: []float64{3, 2, 1}, Smooth: 2},
		}}},
		Rooms: []Room{{Name: "bedroom 1", Preference: "quiet", Before: pic.Bytes(), After: pic.Bytes(), AfterNote: "everything fits", Links: []Link{{"bedroom.glb", "rooms/bedroom.glb"}}}},
		Next:  []string{"metaspatial generate"},
	}
}

func TestWrite(t *testing.T) {
	var a, b bytes.Buffer
	if err := example(t).Write(&a); err != nil {
		t.Fatal(err)
	}
	if err := example(t).Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("equal reports gave different pages")
	}
	page := a.String()
	for _, want := range []string{
		"Better &lt;than&gt; before", `title="no fault"`, `class="strong"`, "94.5 %", "data:image/png;base64,",
		`href="rooms/bedroom.glb"`, "everything fits", "<svg", "first", "second", "metaspatial generate",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, foreign := range []string{"http://", "https://"} {
		for _, attr := range []string{`src="`, `href="`} {
			if strings.Contains(page, attr+foreign) {
				t.Errorf("the page loads something from %s", foreign)
			}
		}
	}
}

func TestChartIsWellFormed(t *testing.T) {
	svg, err := example(t).Charts[0].svg()
	if err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestEmptyCurve(t *testing.T) {
	if _, err := (Chart{Title: "nothing", Curves: []Curve{{Name: "none"}}}).svg(); err != nil {
		t.Error(err)
	}
}

func TestRunningMean(t *testing.T) {
	got := runningMean([]float64{1, 3, 5, 7}, 2)
	for i, want := range []float64{1, 2, 4, 6} {
		if got[i] != want {
			t.Errorf("mean %d is %v, want %v", i, got[i], want)
		}
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{0: "0.0 %", 0.945: "94.5 %", 1: "100.0 %"} {
		if got := Percent(share); got != want {
			t.Errorf("%v is written %q, want %q", share, got, want)
		}
	}
	if got := Percent(math.NaN()); got != "–" {
		t.Errorf("NaN is written %q", got)
	}
}
