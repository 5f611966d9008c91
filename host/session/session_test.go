package session_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// echo answers with what it was asked.
type echo struct{}

func (echo) Generate(_ context.Context, r session.GenerateRequest) (*session.Generation, error) {
	return &session.Generation{Tried: 7, Layouts: []session.Generated{{Response: fmt.Sprint(r.Task.ID, r.K, r.Best, r.Budget, r.Seed)}, {Reward: -1, Episode: -1}}}, nil
}

func (echo) Refine(_ context.Context, r session.RefineRequest) (*session.Generation, error) {
	return &session.Generation{Better: true, Layouts: []session.Generated{{Response: fmt.Sprint(r.Task.ID, r.K, r.Turns, r.Seed), Layout: r.Layout}}}, nil
}

func (echo) Score(_ context.Context, t *scenes.Task, l *scenes.Layout) (*session.Generated, error) {
	return nil, fmt.Errorf("task %q cannot be scored", t.ID)
}

func (echo) Reset(_ context.Context, t *scenes.Task) (string, error) { return "of-" + t.ID, nil }

func (echo) Step(_ context.Context, episode, response string) (*session.StepResult, error) {
	return &session.StepResult{Turn: 1, Reward: 0.5, Done: true, Values: []session.Value{{Term: episode + response, Value: 2}}}, nil
}

var (
	room   = &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{{ID: "bed_1", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor}}}
	layout = &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1", Position: scenes.Vec3{1, 2, 0.25}, Yaw: 90}}}
)

// served returns a running hub and a client of it over a real socket.
func served(t *testing.T, address string) (*session.Hub, session.Client) {
	t.Helper()
	hub, dir := session.NewHub("run"), t.TempDir()
	addr, stop, err := session.Open(hub, dir, address)
	if err != nil {
		t.Fatal(err)
	}
	c, err := session.Dial(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		if err := stop(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(filepath.Join(dir, session.AddressFile)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s stays behind: %v", session.AddressFile, err)
		}
		if path, ok := strings.CutPrefix(addr, "unix:"); ok {
			if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("the socket's folder stays behind: %v", err)
			}
		}
	})
	return hub, c
}

func TestClientOverSockets(t *testing.T) {
	for name, address := range map[string]string{"this machine": "", "network": "127.0.0.1:0"} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			hub, c := served(t, address)
			if _, err := c.Generate(ctx, session.GenerateRequest{Task: room, K: 3}); !errors.Is(err, session.ErrNotReady) {
				t.Errorf("before the run is ready: %v", err)
			}
			history := []session.Record{{Iteration: 0, Elapsed: 1.5, Metrics: map[string]float64{"reward/mean": 0.25}}}
			hub.Begin(50, []session.Term{{Name: "physics", Weight: 1}}, history, echo{})
			hub.SetState(session.Running, nil)

			want := &session.Snapshot{Run: "run", State: session.Running, Iteration: 1, Iterations: 50, Elapsed: 1.5, History: history,
				Terms: []session.Term{{Name: "physics", Weight: 1}}}
			got, err := c.Snapshot(ctx)
			if d := cmp.Diff(want, got); err != nil || d != "" {
				t.Errorf("snapshot: %v (-want +got):\n%s", err, d)
			}
			g, err := c.Generate(ctx, session.GenerateRequest{Task: room, K: 3, Best: 2, Budget: 1500 * time.Microsecond, Seed: 9})
			if err != nil || g.Tried != 7 || len(g.Layouts) != 2 || g.Layouts[0].Response != "room3 2 1.5ms 9" || g.Layouts[1].Episode != -1 {
				t.Errorf("generate: %+v, %v", g, err)
			}
			refine := session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: room, K: 2, Seed: 4}, Layout: layout, Turns: 5}
			r, err := c.Refine(ctx, refine)
			if err != nil || !r.Better || r.Layouts[0].Response != "room2 5 4" || !cmp.Equal(r.Layouts[0].Layout, layout) {
				t.Errorf("refine: %+v, %v", r, err)
			}
			if _, err := c.Score(ctx, room, layout); err == nil || err.Error() != `task "room" cannot be scored` {
				t.Errorf("score: %v", err)
			}
			id, err := c.Reset(ctx, room)
			if err != nil || id != "of-room" {
				t.Errorf("reset: %q, %v", id, err)
			}
			s, err := c.Step(ctx, id, "!")
			wantStep := &session.StepResult{Turn: 1, Reward: 0.5, Done: true, Values: []session.Value{{Term: "of-room!", Value: 2}}}
			if d := cmp.Diff(wantStep, s); err != nil || d != "" {
				t.Errorf("step: %v (-want +got):\n%s", err, d)
			}

			for _, err := range []error{c.SetWeight(ctx, "physics", 0.5), c.Pause(ctx)} {
				if err != nil {
					t.Error(err)
				}
			}
			actions, paused, stop := hub.Actions()
			wantActions := []session.Action{{Kind: session.ActionWeight, Term: "physics", Weight: 0.5}, {Kind: session.ActionPause}}
			if d := cmp.Diff(wantActions, actions); d != "" || !paused || stop {
				t.Errorf("paused %v, stop %v, actions (-want +got):\n%s", paused, stop, d)
			}
			go func() {
				if err := errors.Join(c.Resume(ctx), c.Stop(ctx)); err != nil {
					t.Error(err)
				}
			}()
			for !stop {
				if err := hub.Wait(ctx); err != nil {
					t.Fatal(err)
				}
				_, paused, stop = hub.Actions()
			}
			if paused {
				t.Error("a stopped run still pauses")
			}
			if err := c.SetWeight(ctx, "fysics", 1); err == nil || !strings.Contains(err.Error(), "the terms are [physics]") {
				t.Errorf("unknown term: %v", err)
			}
			hub.SetState(session.Failed, errors.New("out of luck"))
			if err := c.Pause(ctx); !errors.Is(err, session.ErrEnded) {
				t.Errorf("pausing an ended run: %v", err)
			}
		})
	}
}

