package semantics

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Overrides are what a person says of a pack, against which no inference
// stands. The zero value says nothing, and so does a nil pointer.
type Overrides struct {
	// Name is the file's, for evidence and errors.
	Name string
	// Scale is metres per file unit; 0 says nothing.
	Scale float64
	// Licence and Author hold for all assets of the pack, Up for all its files.
	Licence, Author string
	Up              gltfio.Axis
	// Assets are by the part of the asset's ID that follows the pack's name.
	Assets map[string]Override

	text  string
	where origins
}

// origins are the files that keys were said in.
type origins map[string]string

// said is the evidence for a key.
func (o origins) said(key string) assets.Reason {
	if file := o[key]; file != "" {
		return assets.Reason{Why: "said in " + file, Confidence: 1}
	}
	return assets.Reason{Why: "said by a person", Confidence: 1}
}

// Override is what a person says of one asset. Zero values say nothing.
type Override struct {
	// Category is the name of a class of scenes/taxonomy.
	Category string
	// Size is along right, front and up in metres; 0 leaves an axis open. It
	// sets the scale, since models are not distorted.
	Size scenes.Vec3
	// Scale is metres per file unit.
	Scale     float64
	Front, Up gltfio.Axis
	Mount     scenes.Support
	Flat      *bool
	// SupportHeights, Sides and Tags, when not nil, are all there are.
	SupportHeights  []float64
	Sides           []string
	Tags            []string
	Licence, Author string
	// Skip leaves the asset out of the library.
	Skip bool
	// Split is "auto", "always" or "never"; it is said of a file.
	Split string

	where origins
}

// Asset returns what is said of an asset, by its name within the pack.
func (o *Overrides) Asset(name string) Override {
	if o == nil {
		return Override{}
	}
	return o.Assets[name]
}

// Over returns what both say; where they differ, o counts. Either may be nil. A
// pack may bring overrides itself, over which stand those of the person who
// imports it.
func (o *Overrides) Over(lower *Overrides) *Overrides {
	switch {
	case o == nil && lower == nil:
		return nil
	case o == nil:
		return lower
	case lower == nil:
		return o
	}
	out := &Overrides{
		Name: o.Name, Scale: cmp.Or(o.Scale, lower.Scale), Licence: cmp.Or(o.Licence, lower.Licence), Author: cmp.Or(o.Author, lower.Author),
		Up: cmp.Or(o.Up, lower.Up), Assets: maps.Clone(lower.Assets), text: o.text, where: lower.where.under(o.where),
	}
	if out.Assets == nil {
		out.Assets = make(map[string]Override, len(o.Assets))
	}
	for name, a := range o.Assets {
		out.Assets[name] = a.over(out.Assets[name])
	}
	return out
}

func (a Override) over(b Override) Override {
	a.Category, a.Scale = cmp.Or(a.Category, b.Category), cmp.Or(a.Scale, b.Scale)
	a.Front, a.Up, a.Mount, a.Split = cmp.Or(a.Front, b.Front), cmp.Or(a.Up, b.Up), cmp.Or(a.Mount, b.Mount), cmp.Or(a.Split, b.Split)
	a.Licence, a.Author = cmp.Or(a.Licence, b.Licence), cmp.Or(a.Author, b.Author)
	a.Size, a.Flat = cmp.Or(a.Size, b.Size), cmp.Or(a.Flat, b.Flat)
	if a.where["skip"] == "" {
		a.Skip = a.Skip || b.Skip
	}
	if a.SupportHeights == nil {
		a.SupportHeights = b.SupportHeights
	}
	if a.Sides == nil {
		a.Sides = b.Sides
	}
	if a.Tags == nil {
		a.Tags = b.Tags
	}
	a.where = b.where.under(a.where)
	return a
}

// under returns both, the upper counting.
func (o origins) under(upper origins) origins {
	out := maps.Clone(o)
	if out == nil {
		out = make(origins, len(upper))
	}
	maps.Copy(out, upper)
	return out
}

// Unknown returns a sentence for each name that is none of the assets, by the
// alphabet.
func (o *Overrides) Unknown(names []string) []string {
	if o == nil {
		return nil
	}
	known := make(map[string]bool, len(names))
	for _, n := range names {
		known[n] = true
	}
	var out []string
	for _, n := range o.names() {
		if known[n] {
			continue
		}
		say := fmt.Sprintf("%s speaks of %q, which the pack does not have", o.Name, n)
		if meant := near.Nearest(n, names); meant != "" {
			say += fmt.Sprintf("; did you mean %q?", meant)
		}
		out = append(out, say)
	}
	return out
}

