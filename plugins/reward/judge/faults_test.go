package judge_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
	"github.com/metaspatial/metaspatial/sdk/critique"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

const prose = "What a lovely room! I would say 8 out of 10, perhaps 9 for the colours."

// theCritics checks that a group was graded by the critic, exactly as
// reward/critic would, and that everything says so.
func theCritics(t *testing.T, s *studio, resp reward.EvaluateResponse, why string, numbers ...int) {
	t.Helper()
	if !fellBack(t, resp) {
		t.Fatalf("is graded by the judge: %+v", resp.Results)
	}
	req := s.request(numbers...)
	for i := range req.Candidates { // the critic's picture is the last
		req.Candidates[i].Images = req.Candidates[i].Images[len(s.pictures)-1:]
	}
	want, err := critique.Evaluate(t.Context(), req, critique.Options{Image: true, Cache: s.dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range resp.Results {
		w := want.Results[i]
		if r.Value != w.Value || !cmp.Equal(r.Objects, w.Objects) || !cmp.Equal(r.Parts[:5], w.Parts) {
			t.Errorf("candidate %d has %v, %v; the critic gives %v, %v", i, r.Value, r.Parts, w.Value, w.Parts)
		}
		note := scenes.Finding{Rule: scenes.RuleNote, Message: "The critic stands in for the judge: " + why + "."}
		if d := cmp.Diff(append([]scenes.Finding{note}, w.Findings...), r.Findings); d != "" {
			t.Errorf("findings (-want +got):\n%s", d)
		}
	}
	if len(resp.Diagnostics) != 1 || resp.Diagnostics.HasError() || !strings.Contains(resp.Diagnostics[0].Summary, why) {
		t.Errorf("diagnostics %v, want a warning of %q", resp.Diagnostics, why)
	}
}

func TestProseIsAskedForOnceMore(t *testing.T) {
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if messages := c.Fields["messages"].([]any); len(messages) == 3 {
			said := messages[1].(map[string]any)
			if said["role"] != "assistant" || !strings.Contains(c.Text, `begins with "What a lovely room! I wo`) || len(c.Images) != 3 {
				t.Errorf("asked again with %q after %v", c.Text, said)
			}
			return steady(c)
		}
		return chattest.Say(prose)
	})
	s := open(t, server.URL, nil)
	r := s.evaluate(0)
	if v := r.Results[0].Value; !near(v, 0.55) || len(r.Diagnostics) != 0 || len(server.Calls()) != 4 {
		t.Errorf("value %v, diagnostics %v, %d calls", v, r.Diagnostics, len(server.Calls()))
	}
}

// A judge that is refused more words, or has no budget for them, has answered
// what it has answered.
func TestNoSecondAnswer(t *testing.T) {
	for name, settings := range map[string]map[string]any{"refused": nil, "budget": {"budget_calls": 1}} {
		t.Run(name, func(t *testing.T) {
			server := chattest.New(t, chattest.Quirks{}, chattest.Script(chattest.Say(strings.Repeat(prose, 500)), chattest.Fail(400, "the context length is exceeded")))
			all := map[string]any{"repeats": 1, "probe": false}
			for k, v := range settings {
				all[k] = v
			}
			s := open(t, server.URL, all)
			theCritics(t, s, s.evaluate(0), "its answers have no grades that can be read", 0)
			if calls := server.Calls(); len(calls) == 2 && len(calls[1].Fields["messages"].([]any)[1].(map[string]any)["content"].(string)) > 5000 {
				t.Error("the judge is shown all of its long answer again")
			}
		})
	}
}

func TestUnreadableAnswers(t *testing.T) {
	for name, bad := range map[string]chattest.Reply{
		"prose": chattest.Say(prose), "empty": chattest.Say(""), "unknown": chattest.Say(strings.Replace(answer(7), "7", `"unknown"`, 1)),
		"cut": {Texts: []string{answer(7)[:100]}, Finish: "length"}, "endless": chattest.Say(strings.Repeat("{", 1<<20)),
		"not text": chattest.Say("\xff\xfe\x00"),
	} {
		t.Run(name, func(t *testing.T) {
			server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
				if *c.Seed == 2 { // every second grading of every layout
					return bad
				}
				return steady(c)
			})
			s := open(t, server.URL, nil)
			resp := s.evaluate(0)
			if r := resp.Results[0]; fellBack(t, resp) || !near(r.Value, 0.5) || part(t, r, "gradings") != 1 || part(t, r, "spread") != 0 {
				t.Errorf("one grading of two: %+v", r)
			}
			if d := resp.Diagnostics; len(d) != 1 || d.HasError() || !strings.Contains(d[0].String(), "candidates[0]: 1 of 2 answers of the judge could not be read") {
				t.Errorf("diagnostics %v", d)
			}
			s.configure(server.URL, map[string]any{"seed": 2, "repeats": 1})
			theCritics(t, s, s.evaluate(0), "its answers have no grades that can be read", 0)
		})
	}
}

