package command

import (
	"slices"
	"testing"
)

func TestChordsReadWhatTheyWrite(t *testing.T) {
	for _, s := range []string{"Ctrl+P", "Ctrl+Shift+P", "F1", "Num+", "Shift+Num+", "-", "Alt+Left", "Ctrl+Alt+Shift+Z", ","} {
		c, err := ParseChord(s)
		if err != nil {
			t.Errorf("%s: %v", s, err)
		} else if c.String() != s {
			t.Errorf("%s is written %s", s, c)
		}
	}
	for _, s := range []string{"", "Ctrl+", "Meta+P", "ctrl+p", "Ctrl+PP", "+", "F13"} {
		if c, err := ParseChord(s); err == nil {
			t.Errorf("%q was read as %v", s, c)
		}
	}
}

func sample() (*Registry, *[]string) {
	var r Registry
	ran := &[]string{}
	run := func(id string) func() { return func() { *ran = append(*ran, id) } }
	r.Add(
		Action{ID: "edit.duplicate", Title: "Duplicate", Group: "Edit", Keys: Chords("Ctrl+D"), Run: run("edit.duplicate")},
		Action{ID: "edit.delete", Title: "Delete", Group: "Edit", Keys: Chords("Delete"), Disabled: func() string { return "nothing is selected" }, Run: run("edit.delete")},
		Action{ID: "view.top", Title: "Look from above", Group: "View", Hint: "The plan, north up.", Keys: Chords("Num7"), Preset: map[string][]Chord{"maya": Chords("T")}, Run: run("view.top")},
		Action{ID: "watch.pause", Title: "Pause the run", Group: "Run", When: "watch", Keys: Chords("Space"), Run: run("watch.pause")},
		Action{ID: "assist.generate", Title: "Generate", Group: "Policy", Keys: Chords("Space"), Run: run("assist.generate")},
		Action{ID: "edit.secret", Title: "Duplicate in secret", Group: "Edit", Hidden: true, Run: run("edit.secret")},
	)
	return &r, ran
}

func TestRun(t *testing.T) {
	r, ran := sample()
	if err := r.Run("edit.duplicate"); err != nil {
		t.Error(err)
	}
	if err := r.Run("edit.delete"); err == nil || err.Error() != "Delete: nothing is selected" {
		t.Errorf("a disabled action answers %v", err)
	}
	if !slices.Equal(*ran, []string{"edit.duplicate"}) {
		t.Errorf("ran %v", *ran)
	}
}

func TestByChord(t *testing.T) {
	r, _ := sample()
	for _, c := range []struct{ chord, preset, when, want string }{
		{"Space", "", "edit", "assist.generate"},
		{"Space", "", "watch", "watch.pause"},
		{"Num7", "", "", "view.top"},
		{"T", "maya", "", "view.top"},
		{"Num7", "maya", "", ""},
		{"Delete", "", "", "edit.delete"},
	} {
		got := ""
		if a := r.ByChord(Chords(c.chord)[0], c.preset, c.when); a != nil {
			got = a.ID
		}
		if got != c.want {
			t.Errorf("%s in preset %q and state %q runs %q, want %q", c.chord, c.preset, c.when, got, c.want)
		}
	}
	if c := r.Conflicts("", "maya"); len(c) != 0 {
		t.Errorf("conflicts %v", c)
	}
	r.Add(Action{ID: "view.tilt", Title: "Tilt", Group: "View", Keys: Chords("T"), Run: func() {}})
	if c := r.Conflicts("", "maya"); len(c) != 1 || c[0].A != "view.top" || c[0].B != "view.tilt" {
		t.Errorf("conflicts %v", c)
	}
}

func TestSearch(t *testing.T) {
	r, _ := sample()
	for query, want := range map[string]string{"dup": "edit.duplicate", "pau": "watch.pause", "gen": "assist.generate", "north": "view.top", "view top": "", "above": "view.top", "lfa": "view.top"} {
		m := r.Search(query)
		got := ""
		if len(m) > 0 {
			got = m[0].Action.ID
		}
		if got != want {
			t.Errorf("%q finds %q first, want %q", query, got, want)
		}
	}
	if n := len(r.Search("")); n != 5 {
		t.Errorf("an empty query finds %d actions, want the five that are not hidden", n)
	}
}

func TestMistakesInTheProgramPanic(t *testing.T) {
	for name, f := range map[string]func(r *Registry){
		"twice":   func(r *Registry) { r.Add(Action{ID: "view.top", Title: "T", Group: "G", Run: func() {}}) },
		"no run":  func(r *Registry) { r.Add(Action{ID: "x", Title: "T", Group: "G"}) },
		"unknown": func(r *Registry) { _ = r.Run("no.such") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			r, _ := sample()
			f(r)
		})
	}
}
