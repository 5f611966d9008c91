package assist_test

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/floorplan"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// puppet is a client that places every object at the same spot, one try a metre
// from the next, and remembers what it was asked.
type puppet struct {
	session.Client
	mu     sync.Mutex
	asked  []session.GenerateRequest
	hold   chan struct{}
	scores atomic.Int32
	fail   error
}

func (p *puppet) Generate(ctx context.Context, r session.GenerateRequest) (*session.Generation, error) {
	p.mu.Lock()
	p.asked = append(p.asked, r)
	p.mu.Unlock()
	if p.hold != nil {
		select {
		case <-p.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if p.fail != nil {
		return nil, p.fail
	}
	out := &session.Generation{Tried: r.K}
	for i := range r.Best {
		l := &scenes.Layout{}
		for _, o := range r.Task.Objects {
			at := scenes.Placement{ID: o.ID, Position: scenes.Vec3{float64(i / 2), 1, o.Size[2] / 2}}
			if lock := r.Task.Lock(o.ID); lock != nil {
				at = *lock
			}
			l.Placements = append(l.Placements, at)
		}
		out.Layouts = append(out.Layouts, session.Generated{Layout: l, Episode: i, Response: "<think>bed_1: because</think><answer>[]</answer>"})
	}
	return out, nil
}

func (p *puppet) Score(ctx context.Context, t *scenes.Task, l *scenes.Layout) (*session.Generated, error) {
	n := p.scores.Add(1)
	if p.fail != nil {
		return nil, p.fail
	}
	if p.hold != nil {
		select {
		case <-p.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return &session.Generated{Layout: l, Reward: float64(n), Terms: []session.TermScore{
		{Term: "format", Weight: 0.5, Value: 1}, {Term: "physics", Weight: 2, Value: -1, Objects: []float64{-1, -2, 0}},
	}}, nil
}

func bedroom() *scenes.Task {
	return &scenes.Task{ID: "bedroom", Room: scenes.RectRoom(5, 4, 2.7), Objects: []scenes.Object{
		{ID: "bed_1", Category: "bed", Size: scenes.Vec3{1.6, 2, 0.5}, Support: scenes.OnFloor},
		{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.2, 0.6, 0.75}, Support: scenes.OnFloor},
		{ID: "lamp_1", Category: "table_lamp", Size: scenes.Vec3{0.2, 0.2, 0.4}, Support: scenes.OnObject, Parent: "desk_1", Optional: true},
	}}
}

func newAssistant(t *testing.T, p *puppet) *assist.Assistant {
	t.Helper()
	before := runtime.NumGoroutine()
	a := assist.New(assist.Options{Client: p})
	t.Cleanup(func() {
		a.Close()
		for range 100 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d goroutines where there were %d", runtime.NumGoroutine(), before)
	})
	return a
}

func TestOnlyWhatIsAskedForMoves(t *testing.T) {
	at := &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{1, 1, 0.25}}, {ID: "desk_1", Position: scenes.Vec3{3, 1, 0.375}}}}
	fixed := bedroom()
	fixed.Locked = []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{1, 1, 0.25}}}
	for name, c := range map[string]struct {
		ask    assist.Ask
		locked []string
		placed []string
	}{
		"whole":               {assist.Ask{Task: bedroom(), Layout: at}, nil, []string{"bed_1", "desk_1", "lamp_1"}},
		"locked in the task":  {assist.Ask{Task: fixed, Layout: at}, []string{"bed_1"}, []string{"bed_1", "desk_1", "lamp_1"}},
		"locked besides":      {assist.Ask{Task: bedroom(), Layout: at, Locked: []string{"desk_1", "nobody"}}, []string{"desk_1"}, []string{"bed_1", "desk_1", "lamp_1"}},
		"selected":            {assist.Ask{Task: bedroom(), Layout: at, Selected: []string{"bed_1"}}, []string{"desk_1"}, []string{"bed_1", "desk_1"}},
		"with what it holds":  {assist.Ask{Task: bedroom(), Layout: at, Selected: []string{"desk_1"}}, []string{"bed_1"}, []string{"bed_1", "desk_1", "lamp_1"}},
		"nothing is there":    {assist.Ask{Task: bedroom()}, nil, []string{"bed_1", "desk_1", "lamp_1"}},
		"selected and locked": {assist.Ask{Task: fixed, Layout: at, Selected: []string{"bed_1", "desk_1"}}, []string{"bed_1"}, []string{"bed_1", "desk_1", "lamp_1"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &puppet{}
			a := newAssistant(t, p)
			out, err := a.Generate(c.ask).Wait(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var locked, placed []string
			for _, l := range p.asked[0].Task.Locked {
				locked = append(locked, l.ID)
			}
			for _, q := range out[0].Alternatives[0].Layout.Placements {
				placed = append(placed, q.ID)
			}
			if !slices.Equal(locked, c.locked) || !slices.Equal(placed, c.placed) {
				t.Errorf("locked %v, placed %v; want %v and %v", locked, placed, c.locked, c.placed)
			}
			if n := len(c.ask.Task.Locked); n != 0 && n != 1 {
				t.Errorf("the task that was asked about now has %d locks", n)
			}
			if why := out[0].Alternatives[0].Reason("bed_1"); why != "because" {
				t.Errorf("why: %q", why)
			}
		})
	}
}