func TestSlowWatcherMissesNothingButSamples(t *testing.T) {
	const n = 3000
	hub, c := served(t, "")
	hub.Begin(n, nil, nil, echo{})
	events, err := c.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Nobody reads while the run publishes.
	began := time.Now()
	for i := range n {
		rec := session.Record{Iteration: i, Metrics: map[string]float64{"reward/mean": float64(i)}}
		sample := session.SampleLayout{Iteration: i, Task: room, Layout: layout}
		hub.Publish(session.Event{Record: &rec, Samples: []session.SampleLayout{sample, sample, sample}})
	}
	if d := time.Since(began); d > time.Minute {
		t.Errorf("publishing to a reader that does not read took %v", d)
	}
	hub.SetState(session.Finished, nil)
	next, samples, last := 0, 0, -1
	var state session.State
	for e := range events {
		if e.Record != nil {
			if e.Record.Iteration != next {
				t.Fatalf("record %d came where %d was due", e.Record.Iteration, next)
			}
			next++
		}
		if e.Samples != nil {
			samples, last = samples+1, e.Samples[0].Iteration
		}
		if e.State != "" {
			state = e.State
		}
		if e.Error != "" {
			t.Error(e.Error)
		}
	}
	if next != n || state != session.Finished {
		t.Errorf("read %d records of %d, state %q", next, n, state)
	}
	if samples == n || last != n-1 {
		t.Errorf("read %d lots of samples, the last of iteration %d; want fewer than %d, the last of %d", samples, last, n, n-1)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	hub, c := served(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	remote, err := c.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	local, err := hub.Watch(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for _, ch := range []<-chan session.Event{remote, local} {
		for range ch {
		}
	}
	hub.SetState(session.Finished, nil)
	late, err := c.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []session.Event
	for e := range late {
		got = append(got, e)
	}
	if d := cmp.Diff([]session.Event{{State: session.Finished}}, got); d != "" {
		t.Errorf("watching an ended run (-want +got):\n%s", d)
	}
}

func TestServeAndDialErrors(t *testing.T) {
	hub, dir := session.NewHub("run"), t.TempDir()
	addr, stop, err := session.Open(hub, dir, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, session.AddressFile))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", session.AddressFile, info, err)
	}
	left, broken := t.TempDir(), t.TempDir()
	data, err := os.ReadFile(filepath.Join(dir, session.AddressFile))
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string][]byte{left: data, broken: []byte("{")} {
		if err := os.WriteFile(filepath.Join(path, session.AddressFile), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	check := func(address, token, want string) {
		t.Helper()
		if _, err := session.Dial(t.Context(), address, token); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Dial(%q, %q): got %v, want %q", address, token, err, want)
		}
	}
	check(addr, "", "the token is missing or wrong")
	check(addr, "guess", "the token is missing or wrong")
	check(dir, "guess", "the token is missing or wrong")
	check(t.TempDir(), "", "no run is under way in")
	check(broken, "", "does not say where the run listens")
	check("nowhere", "", "give the folder of a run, unix:PATH or http://HOST:PORT")
	check("unix:"+filepath.Join(t.TempDir(), "s"), "", "it may have ended")
	if err := stop(); err != nil {
		t.Error(err)
	}
	check(left, "", "it may have ended")

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Serve(t.Context(), hub, l, ""); err == nil || !strings.Contains(err.Error(), "needs a token") {
		t.Errorf("serving the network without a token: %v", err)
	}
	if _, _, err := session.Listen("unix:" + filepath.Join(t.TempDir(), "no", "folder")); err == nil || !strings.HasPrefix(err.Error(), "cannot listen at unix:") {
		t.Errorf("listening nowhere: %v", err)
	}
}

// shelf is an archive of two iterations.
type shelf struct{}

func (shelf) Recorded(context.Context) ([]int, error) { return []int{2, 5}, nil }

func (shelf) Samples(_ context.Context, iteration int) ([]session.SampleLayout, error) {
	if iteration < 2 {
		return nil, nil
	}
	return []session.SampleLayout{{Iteration: iteration, Turn: 1, Task: room, Layout: layout, Values: []session.Value{{Term: "physics", Value: -1}},
		Earlier: []session.TurnLayout{{Layout: layout, Reward: -2}, {Turn: 1}}}}, nil
}

func TestArchiveOverASocket(t *testing.T) {
	hub, c := served(t, "")
	a := c.(session.Archive)
	if _, err := a.Recorded(t.Context()); !errors.Is(err, session.ErrNoArchive) {
		t.Errorf("a run that records nothing: %v", err)
	}
	hub.Keep(shelf{})
	list, err := a.Recorded(t.Context())
	if d := cmp.Diff([]int{2, 5}, list); err != nil || d != "" {
		t.Errorf("recorded: %v %s", err, d)
	}
	want, _ := shelf{}.Samples(t.Context(), 4)
	got, err := a.Samples(t.Context(), 4)
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("samples: %v (-want +got):\n%s", err, d)
	}
	if got, err := a.Samples(t.Context(), -1); err != nil || len(got) != 0 {
		t.Errorf("before the first: %v, %v", got, err)
	}
}
