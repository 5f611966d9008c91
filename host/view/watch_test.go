package view

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// fake is a session with a run of our making.
type fake struct {
	session.Client
	mu     sync.Mutex
	snap   session.Snapshot
	events chan session.Event
	// weights are the changes that were asked for; a deaf run makes none of them.
	weights []session.Term
	deaf    bool
	closed  bool
}

func (f *fake) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	return nil
}

func newFake() *fake {
	f := &fake{events: make(chan session.Event, 16), snap: session.Snapshot{Run: "a run", State: session.Running, Iteration: 12, Iterations: 40, Terms: []session.Term{{Name: "physics", Weight: 1}, {Name: "format", Weight: 0.2}}}}
	for i := range 12 {
		f.snap.History = append(f.snap.History, session.Record{Iteration: i, Metrics: map[string]float64{"reward/mean": float64(i) / 12, "term/physics": 1 - 1/float64(i+1), "policy/entropy": 3 - float64(i)/6}})
	}
	for i, id := range []string{"living", "bedroom", "office"} {
		t := &scenes.Task{ID: id, Program: id, Preference: "keep the middle free", Room: scenes.RectRoom(4+float64(i), 4, 2.7), Objects: []scenes.Object{{ID: "box", Category: "cabinet", Size: scenes.Vec3{1, 1, 1}, Support: scenes.OnFloor}}}
		l := &scenes.Layout{Placements: []scenes.Placement{{ID: "box", Position: scenes.Vec3{2, 2, 0.5}}}}
		s := session.SampleLayout{Task: t, Layout: l, Iteration: 11, Reward: 0.9}
		if i == 1 {
			s.Findings = []scenes.Finding{{Rule: scenes.RuleOutOfBounds, Object: "box", Depth: 0.4, Message: "box stands 40 cm outside the room; move it 40 cm east"}}
		}
		f.snap.Samples = append(f.snap.Samples, s)
	}
	return f
}

func (f *fake) Snapshot(context.Context) (*session.Snapshot, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.snap
	return &s, nil
}

// Watch passes events on until the one who watches goes, as the contract asks.
func (f *fake) Watch(ctx context.Context) (<-chan session.Event, error) {
	out := make(chan session.Event)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case e, ok := <-f.events:
				if !ok {
					return
				}
				select {
				case out <- e:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out, nil
}

func (f *fake) Pause(context.Context) error  { return f.set(session.Paused) }
func (f *fake) Resume(context.Context) error { return f.set(session.Running) }
func (f *fake) Stop(context.Context) error   { return f.set(session.Finished) }

func (f *fake) SetWeight(_ context.Context, term string, weight float64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	terms := slices.Clone(f.snap.Terms)
	for i := range terms {
		if terms[i].Name == term {
			terms[i].Weight = weight
		}
	}
	f.snap.Terms = terms
	f.weights = append(f.weights, session.Term{Name: term, Weight: weight})
	if !f.deaf {
		f.events <- session.Event{Terms: terms}
	}
	return nil
}

func (f *fake) set(s session.State) error {
	f.mu.Lock()
	f.snap.State = s
	f.mu.Unlock()
	f.events <- session.Event{State: s}
	return nil
}

// until repeats frames until the condition holds.
func (p *person) until(what string, ok func() bool) {
	p.t.Helper()
	for range 2000 {
		p.frames(1)
		if ok() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	p.t.Fatalf("never saw: %s", what)
}

func TestWatchARun(t *testing.T) {
	f := newFake()
	p := sit(t, Options{Run: f})
	p.until("three rooms", func() bool { return len(p.feed.Frames()) == 3 })
	p.rest()
	p.picture("watch")
	p.keys("Right")
	if p.watch.frame.Task.ID != "bedroom" {
		t.Errorf("the arrow key leads to %s", p.watch.frame.Task.ID)
	}
	p.tab = tabFindings
	p.rest()
	p.golden("watch-findings")
	p.keys("Space")
	p.until("paused", func() bool { return p.feed.State().Snapshot.State == session.Paused })
	p.keys("Space")
	p.until("running again", func() bool { return p.feed.State().Snapshot.State == session.Running })
	again := f.snap.History[11]
	f.events <- session.Event{Record: &again}
	f.events <- session.Event{Record: &session.Record{Iteration: 12, Metrics: map[string]float64{"reward/mean": 1}}}
	p.until("iteration 13", func() bool { return p.feed.State().Iteration == 13 })
	if n := len(p.feed.State().History); n != 13 {
		t.Errorf("the history has %d records", n)
	}
}

func TestTakeARoomOutOfARun(t *testing.T) {
	p := sit(t, Options{Run: newFake()})
	p.until("a room", func() bool { return p.watch.frame.Task != nil })
	p.run("run.take")
	p.frames(3)
	if p.shell.watch.on || p.room != "living" || len(p.objects()) != 1 {
		t.Fatalf("watching %v, room %s with %d objects", p.shell.watch.on, p.room, len(p.objects()))
	}
	p.keys("F2")
	if !p.shell.watch.on {
		t.Error("F2 does not lead back to the run")
	}
}

func TestARunThatDiesLeavesWhatWasSeen(t *testing.T) {
	f := newFake()
	p := sit(t, Options{Run: f})
	p.until("a room", func() bool { return p.watch.frame.Task != nil })
	close(f.events)
	p.until("a notice", func() bool { return p.feed.State().Notice != "" })
	if len(p.feed.Frames()) != 3 {
		t.Error("what was seen is gone")
	}
	if p.title() == "" || !strings.Contains(p.title(), "a run") {
		t.Errorf("the title is %q", p.title())
	}
	p.picture("lost")
}
