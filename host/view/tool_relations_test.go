package view

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
)

// place is where a widget is.
func (p *person) place(id string) ui.Rect {
	p.t.Helper()
	r, ok := p.where()[id]
	if !ok {
		p.t.Fatalf("the window has no %q", id)
	}
	return r
}

// crossOf clicks the cross of a chip.
func (p *person) crossOf(id string) {
	p.t.Helper()
	r := p.place(id)
	p.click(r.Right()-14, r.Y+r.H/2)
}

// pick takes the n-th line of a list that drops down.
func (p *person) pick(id string, n int) {
	p.t.Helper()
	p.press(id + "/button")
	p.press(fmt.Sprint(id, "/list/", n))
	p.frames(1)
}

func TestRelationsAreChips(t *testing.T) {
	p := studio(t)
	ref := document.Ref{Room: p.room, ID: "table"}
	p.doc.Select(ref)
	p.frames(2)
	relations := func() []scenes.Relation {
		_, o, _ := p.doc.State().Object(ref)
		return o.Relations
	}
	p.pick("relation/kind", 1+2) // above … left of
	p.pick("relation/target", 1+1)
	want := []scenes.Relation{{Kind: scenes.RelationKinds[2], Target: "wardrobe"}}
	if got := relations(); !reflect.DeepEqual(got, want) {
		t.Fatalf("added: %v, want %v", got, want)
	}
	p.click(p.place("relation0").Center())
	p.golden("relation")
	p.pick("relation/kind", 1+3)
	want[0].Kind = scenes.RelationKinds[3]
	if got := relations(); !reflect.DeepEqual(got, want) {
		t.Errorf("changed: %v, want %v", got, want)
	}
	p.crossOf("relation0")
	if got := relations(); len(got) != 0 {
		t.Errorf("removed: %v", got)
	}
	p.pick("object/facing", 1+1)
	if _, o, _ := p.doc.State().Object(ref); o.Facing != "wardrobe" {
		t.Errorf("faces %q", o.Facing)
	}
	p.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
	want[0].Kind = scenes.RelationKinds[2]
	if got := relations(); !reflect.DeepEqual(got, want) {
		t.Errorf("undone: %v, want %v", got, want)
	}
	p.keys("Ctrl+Z")
	if got := relations(); len(got) != 0 || p.doc.Changed() {
		t.Errorf("all undone: %v", got)
	}
}

func TestWishesAreChips(t *testing.T) {
	p := studio(t)
	p.doc.Select()
	p.tab = tabRoom
	p.frames(2)
	says := func(want string) {
		t.Helper()
		if got := p.active().Task.Preference; got != want {
			t.Errorf("the preference is %q, want %q", got, want)
		}
	}
	for _, wish := range []string{"the desk by the window", "keep the middle free", "居心地の良い"} {
		p.click(p.place("room/preference").Center())
		p.write(wish)
		p.keys("Enter")
	}
	says("the desk by the window, keep the middle free, 居心地の良い")
	p.picture("wishes")
	p.click(p.place("wish1").Center())
	p.frames(1)
	p.keys("Ctrl+A")
	p.write("a free middle")
	p.keys("Enter")
	says("the desk by the window, a free middle, 居心地の良い")
	p.crossOf("wish0")
	says("a free middle, 居心地の良い")
	p.keys("Ctrl+Z", "Ctrl+Z")
	says("the desk by the window, keep the middle free, 居心地の良い")
}