// Neither refusals for now nor failures of the server reach the grades while
// retries are left.
func TestStorm(t *testing.T) {
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		switch c.Number % 4 {
		case 0:
			return chattest.Fail(429, "slow down")
		case 1:
			return chattest.Fail(500, "out of memory")
		case 2:
			return chattest.Fail(503, "starting")
		}
		return steady(c)
	})
	s := open(t, server.URL, map[string]any{"retries": 40, "concurrency": 1})
	if resp := s.evaluate(0, 1, 2); fellBack(t, resp) || !near(resp.Results[2].Value, 0.55) {
		t.Errorf("%+v", resp)
	}
}

// A judge that dies is left in peace for a while and asked again; what it has
// answered before stays its own.
func TestDeathAndReturn(t *testing.T) {
	var dead atomic.Bool
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if dead.Load() {
			return chattest.Reply{Texts: []string{answer(7)}, Break: true}
		}
		return steady(c)
	})
	s := open(t, server.URL, map[string]any{"concurrency": 1})
	if fellBack(t, s.evaluate(0, 1)) {
		t.Fatal("falls back from a judge that answers")
	}
	dead.Store(true)
	theCritics(t, s, s.evaluate(0, 2), "it does not answer", 0, 2)
	asked := len(server.Calls())
	theCritics(t, s, s.evaluate(3), "it does not answer", 3)
	if n := len(server.Calls()) - asked; n != 0 {
		t.Errorf("a dead judge is asked %d times at once again", n)
	}
	if fellBack(t, s.evaluate(1, 0)) {
		t.Error("answers that are known need no judge")
	}
	theCritics(t, s, s.evaluate(4), "it does not answer", 4)
	if n := len(server.Calls()) - asked; n != 1 {
		t.Errorf("asked %d times to see whether it is back, want once", n)
	}
	dead.Store(false)
	waited := 0
	for fellBack(t, s.evaluate(5+waited)) {
		if waited++; waited > 10 {
			t.Fatal("never asks again")
		}
	}
	if waited != 3 {
		t.Errorf("%d groups passed by after two failures, want 3", waited)
	}
}

func TestNobodyThere(t *testing.T) {
	server := chattest.New(t, chattest.Quirks{}, steady)
	server.Close()
	s := open(t, server.URL, nil)
	theCritics(t, s, s.evaluate(0, 1), "it does not answer", 0, 1)
	s.configure(server.URL, map[string]any{"fallback": "none"})
	if _, err := s.term.Evaluate(t.Context(), s.request(0)); err == nil || !strings.Contains(err.Error(), `task "study": the judge cannot grade: it does not answer: no server answers at`) {
		t.Errorf("without a fallback: %v", err)
	}
}

