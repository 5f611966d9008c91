package live_test

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/scenes"
)

var (
	room   = &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{{ID: "bed_1", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor}}}
	layout = &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{1, 2, 0.25}}}}
)

// artist generates one layout.
type artist struct{ session.Service }

func (artist) Generate(_ context.Context, r session.GenerateRequest) (*session.Generation, error) {
	return &session.Generation{Layouts: []session.Generated{{Layout: layout, Reward: 7, Response: r.Task.ID}}}, nil
}

// trainer is a run without plugins: a hub, its folder and its socket.
type trainer struct {
	*session.Hub
	t    *testing.T
	dir  string
	rec  *metrics.Recorder
	stop func() error
}

func train(t *testing.T) *trainer {
	t.Helper()
	r := &trainer{Hub: session.NewHub("run"), t: t, dir: t.TempDir()}
	var err error
	if r.rec, err = metrics.Open(metrics.Options{Dir: r.dir}); err != nil {
		t.Fatal(err)
	}
	r.Keep(metrics.NewArchive(r.dir))
	r.Begin(100, []session.Term{{Name: "physics", Weight: 1}, {Name: "format", Weight: 0.5}}, nil, artist{})
	r.SetState(session.Running, nil)
	if _, r.stop, err = session.Open(r.Hub, r.dir, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(r.rec.Close(), r.stop()); err != nil {
			t.Error(err)
		}
	})
	return r
}

// iterate makes an iteration of two rooms and three turns; every fifth one is
// recorded.
func (r *trainer) iterate(i int) {
	r.t.Helper()
	rec := session.Record{Iteration: i, Elapsed: float64(i), Metrics: map[string]float64{"reward/mean": float64(i), "term/physics": 1, "term/physics/std": 1, "policy/steps": 3}}
	sample := session.SampleLayout{Iteration: i, Turn: 2, Task: room, Layout: layout, Reward: float64(i),
		Earlier: []session.TurnLayout{{Layout: layout, Reward: -2}, {Turn: 1, Reward: -1}}}
	if err := r.rec.Record(rec); err != nil {
		r.t.Fatal(err)
	}
	if i%5 == 0 {
		for range 2 {
			if err := r.rec.Sample(sample, 0, ""); err != nil {
				r.t.Fatal(err)
			}
		}
	}
	r.Publish(session.Event{Record: &rec, Samples: []session.SampleLayout{sample, sample}})
}

func (r *trainer) attach(o live.Options) *live.Feed {
	r.t.Helper()
	before := runtime.NumGoroutine()
	c, err := session.Dial(r.t.Context(), r.dir, "")
	if err != nil {
		r.t.Fatal(err)
	}
	f, err := live.Attach(r.t.Context(), c, o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		f.Close()
		c.Close()
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		r.t.Errorf("%d goroutines where there were %d", runtime.NumGoroutine(), before)
	})
	return f
}

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited 5 s until " + what)
		}
	}
}

func TestGoingBackOverARun(t *testing.T) {
	r := train(t)
	for i := range 23 {
		r.iterate(i)
	}
	f := r.attach(live.Options{})
	if s := f.State(); len(s.History) != 23 || s.Iteration != 23 || !s.Control || len(f.Frames()) != 2 || f.Turns() != 3 {
		t.Fatalf("%d records, iteration %d, %d frames of %d turns", len(s.History), s.Iteration, len(f.Frames()), f.Turns())
	}
	f.Explore()
	until(t, "the timeline is known", func() bool { return slices.Equal(f.Timeline(), []int{0, 5, 10, 15, 20, 22}) })
	if m, following := f.At(); !following || m.Iteration != 22 {
		t.Errorf("at %v, %v", m, following)
	}
	// A slider that is dragged: whatever comes last is shown.
	for i := 22; i >= 7; i-- {
		f.Seek(live.Moment{Iteration: i, Turn: live.Last})
	}
	until(t, "iteration 5 is shown", func() bool { fr := f.Frames(); return len(fr) == 2 && fr[0].Iteration == 5 })
	f.Seek(live.Moment{Iteration: 5, Turn: 0})
	if fr := f.Frames(); len(fr) != 2 || fr[0].Turn != 0 || fr[0].Reward != -2 || fr[0].Turns != 3 {
		t.Errorf("turn 0: %+v", fr)
	}
	// Turn 1 could not be read, so the next one is shown.
	f.Seek(live.Moment{Iteration: 5, Turn: 1})
	if fr := f.Frames(); len(fr) != 2 || fr[0].Turn != 2 {
		t.Errorf("turn 1: %+v", fr)
	}
	// The run goes on while one looks back.
	r.iterate(23)
	until(t, "the new record has come", func() bool { return f.State().Iteration == 24 })
	if fr := f.Frames(); fr[0].Iteration != 5 {
		t.Errorf("looking back shows iteration %d", fr[0].Iteration)
	}
	f.Follow()
	if fr := f.Frames(); fr[0].Iteration != 23 {
		t.Errorf("following shows iteration %d", fr[0].Iteration)
	}
	f.Compare()
	until(t, "the comparison is there", func() bool { return !f.Comparison().Loading })
	c := f.Comparison()
	if len(c.Pairs) != 2 || c.Pairs[0].Before.Iteration != 0 || c.Pairs[0].After.Reward != 7 || c.Iteration != 24 {
		t.Errorf("compared: %+v", c)
	}
	names := []string{}
	for _, c := range live.Curves(f.State().History) {
		names = append(names, c.Name)
	}
	if !slices.Equal(names, []string{"reward/mean", "term/physics"}) {
		t.Errorf("curves of %v", names)
	}
}

