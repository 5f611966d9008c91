package export

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/export/godot"
)

// Format is a format that levels are exported in.
type Format string

// The formats.
const (
	GLB       Format = "glb"
	GLTF      Format = "gltf"
	JSON      Format = "json"
	SceneEval Format = "sceneeval"
	TSCN      Format = "tscn"
	USDA      Format = "usda"
)

// Formats lists the formats in a fixed order.
var Formats = []Format{GLB, GLTF, JSON, SceneEval, TSCN, USDA}

// Ending is what the name of a level's file ends in, with its dot.
func (f Format) Ending() string {
	if f == SceneEval {
		return ".json"
	}
	return "." + string(f)
}

// Files reports whether a level in this format is several files, which belong in
// a folder of their own.
func (f Format) Files() bool { return f == GLTF || f == TSCN || f == USDA }

// FormatOf returns the format whose files end as the name does.
func FormatOf(name string) (Format, bool) {
	for _, f := range Formats {
		if len(name) > len(f.Ending()) && strings.EqualFold(name[len(name)-len(f.Ending()):], f.Ending()) {
			return f, true
		}
	}
	return "", false
}

// Options say what is exported. The zero value is a GLB of the starter kit's
// models with their textures packed.
type Options struct {
	// Format is GLB when empty.
	Format Format
	// Library has the models; nil means the starter kit.
	Library *assets.Library
	// Colliders adds static bodies: boxes for objects, floors and walls.
	Colliders bool
	// Navmesh adds the floor that a person reaches.
	Navmesh bool
	// Ceiling closes the rooms from above.
	Ceiling bool
	// KeepTextures writes every texture as an image of its own where they would
	// be packed in one.
	KeepTextures bool
	// Godot is the version of Godot that scenes are written for, 3 or 4; 0 means
	// 4.
	Godot int
	// Note, if set, is told what could not be done as asked, in one sentence
	// each.
	Note func(sentence string)
}

// extra is an option that only some formats have.
type extra struct {
	name string
	set  bool
	in   []Format
}

// Check says what of the options does not go together.
func (o Options) Check() error {
	if o.Format != "" && !slices.Contains(Formats, o.Format) {
		return fmt.Errorf("format %q is not known; use one of: %s", o.Format, joined(Formats))
	}
	if o.Godot != 0 && !slices.Contains(godot.Versions, o.Godot) {
		return fmt.Errorf("godot %d is not known; use 3 or 4", o.Godot)
	}
	f := o.format()
	for _, e := range []extra{
		{"colliders", o.Colliders, []Format{GLB, GLTF, TSCN, USDA}},
		{"a navigation mesh", o.Navmesh, []Format{GLB, GLTF, TSCN}},
		{"a ceiling", o.Ceiling, []Format{GLB, GLTF, TSCN, USDA}},
		{"an atlas to leave out", o.KeepTextures, []Format{GLB, GLTF}},
		{"a version of Godot", o.Godot != 0, []Format{TSCN}},
	} {
		if e.set && !slices.Contains(e.in, f) {
			return fmt.Errorf("%s has no place for %s; these have: %s", f, e.name, joined(e.in))
		}
	}
	return nil
}

func (o Options) format() Format {
	if o.Format == "" {
		return GLB
	}
	return o.Format
}

func (o Options) library() *assets.Library {
	if o.Library == nil {
		return assets.Starter()
	}
	return o.Library
}

func (o Options) note(format string, args ...any) {
	if o.Note != nil {
		o.Note(fmt.Sprintf(format, args...))
	}
}

func joined(list []Format) string {
	text := make([]string, len(list))
	for i, f := range list {
		text[i] = string(f)
	}
	return strings.Join(text, ", ")
}
