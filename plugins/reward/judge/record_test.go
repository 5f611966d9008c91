package judge_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// groups are evaluated in this order by every program of these tests.
var groups = [][]int{{0, 1}, {2}, {3, 2}, {4}, {5, 0}, {6}}

// played is what a term says of all groups, as bytes.
func played(s *studio) string {
	s.t.Helper()
	var b strings.Builder
	for _, g := range groups {
		data, err := json.Marshal(s.evaluate(g...))
		if err != nil {
			s.t.Fatal(err)
		}
		b.Write(append(data, '\n'))
	}
	return b.String()
}

// recorded plays all groups with a judge that answers well, then in prose, then
// dies and comes back, and returns the record with what was said.
func recorded(t *testing.T) (path, said string, s *studio) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "judge.jsonl")
	var dead atomic.Bool
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		switch {
		case dead.Load():
			return chattest.Fail(500, "out of memory")
		case c.Number == 3 || c.Number == 4: // room 1, seed 2, and once more
			return chattest.Say(prose)
		}
		return chattest.Say(answer(3+int(*c.Seed), 4+c.Number%5))
	})
	s = open(t, server.URL, map[string]any{"record": path, "concurrency": 1})
	var b strings.Builder
	for i, g := range groups {
		dead.Store(i == 3)
		data, err := json.Marshal(s.evaluate(g...))
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(data, '\n'))
	}
	if said = b.String(); !strings.Contains(said, "stands in for the judge") || !strings.Contains(said, "could not be read") {
		t.Fatalf("the record shows neither a death nor prose: %s", said)
	}
	server.Close()
	return path, said, s
}

func TestReplayGivesTheSameBytes(t *testing.T) {
	path, said, s := recorded(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	asked := chattest.New(t, chattest.Quirks{}, steady)
	for range 2 {
		s.configure(asked.URL, map[string]any{"replay": path, "key_env": "METASPATIAL_NO_SUCH_KEY"})
		if got := played(s); got != said {
			t.Errorf("a replay says otherwise:\n%s\nrecorded:\n%s", got, said)
		}
	}
	if n := len(asked.Authorizations()); n != 0 {
		t.Errorf("a replay sent %d requests", n)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("a replay has changed the record")
	}
}

func TestReplayLacksAnAnswer(t *testing.T) {
	path, _, s := recorded(t)
	for name, c := range map[string]struct {
		settings map[string]any
		group    []int
	}{
		"another room": {nil, []int{0, 9}}, "another judge": {map[string]any{"model": "other"}, []int{0}},
		"one more grading": {map[string]any{"repeats": 3}, []int{0}},
	} {
		t.Run(name, func(t *testing.T) {
			settings := map[string]any{"replay": path}
			for k, v := range c.settings {
				settings[k] = v
			}
			s.configure("http://localhost:1/v1", settings)
			_, err := s.term.Evaluate(t.Context(), s.request(c.group...))
			if err == nil || !strings.Contains(err.Error(), `task "study": the replay cannot go on: `) || !strings.Contains(err.Error(), "are missing from "+path) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// A record answers what a later run asks again, after a restart too.
func TestRecordIsTheCache(t *testing.T) {
	path, _, s := recorded(t)
	lines := func() (n int) {
		if err := verdict.ReadFile(path, func(verdict.Line) error { n++; return nil }); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := lines()
	server := chattest.New(t, chattest.Quirks{}, steady)
	s.configure(server.URL, map[string]any{"record": path})
	s.evaluate(0, 1)
	if n := len(server.Calls()); n != 0 || lines() != before {
		t.Errorf("%d calls, %d new lines though everything is recorded", n, lines()-before)
	}
	if resp := s.evaluate(4); fellBack(t, resp) || !near(resp.Results[0].Value, 0.55) {
		t.Errorf("what the judge failed at is not asked again: %+v", resp)
	}
	if n := lines() - before; n != 2 { // the room was written before the judge died
		t.Errorf("%d new lines for two answers", n)
	}
}

func TestRecordLines(t *testing.T) {
	path, _, _ := recorded(t)
	rooms, answers, fallbacks := map[string]bool{}, 0, 0
	if err := verdict.ReadFile(path, func(l verdict.Line) error {
		switch {
		case l.Room != nil:
			if rooms[l.Room.ID] || l.Room.Task != "study" || l.Room.Critic[0] < 1 {
				t.Errorf("room %+v", l.Room)
			}
			rooms[l.Room.ID] = true
		case l.Answer != nil:
			answers++
			if a := l.Answer; !rooms[a.Room] || a.Model != "seer" || a.Usage.Calls != len(a.Texts) || a.Usage.PromptTokens != int64(100*len(a.Texts)) {
				t.Errorf("answer %+v", a)
			}
		case l.Fallback != nil:
			fallbacks++
			if l.Fallback.Reason != "it does not answer" {
				t.Errorf("fallback %+v", l.Fallback)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// The room of group 3 has no answers; group 4 passes the judge by, since it
	// was down just before.
	if len(rooms) != 6 || answers != 10 || fallbacks != 2 {
		t.Errorf("%d rooms, %d answers, %d fallbacks", len(rooms), answers, fallbacks)
	}
	if data, _ := os.ReadFile(path); strings.Contains(string(data), "base64") {
		t.Error("the record holds pictures")
	}
}
