package view

import (
	"context"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// carpenter furnishes every room by moving the bed to the wall.
type carpenter struct{ session.Service }

func (carpenter) Generate(_ context.Context, r session.GenerateRequest) (*session.Generation, error) {
	return &session.Generation{Tried: 1, Layouts: []session.Generated{{Reward: 0.9, Layout: bedAt(0.9)}}}, nil
}

func bedAt(x float64) *scenes.Layout {
	return &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{x, 1.1, 0.25}}}}
}

// trained is a run of some iterations with three rooms.
func trained(n int) *session.Hub {
	hub := session.NewHub("bedrooms")
	hub.Begin(100, []session.Term{{Name: "format", Weight: 0.5}, {Name: "physics", Weight: 1}}, nil, carpenter{})
	hub.SetState(session.Running, nil)
	for it := range n {
		var samples []session.SampleLayout
		for k := range 3 {
			task := &scenes.Task{ID: "bedroom", Program: "bedroom", Room: scenes.RectRoom(4+float64(k)/2, 3, 2.6), Objects: []scenes.Object{
				{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor}}}
			samples = append(samples, session.SampleLayout{Iteration: it, Turn: 1, Task: task, Layout: bedAt(1 + float64(k)/2), Reward: float64(it) / 10,
				Earlier: []session.TurnLayout{{Layout: bedAt(3)}}})
		}
		rec := session.Record{Iteration: it, Elapsed: float64(it), Metrics: map[string]float64{"reward/mean": float64(it) / 10, "term/physics": -1 / float64(it+1)}}
		hub.Publish(session.Event{Record: &rec, Samples: samples})
	}
	return hub
}

func TestAllRoomsBeforeAndAfter(t *testing.T) {
	p := sit(t, Options{Run: trained(8)})
	p.keys("V")
	if !p.watch.many || len(p.watch.split.frames()) != 3 {
		t.Fatalf("all rooms: %v, %d", p.watch.many, len(p.watch.split.frames()))
	}
	p.golden("watch-split")
	p.keys("B")
	for end := time.Now().Add(5 * time.Second); p.feed.Comparison().Loading; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the comparison does not end")
		}
	}
	p.frames(2)
	p.picture("watch-after")
	if fr := p.watch.split.frames(); len(fr) != 3 || fr[0].Reward != 0.9 {
		t.Fatalf("after: %+v", fr)
	}
	p.keys("B")
	if fr := p.watch.split.frames(); len(fr) != 3 || fr[0].Reward != 0.7 || fr[0].Iteration != 7 {
		// A hub without an archive remembers from the moment one looks.
		t.Errorf("before: %+v", fr)
	}
	p.watch.split.compare = false
	p.keys("V")
	if p.watch.many || p.watch.frame.Task == nil {
		t.Errorf("back to one room: %v, %+v", p.watch.many, p.watch.frame)
	}
	p.picture("watch-one")
	if err := p.reg.Run("run.take"); err != nil {
		t.Fatal(err)
	}
	p.frames(3)
	if p.watch.on || p.active().Layout.Find("bed_1") == nil {
		t.Error("the room was not taken into the editor")
	}
}
