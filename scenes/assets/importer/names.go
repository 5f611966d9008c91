package importer

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/metaspatial/metaspatial/scenes/assets/store"
)

// dull are folder names that say how files are kept, not what they are.
var dull = map[string]bool{"gltf": true, "glb": true, "models": true, "assets": true, "mesh": true, "meshes": true}

// packName is the folder's or archive's name, or its parent's when it only says
// "gltf".
func packName(abs string) string {
	for {
		base := filepath.Base(abs)
		if isArchive(base) {
			base = base[:len(base)-len(".zip")]
		}
		parent := filepath.Dir(abs)
		if !dull[strings.ToLower(base)] || parent == abs {
			return clean(base)
		}
		abs = parent
	}
}

// clean makes a pack's name fit for IDs and files: no spaces, separators or
// signs that a file system gives a meaning.
func clean(name string) string {
	name = strings.ToValidUTF8(name, "_")
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	for len(name) > 100 {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	if strings.Trim(name, ".") == "" {
		return "pack"
	}
	return name
}

// plain makes a file's name fit for an ID: control characters go.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\\' {
			return '_'
		}
		return r
	}, name)
}

// checkPackName refuses names that [clean] would change.
func checkPackName(name string) error {
	if clean(name) != name {
		return fmt.Errorf("%q is no name for a pack; use letters, digits, - and _, as in %q", name, clean(name))
	}
	return nil
}

// assetIDs gives every model file of a pack the beginning of its IDs: those that
// the library knows keep theirs, so that layouts go on finding them when the
// pack grows. Others get the bare file name where no other file has it, else
// the path, each with the pack's name before it.
func assetIDs(pack string, models []entry, known map[string]store.File) map[string]string {
	out, used, count := make(map[string]string, len(models)), make(map[string]bool), make(map[string]int)
	for _, f := range known {
		used[f.ID] = true
	}
	short := func(file string) string { return pack + "/" + plain(assetName(file)) }
	long := func(file string) string { return pack + "/" + plain(strings.TrimSuffix(file, path.Ext(file))) }
	for _, m := range models {
		if known[m.path].ID == "" {
			count[short(m.path)]++
		}
	}
	for _, m := range models {
		id := known[m.path].ID
		if id == "" {
			id = short(m.path)
			if count[id] > 1 || used[id] {
				id = long(m.path)
			}
			for stem, n := id, 2; used[id]; n++ {
				id = fmt.Sprintf("%s-%d", stem, n)
			}
		}
		used[id] = true
		out[m.path] = id
	}
	return out
}

// assetName is the file's name without folder and extension.
func assetName(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}