func TestAlternativesLookDifferent(t *testing.T) {
	p := &puppet{}
	a := newAssistant(t, p)
	out, err := a.Generate(assist.Ask{Task: bedroom(), N: 3, K: 3}).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var episodes []int
	for _, v := range out[0].Alternatives {
		episodes = append(episodes, v.Episode)
	}
	// Of twelve tries, 0 and 1, 2 and 3 and so on look the same; those from 10 on
	// are outside. The best comes first, then what is farthest from it, then what
	// lies between the two.
	if !slices.Equal(episodes, []int{0, 8, 4}) {
		t.Errorf("alternatives are the tries %v", episodes)
	}
}

func TestJobsAreCancelled(t *testing.T) {
	p := &puppet{hold: make(chan struct{})}
	a := newAssistant(t, p)
	first := a.Generate(assist.Ask{Task: bedroom()}, assist.Ask{Task: bedroom()})
	if done, of := first.Progress(); done != 0 || of != 2 || first.Ended() || first.Title() != "Generate 2 rooms" {
		t.Errorf("progress %d of %d, ended %v, %q", done, of, first.Ended(), first.Title())
	}
	second := a.Generate(assist.Ask{Task: bedroom()})
	if _, err := first.Wait(t.Context()); !errors.Is(err, assist.ErrCancelled) {
		t.Errorf("the job before the next: %v", err)
	}
	second.Cancel()
	if _, err := second.Wait(t.Context()); !errors.Is(err, assist.ErrCancelled) {
		t.Errorf("cancelled: %v", err)
	}
	third := a.Generate(assist.Ask{Task: bedroom()})
	a.Close()
	if _, err := third.Result(); !errors.Is(err, assist.ErrCancelled) {
		t.Errorf("closed: %v", err)
	}
}

