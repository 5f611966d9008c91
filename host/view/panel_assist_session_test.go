package view

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes"
)

func TestFurnishFromASentence(t *testing.T) {
	p, d := withPolicy(t)
	p.sentence("a bedroom with a desk and a reading corner")
	p.picture("furnish")
	if len(p.objects()) != 0 || len(d.asked) != 0 {
		t.Fatal("placed before anybody has said so")
	}
	things := p.ask.furnish.proposal.Things
	if len(things) < 5 {
		t.Fatalf("%d things were chosen", len(things))
	}
	// The second card is left out by its cross, the first is exchanged.
	kept, out := things[0], things[1]
	r := p.where()["furnish/things/1"]
	p.click(r.Right()-15, r.Y+15)
	if slices.ContainsFunc(p.ask.furnish.proposal.Things, func(t assist.Thing) bool { return t.ID == out.ID }) {
		t.Fatalf("%s is still there", out.ID)
	}
	p.press("furnish/things/0")
	p.works()
	p.frames(2)
	p.picture("exchange")
	if p.ask.furnish.thing != kept.ID || len(p.ask.furnish.others) == 0 {
		t.Fatalf("there is nothing in the place of %s", kept.ID)
	}
	want := p.ask.furnish.others[0].ID
	p.press("others/grid/0")
	if got := p.ask.furnish.proposal.Things[0]; got.ID != kept.ID || got.Asset != want {
		t.Fatalf("%s is %s, not %s", kept.ID, got.Asset, want)
	}
	n := len(p.ask.furnish.proposal.Things)
	p.press("furnish/place")
	p.works()
	p.rest()
	p.picture("furnished")
	if len(p.objects()) != n || len(p.active().Layout.Placements) != n || p.objects()[0].Asset != want {
		t.Fatalf("%d things chosen, %d objects, %d placed", n, len(p.objects()), len(p.active().Layout.Placements))
	}
	if !p.ask.row.shown() || len(p.ask.row.answer.Alternatives) != alternatives {
		t.Fatal("there is nothing to choose from")
	}
	// One undo takes all of it back.
	p.keys("Ctrl+Z")
	if len(p.objects()) != 0 || p.doc.UndoTitle() != "" {
		t.Errorf("after one undo %d objects are left", len(p.objects()))
	}
	// Choosing one of the row furnishes it again.
	p.press("alternative2")
	if len(p.objects()) != n || p.doc.UndoTitle() == "" {
		t.Errorf("chosen after an undo: %d objects", len(p.objects()))
	}
}

func TestClosingTheFurnishDialogCancels(t *testing.T) {
	p, d := withPolicy(t)
	p.sentence("a study")
	d.set(func() { d.hold = make(chan struct{}) })
	p.press("furnish/place")
	p.frames(20)
	p.picture("placing")
	if p.ask.cancel == nil {
		t.Fatal("the policy is not at work")
	}
	p.keys("Escape")
	p.works()
	if p.u.IsOpen("furnish") || len(p.objects()) != 0 {
		t.Errorf("open %v, %d objects", p.u.IsOpen("furnish"), len(p.objects()))
	}
	p.shows("Generate room was cancelled; nothing has changed.")
}

// objects that a person has put in, unlocked.
func withObjects(t *testing.T) (*person, *decorator) {
	p, d := withPolicy(t)
	for i, c := range []string{"sofa", "table", "lamp"} {
		o := scenes.Object{Category: c, Size: scenes.Vec3{0.6, 0.5, 0.5}, Support: scenes.OnFloor}
		p.do(document.AddObject("room", o, scenes.Placement{Position: scenes.Vec3{1 + float64(i), 3, 0.25}}, ""))
	}
	p.doc.Select()
	p.rest()
	return p, d
}

func places(p *person) []scenes.Vec3 {
	var out []scenes.Vec3
	for _, o := range p.objects() {
		out = append(out, p.active().Layout.Find(o.ID).Position)
	}
	return out
}

func TestGenerateTheWholeOrWhatIsSelected(t *testing.T) {
	p, d := withObjects(t)
	before := places(p)
	ids := p.doc.State().Objects("room")
	p.keys("Ctrl+G")
	p.works()
	after := places(p)
	for i := range before {
		if before[i] == after[i] {
			t.Errorf("object %d has not moved", i)
		}
	}
	if p.ask.row.shown() {
		t.Error("one layout is no choice")
	}
	p.keys("Ctrl+Z")
	if !slices.Equal(places(p), before) {
		t.Fatal("one undo does not take it back")
	}
	// The second is selected, the third locked.
	p.doc.Select(ids[2])
	p.keys("Ctrl+L")
	p.doc.Select(ids[1], ids[2])
	p.keys("Ctrl+G")
	p.works()
	locked := d.last().Task.Locked
	if len(locked) != 2 || locked[0].ID != ids[2].ID || locked[1].ID != ids[0].ID {
		t.Errorf("locked for the policy: %+v", locked)
	}
	got := places(p)
	if got[0] != before[0] || got[1] == before[1] || got[2] != before[2] {
		t.Errorf("moved from %v to %v", before, got)
	}
	if title := p.doc.UndoTitle(); title != "Generate the selection in room" {
		t.Errorf("the step is called %q", title)
	}
}

