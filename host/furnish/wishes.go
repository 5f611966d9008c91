package furnish

import (
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/predicate"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// Wish is one thing that was asked for.
type Wish struct {
	Text  string `json:"text"`
	Holds bool   `json:"holds"`
}

// Wishes says which of the specs of the task, and of those that were read out
// of its preference, hold.
func Wishes(task *scenes.Task, l *scenes.Layout, preferred []scenes.Spec) []Wish {
	var out []Wish
	specs := append(slices.Clip(task.Specs), preferred...)
	for i, r := range predicate.Compile(task, specs).Evaluate(world.New(task, l, nil)) {
		text := specs[i].Text
		if text == "" {
			text = strings.Join(append([]string{specs[i].Subject, specs[i].Predicate}, specs[i].Anchors...), " ")
		}
		out = append(out, Wish{Text: text, Holds: r.Holds})
	}
	return out
}

// LeftOut lists the optional objects that have no place in the layout.
func LeftOut(task *scenes.Task, l *scenes.Layout) []string {
	var out []string
	for i := range task.Objects {
		if o := &task.Objects[i]; o.Optional && l.Find(o.ID) == nil {
			out = append(out, o.ID)
		}
	}
	return out
}