func TestWhatCannotBeGenerated(t *testing.T) {
	all := bedroom()
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1"}, {ID: "desk_1"}, {ID: "lamp_1"}}}
	for want, c := range map[string]func(a *assist.Assistant) error{
		"no room":            func(a *assist.Assistant) error { return wait(a.Generate()) },
		"has no objects yet": func(a *assist.Assistant) error { return wait(a.Generate(assist.Ask{Task: &scenes.Task{ID: "hall"}})) },
		"everything that was chos": func(a *assist.Assistant) error {
			return wait(a.Generate(assist.Ask{Task: all, Layout: layout, Locked: []string{"bed_1", "desk_1", "lamp_1"}}))
		},
		"nothing to refine yet": func(a *assist.Assistant) error { return wait(a.Refine(assist.Ask{Task: all})) },
		"no library":            func(a *assist.Assistant) error { return wait(a.Choose(all, nil, "a bed", 1)) },
		`unknown room "zzyzx"`:  func(a *assist.Assistant) error { return wait(a.Plan(assist.LevelAsk{Rooms: "zzyzx"})) },
		"the plug was pulled":   func(a *assist.Assistant) error { return wait(a.Generate(assist.Ask{Task: all})) },
	} {
		a := newAssistant(t, &puppet{fail: errors.New("the plug was pulled")})
		if err := c(a); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}

func TestAskedAgainItGivesAnother(t *testing.T) {
	a := newAssistant(t, &puppet{})
	first, err := a.Generate(assist.Ask{Task: bedroom()}).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	now := first[0].Alternatives[0].Layout
	again, err := a.Generate(assist.Ask{Task: bedroom(), Layout: now}).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if first[0].Alternatives[0].Episode != 0 || again[0].Alternatives[0].Episode != 2 || len(again[0].Alternatives) != 1 {
		t.Errorf("try %d and then %d", first[0].Alternatives[0].Episode, again[0].Alternatives[0].Episode)
	}
}

func TestThingsAreExchanged(t *testing.T) {
	lib := assets.Starter()
	a := assist.New(assist.Options{Client: &puppet{}, Stock: furnish.Stock{Library: lib, Item: func(b assets.Asset) roomgen.Item {
		return roomgen.Item{Asset: b.ID, Category: b.Category, Size: b.Size, Support: b.Mount, Flat: b.Flat}
	}}})
	defer a.Close()
	p, err := a.Choose(&scenes.Task{ID: "room", Room: scenes.RectRoom(5, 4, 2.7)}, nil, "a bedroom with a reading corner and a pink elephant", 1).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.NotUnderstood) != 1 || !strings.Contains(p.NotUnderstood[0], "elephant") {
		t.Errorf("not understood: %q of %q", p.NotUnderstood, p.Notes)
	}
	at := slices.IndexFunc(p.Things, func(t assist.Thing) bool { return t.ID == "armchair_1" })
	if at < 0 || p.Things[at].Why != "named" {
		t.Fatalf("the reading corner has no armchair: %+v", p.Things)
	}
	was := p.Things[at]
	others, err := a.Others(p, "armchair_1").Wait(t.Context())
	if err != nil || len(others) == 0 {
		t.Fatal(others, err)
	}
	for _, o := range others {
		if o.ID == was.Asset || o.Mount != scenes.OnFloor {
			t.Errorf("%s for %s", o.ID, was.Asset)
		}
	}
	q := p.Exchanged("armchair_1", others[0])
	if o, _ := q.Task.Find("armchair_1"); o.Asset != others[0].ID || o.Size != others[0].Size || q.Things[at].Asset != o.Asset || !slices.Equal(o.Relations, was.Relations) {
		t.Errorf("exchanged for %s: %+v", others[0].ID, o)
	}
	if o, _ := p.Task.Find("armchair_1"); o.Asset != was.Asset {
		t.Error("the proposal before has changed")
	}
	if err := wait(a.Generate(q.Ask())); err != nil {
		t.Error(err)
	}
}