func TestTooSlow(t *testing.T) {
	server := chattest.New(t, chattest.Quirks{}, func(chattest.Call) chattest.Reply {
		return chattest.Reply{Texts: []string{answer(7)}, Delay: time.Minute}
	})
	s := open(t, server.URL, map[string]any{"timeout": 0.1})
	theCritics(t, s, s.evaluate(0), "it does not answer", 0)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := chattest.New(t, chattest.Quirks{}, func(chattest.Call) chattest.Reply {
		cancel()
		return chattest.Reply{Texts: []string{answer(7)}, Delay: time.Minute}
	})
	s := open(t, server.URL, nil)
	if resp, err := s.term.Evaluate(ctx, s.request(0)); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v; want the context's error", resp, err)
	}
	if _, err := s.term.Evaluate(ctx, s.request(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A judge that refuses from the start is a mistake to mend; one that turns away
// in the middle of a run is not there any more.
func TestRefusals(t *testing.T) {
	t.Setenv("JUDGE_TEST_KEY", "sk-very-secret")
	for name, c := range map[string]struct {
		quirks chattest.Quirks
		reply  chattest.Reply
		want   string
	}{
		"key":      {chattest.Quirks{Key: "another"}, chattest.Reply{}, "refuses access (401)"},
		"model":    {chattest.Quirks{}, chattest.Fail(404, "The model `seer` does not exist."), "knows no such model"},
		"request":  {chattest.Quirks{}, chattest.Fail(400, "too many pictures"), "too many pictures"},
		"pictures": {chattest.Quirks{RefusesImages: true}, chattest.Reply{}, "does not see the pictures"},
	} {
		t.Run(name, func(t *testing.T) {
			server := chattest.New(t, c.quirks, func(chattest.Call) chattest.Reply { return c.reply })
			s := open(t, server.URL, map[string]any{"key_env": "JUDGE_TEST_KEY"})
			_, err := s.term.Evaluate(t.Context(), s.request(0))
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	t.Run("blind", func(t *testing.T) {
		server := chattest.New(t, chattest.Quirks{Blind: true}, steady)
		s := open(t, server.URL, nil)
		if _, err := s.term.Evaluate(t.Context(), s.request(0)); err == nil || !strings.Contains(err.Error(), "seer does not see the pictures: asked for the figure") || len(server.Calls()) > 0 {
			t.Errorf("a judge that looks at nothing: %v, %d calls", err, len(server.Calls()))
		}
		s.configure(server.URL, map[string]any{"probe": false})
		s.evaluate(0)
	})
	var quota atomic.Bool
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		switch {
		case quota.Load():
			return chattest.Fail(402, "pay first")
		case c.Number >= 2:
			return chattest.Fail(403, "not you")
		}
		return steady(c)
	})
	s := open(t, server.URL, nil)
	s.evaluate(0)
	theCritics(t, s, s.evaluate(1), "it refuses the questions", 1)
	s.configure(server.URL, nil)
	quota.Store(true)
	theCritics(t, s, s.evaluate(1), "the quota of its account is used up", 1)
}

func TestPicturesThatCannotBeShown(t *testing.T) {
	server := chattest.New(t, chattest.Quirks{}, steady)
	s := open(t, server.URL, nil)
	torn := s.candidate(0)
	if err := os.WriteFile(filepath.Join(s.dir, torn.Images[1].File), []byte("\x89PNG"), 0o600); err != nil {
		t.Fatal(err)
	}
	fewer := s.candidate(2)
	fewer.Images = append(fewer.Images[:1:1], fewer.Images[2:]...)
	outside := s.candidate(3)
	outside.Images = append([]base.Image(nil), outside.Images...)
	outside.Images[0].File = "../secret.png"
	for name, c := range map[string]struct {
		candidate reward.Candidate
		why       string
	}{
		"torn": {torn, "a picture of the room cannot be read"}, "outside": {outside, "a picture of the room cannot be read"},
		"missing": {fewer, `there is no picture of the room from camera "top"`},
	} {
		t.Run(name, func(t *testing.T) {
			resp, err := s.term.Evaluate(t.Context(), reward.EvaluateRequest{Task: study(), Candidates: []reward.Candidate{c.candidate}})
			if err != nil || !fellBack(t, resp) || !strings.Contains(resp.Results[0].Findings[0].Message, c.why) {
				t.Errorf("%+v, %v; want %q", resp, err, c.why)
			}
		})
	}
	if n := len(server.Calls()); n != 0 {
		t.Errorf("%d questions without their pictures", n)
	}
}

func TestBudgets(t *testing.T) {
	prices := map[string]any{"price_input": 10.0, "price_output": 100.0} // a call: 0.001 + 0.001
	for name, c := range map[string]struct {
		settings map[string]any
		calls    int
		why      string
	}{
		"calls":  {map[string]any{"budget_calls": 5}, 5, "its budget of 5 calls is used up"},
		"tokens": {map[string]any{"budget_tokens": 500}, 5, "its budget of 500 tokens is used up"},
		"money":  {map[string]any{"budget_cost": 0.0095}, 5, "its budget of 0.0095 in money is used up"},
	} {
		t.Run(name, func(t *testing.T) {
			server := chattest.New(t, chattest.Quirks{}, steady)
			record := filepath.Join(t.TempDir(), "judge.jsonl")
			settings := map[string]any{"concurrency": 1, "record": record, "probe": false}
			for _, m := range []map[string]any{prices, c.settings} {
				for k, v := range m {
					settings[k] = v
				}
			}
			s := open(t, server.URL, settings)
			if fellBack(t, s.evaluate(0)) || fellBack(t, s.evaluate(1)) {
				t.Fatal("falls back within the budget")
			}
			theCritics(t, s, s.evaluate(1, 2), c.why, 1, 2)
			if fellBack(t, s.evaluate(1, 0)) {
				t.Error("answers that are paid are not used")
			}
			// A second program goes on counting where the record ends.
			s.configure(server.URL, settings)
			theCritics(t, s, s.evaluate(3), c.why, 3)
			if n := len(server.Calls()); n != c.calls {
				t.Errorf("%d calls, want %d", n, c.calls)
			}
		})
	}
}