func TestChooseAnAlternative(t *testing.T) {
	p, _ := withObjects(t)
	before := places(p)
	p.keys("Ctrl+Shift+G")
	p.works()
	p.rest()
	p.golden("alternatives")
	first := places(p)
	p.press("alternative3")
	third := places(p)
	p.press("alternative1")
	if slices.Equal(first, third) || slices.Equal(third, places(p)) {
		t.Error("the alternatives look the same")
	}
	p.keys("Ctrl+Z")
	if !slices.Equal(places(p), before) {
		t.Error("one undo does not lead back before the choice")
	}
	// After an edit, the next choice is a step of its own, and what has come in
	// since stays.
	p.press("alternative0")
	o := scenes.Object{Category: "stool", Size: scenes.Vec3{0.3, 0.3, 0.4}, Support: scenes.OnFloor}
	at := scenes.Placement{Position: scenes.Vec3{4.5, 3.5, 0.2}}
	p.do(document.AddObject("room", o, at, ""))
	p.frames(1)
	p.press("alternative3")
	if n := len(p.objects()); n != 4 || p.active().Layout.Find("stool_1").Position != at.Position {
		t.Errorf("%d objects, the stool is at %+v", n, p.active().Layout.Find("stool_1"))
	}
	p.keys("Ctrl+Z")
	if got := places(p); !slices.Equal(got[:3], first) || len(got) != 4 {
		t.Errorf("undo leads to %v", got)
	}
	p.press("alternatives/close")
	if p.ask.row.shown() {
		t.Error("the row is still there")
	}
}

func TestWhyAThingStandsWhereItDoes(t *testing.T) {
	p, _ := withObjects(t)
	id := p.objects()[1].ID
	p.keys("Ctrl+G")
	p.works()
	if why := p.whyThere("room", id); why != "it is number 2 of try 0." {
		t.Errorf("why: %q", why)
	}
	p.doc.Select(document.Ref{Room: "room", ID: id})
	p.tab = tabObject
	p.rest()
	p.picture("why")
	p.do(document.Turn(p.doc.SelectedObjects(), scenes.Vec2{2, 2}, 15))
	if why := p.whyThere("room", id); why != "" {
		t.Errorf("turned away from there it still says %q", why)
	}
	p.keys("Ctrl+Z")
	if why := p.whyThere("room", id); why == "" {
		t.Error("after the undo nothing is said")
	}
}

func TestRefine(t *testing.T) {
	p, d := withObjects(t)
	before := places(p)
	p.keys("Ctrl+Shift+R")
	p.works()
	if slices.Equal(before, places(p)) || !strings.HasPrefix(p.doc.UndoTitle(), "Refine") {
		t.Errorf("refined by %q", p.doc.UndoTitle())
	}
	p.keys("Ctrl+Z")
	d.set(func() { d.worse = true })
	p.keys("Ctrl+Shift+R")
	p.works()
	p.shows("Nothing better was found")
	if !slices.Equal(before, places(p)) {
		t.Error("what is no better was taken")
	}
}

func TestARoomThatIsTooSmallIsSaidToBe(t *testing.T) {
	p, _ := withObjects(t)
	p.keys("Ctrl+G")
	p.works()
	p.shows("Generate: ")
	p.keys("Ctrl+Z")
	p.toasts = nil
	p.do(document.SetFloor("room", scenes.RectRoom(1, 1, 2).Floor))
	p.keys("Ctrl+G")
	p.works()
	if n := len(p.toasts); n != 1 || p.toasts[0].level != warning || !strings.HasSuffix(p.toasts[0].text, "its objects stand on 0.9 m² and the floor has 1.0 m², so leave some out or make the room larger.") {
		t.Errorf("said: %+v", p.toasts)
	}
}

func TestCancelWhileThePolicyWorks(t *testing.T) {
	p, d := withObjects(t)
	before := places(p)
	d.set(func() { d.hold = make(chan struct{}) })
	p.keys("Ctrl+G")
	p.frames(25)
	p.picture("working")
	p.press("work/cancel")
	p.works()
	p.keys("Ctrl+G")
	p.keys("Ctrl+.")
	p.works()
	if !slices.Equal(before, places(p)) || p.doc.Version() == 0 {
		t.Error("a cancelled job has changed the room")
	}
	// A job for a document that is closed has no result.
	p.keys("Ctrl+G")
	p.edit(emptyRoom())
	close(d.hold)
	p.frames(5)
	if p.ask.cancel != nil || len(p.objects()) != 0 {
		t.Error("the job goes on for the next document")
	}
}

