package checkers

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// SceneNode is a node of a Godot scene file as the file itself says it, for
// versions of Godot that cannot be run here.
type SceneNode struct {
	Name, Type, Parent, Instance string
	// Fields are the lines below the node's head, unread.
	Fields map[string]string
}

// SceneFile is a Godot scene file.
type SceneFile struct {
	Format int
	// Files are the paths of the scenes that nodes are instances of, by id.
	Files map[string]string
	// Resources are the types of the scene's own resources, by id, and Values
	// their fields.
	Resources map[string]string
	Values    map[string]map[string]string
	Nodes     []SceneNode
}

var (
	section   = regexp.MustCompile(`^\[([a-z_]+)((?: [a-z_]+=(?:"(?:[^"\\]|\\.)*"|[A-Za-z]+\((?: ?"?[^"()]*"? ?)\)|[0-9]+))*)\]$`)
	attribute = regexp.MustCompile(` ([a-z_]+)=("(?:[^"\\]|\\.)*"|[A-Za-z]+\([^()]*\)|[0-9]+)`)
	field     = regexp.MustCompile(`^([A-Za-z_/]+) = (.+)$`)
	reference = regexp.MustCompile(`^(Ext|Sub)Resource\( ?"?([^" )]+)"? ?\)$`)
)

// ParseScene reads a scene file of one value a line and holds that it is whole:
// sections in order, every reference answered, every parent before its children,
// no two children of one name, load_steps as many as there are resources and the
// scene itself.
func ParseScene(t testing.TB, text []byte) *SceneFile {
	t.Helper()
	s := &SceneFile{Files: map[string]string{}, Resources: map[string]string{}, Values: map[string]map[string]string{}}
	order := []string{"gd_scene", "ext_resource", "sub_resource", "node"}
	stage, steps := 0, 0
	paths := map[string]bool{}
	var fields map[string]string
	for n, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		fail := func(format string, args ...any) { t.Fatalf("line %d: %s: %s", n+1, fmt.Sprintf(format, args...), line) }
		if line == "" {
			continue
		}
		if m := field.FindStringSubmatch(line); m != nil && fields != nil {
			if _, twice := fields[m[1]]; twice || !balanced(m[2]) {
				fail("a field that is there twice or has no end")
			}
			fields[m[1]] = m[2]
			if r := reference.FindStringSubmatch(m[2]); r != nil && (r[1] != "Sub" || s.Resources[r[2]] == "") {
				fail("refers to nothing")
			}
			continue
		}
		m := section.FindStringSubmatch(line)
		if m == nil {
			fail("neither a section nor a field")
		}
		for stage < len(order) && order[stage] != m[1] {
			stage++
		}
		if stage == len(order) {
			fail("a section out of order")
		}
		attrs := map[string]string{}
		for _, a := range attribute.FindAllStringSubmatch(m[2], -1) {
			v := a[2]
			if u, err := strconv.Unquote(v); err == nil {
				v = u
			}
			attrs[a[1]] = v
		}
		fields = map[string]string{}
		switch m[1] {
		case "gd_scene":
			s.Format, _ = strconv.Atoi(attrs["format"])
			steps, _ = strconv.Atoi(attrs["load_steps"])
		case "ext_resource":
			if attrs["type"] != "PackedScene" || attrs["path"] == "" || attrs["id"] == "" || s.Files[attrs["id"]] != "" {
				fail("a file without type, path or id of its own")
			}
			s.Files[attrs["id"]] = attrs["path"]
		case "sub_resource":
			if attrs["type"] == "" || attrs["id"] == "" || s.Resources[attrs["id"]] != "" {
				fail("a resource without type or id of its own")
			}
			s.Resources[attrs["id"]], s.Values[attrs["id"]] = attrs["type"], fields
		case "node":
			node := SceneNode{Name: attrs["name"], Type: attrs["type"], Parent: attrs["parent"], Fields: fields}
			if r := reference.FindStringSubmatch(attrs["instance"]); r != nil {
				node.Instance = s.Files[r[2]]
			}
			if (node.Type == "") == (node.Instance == "") || node.Name == "" || strings.ContainsAny(node.Name, `.:@/"%`) {
				fail("a node without a good name, or without type or file")
			}
			path := node.Parent + "/" + node.Name
			switch {
			case len(s.Nodes) == 0 && node.Parent == "":
				path = "."
			case node.Parent == ".":
				path = node.Name
			}
			if len(s.Nodes) > 0 && !paths[node.Parent] || paths[path] {
				fail("a node whose parent is not there, or whose name its parent has already")
			}
			paths[path] = true
			s.Nodes = append(s.Nodes, node)
		}
	}
	if steps != 1+len(s.Files)+len(s.Resources) || len(s.Nodes) == 0 {
		t.Fatalf("load_steps is %d with %d files, %d resources, %d nodes", steps, len(s.Files), len(s.Resources), len(s.Nodes))
	}
	return s
}

// balanced reports whether brackets and quotes close.
func balanced(v string) bool {
	depth, quoted := 0, false
	for i := 0; i < len(v); i++ {
		switch {
		case quoted && v[i] == '\\':
			i++
		case v[i] == '"':
			quoted = !quoted
		case quoted:
		case v[i] == '(' || v[i] == '[':
			depth++
		case v[i] == ')' || v[i] == ']':
			depth--
		}
	}
	return depth == 0 && !quoted
}

// Numbers reads the arguments of a value such as Vector3(1, 2, 3) or [1, 2].
func Numbers(t testing.TB, value string) []float64 {
	t.Helper()
	inner := value[strings.IndexAny(value, "([")+1 : len(value)-1]
	var out []float64
	for _, f := range strings.Split(inner, ",") {
		v, err := strconv.ParseFloat(strings.TrimSpace(f), 64)
		if err != nil {
			t.Fatalf("%s: %v", value, err)
		}
		out = append(out, v)
	}
	return out
}

// Objects returns what the scene's nodes with an object_id show, as far as the
// file alone says it: sizes are the metadata's.
func (s *SceneFile) Objects(t testing.TB) []Seen {
	t.Helper()
	at := map[string]node{".": {Basis: [3][3]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}}
	models := map[string]string{}
	for _, n := range s.Nodes {
		if n.Name == "model" {
			models[n.Parent] = n.Instance
		}
	}
	var out []Seen
	for i, n := range s.Nodes {
		path := n.Parent + "/" + n.Name
		switch {
		case i == 0:
			path = "."
		case n.Parent == ".":
			path = n.Name
		}
		own := at[n.Parent]
		if i == 0 {
			own = at["."]
		}
		if text, ok := n.Fields["transform"]; ok {
			own = own.below(Numbers(t, text))
		}
		at[path] = own
		id, ok := n.Fields["metadata/object_id"]
		if !ok {
			continue
		}
		size := Numbers(t, n.Fields["metadata/size_m"])
		own.Object, _ = strconv.Unquote(id)
		own.Name, own.Mesh = n.Name, models[path]
		own.Box = &[2][3]float64{{-size[0] / 2, 0, -size[1] / 2}, {size[0] / 2, size[2], size[1] / 2}}
		shown, _ := yUp.seen(own)
		out = append(out, shown)
	}
	return out
}

// below is a node at a transform, as scene files write it, below n.
func (n node) below(v []float64) node {
	out := node{Origin: n.Origin}
	for k := range 3 {
		for j := range 3 {
			out.Origin[k] += n.Basis[j][k] * v[9+j]
			for c := range 3 {
				out.Basis[c][k] += n.Basis[j][k] * v[3*j+c]
			}
		}
	}
	return out
}