// A run whose policy has died goes back to its checkpoint: what came after that
// is no part of it.
func TestARunThatGoesBackToACheckpoint(t *testing.T) {
	r := train(t)
	for i := range 12 {
		r.iterate(i)
	}
	f := r.attach(live.Options{})
	r.iterate(12)
	until(t, "iteration 12 has come", func() bool { return f.State().Iteration == 13 && len(f.Frames()) == 2 && f.Frames()[0].Iteration == 12 })
	again := func(i int) {
		rec := session.Record{Iteration: i, Elapsed: 100 + float64(i), Metrics: map[string]float64{"reward/mean": -1}}
		r.Publish(session.Event{Record: &rec, Samples: []session.SampleLayout{{Iteration: i, Task: room, Layout: layout}}})
	}
	again(9)
	until(t, "it has gone back", func() bool { return f.State().Iteration == 10 })
	s := f.State()
	if n := len(s.History); n != 10 || s.History[9].Metrics["reward/mean"] != -1 || !strings.Contains(s.Notice, "went back") {
		t.Errorf("%d records, notice %q", n, s.Notice)
	}
	if line := f.Timeline(); line[len(line)-1] != 9 || f.Frames()[0].Iteration != 9 {
		t.Errorf("timeline %v, showing %d", line, f.Frames()[0].Iteration)
	}
	for i := 10; i < 14; i++ {
		again(i)
	}
	until(t, "it has caught up", func() bool { return f.State().Iteration == 14 })
	if s := f.State(); s.Notice != "" || len(s.History) != 14 {
		t.Errorf("caught up with %d records: %q", len(s.History), s.Notice)
	}
}

func TestManyIterationsAreThinnedOut(t *testing.T) {
	r := train(t)
	f := r.attach(live.Options{Seen: 10})
	for i := range 60 {
		r.iterate(i)
		until(t, "it has come", func() bool { return f.State().Iteration == i+1 })
	}
	if line := f.Timeline(); len(line) > 11 || line[0] != 0 || line[len(line)-1] != 59 {
		t.Errorf("the timeline is %v", line)
	}
	f.Seek(live.Moment{Iteration: 35, Turn: live.Last})
	until(t, "iteration 35 has been fetched", func() bool { fr := f.Frames(); return len(fr) == 2 && fr[0].Iteration == 35 })
}

func TestControl(t *testing.T) {
	r := train(t)
	f := r.attach(live.Options{})
	f.Toggle()
	until(t, "the pause has come", func() bool { _, paused, _ := r.Actions(); return paused })
	r.SetState(session.Paused, nil)
	until(t, "the pause is seen", func() bool { return f.State().State == session.Paused })
	f.Toggle()
	until(t, "the run goes on", func() bool { _, paused, _ := r.Actions(); return !paused })

	// A slider that is dragged: the last value arrives, and not all the others.
	var got []session.Action
	for i := range 500 {
		f.SetWeight("format", float64(i))
	}
	until(t, "the last weight has come", func() bool {
		actions, _, _ := r.Actions()
		got = append(got, actions...)
		return len(got) > 0 && got[len(got)-1].Weight == 499
	})
	if len(got) > 250 {
		t.Errorf("%d changes of weight were sent for one drag", len(got))
	}
	f.SetWeight("fysics", 1)
	until(t, "it is said that there is no such term", func() bool { return strings.Contains(f.State().Notice, `no term "fysics"`) })
	f.SetWeight("format", math.NaN())
	until(t, "it is said that a weight is a number", func() bool { return strings.Contains(f.State().Notice, "cannot change the weight of format") })
	f.Stop()
	until(t, "the run is to stop", func() bool { _, _, stop := r.Actions(); return stop })
	r.SetState(session.Finished, nil)
	until(t, "it has ended", func() bool { return !f.State().Control })
	if s := f.State(); s.Lost || s.Notice != "" {
		t.Errorf("an end that was asked for: %+v", s)
	}
	f.Pause()
	until(t, "it is said that it has ended", func() bool { return f.State().Notice == "cannot pause the run: the run has ended" })
}

func TestRunThatDies(t *testing.T) {
	r := train(t)
	r.iterate(0)
	r.iterate(1)
	f := r.attach(live.Options{})
	until(t, "it is seen", func() bool { return len(f.Frames()) == 2 })
	if err := r.stop(); err != nil { // the socket goes, and nobody says anything
		t.Fatal(err)
	}
	until(t, "it is noticed", func() bool { return f.State().Lost })
	s := f.State()
	if s.Control || !strings.Contains(s.Notice, "the run at iteration 2 no longer answers") || len(s.History) != 2 || len(f.Frames()) != 2 {
		t.Errorf("after the run has died: %+v", s)
	}
	f.Seek(live.Moment{Iteration: 0, Turn: live.Last})
	until(t, "it is said that there is nothing to fetch", func() bool { return strings.Contains(f.State().Notice, "could not be had") })
	if len(f.Frames()) != 2 {
		t.Error("the layouts have gone from the screen")
	}
	f.Compare()
	until(t, "the comparison has failed", func() bool { c := f.Comparison(); return !c.Loading && c.Err != "" })
}

func TestFailedRunSaysWhy(t *testing.T) {
	r := train(t)
	f := r.attach(live.Options{})
	r.SetState(session.Failed, errors.New("out of luck"))
	until(t, "it is seen", func() bool { return f.State().Notice == "the run has failed: out of luck" })
}
