package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// bestOut is what the tests read of generate's JSON.
type bestOut struct {
	Task           scenes.Task
	Layout         []codec.AnswerItem
	FullyValid     bool `json:"fully_valid"`
	Tried, Episode int
	Reward, Critic float64
	Chosen         []string
	Wishes         []furnish.Wish
	LeftOut        []string `json:"left_out"`
	Why            []codec.Reason
}

func best(t *testing.T, dir string, args ...string) ([]bestOut, string) {
	t.Helper()
	r := program(t, dir, nil, append([]string{"generate", "--json"}, args...)...)
	if r.code != exitDone {
		t.Fatalf("%v: exit code %d, %s", args, r.code, r.stderr)
	}
	return decode[[]bestOut](t, r.out), r.stderr
}

// A budget says the K that it came to, and that K gives the same.
func TestGenerateBudget(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"--room", "4x3.5x2.6", "--objects", "bed, 2 nightstands, wardrobe, desk, chair", "--policy", "policy/random", "--n", "3"}
	got, said := best(t, dir, append(args, "--budget", "120")...)
	m := regexp.MustCompile(`tried (\d+) layouts in 120 ms; --k (\d+) gives the same`).FindStringSubmatch(said)
	if m == nil || m[1] != m[2] || !strings.Contains(said, "the host chose 3 of "+m[1]+" tries") {
		t.Fatalf("said %q", said)
	}
	again, _ := best(t, dir, append(args, "--k", m[2])...)
	if d := cmp.Diff(got, again); d != "" {
		t.Errorf("--k %s (-budget +K):\n%s", m[2], d)
	}
	if !slices.IsSortedFunc(got, func(a, b bestOut) int { return int(1000 * (b.Reward - a.Reward)) }) {
		t.Errorf("not the best first: %+v", got)
	}
	// More tries hold the fewer ones, so that they are never worse.
	few, _ := best(t, dir, append(args, "--k", "3")...)
	if few[0].Reward > again[0].Reward {
		t.Errorf("the best of 3 has %v, of %s %v", few[0].Reward, m[2], again[0].Reward)
	}
}

func TestGenerateByTerms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"--room", "5x4x2.6", "--objects", "sofa, armchair, coffee table, bookshelf", "--k", "12", "--n", "12"}
	plain, _ := best(t, dir, args...)
	if plain[0].Reward != 0 || !plain[0].FullyValid {
		t.Errorf("the reward of a layout without faults is %v", plain[0].Reward)
	}
	// Of the equally valid the critic's favourite comes first.
	if !slices.IsSortedFunc(plain, func(a, b bestOut) int { return int(1e6 * (b.Critic - a.Critic)) }) || plain[0].Critic == plain[11].Critic {
		t.Errorf("critic %v to %v", plain[0].Critic, plain[11].Critic)
	}
	judged, _ := best(t, dir, append(args, "--term", "reward/critic=0.5", "--term", "rules=2")...)
	if r := judged[0].Reward; r < 0.2 || r > 0.5 || judged[0].FullyValid != true {
		t.Errorf("the reward with half the critic is %v", r)
	}
	for args, want := range map[string]string{
		"--term reward/nice=1":     `there is no built-in term "reward/nice"; use reward/critic`,
		"--term reward/critic=nan": "the weight must be a finite number",
		"--term rules=0":           "leaves nothing to choose by",
		"--term critic":            "write NAME=WEIGHT or NAME=PROGRAM[:WEIGHT]",
		"--k 2 --n 3":              "--k 2 tries have no 3 best",
		"--k 2 --budget 3":         "use one of them",
		"--budget -1":              "--budget must be above 0",
		"--budget nan":             "--budget must be above 0",
		"--k 0":                    "--k must be from 1",
		"--refine x.json":          "name one of --task, --refine, and --room",
	} {
		r := program(t, dir, nil, append([]string{"generate", "--room", "4x4x3", "--objects", "chair"}, strings.Fields(args)...)...)
		if r.code != exitUsage || !strings.Contains(r.stderr, want) {
			t.Errorf("%s: exit code %d, %s; want %q", args, r.code, r.stderr, want)
		}
	}
}

