package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
)

// reason is what a policy says of an object, or of the whole where Object is
// empty.
type reason struct {
	Object string `json:"object,omitempty"`
	Text   string `json:"text"`
}

// reasons takes the thought of a response apart: what follows an object's id
// and a colon is said of that object, up to the next one. The first word on an
// object counts.
func reasons(task *scenes.Task, response string) []reason {
	thought := codec.Thought(response)
	if thought == "" {
		return nil
	}
	type mark struct{ at, end, object int }
	var marks []mark
	for i := range task.Objects {
		label := task.Objects[i].ID + ":"
		for from := 0; ; {
			k := strings.Index(thought[from:], label)
			if k < 0 {
				break
			}
			at, end := from+k, from+k+len(label)
			if (at == 0 || space(thought[at-1])) && (end == len(thought) || space(thought[end])) {
				marks = append(marks, mark{at, end, i})
				break
			}
			from = at + 1
		}
	}
	slices.SortFunc(marks, func(a, b mark) int { return a.at - b.at })
	marks = append(marks, mark{at: len(thought)})
	var out []reason
	add := func(object, text string) {
		if text = strings.Join(strings.Fields(text), " "); text != "" {
			out = append(out, reason{object, text})
		}
	}
	add("", thought[:marks[0].at])
	for i, m := range marks[:len(marks)-1] {
		add(task.Objects[m.object].ID, thought[m.end:marks[i+1].at])
	}
	return out
}

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

func printReasons(w io.Writer, list []reason) {
	for _, r := range list {
		if r.Object == "" {
			fmt.Fprintf(w, "  %s\n", r.Text)
			continue
		}
		fmt.Fprintf(w, "  %s: %s\n", r.Object, r.Text)
	}
}
