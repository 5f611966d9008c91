package view

import (
	"math"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// take presses on the first asset that is found for a query.
func (p *person) take(query string) {
	p.t.Helper()
	p.listAssets(query)
	p.frames(2)
	p.move(60, 160)
	p.in.Down[ui.LeftButton] = true
	p.frames(1)
}

func (p *person) let() {
	p.in.Down[ui.LeftButton] = false
	p.frames(2)
}

func TestAssetIsShownWhereItWouldGo(t *testing.T) {
	p := studio(t)
	p.take("armchair")
	p.move(p.seen(scenes.Vec3{3.6, 3.6, 0}))
	p.frames(1)
	p.picture("ghost")
	if len(p.objects()) != 5 {
		t.Fatal("it is not shown in the room while it is carried")
	}
	id := p.objects()[4].ID
	back := p.at(id)
	o := p.objects()[4]
	if back.Yaw != 180 || math.Abs(back.Position[1]+o.Size[1]/2-4) > 1e-6 {
		t.Errorf("at the wall it stands at %v, %g°", back.Position, back.Yaw)
	}
	p.move(5, 300)
	if len(p.objects()) != 4 {
		t.Error("it stays in the room when the pointer leaves")
	}
	p.move(p.seen(scenes.Vec3{3.9, 2.4, 0}))
	p.frames(1)
	p.keys(".", ".")
	p.let()
	if got := p.at(id); got.Yaw != 30 {
		t.Errorf("turned by keys it looks to %g°", got.Yaw)
	}
	if titles, done := p.doc.Steps(); done != 1 {
		t.Errorf("the steps are %v", titles)
	}
	p.keys("Ctrl+Z")
	if len(p.objects()) != 4 || p.doc.Changed() {
		t.Error("one undo does not take it back")
	}
}

func TestEscapeRefusesWhatIsCarried(t *testing.T) {
	p := studio(t)
	p.press("library/search") // keys are for what is carried all the same
	p.take("armchair")
	p.move(p.seen(scenes.Vec3{3.6, 2.4, 0}))
	p.frames(1)
	p.keys("Escape")
	p.move(p.seen(scenes.Vec3{3, 2.4, 0}))
	p.let()
	if len(p.objects()) != 4 || p.doc.Changed() {
		t.Error("what was refused is in the room")
	}
	p.take("armchair")
	p.move(p.seen(scenes.Vec3{3.6, 2.4, 0}))
	p.let()
	if len(p.objects()) != 5 {
		t.Error("the next one is refused too")
	}
}

func TestThingsGoWhereTheyBelong(t *testing.T) {
	p := studio(t)
	for _, c := range []struct {
		query string
		at    scenes.Vec3
		check func(o scenes.Object, q scenes.Placement) bool
	}{
		{"table lamp", p.at("table").Position.Add(scenes.Vec3{0, 0, 0.375}), func(o scenes.Object, q scenes.Placement) bool {
			return o.Parent == "table" && math.Abs(q.Position[2]-o.Size[2]/2-0.75) < 1e-6
		}},
		{"painting", scenes.Vec3{1.4, 4, 1.6}, func(o scenes.Object, q scenes.Placement) bool {
			return o.Support == scenes.OnWall && q.Yaw == 180 && math.Abs(q.Position[1]+o.Size[1]/2-4) < 1e-6 && math.Abs(q.Position[2]-1.6) < 0.05
		}},
		{"ceiling lamp", scenes.Vec3{3, 2.6, 0}, func(o scenes.Object, q scenes.Placement) bool {
			return o.Support == scenes.OnCeiling && math.Abs(q.Position[2]+o.Size[2]/2-2.6) < 1e-6 && math.Abs(q.Position[1]-2.6) < 0.06
		}},
		// Pointing at the wall means the place before it.
		{"bookshelf", scenes.Vec3{4.2, 4, 0.8}, func(o scenes.Object, q scenes.Placement) bool {
			return o.Support == scenes.OnFloor && q.Yaw == 180 && math.Abs(q.Position[1]+o.Size[1]/2-4) < 1e-6
		}},
	} {
		n := len(p.objects())
		p.take(c.query)
		p.move(p.seen(c.at))
		p.frames(1)
		p.let()
		if len(p.objects()) != n+1 {
			t.Errorf("%s: not put down; %v %q", c.query, p.toasts, p.tool.fault)
			continue
		}
		o := p.objects()[n]
		if q := p.at(o.ID); !c.check(o, q) {
			t.Errorf("%s: %s on %q at %v, %g°", c.query, o.Support, o.Parent, q.Position, q.Yaw)
		}
	}
	p.picture("placed")
}

func TestMeasure(t *testing.T) {
	p := studio(t)
	p.keys("M")
	p.click(p.on("table"))
	p.move(p.on("wardrobe"))
	p.picture("measuring")
	p.click(p.on("wardrobe"))
	p.click(p.on("lamp"))
	p.click(p.seen(scenes.Vec3{0, 0.8, 2}))
	r, ok := p.tool.hand.(*ruler)
	if !ok || len(r.kept) != 2 {
		t.Fatalf("the ruler has %+v", p.tool.hand)
	}
	if got := r.kept[0].Length; math.Abs(got-math.Hypot(0.4, 0.5)) > 1e-6 {
		t.Errorf("from the table to the wardrobe %.3f m", got)
	}
	if got := r.kept[1].Length; math.Abs(got-(4.2-0.125)) > 1e-6 {
		t.Errorf("from the lamp to the wall %.3f m", got)
	}
	// A corner of the room is meant exactly.
	p.click(p.seen(scenes.Vec3{5, 0, 0}))
	p.click(p.seen(scenes.Vec3{5, 4, 0}))
	if got := r.kept[2].Length; math.Abs(got-4) > 1e-9 {
		t.Errorf("from corner to corner %.3f m", got)
	}
	p.golden("measured")
	p.keys("Backspace", "Escape")
	if len(r.kept) != 2 || p.tool.hand != nil || p.doc.Changed() {
		t.Error("Backspace and Escape do not put the ruler away")
	}
}