// A refinement is better than what it is given or says that nothing better was
// found and gives it back, keeps what is locked, and reads standard input.
func TestGenerateRefine(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	best(t, dir, "--room", "5x4x2.7", "--objects", "sofa, armchair, coffee table, floor lamp", "--policy", "policy/random", "--k", "1", "--out", "bad")
	was := decode[bestOut](t, string(read(t, dir, "bad/layout-1.json")))
	better, said := best(t, dir, "--refine", "bad/layout-1.json", "--lock", "sofa_1", "--k", "4", "--out", "good")
	if !better[0].FullyValid && better[0].Episode == -1 || strings.Contains(said, "nothing better") {
		t.Fatalf("%+v, %s", better[0], said)
	}
	at := func(b bestOut, id string) codec.AnswerItem {
		i := slices.IndexFunc(b.Layout, func(p codec.AnswerItem) bool { return p.ID == id })
		return b.Layout[i]
	}
	if d := cmp.Diff(at(was, "sofa_1"), at(better[0], "sofa_1")); d != "" {
		t.Errorf("the locked sofa has moved:\n%s", d)
	}
	file := string(read(t, dir, "good/layout-1.json"))
	r := program(t, dir, strings.NewReader(file), "generate", "--refine", "-", "--policy", "policy/random", "--turns", "2", "--k", "3", "--json")
	same := decode[[]bestOut](t, r.out)
	if r.code != exitDone || !strings.Contains(r.stderr, "nothing better was found in 3 tries") || same[0].Episode != -1 {
		t.Fatalf("exit code %d, %s", r.code, r.stderr)
	}
	if d := cmp.Diff(better[0].Layout, same[0].Layout); d != "" {
		t.Errorf("what was given comes back changed:\n%s", d)
	}
	write(t, dir, "task.yaml", goodTask)
	if r := program(t, dir, nil, "generate", "--refine", "task.yaml"); r.code != exitBadInput || !strings.Contains(r.stderr, "has no layout to refine") {
		t.Errorf("a task without a layout: exit code %d, %s", r.code, r.stderr)
	}
}

func TestGenerateChooses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	args := []string{"--room", "5x4x2.7", "--prefer", "a cosy reading corner by the window, a desk for two", "--why"}
	got, said := best(t, dir, args...)
	has := map[string]int{}
	for _, o := range got[0].Task.Objects {
		has[o.Category]++
	}
	if !got[0].FullyValid || got[0].Task.Program != "study" || has["desk"] != 1 || has["office_chair"] != 2 || has["armchair"] != 1 {
		t.Errorf("valid %t, a %s with %v", got[0].FullyValid, got[0].Task.Program, has)
	}
	if len(got[0].Chosen) == 0 || !strings.Contains(said, got[0].Chosen[0]) || !strings.Contains(said, "desk → starter/") {
		t.Errorf("chosen %q, said %s", got[0].Chosen, said)
	}
	if len(got[0].Why) == 0 {
		t.Error("the policy gives no reason")
	}
	if again, _ := best(t, dir, args...); !cmp.Equal(got, again) {
		t.Errorf("the same words furnish the room differently:\n%s", cmp.Diff(got, again))
	}
	write(t, dir, "room.yaml", `id: mine
room:
  floor: [[0, 0], [6, 0], [6, 3], [3.5, 3], [3.5, 5.5], [0, 5.5]]
  height: 2.7
  openings:
    - {id: door_1, kind: door, wall: 0, offset: 5.2, width: 0.9, height: 2}
    - {id: window_1, kind: window, wall: 5, offset: 2, width: 1.4, height: 1.2, sill: 0.9}
preference: a bedroom with a reading corner by the window
`)
	got, _ = best(t, dir, "--task", "room.yaml")
	if got[0].Task.ID != "mine" || len(got[0].Task.Room.Openings) != 2 || len(got[0].Wishes) == 0 || got[0].Wishes[0].Text != "reading corner by the window" {
		t.Errorf("%+v, wishes %+v", got[0].Task.Room, got[0].Wishes)
	}
	for _, c := range []struct {
		code int
		want string
		args []string
	}{
		{exitBadInput, "names neither a kind of room nor a thing that is known here; the kinds are bedroom, living room, kitchen", []string{"--room", "5x4x2.7", "--prefer", "rain"}},
		{exitBadInput, "metres", []string{"--room", "5e9x4x2.7", "--prefer", "a bedroom"}},
		{exitBadInput, "has no objects and no preference", []string{"--task", "bare.yaml"}},
		{exitUsage, "--room needs --objects, or --prefer", []string{"--room", "5x4x2.7"}},
		{exitUsage, "--objects needs --room", []string{"--task", "room.yaml", "--objects", "bed"}},
	} {
		write(t, dir, "bare.yaml", "id: bare\nroom: {floor: [[0, 0], [4, 0], [4, 3], [0, 3]], height: 2.5}\n")
		if r := program(t, dir, nil, append([]string{"generate"}, c.args...)...); r.code != c.code || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%v: exit code %d, %s; want %q", c.args, r.code, r.stderr, c.want)
		}
	}
}

// The commands of the manual run, in its order.
func TestManualGenerate(t *testing.T) {
	t.Parallel()
	runManual(t, t.TempDir(), "generate.md")
}
