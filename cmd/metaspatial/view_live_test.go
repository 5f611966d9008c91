//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/assist"
	"github.com/metaspatial/metaspatial/host/view/live"
)

// until waits for something that another process brings about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(30 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited 30 s until " + what)
		}
	}
}

// follow attaches to a run as the window does.
func follow(t *testing.T, where, token string) (*live.Feed, session.Client) {
	t.Helper()
	c, err := run.Attach(t.Context(), where, token)
	if err != nil {
		t.Fatal(err)
	}
	f, err := live.Attach(t.Context(), c, live.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		f.Close()
		c.Close()
	})
	return f, c
}

// TestWatchingARunThatIsKilled follows a training run over the network with its
// token until it is killed.
func TestWatchingARunThatIsKilled(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "run.yaml", strings.Replace(fmt.Sprintf(tiny, 100000, "live"), "images: false", "images: false, samples_every: 2", 1))
	out := filepath.Join(dir, "live")
	var first []live.Frame
	ready := func() bool {
		data, err := os.ReadFile(filepath.Join(out, session.AddressFile))
		var a session.Address
		if err != nil || json.Unmarshal(data, &a) != nil {
			return false
		}
		if _, err := session.Dial(t.Context(), a.Address, "guess"); err == nil || !strings.Contains(err.Error(), "token") {
			t.Errorf("with a wrong token: %v", err)
		}
		f, c := follow(t, a.Address, a.Token)
		until(t, "there are five iterations", func() bool { return f.State().Iteration >= 5 && len(f.Frames()) > 0 })

		// A weight takes effect and is on record.
		f.SetWeight("physics", 0.25)
		until(t, "the weight has taken effect", func() bool {
			s := f.State()
			return s.History[len(s.History)-1].Metrics["term/physics/weight"] == 0.25 && s.Terms[1].Weight == 0.25
		})
		f.Toggle()
		until(t, "it is paused", func() bool { return f.State().State == session.Paused })

		// The way back, turn by turn.
		f.Explore()
		until(t, "the timeline is known", func() bool { l := f.Timeline(); return l[0] == 0 && slices.Contains(l, 2) })
		f.Seek(live.Moment{Iteration: 0, Turn: live.Last})
		until(t, "the first layouts are there", func() bool { fr := f.Frames(); return len(fr) > 0 && fr[0].Iteration == 0 })
		first = f.Frames()
		if first[0].Turns != 2 || first[0].Turn != 1 || len(first[0].Values) != 2 || len(first[0].Task.Objects) < 3 {
			t.Errorf("the first layout: %+v", first[0])
		}
		f.Seek(live.Moment{Iteration: 0, Turn: 0})
		if fr := f.Frames(); fr[0].Turn == 0 && fr[0].Layout == first[0].Layout {
			t.Error("both turns have the same layout")
		}

		// The run's policy is at hand while it is paused, and scores by the run's terms.
		f.Compare()
		until(t, "the comparison is there", func() bool { return !f.Comparison().Loading })
		if c := f.Comparison(); c.Err != "" || len(c.Pairs) == 0 || c.Pairs[0].After.Layout == nil {
			t.Errorf("compared: %+v", c)
		}
		hand := assist.New(assist.Options{Client: c})
		defer hand.Close()
		made, err := hand.Generate(assist.Ask{Task: first[0].Task, Seed: 1}).Wait(t.Context())
		if err != nil {
			t.Error(err)
			return true
		}
		l := made[0].Alternatives[0].Layout
		look(t, hand, first[0].Task, l)
		if s := hand.Look(first[0].Task, l).Score; s.Terms[1].Weight != 0.25 || s.Terms[1].Term != "physics" {
			t.Errorf("the score is not by the run's weights: %+v", s.Terms)
		}
		f.Toggle()
		until(t, "it goes on", func() bool { return f.State().State == session.Running })
		f.Follow()
		t.Cleanup(func() {
			until(t, "it is noticed that the run has died", func() bool { return f.State().Lost })
			if s := f.State(); len(f.Frames()) == 0 || !strings.Contains(s.Notice, "no longer answers") || s.Control {
				t.Errorf("after the run was killed: %q, %d frames", s.Notice, len(f.Frames()))
			}
		})
		return true
	}
	interrupt(t, dir, syscall.SIGKILL, ready, "train", "-c", "run.yaml", "--listen", "127.0.0.1:0")

	// What is left in its folder is shown, and that it was not ended.
	f, c := follow(t, out, "")
	s := f.State()
	if s.State != session.Failed || !strings.Contains(s.Notice, "--resume") || s.Control || len(s.History) < 5 {
		t.Errorf("the folder of a killed run: %v, %q, %d records", s.State, s.Notice, len(s.History))
	}
	f.Seek(live.Moment{Iteration: 0, Turn: live.Last})
	until(t, "the first layouts are there", func() bool { fr := f.Frames(); return len(fr) > 0 && fr[0].Iteration == 0 })
	if d := cmp.Diff(first, f.Frames()); d != "" {
		t.Errorf("recorded otherwise than seen (-seen +recorded):\n%s", d)
	}
	if err := c.Pause(t.Context()); err == nil {
		t.Error("a killed run was paused")
	}
	f.Compare()
	until(t, "it is said that there is no policy", func() bool { return strings.Contains(f.Comparison().Err, "the run has ended") })
}

// TestWatchingAnExternalEngine follows episodes that an engine plays against the
// server.
func TestWatchingAnExternalEngine(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "token", "secret\n")
	url, end := serving(t, dir, "--token-file", "token", "--image", "0", "--out", "served", "--record-every", "2", "--drain", "100ms")
	defer end()
	if _, err := run.Attach(t.Context(), url, ""); err == nil {
		t.Error("attached without the token")
	}
	f, c := follow(t, url, "secret")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	engine := &http.Client{Jar: jar}
	post := func(path, body string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer secret")
		req.Header.Set("Content-Type", "application/json")
		resp, err := engine.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s", path, resp.Status)
		}
	}
	for i := range 3 {
		post("/reset", fmt.Sprintf(`{"split":"normal","index":%d}`, i))
		for range 3 {
			post("/step", `{"action":{"layout":[]}}`)
		}
	}
	until(t, "the episodes are seen", func() bool { return len(f.Frames()) > 0 })
	fr := f.Frames()[0]
	if fr.Turns != 3 || len(fr.Findings) == 0 || fr.Task.ID == "" {
		t.Errorf("an episode: %+v", fr)
	}
	f.Seek(live.Moment{Iteration: fr.Iteration, Turn: 0})
	if back := f.Frames(); len(back) == 0 || back[0].Turn != 0 {
		t.Errorf("its first turn: %+v", back)
	}
	f.SetWeight("physics", 0.5)
	until(t, "the weight has changed", func() bool { return f.State().Terms[1].Weight == 0.5 })
	if _, err := c.Generate(t.Context(), session.GenerateRequest{Task: fr.Task}); err == nil || !strings.Contains(err.Error(), "no policy") {
		t.Errorf("a server furnishes a room: %v", err)
	}
	f.Stop()
	until(t, "it has ended", func() bool { s := f.State(); return !s.Control && !s.Lost })
}
