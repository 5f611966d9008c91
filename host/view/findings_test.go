package view

import (
	"image/color"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

func TestFindings(t *testing.T) {
	more := scenes.Finding{Rule: measure.RuleMore, Message: "12 more faults are not listed; mend these first"}
	sight := scenes.Finding{Rule: "sight", Object: "tv_1", Other: "sofa_1"}
	window := scenes.Finding{Rule: scenes.RuleOpening, Object: "shelf_1", Other: "window_1", Message: "shelf_1 stands before window_1"}
	walk := scenes.Finding{Rule: "navigation", Message: "the free floor falls into 2 parts"}
	note := scenes.Finding{Rule: scenes.RuleNote, Message: "The critic stands in for the judge: it does not answer."}
	wish := scenes.Finding{Rule: scenes.RuleRelation, Object: "shelf_1", Message: "shelf_1 is not near bed_1"}
	for name, c := range map[string]struct {
		findings []scenes.Finding
		mark     string
		color    color.NRGBA
		list     []string
		tinted   map[string]color.NRGBA
	}{
		"none":            {nil, "fits", good, nil, nil},
		"the room's":      {[]scenes.Finding{walk}, "1 fault", warn, []string{walk.Message}, nil},
		"no words":        {[]scenes.Finding{sight}, "1 fault", warn, []string{"tv_1: sight, sofa_1"}, map[string]color.NRGBA{"tv_1": {warn.R, warn.G, warn.B, 0x70}}},
		"a note":          {[]scenes.Finding{note}, "fits", good, []string{note.Message}, nil},
		"only that more":  {[]scenes.Finding{more}, "0+ faults", warn, []string{more.Message}, nil},
		"broken first":    {[]scenes.Finding{wish, window}, "2 faults", bad, []string{window.Message, wish.Message}, map[string]color.NRGBA{"shelf_1": {bad.R, bad.G, bad.B, 0x90}}},
		"more comes last": {[]scenes.Finding{more, walk, window}, "2+ faults", bad, []string{window.Message, walk.Message, more.Message}, map[string]color.NRGBA{"shelf_1": {bad.R, bad.G, bad.B, 0x90}}},
	} {
		t.Run(name, func(t *testing.T) {
			mark, col := tally(c.findings)
			if mark != c.mark || col != c.color {
				t.Errorf("%q in %v, want %q in %v", mark, col, c.mark, c.color)
			}
			var list []string
			for _, f := range listed(c.findings) {
				list = append(list, words(f))
			}
			if diff := cmp.Diff(c.list, list); diff != "" {
				t.Errorf("list (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.tinted, faults(c.findings)); diff != "" {
				t.Errorf("tints (-want +got):\n%s", diff)
			}
		})
	}
}

// Findings of all kinds, also about nothing in particular or about objects that
// are not there, survive a change of rooms and an arriving layout.
func TestStrayFindings(t *testing.T) {
	f := newFake()
	f.snap.Samples[1].Findings = []scenes.Finding{{Rule: measure.RuleMore}, {}, {Rule: "reach", Object: "gone_1", Other: "nobody"}}
	a := open(t, f, &hand{})
	a.choose(1)
	again := f.snap.Samples[1]
	again.Layout = &scenes.Layout{}
	f.events <- session.Event{Samples: []session.SampleLayout{again}}
	until(t, a, "the empty layout", func() bool { return a.rooms() == 1 })
	if a.focus != 0 || a.big.sample.Layout != again.Layout {
		t.Errorf("room %d is in front", a.focus)
	}
}