func TestAPolicyThatFailsSaysSoInASentence(t *testing.T) {
	p, d := withObjects(t)
	d.set(func() {
		d.fail = errors.New("policy \"policy/compact\": its process ended (signal: killed)\ngoroutine 1 [running]:")
	})
	for _, key := range []string{"Ctrl+G", "Ctrl+Shift+G", "Ctrl+Shift+R"} {
		p.keys(key)
		p.works()
		p.shows("Policy \"policy/compact\": its process ended (signal: killed).")
		p.toasts = nil
	}
	p.tab = tabFindings
	p.until("it is said that there is no score", func() bool { return p.truth.Err != "" || p.truth.Score != nil })
	p.keys("Ctrl+A", "Ctrl+L", "Escape", "Ctrl+G")
	p.works()
	p.shows("In room everything that was chosen is locked")
}

func TestTheScoreComesByItself(t *testing.T) {
	p, d := withObjects(t)
	p.tab = tabFindings
	p.until("the score is there", func() bool { return p.truth.Score != nil && !p.truth.Stale })
	was := p.truth.Score.Reward
	p.frames(2)
	p.picture("score")
	// Nobody touches anything, and nothing is scored again.
	n := d.scored.Load()
	p.rest()
	if d.scored.Load() != n {
		t.Error("scored without an edit")
	}
	p.doc.Select(p.doc.State().Objects("room")[0])
	p.do(document.Move(p.doc.SelectedObjects(), scenes.Vec3{-3, 0, 0}))
	p.frames(1)
	if len(scenes.Faults(p.truth.Findings)) == 0 {
		t.Error("a sofa outside the room is no fault in the next frame")
	}
	p.until("the new score is there", func() bool { return p.truth.Score != nil && !p.truth.Stale && p.truth.Score.Reward != was })
	p.picture("score-after")
	p.doc.Select()
	p.press("findings/0")
	if sel := p.doc.SelectedObjects(); len(sel) != 1 || sel[0].ID != p.truth.Findings[0].Object {
		t.Errorf("the click on a finding selects %v", sel)
	}
	p.press("breakdown/physics")
	p.frames(1)
	p.press("breakdown/physics/" + p.objects()[2].ID)
	if sel := p.doc.SelectedObjects(); len(sel) != 1 || sel[0].ID != p.objects()[2].ID {
		t.Errorf("the click on an object of the reward selects %v", sel)
	}
}

func TestPlanAndFurnishALevel(t *testing.T) {
	p, d := withPolicy(t)
	p.keys("Ctrl+Shift+F")
	p.frames(1)
	p.write("a flat with a living room, two bedrooms and a bathroom")
	p.press("level/plan")
	p.works()
	p.golden("level")
	l := &p.ask.level
	if l.plan == nil || len(l.plan.Plan.Rooms) < 4 || len(p.doc.State().Level.Rooms) != 1 || len(d.asked) != 0 {
		t.Fatalf("planned: %+v", l.plan)
	}
	width := l.ask.Width
	first := l.plan.Plan
	p.press("level/plan")
	p.works()
	if l.plan.Plan == first || l.ask.Width != width {
		t.Errorf("another plan is the same, or of another size: %v and %v", width, l.ask.Width)
	}
	p.press("level/prefer")
	p.write("a desk in the bedroom")
	p.press("level/furnish")
	p.works()
	p.rest()
	p.picture("level-furnished")
	rooms := p.doc.State().Level.Rooms
	if len(rooms) < 4 || p.u.IsOpen("level") {
		t.Fatalf("%d rooms", len(rooms))
	}
	desks := 0
	for i := range rooms {
		for _, o := range rooms[i].Task.Objects {
			if strings.Contains(o.Category, "desk") {
				desks++
			}
		}
	}
	if desks == 0 {
		t.Error("the wish for a desk was not heard")
	}
	asked := len(d.asked)
	p.run("policy.generate-all")
	p.works()
	if len(d.asked)-asked < 4 || !strings.HasPrefix(p.doc.UndoTitle(), "Generate ") {
		t.Errorf("%d rooms generated, %q", len(d.asked)-asked, p.doc.UndoTitle())
	}
	p.keys("Ctrl+Z", "Ctrl+Z")
	if n := len(p.doc.State().Level.Rooms); n != 1 || p.room != "room" {
		t.Errorf("undone, there are %d rooms, %s is edited", n, p.room)
	}
}

func TestALevelThatCannotBePlanned(t *testing.T) {
	p, _ := withPolicy(t)
	for text, want := range map[string]string{
		"three spaceships":      "Unknown room \"spaceships\"",
		"500 bedrooms":          "Room \"500 bedrooms\"",
		"a kitchen of 90000 m2": "The footprint is",
	} {
		p.toasts = nil
		p.keys("Ctrl+Shift+F")
		p.keys("Ctrl+A")
		p.write(text)
		p.keys("Enter")
		p.works()
		p.shows(want)
		p.keys("Escape")
		p.frames(2)
		if p.u.IsOpen("level") || len(p.doc.State().Level.Rooms) != 1 {
			t.Errorf("%q: open %v, %d rooms", text, p.u.IsOpen("level"), len(p.doc.State().Level.Rooms))
		}
	}
}
