package main

import (
	"context"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// atHand is an assistant on the weights that come with the program.
func atHand(t testing.TB) (*assist.Assistant, *run.Local) {
	t.Helper()
	plugins, err := openPlugins(run.PluginOptions{})
	if err != nil {
		t.Fatal(err)
	}
	lib := assets.Starter()
	local := localSession(plugins, lib, "", "")
	a := assist.New(assist.Options{Client: local, Stock: stock(lib)})
	t.Cleanup(func() {
		a.Close()
		if err := local.Close(); err != nil {
			t.Error(err)
		}
		if err := plugins.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, local
}

// roomOf is a held-out room with a number of objects.
func roomOf(t testing.TB, n int) *scenes.Task {
	t.Helper()
	for _, suite := range []string{"twelve", "poly"} {
		tasks, err := roomgen.Suite(suite, 60, run.SuiteSeed, run.Items(assets.Starter()))
		if err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			if len(task.Objects) == n {
				return task
			}
		}
	}
	t.Fatalf("no suite has a room of %d objects", n)
	return nil
}

func TestPolicyAtHand(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("work", func(t *testing.T) {
		a, local := atHand(t)
		ctx := t.Context()
		task := roomOf(t, 12)

		// Asked for while the plugins are still starting, it waits for them.
		whole, err := a.Generate(assist.Ask{Task: task, N: 4, Seed: 1}).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		best := whole[0].Alternatives[0]
		if !best.Valid || len(best.Findings) > 0 || len(best.Layout.Placements) != 12 {
			t.Errorf("the whole room: %+v", best)
		}
		if best.Reason(task.Objects[0].ID) == "" {
			t.Errorf("no word on %s: %+v", task.Objects[0].ID, best.Why)
		}
		again, err := a.Generate(whole[0].Ask).Wait(ctx)
		if err != nil || !slices.Equal(again[0].Alternatives[0].Layout.Placements, best.Layout.Placements) {
			t.Errorf("asked again with its seed: %v", err)
		}

		// Only the selected object and what it carries move.
		id := carrier(task)
		part, err := a.Generate(assist.Ask{Task: task, Layout: best.Layout, Selected: []string{id}, K: 1, Seed: 5}).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range best.Layout.Placements {
			o, _ := task.Find(p.ID)
			if q := part[0].Alternatives[0].Layout.Find(p.ID); p.ID != id && o.Parent != id && *q != p {
				t.Errorf("%s moved from %v to %v though only %s was selected", p.ID, p, *q, id)
			}
		}

		// A broken layout is mended, around what is locked.
		broken := &scenes.Layout{Placements: slices.Clone(best.Layout.Placements)}
		for i := range broken.Placements {
			if i != 0 && i < 4 {
				broken.Placements[i].Position = broken.Placements[0].Position
			}
		}
		faults := len(measure.Check(task, broken).Findings)
		mended, err := a.Refine(assist.Ask{Task: task, Layout: broken, Locked: []string{broken.Placements[0].ID}, Turns: 1, Seed: 2}).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		m := mended[0].Alternatives[0]
		if !mended[0].Better || len(m.Findings) >= faults || *m.Layout.Find(broken.Placements[0].ID) != broken.Placements[0] {
			t.Errorf("refined: better %v, %d faults of %d", mended[0].Better, len(m.Findings), faults)
		}

		// From a sentence: first the objects, then the room.
		empty := &scenes.Task{ID: "empty", Room: scenes.RectRoom(5, 4, 2.7)}
		p, err := a.Choose(empty, nil, "a cosy reading corner by the window, a desk for two", 3).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Things) < 4 || p.Task.ID != "empty" || len(p.Task.Objects) != len(p.Things) {
			t.Errorf("chosen: %+v", p.Things)
		}
		fewer := p.Without(p.Things[0].ID)
		if o, _ := fewer.Task.Find(p.Things[0].ID); o != nil || fewer.Task.Validate() != nil {
			t.Errorf("without %s: %v", p.Things[0].ID, fewer.Task.Validate())
		}
		made, err := a.Generate(p.Ask()).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		// More things for the furnished room leave the others where they are.
		old := made[0].Alternatives[0].Layout
		more, err := a.Choose(p.Task, old, "a big plant and a floor lamp", 3).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		fuller, err := a.Generate(more.Ask()).Wait(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, was := range old.Placements {
			if is := fuller[0].Alternatives[0].Layout.Find(was.ID); is == nil || *is != was {
				t.Errorf("%s moved when things were added", was.ID)
			}
		}

		// The score adds up and knows the objects.
		look(t, a, task, best.Layout)
		truth := a.Look(task, best.Layout)
		sum := 0.0
		for _, s := range truth.Score.Terms {
			sum += s.Weight * s.Value
		}
		if len(truth.Score.Terms) != 2 || math.Abs(sum-truth.Score.Reward) > 1e-9 {
			t.Errorf("the terms %+v do not add up to %v", truth.Score.Terms, truth.Score.Reward)
		}
		if _, values := truth.Object(task.Objects[0].ID); len(values) == 0 {
			t.Errorf("no term tells the objects apart: %+v", truth.Score.Terms)
		}
		direct, err := local.Score(ctx, task, best.Layout)
		if err != nil || direct.Reward != truth.Score.Reward {
			t.Errorf("scored directly: %v, %v", direct, err)
		}
	})
	// Nothing goes on once everything is closed.
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Errorf("%d goroutines where there were %d:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}

// carrier is an object that carries another, or the first one.
func carrier(task *scenes.Task) string {
	for i := range task.Objects {
		if p := task.Objects[i].Parent; p != "" {
			return p
		}
	}
	return task.Objects[0].ID
}

// look returns once the layout has been scored.
func look(t testing.TB, a *assist.Assistant, task *scenes.Task, l *scenes.Layout) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Microsecond) {
		tr := a.Look(task, l)
		if tr.Err != "" {
			t.Fatal(tr.Err)
		}
		if tr.Score != nil && !tr.Stale {
			return
		}
	}
	t.Fatal("the layout was not scored within 20 s")
}

func TestPolicyAtHandThatIsNone(t *testing.T) {
	plugins, err := openPlugins(run.PluginOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer plugins.Close()
	local := localSession(plugins, assets.Starter(), "policy/compact:nowhere", "")
	defer local.Close()
	_, err = local.Generate(t.Context(), session.GenerateRequest{Task: roomOf(t, 12)})
	if err == nil || !strings.Contains(err.Error(), "nowhere does not exist") {
		t.Errorf("a checkpoint that is not there: %v", err)
	}
}

// BenchmarkPolicyAtHand is what a designer waits for: a room of 12 objects, and
// what is wrong with one of 20 after an edit.
func BenchmarkPolicyAtHand(b *testing.B) {
	a, local := atHand(b)
	ctx := context.Background()
	if err := local.Ready(ctx); err != nil {
		b.Fatal(err)
	}
	twelve, twenty := roomOf(b, 12), roomOf(b, 20)
	for _, c := range []struct {
		name string
		ask  assist.Ask
	}{
		{"generate 12", assist.Ask{Task: twelve}},
		{"generate 12, one try", assist.Ask{Task: twelve, K: 1}},
		{"generate 12, 6 alternatives", assist.Ask{Task: twelve, N: 6}},
		{"generate 20", assist.Ask{Task: twenty}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := a.Generate(c.ask).Wait(ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	out, err := a.Generate(assist.Ask{Task: twenty, Seed: 1}).Wait(ctx)
	if err != nil {
		b.Fatal(err)
	}
	l := out[0].Alternatives[0].Layout
	b.Run("refine 12", func(b *testing.B) {
		o, err := a.Generate(assist.Ask{Task: twelve, Seed: 1, K: 1}).Wait(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := a.Refine(assist.Ask{Task: twelve, Layout: o[0].Alternatives[0].Layout, K: 1}).Wait(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	edited := func() *scenes.Layout {
		e := &scenes.Layout{Placements: slices.Clone(l.Placements)}
		e.Placements[3].Position[0] += 0.4
		return e
	}
	b.Run("findings 20", func(b *testing.B) {
		for b.Loop() {
			a.Look(twenty, edited())
		}
	})
	b.Run("reward per term and object 20", func(b *testing.B) {
		for b.Loop() {
			look(b, a, twenty, edited())
		}
	})
	b.Run("choose from a sentence", func(b *testing.B) {
		empty := &scenes.Task{ID: "empty", Room: scenes.RectRoom(5, 4, 2.7)}
		for b.Loop() {
			if _, err := a.Choose(empty, nil, "a cosy reading corner by the window, a desk for two", 0).Wait(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
}
