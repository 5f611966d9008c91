package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/sdk/chat/chattest"
	"github.com/metaspatial/metaspatial/sdk/verdict"
)

// grades is a judge's answer whose grades depend on the first picture and on the
// seed.
func grades(c chattest.Call) string {
	h := fnv.New32a()
	h.Write(c.Images[0])
	fields := map[string]any{}
	for i, a := range verdict.Aspects {
		fields[a.Field] = map[string]any{"grade": 2 + (int(h.Sum32()%5)+i+int(*c.Seed))%7, "comment": "As it is."}
	}
	text, _ := json.Marshal(fields)
	return string(text)
}

const judgedRun = `seed: 3
iterations: 3
tasks: {programs: [living], objects_min: 3, objects_max: 4, per_iteration: 3}
group_size: 2
turns: 1
policy: {plugin: policy/compact}
terms:
  - {plugin: reward/format, weight: 0.5}
  - {plugin: reward/judge, weight: 1, config: {model: seer, base_url: "%s", views: dollhouse, size: 64, quality: preview, repeats: 2, retries: 0, %s}}
eval: {n: 0}
recorder: {samples: 1, samples_every: 1}
`

// A run whose judge dies in the middle goes on with the critic and says so; its
// record gives the same run again without any server, and a report.
func TestJudgedRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply {
		if c.Number >= 20 {
			return chattest.Fail(500, "out of memory")
		}
		return chattest.Say(grades(c))
	})
	write(t, dir, "run.yaml", fmt.Sprintf(judgedRun, server.URL, "record: judge.jsonl"))
	r := program(t, dir, nil, "train", "-c", "run.yaml", "--out", "first")
	if r.code != exitDone {
		t.Fatal(r.stderr)
	}
	if !strings.Contains(r.stderr, "[reward/judge] the critic stands in for the judge: it does not answer: ") {
		t.Errorf("nobody was told:\n%s", r.stderr)
	}
	first := learned(t, filepath.Join(dir, "first"))
	if a, b := first[0]["part/judge.judge_fallback"], first[2]["part/judge.judge_fallback"]; a != 0 || b != 1 {
		t.Errorf("the critic stood in for %v of the first iteration, %v of the last", a, b)
	}
	server.Close()

	write(t, dir, "replay.yaml", fmt.Sprintf(judgedRun, server.URL, "replay: judge.jsonl"))
	done(t, dir, "train", "-c", "replay.yaml", "--out", "second")
	if d := cmp.Diff(first, learned(t, filepath.Join(dir, "second"))); d != "" {
		t.Errorf("the replay is another run (-recorded +replayed):\n%s", d)
	}

	out := done(t, dir, "agreement", "judge.jsonl", "-o", "agreement.png")
	if !strings.HasPrefix(out, "seer and the offline critic on ") || !strings.Contains(out, "colour scheme and material choices") || !strings.Contains(out, "graded by the critic in the judge's stead") {
		t.Errorf("the report is\n%s", out)
	}
	if info, err := os.Stat(filepath.Join(dir, "agreement.png")); err != nil || info.Size() < 10000 {
		t.Errorf("no picture: %v", err)
	}
	got := decode[struct {
		Rooms, Answers, Fallbacks int
		Scales                    []struct {
			Scale    string
			Spearman *float64
		}
	}](t, done(t, dir, "agreement", "judge.jsonl", "--json", "--model", "seer"))
	if got.Answers != 20 || got.Rooms < 8 || got.Fallbacks == 0 || len(got.Scales) != 6 || got.Scales[0].Spearman == nil {
		t.Errorf("got %+v", got)
	}
}

// A judge among an evaluation's terms is the judge of the paper's table, and where
// the critic stood in for it the table says so.
func TestEvalByAJudge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	seer := chattest.New(t, chattest.Quirks{}, func(c chattest.Call) chattest.Reply { return chattest.Say(grades(c)) })
	dead := chattest.New(t, chattest.Quirks{}, func(chattest.Call) chattest.Reply { return chattest.Fail(500, "out of memory") })
	eval := func(url string) []string {
		args := []string{"eval", "--policy", "policy/solver", "--suite", "normal", "--n", "2", "--turns", "1", "--term", "reward/judge=0"}
		for _, set := range []string{"model=seer", "base_url=" + url, "views=dollhouse", "size=64", "quality=preview", "repeats=1", "retries=0"} {
			args = append(args, "--term-set", "reward/judge."+set)
		}
		return args
	}
	type suite struct {
		Paper struct {
			Judge    float64
			JudgedBy string `json:"judged_by"`
			StoodIn  int    `json:"critic_stood_in"`
		}
		Terms []struct{ Mean float64 }
	}
	type out struct{ Suites map[string]suite }
	good := decode[out](t, done(t, dir, append(eval(seer.URL), "--json")...)).Suites["normal"]
	if p := good.Paper; p.JudgedBy != "reward/judge" || p.StoodIn != 0 || !(p.Judge >= 0.1) || p.Judge != good.Terms[0].Mean {
		t.Errorf("the judge answers: %+v", good)
	}
	bad := decode[out](t, done(t, dir, append(eval(dead.URL), "--json")...)).Suites["normal"]
	if p := bad.Paper; p.JudgedBy != "reward/judge" || p.StoodIn != 2 {
		t.Errorf("the judge is down: %+v", bad)
	}
	text := done(t, dir, eval(dead.URL)...)
	if !strings.Contains(text, "judge (reward/judge)") || !strings.Contains(text, "(critic in 2 of 2)") {
		t.Errorf("the tables:\n%s", text)
	}
}

// The run file of the manual has settings that the judge knows.
func TestJudgeExample(t *testing.T) {
	t.Parallel()
	c, err := config.Load("../../docs/examples/judge.yaml")
	if err != nil {
		t.Fatal(err)
	}
	judge := c.Terms[2]
	if _, ds := builtins[judge.Name]().Describe().Schema.Resolve(judge.Config); ds.HasError() {
		t.Errorf("%s: %v", judge.Name, ds)
	}
}

func TestAgreementOfNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "empty.jsonl", "")
	write(t, dir, "other.jsonl", "{\"iteration\":1}\n")
	for file, want := range map[string]string{
		"none.jsonl": "none.jsonl", "empty.jsonl": "empty.jsonl has no answers", "other.jsonl": "line 1: is not of a judge's record",
	} {
		if r := program(t, dir, nil, "agreement", file); r.code != exitBadInput || r.out != "" || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: exit code %d, %q", file, r.code, r.stderr)
		}
	}
}