func (o *Overrides) names() []string {
	out := make([]string, 0, len(o.Assets))
	for n := range o.Assets {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// kindOfValue is how a key's value is written.
type kindOfValue uint8

const (
	textValue kindOfValue = iota
	numberValue
	boolValue
	numbersValue
	textsValue
)

// packKeys and assetKeys are the keys, in the order in which they are listed.
var (
	packKeys  = []string{"scale", "licence", "author", "up", "assets"}
	assetKeys = []string{"category", "size_m", "scale", "front", "up", "mount", "flat", "support_heights_m", "sides", "tags", "licence", "author", "skip", "split"}
)

var kinds = map[string]kindOfValue{
	"scale": numberValue, "size_m": numbersValue, "support_heights_m": numbersValue, "sides": textsValue, "tags": textsValue,
	"flat": boolValue, "skip": boolValue,
}

// say takes one key of the pack.
func (o *Overrides) say(key string, v value) error {
	switch key {
	case "scale":
		o.Scale = v.number
		return positive(v.number)
	case "licence":
		o.Licence = v.text
	case "author":
		o.Author = v.text
	case "up":
		o.Up = gltfio.Axis(v.text)
		return oneOf(v.text, "+Y", "+Z")
	}
	return nil
}

// say takes one key of an asset.
func (a *Override) say(key string, v value) error {
	switch key {
	case "category":
		c, ok := taxonomy.Exact(v.text)
		if !ok {
			return noClass(v.text)
		}
		a.Category = c.Name
	case "size_m":
		if len(v.numbers) != 3 {
			return fmt.Errorf("must be three numbers, not %d: right, front and up in metres, 0 where you do not know", len(v.numbers))
		}
		copy(a.Size[:], v.numbers)
		if slices.Max(v.numbers) == 0 {
			return errors.New("says nothing; give at least one extent")
		}
	case "scale":
		a.Scale = v.number
		return positive(v.number)
	case "front":
		a.Front = gltfio.Axis(v.text)
		return oneOf(v.text, "+Z", "-Z", "+X", "-X")
	case "up":
		a.Up = gltfio.Axis(v.text)
		return oneOf(v.text, "+Y", "+Z")
	case "mount":
		a.Mount = scenes.Support(v.text)
		return oneOf(v.text, "floor", "wall", "ceiling", "object")
	case "flat":
		a.Flat = &v.flag
	case "support_heights_m":
		a.SupportHeights = append([]float64{}, v.numbers...)
		slices.Sort(a.SupportHeights)
	case "sides":
		a.Sides = append([]string{}, v.texts...)
		for _, s := range a.Sides {
			if err := oneOf(s, "front", "back", "left", "right"); err != nil {
				return err
			}
		}
	case "tags":
		a.Tags = append([]string{}, v.texts...)
	case "licence":
		a.Licence = v.text
	case "author":
		a.Author = v.text
	case "skip":
		a.Skip = v.flag
	case "split":
		a.Split = v.text
		return oneOf(v.text, "auto", "always", "never")
	}
	return nil
}

// noClass is the error for a category that is none.
func noClass(said string) error {
	say := fmt.Sprintf("is %q, which is no known class", clip(said, mostLetter))
	if meant := taxonomy.Meant(said); meant != "" {
		return fmt.Errorf("%s; did you mean %q?", say, meant)
	}
	return fmt.Errorf("%s; name one, such as chair or coffee_table, and write words of your own as tags", say)
}

func positive(x float64) error {
	if !(x > 0) || math.IsInf(x, 0) {
		return fmt.Errorf("is %v; it must be a positive number", x)
	}
	return nil
}

func oneOf(text string, words ...string) error {
	if slices.Contains(words, text) {
		return nil
	}
	say := fmt.Sprintf("is %q; it must be %s or %s", text, strings.Join(words[:len(words)-1], ", "), words[len(words)-1])
	if meant := near.Nearest(text, words); meant != "" && meant != text {
		say += fmt.Sprintf(" (did you mean %q?)", meant)
	}
	return errors.New(say)
}