func TestALevelIsPlannedAndThenFurnished(t *testing.T) {
	p := &puppet{}
	a := assist.New(assist.Options{Client: p, Stock: furnish.Stock{Library: assets.Starter(), Item: func(b assets.Asset) roomgen.Item {
		return roomgen.Item{Asset: b.ID, Category: b.Category, Size: b.Size, Support: b.Mount, Flat: b.Flat}
	}}})
	defer a.Close()
	plan, err := a.Plan(assist.LevelAsk{Rooms: "a flat with a living room, a bedroom and a bathroom", Depth: 6}).Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.asked) != 0 || plan.Ask.Width < 5 || plan.Ask.Depth != 6 || plan.Ask.Seed == 0 {
		t.Errorf("planned by %d questions to the policy: %+v", len(p.asked), plan.Ask)
	}
	again, err := a.Plan(plan.Ask).Wait(t.Context())
	if err != nil || !slices.EqualFunc(again.Plan.Rooms, plan.Plan.Rooms, func(a, b floorplan.Room) bool { return a.Name == b.Name && a.Origin == b.Origin }) {
		t.Errorf("asked again with its seed: %v", err)
	}
	job := a.Level(plan)
	made, err := job.Wait(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if done, of := job.Progress(); done != of || of != len(plan.Plan.Rooms) || len(made.Level.Rooms) != of {
		t.Errorf("%d of %d rooms done, %d made", done, of, len(made.Level.Rooms))
	}
	for _, r := range made.Level.Rooms {
		if r.Task.Program != "hall" && len(r.Task.Objects) == 0 {
			t.Errorf("%s is empty", r.Task.ID)
		}
	}
}

func wait[T any](j *assist.Job[T]) error {
	_, err := j.Wait(context.Background())
	return err
}

func TestLookNeverWaits(t *testing.T) {
	p := &puppet{hold: make(chan struct{})}
	a := newAssistant(t, p)
	task := bedroom()
	edit := func(x float64) *scenes.Layout {
		return &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{x, 2, 0.25}}, {ID: "desk_1", Position: scenes.Vec3{3, 1, 0.375}}}}
	}
	// A drag of a hundred steps while the first is being scored.
	var last *scenes.Layout
	for i := range 100 {
		last = edit(1 + float64(i)/100)
		if tr := a.Look(task, last); tr.Layout != last || tr.Score != nil {
			t.Fatalf("step %d: %+v", i, tr)
		}
	}
	if tr := a.Look(task, edit(-3)); tr.Valid || len(tr.Findings) == 0 {
		t.Errorf("a bed outside: %+v", tr.Findings)
	}
	a.Look(task, last)
	close(p.hold)
	tr := scored(t, a, task, last)
	n := p.scores.Load()
	if n > 2 {
		t.Errorf("scored %d layouts of a drag; the first and the last would do", n)
	}
	report, values := tr.Object("desk_1")
	if !report.Placed || !slices.Equal(values, []assist.ObjectValue{{Term: "physics", Weight: 2, Value: -2}}) {
		t.Errorf("desk_1: %+v, %+v", report, values)
	}
	if again := a.Look(task, last); again != tr {
		t.Error("looking again works it out again")
	}
	a.Rescore()
	for end := time.Now().Add(5 * time.Second); a.Look(task, last).Score.Reward != float64(n+1); {
		if time.Now().After(end) {
			t.Fatal("not scored once more")
		}
	}
	p.fail = errors.New("the run has gone")
	gone := edit(4)
	for end := time.Now().Add(5 * time.Second); a.Look(task, gone).Err == ""; {
		if time.Now().After(end) {
			t.Fatal("it is not said that there is no score")
		}
	}
	if tr := a.Look(task, gone); tr.Score != nil || len(tr.Findings) == 0 && !tr.Valid {
		t.Errorf("without a score: %+v", tr)
	}
	if tr := a.Look(&scenes.Task{ID: "bare", Room: scenes.RectRoom(3, 3, 2.5)}, &scenes.Layout{}); tr.Err != "" || tr.Score != nil {
		t.Errorf("a room without objects: %+v", tr)
	}
}

func scored(t *testing.T, a *assist.Assistant, task *scenes.Task, l *scenes.Layout) *assist.Truth {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); {
		if tr := a.Look(task, l); tr.Score != nil && !tr.Stale {
			return tr
		}
	}
	t.Fatal("no score")
	return nil
}
