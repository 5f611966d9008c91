package view

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/session"
)

func TestAWeightIsChangedByItsSlider(t *testing.T) {
	f := newFake()
	p := sit(t, Options{Run: f})
	p.until("a room", func() bool { return p.watch.frame.Task != nil })
	p.tab = 1
	r := p.where()["weight/physics"]
	x, y := r.Center()
	p.drag(x, y, x+r.W/8, y)
	p.until("the run has the weight", func() bool { return p.feed.State().Terms[0].Weight != 1 })
	p.frames(2)
	w := p.feed.State().Terms[0].Weight
	if w <= 1 || w > 1.5 || math.Abs(w*100-math.Round(w*100)) > 1e-9 || len(f.weights) != 1 {
		t.Errorf("one drag made %+v", f.weights)
	}
	p.golden("weights")
	if after := p.where()["weight/physics"]; after != r {
		t.Errorf("the slider has moved from %v to %v", r, after)
	}
	// A run that does not answer: the slider goes back in the end.
	f.deaf = true
	p.drag(x, y, x-r.W/4, y)
	p.frames(10)
	if !p.watch.weights["physics"].waiting {
		t.Error("the slider goes back at once")
	}
	p.in.Time += weighs
	p.frames(3)
	if p.watch.weights["physics"].waiting {
		t.Error("the slider waits for ever")
	}
}

func TestScrubOverTurns(t *testing.T) {
	p := sit(t, Options{Run: trained(8)})
	p.until("a room", func() bool { return p.watch.frame.Task != nil })
	if p.watch.frame.Turn != 1 || p.watch.frame.Turns != 2 {
		t.Fatalf("turn %d of %d", p.watch.frame.Turn, p.watch.frame.Turns)
	}
	p.keys("Shift+,")
	p.frames(1)
	if f := p.watch.frame; f.Turn != 0 || f.Layout.Placements[0].Position[0] != 3 {
		t.Errorf("a turn back shows turn %d", f.Turn)
	}
	p.keys("Shift+,", "Shift+.")
	p.frames(1)
	if p.watch.frame.Turn != 1 {
		t.Errorf("a turn on shows turn %d", p.watch.frame.Turn)
	}
	p.keys(",")
	p.frames(1)
	if at, following := p.feed.At(); following || at.Iteration == 8 {
		t.Errorf("at %+v", at)
	}
	p.keys("End")
	if _, following := p.feed.At(); !following {
		t.Error("End does not follow the run")
	}
}

func TestARunThatDiesIsAttachedToAgain(t *testing.T) {
	first, second := newFake(), newFake()
	second.snap.Run = "runs/the same run"
	asked := 0
	p := sit(t, Options{Run: first, RunAt: Place{Where: "http://trainer:7070", Token: "secret"}, Attach: func(_ context.Context, where, token string) (session.Client, error) {
		if asked++; asked == 1 {
			return nil, errors.New("no run answers at " + where + "; it may have ended")
		}
		if where != "http://trainer:7070" || token != "secret" {
			t.Errorf("attached to %s by %q", where, token)
		}
		return second, nil
	}})
	p.until("a room", func() bool { return p.watch.frame.Task != nil })
	close(first.events)
	p.until("it is said", func() bool { return p.feed.State().Lost })
	p.frames(2)
	p.picture("lost")
	// What is open in the editor goes on.
	p.keys("F2")
	p.frames(2)
	if p.watch.on || len(p.objects()) != 0 {
		t.Error("the editor cannot be reached")
	}
	p.keys("F2")
	p.press("run/again")
	p.until("it is said that nobody answers", func() bool { return len(p.toasts) > 0 })
	p.shows("No run answers at http://trainer:7070")
	p.frames(2)
	if !p.u.IsOpen("attach") {
		t.Error("the address cannot be put right")
	}
	p.keys("Enter")
	p.until("it is watched again", func() bool { return !p.feed.State().Lost })
	if title := p.title(); !strings.HasPrefix(title, "the same run") || len(p.feed.Frames()) != 3 {
		t.Errorf("%q with %d rooms", title, len(p.feed.Frames()))
	}
	p.shell.close()
	if !second.closed || first.closed {
		t.Errorf("closed: %v and %v; want what the window opened by itself", first.closed, second.closed)
	}
}

func TestAttachFromTheWindow(t *testing.T) {
	run := newFake()
	p := sit(t, Options{Attach: func(_ context.Context, where, token string) (session.Client, error) {
		if where != "runs/bedrooms" {
			return nil, errors.New("cannot attach to " + where)
		}
		return run, nil
	}})
	if why := p.reg.Find("run.toggle").Why(); why != "no run is watched" {
		t.Errorf("without a run: %q", why)
	}
	p.keys("F2")
	if p.watch.on {
		t.Fatal("F2 watches no run")
	}
	for _, where := range []string{"nowhere", "runs/bedrooms"} {
		p.keys("Ctrl+Shift+O")
		p.frames(2)
		p.picture("attach")
		p.keys("Ctrl+A")
		p.write(where)
		p.keys("Enter")
		p.until("it has answered", func() bool { return len(p.errands.list) == 0 })
	}
	p.shows("Cannot attach to nowhere")
	p.until("three rooms", func() bool { return p.feed != nil && len(p.feed.Frames()) == 3 })
	p.frames(2)
	if !p.watch.on || p.start {
		t.Error("the run is not watched")
	}
	p.keys("Space")
	p.until("paused", func() bool { return p.feed.State().Snapshot.State == session.Paused })
}
