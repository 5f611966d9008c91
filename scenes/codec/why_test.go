package codec

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
)

func TestWhy(t *testing.T) {
	task := &scenes.Task{Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{
		{ID: "bed"}, {ID: "bed: double"}, {ID: "reading lamp"}, {ID: "<think>"}, {ID: "2"},
	}}
	for name, c := range map[string]struct {
		thought string
		want    []Reason
	}{
		"lines":  {"bed: by the wall.\nreading lamp: on it.\n", []Reason{{"bed", "by the wall."}, {"reading lamp", "on it."}}},
		"room":   {"A small room.\n\nbed: here", []Reason{{"", "A small room."}, {"bed", "here"}}},
		"longer": {"bed: it\n  and   more\nreading lamp: x\nbed: again", []Reason{{"bed", "it and more again"}, {"reading lamp", "x"}}},
		"list":   {"- bed: a\n* reading lamp : b\n2. bed: c\n2: d", []Reason{{"bed", "a c"}, {"reading lamp", "b"}, {"2", "d"}}},
		"colons": {"bed: double: wide\nbed: it is: fine", []Reason{{"bed: double", "wide"}, {"bed", "it is: fine"}}},
		"tags":   {"<think>: here", []Reason{{"<think>", "here"}}},
		"other":  {"sofa: is not one of them", []Reason{{"", "sofa: is not one of them"}}},
		"empty":  {" \n ", nil},
		"bare":   {"bed:\nreading lamp: x", []Reason{{"reading lamp", "x"}}},
	} {
		if d := cmp.Diff(c.want, Why(task, FormatResponse(task, &scenes.Layout{}, c.thought))); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
	}
	for _, none := range []string{"", "bed: no tags", "<think>bed: never ends", "<answer>[]</answer>"} {
		if got := Why(task, none); got != nil {
			t.Errorf("%q gives %v", none, got)
		}
	}
}

func TestWhyOfLongThoughtsIsQuick(t *testing.T) {
	task := &scenes.Task{Objects: []scenes.Object{{ID: "bed"}, {ID: strings.Repeat(":", 200)}}}
	thought := strings.Repeat(":", 1<<20) + "\n" + strings.Repeat("bed: a\n", 1<<16)
	got := Why(task, "<think>"+thought+"</think><answer>[]</answer>")
	if len(got) != 2 || got[1].Object != "bed" || len(got[1].Text) != 2<<16-1 {
		t.Errorf("%d reasons", len(got))
	}
}

func FuzzWhy(f *testing.F) {
	task := &scenes.Task{Objects: []scenes.Object{{ID: "bed"}, {ID: "a lamp"}, {ID: ":"}}}
	f.Add("bed: x\n- a lamp: y\n:: z")
	f.Fuzz(func(t *testing.T, thought string) {
		seen := map[string]bool{}
		for _, r := range Why(task, "<think>"+thought+"</think>") {
			if seen[r.Object] || r.Text == "" || strings.TrimSpace(r.Text) != r.Text {
				t.Fatalf("%q of %q", r.Text, r.Object)
			}
			seen[r.Object] = true
		}
	})
}
