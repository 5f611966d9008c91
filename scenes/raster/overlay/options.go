package overlay

import (
	"fmt"
	"image"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
)

// Options say what is drawn. The zero value draws nothing.
type Options struct {
	// IDs labels every object with its id, with a leader line where the label
	// does not fit on it.
	IDs bool
	// Marks labels every object with its number in the task, counted from 1:
	// set-of-mark prompting (Yang et al. 2023). With IDs both are shown.
	Marks bool
	// Fronts draws an arrow to where each object's front points; coverings such
	// as rugs have none.
	Fronts bool
	// Violations hatches and outlines the objects of the findings and says what
	// is wrong.
	Violations bool
	// Walkable tints the floor that a person who comes in by a door can cover.
	Walkable bool
	// Swings draws what doors sweep and the clearances that objects ask for.
	Swings bool
	// Dimensions writes the lengths of the room's sides and its height.
	Dimensions bool
	// Sizes writes the width, depth and height of every object.
	Sizes bool
	// Compass draws where north is, and a scale in pictures without perspective.
	Compass bool
	// Legend explains what is drawn, and lists what is not placed.
	Legend bool
	// Field tints the floor by a number for each of its cells.
	Field *Field
	// Wordless leaves the words beside faults out.
	Wordless bool
	// Only, when not empty, are the objects that ids, marks, fronts, sizes and
	// clearances are drawn of, and whose faults are named.
	Only []string
	// Scale multiplies strokes and letters; 0 means 1. Text, when not 0, is the
	// size of letters in pixels instead, and strokes follow it.
	Scale, Text float64
	// Covered are places of the picture that something will lie on, such as the
	// buttons of a window: labels and panels keep out of them.
	Covered []image.Rectangle
}

// kinds are the parts by name, in the order of help texts.
var kinds = []struct {
	name string
	of   func(o *Options) *bool
}{
	{"ids", func(o *Options) *bool { return &o.IDs }},
	{"marks", func(o *Options) *bool { return &o.Marks }},
	{"fronts", func(o *Options) *bool { return &o.Fronts }},
	{"violations", func(o *Options) *bool { return &o.Violations }},
	{"walkable", func(o *Options) *bool { return &o.Walkable }},
	{"swings", func(o *Options) *bool { return &o.Swings }},
	{"dimensions", func(o *Options) *bool { return &o.Dimensions }},
	{"sizes", func(o *Options) *bool { return &o.Sizes }},
	{"compass", func(o *Options) *bool { return &o.Compass }},
	{"legend", func(o *Options) *bool { return &o.Legend }},
}

// Any reports whether anything is drawn.
func (o *Options) Any() bool {
	for _, k := range kinds {
		if *k.of(o) {
			return true
		}
	}
	return o.Field != nil
}

// Names lists the parts that [Parse] understands.
func Names() []string {
	out := make([]string, len(kinds))
	for i, k := range kinds {
		out[i] = k.name
	}
	return out
}

// Parse reads a list of parts, such as "ids,fronts".
func Parse(list string) (Options, error) {
	var o Options
next:
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name == "" {
			continue
		}
		for _, k := range kinds {
			if k.name == name {
				*k.of(&o) = true
				continue next
			}
		}
		if n := near.Nearest(name, Names()); n != "" {
			return o, fmt.Errorf("unknown overlay %q; did you mean %q?", name, n)
		}
		return o, fmt.Errorf("unknown overlay %q; use some of %s", name, strings.Join(Names(), ", "))
	}
	return o, nil
}
