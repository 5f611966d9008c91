package checkers

import (
	"crypto/md5"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
)

//go:embed scene.gd
var sceneScript []byte

// Godot is the server of Godot 3; written for 3.2.3. Godot 4 needs a program of
// its own.
type Godot struct{ program string }

// FindGodot finds it.
func FindGodot(t testing.TB) *Godot {
	t.Helper()
	return &Godot{program(t, "godot3-server")}
}

// GodotNode is a node of a scene as Godot instances it.
type GodotNode struct {
	// Path runs from the scene's root, as in "/level/room/sofa".
	Path, Class string
	Meta        map[string]any
	// Half is half the size of a collision shape that is a box.
	Half *scenes.Vec3
	// Polygons counts a navigation mesh's.
	Polygons int
	// Textures are those of a mesh.
	Textures []GodotTexture
	raw      node
}

// GodotTexture is a texture by its file and whether surfaces may repeat it.
type GodotTexture struct {
	Path    string
	Repeats bool
}

// Centre is the middle of the node's box, or its place where it has none, in
// the level's frame.
func (n *GodotNode) Centre() scenes.Vec3 {
	if s, ok := yUp.seen(n.raw); ok {
		return s.Centre
	}
	return yUp.toLevel(n.raw.Origin)
}

// project.godot of an empty project.
const emptyProject = "config_version=4\n\n[application]\n\nconfig/name=\"check\"\n"

// Open imports everything in a folder as a project of its own and instances the
// given scenes, which are paths below it. It adds files to the folder.
func (g *Godot) Open(t testing.TB, dir string, scenes ...string) [][]GodotNode {
	t.Helper()
	for i, s := range scenes {
		scenes[i] = "res://" + filepath.ToSlash(s)
	}
	list, err := json.Marshal(scenes)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"project.godot": []byte(emptyProject), "check.json": list, "check.gd": sceneScript} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g.importAll(t, dir)
	printed := run(t, command(t, g.program, "--path", dir, "-s", "check.gd"))
	text, err := os.ReadFile(filepath.Join(dir, "seen.json"))
	if err != nil {
		t.Fatalf("Godot left no report: %v\n%s", err, tail(printed))
	}
	var lists [][]struct {
		node
		Path, Class string
		Meta        map[string]any
		Half        *[3]float64
		Polygons    int
		Textures    []GodotTexture
	}
	if err := json.Unmarshal(text, &lists); err != nil {
		t.Fatalf("Godot's report: %v\n%s", err, tail(text))
	}
	out := make([][]GodotNode, len(lists))
	for i, list := range lists {
		if len(list) == 0 {
			t.Fatalf("Godot cannot load %s:\n%s", scenes[i], tail(printed))
		}
		for _, n := range list {
			out[i] = append(out[i], GodotNode{Path: n.Path, Class: n.Class, Meta: n.Meta, Half: (*vec3)(n.Half), Polygons: n.Polygons, Textures: n.Textures, raw: n.node})
		}
	}
	return out
}

type vec3 = scenes.Vec3

// importAll lets the editor import the project's models and images, and ends it
// once everything is there: with --quit the editor of 3.2.3 now ends before that
// and now not at all.
func (g *Godot) importAll(t testing.TB, dir string) {
	t.Helper()
	var missing map[string]bool
	look := func() {
		missing = make(map[string]bool)
		err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".glb") && !strings.HasSuffix(p, ".png") {
				return err
			}
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			sum := md5.Sum([]byte("res://" + filepath.ToSlash(rel)))
			done := filepath.Join(dir, ".import", filepath.Base(p)+"-"+hex.EncodeToString(sum[:])+".md5")
			if _, err := os.Stat(done); err != nil {
				missing[rel] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if look(); len(missing) == 0 {
		return
	}
	cmd := command(t, g.program, "--path", dir, "--editor")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for end := time.Now().Add(limit); len(missing) > 0 && time.Now().Before(end); look() {
		select {
		case err := <-ended:
			if look(); len(missing) > 0 {
				t.Fatalf("Godot's editor ended (%v) without importing %v", err, missing)
			}
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	_ = cmd.Process.Kill()
	<-ended
	if len(missing) > 0 {
		t.Fatalf("Godot's editor did not import %v", missing)
	}
}

// Shown returns what the nodes with an object_id show, which is what all meshes
// below them show together, and, for scenes without any, every mesh by its
// node's name.
func Shown(nodes []GodotNode) []Seen {
	var out []Seen
	marked := false
	for _, n := range nodes {
		if n.raw.Object == "" {
			continue
		}
		marked = true
		whole := n.raw
		whole.Box, whole.Mesh = nil, ""
		for _, below := range nodes {
			if below.Path == n.Path || strings.HasPrefix(below.Path, n.Path+"/") {
				if below.Class == "MeshInstance" && below.raw.Box != nil {
					whole.join(below.raw)
				}
			}
		}
		if s, ok := yUp.seen(whole); ok {
			out = append(out, s)
		}
	}
	if marked {
		return out
	}
	for _, n := range nodes {
		if s, ok := yUp.seen(n.raw); ok && n.Class == "MeshInstance" {
			out = append(out, s)
		}
	}
	return out
}

// join grows the node's box by another's, which may be turned by quarters
// against it.
func (n *node) join(o node) {
	if n.Box == nil {
		n.Box = &[2][3]float64{{math.Inf(1), math.Inf(1), math.Inf(1)}, {math.Inf(-1), math.Inf(-1), math.Inf(-1)}}
	}
	n.Mesh += o.Mesh
	for corner := range 8 {
		var p [3]float64
		for k := range 3 {
			p[k] = o.Origin[k] - n.Origin[k]
			for j := range 3 {
				p[k] += o.Basis[j][k] * o.Box[corner>>j&1][j]
			}
		}
		for j := range 3 {
			b := n.Basis[j]
			x := (p[0]*b[0] + p[1]*b[1] + p[2]*b[2]) / (b[0]*b[0] + b[1]*b[1] + b[2]*b[2])
			n.Box[0][j], n.Box[1][j] = min(n.Box[0][j], x), max(n.Box[1][j], x)
		}
	}
}
