package export

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/export/internal/checkers"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// write exports a case into a folder of its own and returns it.
func (c *levelCase) write(t *testing.T, o Options) string {
	t.Helper()
	o.Library = c.lib
	b, err := Make(t.Context(), []Source{{"level", c.level}}, o)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := b.Write(t.Context(), WriteOptions{Folder: dir}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// everything asks for all that a format can hold.
func everything(f Format) Options {
	return Options{Format: f, Colliders: true, Ceiling: true, Navmesh: f != USDA}
}

func TestKhronosValidator(t *testing.T) {
	v := checkers.FindValidator(t)
	var files []string
	for _, c := range cases(t) {
		files = append(files, filepath.Join(c.write(t, Options{}), "level.glb"), filepath.Join(c.write(t, everything(GLB)), "level.glb"),
			filepath.Join(c.write(t, Options{KeepTextures: true}), "level.glb"), filepath.Join(c.write(t, everything(GLTF)), "level.gltf"))
		dir := c.write(t, everything(TSCN))
		models, err := filepath.Glob(filepath.Join(dir, "*", "*.glb"))
		if err != nil {
			t.Fatal(err)
		}
		more, err := filepath.Glob(filepath.Join(dir, "*", "*", "*.glb"))
		if err != nil || len(more) == 0 {
			t.Fatalf("found the assets %v, %v", more, err)
		}
		files = append(append(files, models...), more...)
	}
	v.Check(t, files...)
}

func TestBlender(t *testing.T) {
	b := checkers.FindBlender(t)
	list := cases(t)
	var files []string
	for _, c := range list {
		files = append(files, filepath.Join(c.write(t, Options{}), "level.glb"), filepath.Join(c.write(t, everything(GLTF)), "level.gltf"))
	}
	for i, seen := range b.Import(t, files...) {
		t.Run(list[i/2].name, func(t *testing.T) {
			checkers.Compare(t, checkers.Objects(seen), checkers.Expected(list[i/2].level))
		})
	}
}

// TestGodotImportsGLB also holds that Godot keeps the names of GLB's nodes and
// one mesh for each asset; it drops the extras.
func TestGodotImportsGLB(t *testing.T) {
	g := checkers.FindGodot(t)
	list := cases(t)
	dir := t.TempDir()
	var scenes []string
	objects := make([]map[string]string, len(list))
	for i, c := range list {
		data, err := os.ReadFile(filepath.Join(c.write(t, everything(GLB)), "level.glb"))
		if err != nil {
			t.Fatal(err)
		}
		objects[i] = objectNames(t, data)
		name := string(rune('a'+i)) + ".glb"
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		scenes = append(scenes, name)
	}
	for i, nodes := range g.Open(t, dir, scenes...) {
		t.Run(list[i].name, func(t *testing.T) {
			var got []checkers.Seen
			for _, s := range checkers.Shown(nodes) {
				if id, ok := objects[i][s.Name]; ok {
					s.Object = id
					got = append(got, s)
				}
			}
			checkers.Compare(t, got, checkers.Expected(list[i].level))
			bodies, polygons := 0, 0
			for _, n := range nodes {
				if n.Class == "StaticBody" {
					bodies++
				}
				polygons += n.Polygons
			}
			if least := len(list[i].level.Rooms) * 5; bodies < least || polygons == 0 {
				t.Errorf("%d static bodies, at least %d wanted; %d polygons to walk on", bodies, least, polygons)
			}
		})
	}
}

// objectNames returns the object of each node's name in a GLB.
func objectNames(t *testing.T, glb []byte) map[string]string {
	t.Helper()
	if len(glb) < 20 || string(glb[:4]) != "glTF" {
		t.Fatal("not a GLB")
	}
	n := binary.LittleEndian.Uint32(glb[12:])
	var doc struct {
		Nodes []struct {
			Name   string
			Extras struct {
				Object string `json:"object_id"`
			}
		}
	}
	if err := json.Unmarshal(glb[20:20+n], &doc); err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, n := range doc.Nodes {
		if n.Extras.Object != "" {
			out[n.Name] = n.Extras.Object
		}
	}
	return out
}

func TestGodot3Scene(t *testing.T) {
	g := checkers.FindGodot(t)
	dir := t.TempDir()
	list := cases(t)
	var scenes []string
	for i, c := range list {
		o := everything(TSCN)
		o.Godot, o.Library = 3, c.lib
		if i == 0 { // nothing but the objects
			o = Options{Format: TSCN, Godot: 3, Library: c.lib}
		}
		b, err := Make(t.Context(), []Source{{"level", c.level}}, o)
		if err != nil {
			t.Fatal(err)
		}
		name := string(rune('a' + i))
		if err := b.Write(t.Context(), WriteOptions{Folder: filepath.Join(dir, "levels", name)}); err != nil {
			t.Fatal(err)
		}
		scenes = append(scenes, "levels/"+name+"/level.tscn")
	}
	for i, nodes := range g.Open(t, dir, scenes...) {
		t.Run(list[i].name, func(t *testing.T) {
			checkers.Compare(t, checkers.Shown(nodes), checkers.Expected(list[i].level))
			godotNavigation(t, nodes, list[i].level)
			godotTextures(t, nodes, list[i].name == "kaykit")
			godotBodies(t, nodes, list[i].level, i != 0)
		})
	}
	left, err := filepath.Glob(filepath.Join(dir, "levels", "*", "*", "*", "*.material"))
	if err != nil || len(left) > 0 {
		t.Errorf("Godot writes materials that other models would share: %v, %v", left, err)
	}
}

// godotTextures holds that models share their pack's textures as files.
func godotTextures(t *testing.T, nodes []checkers.GodotNode, textured bool) {
	t.Helper()
	paths := make(map[string]bool)
	for _, n := range nodes {
		for _, x := range n.Textures {
			paths[x.Path] = true
			if !strings.Contains(x.Path, "/textures/") || !x.Repeats {
				t.Errorf("%s has the texture %+v", n.Path, x)
			}
		}
	}
	if textured && len(paths) != 1 {
		t.Errorf("a pack of one atlas has the textures %v", paths)
	}
}

// godotNavigation holds that navigation meshes lie on the floors.
func godotNavigation(t *testing.T, nodes []checkers.GodotNode, level *scenes.Level) {
	t.Helper()
	for _, n := range nodes {
		if n.Polygons == 0 {
			continue
		}
		if !strings.Contains(n.Path, "/navigator/") {
			t.Errorf("%s is not below a Navigation node", n.Path)
		}
		if c := n.Centre(); !slices.ContainsFunc(level.Rooms, func(r scenes.LevelRoom) bool {
			p, e := r.Local(c), r.Task.Room.Extent()
			return p[0] > 0 && p[1] > 0 && p[0] < e[0] && p[1] < e[1] && math.Abs(p[2]) < 1e-3
		}) {
			t.Errorf("%s lies round %v, on no room's floor", n.Path, c)
		}
	}
}

// godotBodies holds the static bodies' boxes against the objects.
func godotBodies(t *testing.T, nodes []checkers.GodotNode, level *scenes.Level, wanted bool) {
	t.Helper()
	want, polygons, walls := map[string]scenes.Vec3{}, 0, 0
	for _, r := range level.Rooms {
		for _, o := range r.Task.Objects {
			if r.Layout.Find(o.ID) != nil && !o.Flat {
				want[o.ID] = o.Size
			}
		}
	}
	owner := make(map[string]checkers.GodotNode)
	for _, n := range nodes {
		polygons += n.Polygons
		if strings.Contains(n.Path, "/shell") && n.Class == "StaticBody" {
			walls++
		}
		if id, ok := n.Meta["object_id"].(string); ok {
			owner[n.Path] = n
			if solid := n.Class == "StaticBody"; solid != (wanted && want[id] != scenes.Vec3{}) {
				t.Errorf("%q is a %s", id, n.Class)
			}
		}
		if n.Half == nil {
			continue
		}
		body := owner[n.Path[:strings.LastIndex(n.Path, "/")]]
		id, _ := body.Meta["object_id"].(string)
		size := scenes.Vec3{2 * n.Half[0], 2 * n.Half[2], 2 * n.Half[1]}
		if d := size.Sub(want[id]).Len(); !(d < 1e-3) {
			t.Errorf("%q has a collision box of %v, want %v", id, size, want[id])
		}
		if d := n.Centre().Sub(body.Centre()).Sub(scenes.Vec3{0, 0, size[2] / 2}).Len(); !(d < 1e-3) {
			t.Errorf("%q has its collision box %v off", id, d)
		}
		delete(want, id)
	}
	if wanted && len(want) > 0 {
		t.Errorf("without a collision box: %v", want)
	}
	if wanted != (polygons > 0) || wanted != (walls >= 5*len(level.Rooms)) {
		t.Errorf("%d polygons to walk on, %d static bodies in shells; wanted: %v", polygons, walls, wanted)
	}
}

func TestOpenUSD(t *testing.T) {
	u := checkers.FindUSD(t)
	list := cases(t)
	var files []string
	for _, c := range list {
		files = append(files, filepath.Join(c.write(t, everything(USDA)), "level.usda"))
	}
	for i, stage := range u.Open(t, files...) {
		t.Run(list[i].name, func(t *testing.T) {
			for _, p := range stage.Problems {
				t.Error(p)
			}
			if stage.Up != "Z" || stage.Unit != 1 || stage.Default == "" {
				t.Errorf("up %s, %v m a unit, default prim %q", stage.Up, stage.Unit, stage.Default)
			}
			checkers.Compare(t, checkers.Objects(stage.Shown), checkers.Expected(list[i].level))
			for _, name := range shellNames(list[i].level) {
				if !slices.ContainsFunc(stage.Shown, func(s checkers.Seen) bool { return s.Name == name }) {
					t.Errorf("there is no %s", name)
				}
			}
		})
	}
}

// shellNames are the names of what a level's shells are made of.
func shellNames(level *scenes.Level) []string {
	var out []string
	for _, r := range level.Rooms {
		names := gltfio.NamesOf(scenes.Single(r.Task, r.Layout)).Rooms[0]
		out = append(append(append(out, names.Floor, names.Ceiling), names.Walls...), names.Holes...)
	}
	return out
}
