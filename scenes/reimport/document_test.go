package reimport

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// document is the JSON of a file, to be edited as other programs do.
type document struct {
	json map[string]any
	rest []byte
}

func exported(t testing.TB, level *scenes.Level, opts gltfio.LevelExport) *document {
	t.Helper()
	var buf bytes.Buffer
	if err := gltfio.ExportLevel(&buf, level, pack, opts); err != nil {
		t.Fatal(err)
	}
	data := buf.Bytes()
	n := binary.LittleEndian.Uint32(data[12:])
	d := &document{rest: data[20+n:]}
	if err := json.Unmarshal(data[20:20+n], &d.json); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *document) glb(t testing.TB) []byte {
	t.Helper()
	text, err := json.Marshal(d.json)
	if err != nil {
		t.Fatal(err)
	}
	for len(text)%4 != 0 {
		text = append(text, ' ')
	}
	out := binary.LittleEndian.AppendUint32(nil, 0x46546C67)
	for _, v := range []int{2, 20 + len(text) + len(d.rest), len(text), 0x4E4F534A} {
		out = binary.LittleEndian.AppendUint32(out, uint32(v))
	}
	return append(append(out, text...), d.rest...)
}

func (d *document) nodes() []any { return d.json["nodes"].([]any) }

func (d *document) at(name string) (int, map[string]any) {
	for i, n := range d.nodes() {
		if m := n.(map[string]any); m["name"] == name {
			return i, m
		}
	}
	panic("no node " + name)
}

func (d *document) node(name string) map[string]any {
	_, n := d.at(name)
	return n
}

// shift moves a node in glTF's axes.
func (d *document) shift(name string, by ...float64) {
	n := d.node(name)
	old, _ := n["translation"].([]any)
	out := make([]any, 3)
	for k := range out {
		out[k] = by[k]
		if old != nil {
			out[k] = by[k] + old[k].(float64)
		}
	}
	n["translation"] = out
}

// copyNode copies a node, as Blender names copies, and returns it.
func (d *document) copyNode(name, as string) map[string]any {
	text, _ := json.Marshal(d.node(name))
	var n map[string]any
	_ = json.Unmarshal(text, &n)
	n["name"] = as
	if n["mesh"] != nil {
		delete(n, "children")
	}
	d.json["nodes"] = append(d.nodes(), n)
	at := len(d.nodes()) - 1
	i, _ := d.at(name)
	for _, p := range d.nodes() {
		m := p.(map[string]any)
		if c, _ := m["children"].([]any); slices.Contains(c, any(float64(i))) {
			m["children"] = append(c, float64(at))
			return n
		}
	}
	scene := d.json["scenes"].([]any)[0].(map[string]any)
	scene["nodes"] = append(scene["nodes"].([]any), float64(at))
	return n
}

// cut takes a node out of the scene.
func (d *document) cut(name string) {
	i, _ := d.at(name)
	drop := func(m map[string]any, key string) {
		if c, ok := m[key].([]any); ok {
			if c = slices.DeleteFunc(c, func(v any) bool { return v == float64(i) }); len(c) == 0 {
				delete(m, key)
			} else {
				m[key] = c
			}
		}
	}
	for _, p := range d.nodes() {
		drop(p.(map[string]any), "children")
	}
	drop(d.json["scenes"].([]any)[0].(map[string]any), "nodes")
}

// strip takes all extras away, as Godot 3 does.
func (d *document) strip() {
	for _, key := range []string{"nodes", "meshes", "scenes"} {
		for _, n := range d.json[key].([]any) {
			delete(n.(map[string]any), "extras")
		}
	}
}

// enclose puts everything below one node.
func enclose(d *document, n map[string]any) {
	scene := d.json["scenes"].([]any)[0].(map[string]any)
	n["name"], n["children"] = "wrapper", scene["nodes"]
	d.json["nodes"] = append(d.nodes(), n)
	scene["nodes"] = []any{float64(len(d.nodes()) - 1)}
}

// keepOnly takes the meshes of all other nodes away.
func keepOnly(d *document, names ...string) {
	for _, n := range d.nodes() {
		m := n.(map[string]any)
		if name, _ := m["name"].(string); !slices.Contains(names, name) {
			delete(m, "mesh")
		}
	}
}
