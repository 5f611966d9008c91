package view

import (
	"context"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

// collide puts the lamp into the table.
func (p *person) collide() {
	p.t.Helper()
	ref := document.Ref{Room: p.room, ID: "lamp"}
	if !p.do(document.SetPose(ref, scenes.Placement{Position: scenes.Vec3{3.1, 1.8, 0.2}})) {
		p.t.Fatal("the lamp cannot be moved")
	}
	p.frames(1)
	if len(scenes.Faults(p.truth.Findings)) == 0 {
		p.t.Fatal("nothing is wrong")
	}
}

func TestMendByKey(t *testing.T) {
	p := studio(t)
	if p.reg.Find("edit.mend").Why() == "" {
		t.Error("there is something to mend in a faultless room")
	}
	p.collide()
	was := p.at("lamp")
	p.choose("table") // it is the one that shall move
	table := p.at("table")
	p.keys("Q")
	p.until("the room is mended", func() bool { return len(scenes.Faults(p.truth.Findings)) == 0 })
	if p.at("lamp") != was || p.at("table") == table {
		t.Error("not the selected object was moved")
	}
	p.until("it is said", func() bool { return len(p.toasts) > 0 })
	if titles, done := p.doc.Steps(); done != 2 || titles[1] != "Mend studio" {
		t.Errorf("the steps are %v", titles)
	}
	p.keys("Ctrl+Z")
	if p.at("table") != table {
		t.Error("one undo does not take it back")
	}
}

func TestMendFromTheList(t *testing.T) {
	p := studio(t)
	p.collide()
	p.doc.Select()
	p.tab = tabFindings
	p.frames(2)
	p.move(p.side.Right()-12-8-14-5, p.side.Y+34+10+22)
	p.frames(1)
	p.picture("findings-mend")
	p.click(p.in.X, p.in.Y)
	p.until("the room is mended", func() bool { return len(scenes.Faults(p.truth.Findings)) == 0 })
	if len(p.doc.Selection()) != 0 {
		t.Error("the quick fix selects, as a click beside it would")
	}
}

// What has no place yet is placed.
func TestMendPlacesWhatIsNotPlaced(t *testing.T) {
	p := studio(t)
	p.do(document.Unplace([]document.Ref{{Room: p.room, ID: "table"}}))
	p.frames(1)
	p.keys("Q")
	p.until("the table is placed", func() bool { return p.active().Layout.Find("table") != nil })
	if n := len(scenes.Faults(p.truth.Findings)); n != 0 {
		t.Errorf("%d faults are left", n)
	}
}

// What has no place to go to is said, and what was done meanwhile stays.
func TestMendSaysWhatItCannot(t *testing.T) {
	p := studio(t)
	p.collide()
	p.do(document.Lock([]document.Ref{{Room: p.room, ID: "lamp"}, {Room: p.room, ID: "table"}}))
	p.frames(1)
	p.keys("Q")
	p.until("it is said", func() bool { return len(p.toasts) > 0 })
	if text := p.toasts[0].text; !strings.Contains(text, "locked") {
		t.Errorf("it says %q", text)
	}
	p.do(document.Unlock([]document.Ref{{Room: p.room, ID: "lamp"}, {Room: p.room, ID: "table"}}))
	p.frames(1)
	// The mending sees the room as it was when it was asked for.
	p.mend(p.faults()...)
	if !p.do(document.SetPose(document.Ref{Room: p.room, ID: "lamp"}, scenes.Placement{Position: scenes.Vec3{4.5, 3.5, 0.2}})) {
		t.Fatal("the lamp cannot be moved")
	}
	mine := p.at("lamp")
	p.until("the mending has ended", func() bool { return len(p.errands.list) == 0 })
	if p.at("lamp") != mine {
		t.Error("the mending overwrote what was done meanwhile")
	}
}

func TestWhereItCouldGo(t *testing.T) {
	p := studio(t)
	p.keys("Shift+Q")
	if len(p.stage.Content().Field.Values) != 0 {
		t.Error("a map of nothing is shown")
	}
	p.choose("table")
	f := p.stage.Content().Field
	if len(f.Values) == 0 {
		t.Fatal("no map is shown")
	}
	at := func(x, y float64) float64 { return float64(f.Values[int(y/f.Cell)*f.W+int(x/f.Cell)]) }
	if free, taken := at(2.5, 1.8), at(0.9, 3); free != 1 || !(taken < 1) {
		t.Errorf("where it stands %g, in the wardrobe %g", free, taken)
	}
	p.rest()
	p.picture("heat")
	p.choose("wardrobe")
	if g := p.stage.Content().Field; &g.Values[0] == &f.Values[0] {
		t.Error("the map is still that of the table")
	}
	p.keys("Shift+Q")
	p.frames(1)
	if len(p.stage.Content().Field.Values) != 0 {
		t.Error("the map does not go")
	}
}

// Beside the window a map that is out of date is cancelled and never shown.
func TestMapsBesideTheWindow(t *testing.T) {
	p := studio(t)
	p.opts.atOnce = false
	p.heat.on = true
	for _, id := range []string{"table", "wardrobe", "lamp"} {
		p.doc.Select(document.Ref{Room: p.room, ID: id})
		p.frames(1)
	}
	p.until("the map of the lamp is shown", func() bool { return len(p.stage.Content().Field.Values) > 0 })
	if p.heat.shown.id != "lamp" {
		t.Errorf("the map is of %q", p.heat.shown.id)
	}
	p.until("nothing is under way", func() bool { return len(p.errands.list) == 0 })
	if p.heat.shown.id != "lamp" || len(p.toasts) != 0 {
		t.Errorf("in the end it is of %q; said was %v", p.heat.shown.id, p.toasts)
	}
}

func TestMendingIsCancelled(t *testing.T) {
	p := studio(t)
	p.collide()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	changes, err := mended(ctx, &errand{}, p.doc.State(), p.room, p.faults())
	if len(changes) != 0 || err == nil {
		t.Errorf("cancelled it made %d changes, %v", len(changes), err)
	}
}
