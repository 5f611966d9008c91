package semantics

import (
	"path"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/taxonomy"
)

// Confidences of what names say.
const (
	byFileName = 0.9
	byTwoNouns = 0.75
	byNodeName = 0.7
	byMeshName = 0.6
	byFolder   = 0.4
	byMaterial = 0.25
)

// hollow are words that say how files are kept or made, not what they show.
var hollow = map[string]bool{
	"gltf": true, "glb": true, "obj": true, "fbx": true, "mesh": true, "meshes": true, "model": true, "models": true, "asset": true,
	"assets": true, "node": true, "nodes": true, "group": true, "root": true, "scene": true, "default": true, "material": true,
	"materials": true, "mat": true, "texture": true, "textures": true, "object": true, "geometry": true, "geo": true, "cube": true,
	"plane": true, "sphere": true, "cylinder": true, "cone": true, "torus": true, "circle": true, "icosphere": true, "poly": true,
	"surface": true, "armature": true, "empty": true, "untitled": true, "export": true, "final": true, "new": true, "copy": true,
	"low": true, "lod": true, "prop": true, "props": true, "pack": true, "kit": true, "addons": true, "res": true, "src": true, "sm": true,
}

// source is a name and where it stands.
type source struct {
	what, name string
	confidence float64
}

// sources lists the names that may say what a model is, the most telling first.
func (f *Facts) sources() []source {
	out := []source{{"file name", f.Name, byFileName}}
	if f.Node != "" {
		out[0].what = "name in the file"
	}
	for _, n := range f.Nodes {
		if n != f.Name && !partWord(n) {
			out = append(out, source{"node name", n, byNodeName})
		}
	}
	for _, n := range f.Meshes {
		if n != f.Name {
			out = append(out, source{"mesh name", n, byMeshName})
		}
	}
	if f.Node != "" {
		out = append(out, source{"file name", base(f.File), byFolder})
	}
	for dir := path.Dir(f.File); dir != "." && dir != "/" && dir != ""; dir = path.Dir(dir) {
		out = append(out, source{"folder", path.Base(dir), byFolder})
	}
	for _, n := range f.Materials {
		out = append(out, source{"material", n, byMaterial})
	}
	return out
}

// base is a file's name without folder and extension.
func base(file string) string {
	b := path.Base(file)
	return strings.TrimSuffix(b, path.Ext(b))
}

// telling returns the words of a name that may say what a thing is: without
// single letters and words about files.
func telling(name string) []string {
	var out []string
	for _, w := range taxonomy.Words(name) {
		if len(w) > 1 && !hollow[w] {
			out = append(out, w)
		}
	}
	return out
}

// nouns returns the classes that the first words of a name speak of one by one.
func nouns(words []string) []*taxonomy.Class {
	var out []*taxonomy.Class
	for _, w := range words[:min(len(words), 8)] {
		if c, ok := taxonomy.Lookup(w); ok {
			out = append(out, &c)
		}
	}
	return out
}

// shells are the words of what rooms and levels are built of. Where a name
// begins with one, the rest only says more of it: "door_frame", "wall_pillar".
var shells = map[string]bool{
	"wall": true, "walls": true, "floor": true, "ceiling": true, "roof": true, "door": true, "doors": true, "doorway": true, "window": true,
	"gate": true, "fence": true, "stairs": true, "stair": true, "staircase": true, "road": true, "street": true, "pavement": true, "path": true,
	"bridge": true, "building": true, "house": true, "tower": true, "ground": true, "terrain": true, "tile": true, "tree": true, "grass": true,
	"water": true, "cliff": true, "arch": true, "foundation": true, "scaffold": true, "railing": true,
}

// shell returns the word of a shell that a name begins with, unless the class
// has a phrase with it, as "wall lamp" has; else "".
func shell(words []string, c *taxonomy.Class) string {
	first := words[0]
	if !shells[first] {
		return ""
	}
	for _, phrase := range append([]string{c.Words()}, c.Synonyms...) {
		parts := strings.Fields(phrase)
		if slices.Contains(parts, first) && !slices.ContainsFunc(parts, func(p string) bool {
			return !slices.ContainsFunc(words, func(w string) bool { return w == p || w == p+"s" || strings.Join(parts, "") == w })
		}) {
			return ""
		}
	}
	return first
}

// pieces are words of parts that are kept as models of their own.
var pieces = map[string]bool{
	"door": true, "doors": true, "drawer": true, "drawers": true, "handle": true, "knob": true, "leg": true, "legs": true, "shade": true, "lid": true,
	"wheel": true, "wheels": true, "cover": true, "hinge": true, "blade": true, "arm": true, "cushion": true, "sheet": true,
}

// pieceWord returns the last word of a name when it is that of a part of what
// the name begins with, or "".
func pieceWord(words []string) string {
	if w := words[len(words)-1]; len(words) > 1 && pieces[w] {
		return w
	}
	return ""
}

// article names a class in a sentence: "a chair", "an armchair", "chains".
func article(c *taxonomy.Class) string {
	if strings.HasSuffix(c.Name, "s") && !strings.HasSuffix(c.Name, "ss") && !strings.HasSuffix(c.Name, "us") {
		return c.Words()
	}
	if strings.ContainsRune("aeiou", rune(c.Name[0])) {
		return "an " + c.Words()
	}
	return "a " + c.Words()
}
