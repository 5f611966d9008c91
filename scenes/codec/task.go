package codec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/near"
)

// layoutKeys are the keys of a layout file; "task" is the one that is read.
var layoutKeys = []string{"task", "layout", "name", "fully_valid", "findings", "tried", "episode", "reward", "critic", "left_out", "wishes", "chosen", "why", "files"}

// ReadTask reads a task file, in JSON or YAML: a task of ours, a layout file
// with its task, or an I-Design room. Keys that a task does not have are errors
// that name the nearest known one. The name is that of the file, for errors.
func ReadTask(name string, data []byte) (*scenes.Task, error) {
	task, err := readTask(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return task, nil
}

func readTask(data []byte) (*scenes.Task, error) {
	data, err := toJSON(data)
	if err != nil {
		return nil, err
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &top); err != nil || top == nil {
		return nil, errors.New(`is no task; a task has "room" and "objects"`)
	}
	where := ""
	switch {
	case top["objects_in_room"] != nil || bytes.HasPrefix(top["scene_graph"], []byte("[")):
		room, err := DecodeRoom(data)
		return room.Task, err
	case top["task"] != nil:
		if err := onlyKeys(top, layoutKeys, ""); err != nil {
			return nil, err
		}
		data, where = top["task"], "task"
	}
	return decodeTask(data, where)
}

// ReadRoom reads a task file that may have no objects, for what is still to be
// chosen; apart from that it is as strict as [ReadTask].
func ReadRoom(name string, data []byte) (*scenes.Task, error) {
	task, err := ReadTask(name, data)
	if err == nil {
		return task, nil
	}
	data, jsonErr := toJSON(data)
	if jsonErr != nil {
		return nil, err
	}
	bare := &scenes.Task{}
	if strict(data, reflect.TypeFor[scenes.Task](), "") != nil || json.Unmarshal(data, bare) != nil || len(bare.Objects) > 0 {
		return nil, err
	}
	if roomErr := bare.Room.Validate(); roomErr != nil {
		return nil, fmt.Errorf("%s: task %q: %w", name, bare.ID, roomErr)
	}
	if len(bare.Locked)+len(bare.Specs) > 0 {
		return nil, fmt.Errorf("%s: task %q: locks or specs need objects; name the objects too, or leave them out", name, bare.ID)
	}
	if err := atOrigin(bare); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return bare, nil
}

// DecodeTask reads a task in JSON that stands under the key "task" of a larger
// value, as strictly as [ReadTask] does.
func DecodeTask(data []byte) (*scenes.Task, error) { return decodeTask(data, "task") }

// decodeTask reads a task of ours; where is its place in the file, for errors.
func decodeTask(data []byte, where string) (*scenes.Task, error) {
	if err := strict(data, reflect.TypeFor[scenes.Task](), where); err != nil {
		return nil, err
	}
	task := &scenes.Task{}
	if err := json.Unmarshal(data, task); err != nil {
		return nil, wrongType(err)
	}
	if err := task.Validate(); err != nil {
		return nil, err
	}
	return task, atOrigin(task)
}

// atOrigin refuses a floor that does not begin at the origin, because positions
// and walls are counted from there.
func atOrigin(t *scenes.Task) error {
	lo := t.Room.Floor[0]
	for _, p := range t.Room.Floor {
		lo[0], lo[1] = min(lo[0], p[0]), min(lo[1], p[1])
	}
	if lo != (scenes.Vec2{}) {
		return fmt.Errorf("task %q: the floor begins at x %v, y %v; move it so that its least x and y are 0", t.ID, lo[0], lo[1])
	}
	return nil
}

// toJSON returns JSON as it is and rewrites YAML.
func toJSON(data []byte) ([]byte, error) {
	if json.Valid(data) {
		return bytes.TrimSpace(data), nil
	}
	text := bytes.TrimSpace(data)
	if bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("[")) {
		// YAML has this form too, but whoever writes it means JSON.
		var syntax *json.SyntaxError
		if err := json.Unmarshal(data, new(any)); errors.As(err, &syntax) {
			line := 1 + bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n"))
			return nil, fmt.Errorf("line %d is not JSON: %w", line, err)
		}
	}
	if line := aliasLine(data); line > 0 {
		return nil, fmt.Errorf("line %d uses a YAML alias; write the value out, since aliases can grow a small file beyond all bounds", line)
	}
	var v any
	if err := yaml.Unmarshal(data, &v); err != nil {
		var ye yaml.Error
		if errors.As(err, &ye) && ye.GetToken() != nil {
			return nil, fmt.Errorf("line %d is not YAML: %s", ye.GetToken().Position.Line, strings.ReplaceAll(ye.GetMessage(), "\n", " "))
		}
		return nil, fmt.Errorf("is not YAML: %s", strings.SplitN(err.Error(), "\n", 2)[0])
	}
	out, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("holds what a task cannot: %w", err)
	}
	return out, nil
}

// aliasLine returns the line of the first alias (*name) of a YAML text, or 0. A
// text that is no YAML has none.
func aliasLine(data []byte) int {
	doc, err := parser.ParseBytes(data, 0)
	if err != nil {
		return 0
	}
	var v aliases
	for _, d := range doc.Docs {
		if d.Body != nil {
			ast.Walk(&v, d.Body)
		}
	}
	return v.line
}

// aliases notes the line of the first alias.
type aliases struct{ line int }

// Visit looks at one node.
func (v *aliases) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AliasNode); ok && v.line == 0 {
		v.line = a.GetToken().Position.Line
	}
	return v
}

// strict walks JSON beside the type it is meant for and refuses unknown keys
// and lists of the wrong length, which the JSON package passes over.
func strict(data json.RawMessage, typ reflect.Type, where string) error {
	switch typ.Kind() {
	case reflect.Struct:
		var members map[string]json.RawMessage
		if err := json.Unmarshal(data, &members); err != nil {
			return fmt.Errorf("%s must be an object", place(where))
		}
		types := make(map[string]reflect.Type, typ.NumField())
		names := make([]string, 0, typ.NumField())
		for f := range typ.Fields() {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			types[key], names = f.Type, append(names, key)
		}
		if err := onlyKeys(members, names, where); err != nil {
			return err
		}
		for _, key := range names {
			if v := members[key]; v != nil {
				if err := strict(v, types[key], join(where, key)); err != nil {
					return err
				}
			}
		}
	case reflect.Slice, reflect.Array:
		if typ.Elem().Kind() == reflect.Uint8 { // bytes, as text
			return nil
		}
		var items []json.RawMessage
		if err := json.Unmarshal(data, &items); err != nil {
			return fmt.Errorf("%s must be a list", place(where))
		}
		if typ.Kind() == reflect.Array && len(items) != typ.Len() {
			return fmt.Errorf("%s has %d numbers; it needs %d", place(where), len(items), typ.Len())
		}
		for i, item := range items {
			if err := strict(item, typ.Elem(), fmt.Sprintf("%s[%d]", where, i)); err != nil {
				return err
			}
		}
	case reflect.Float64:
		if bytes.Equal(data, []byte("null")) {
			return fmt.Errorf("%s must be a number", place(where))
		}
	}
	return nil
}

// onlyKeys refuses members that are not among the keys; of several the first by
// the alphabet.
func onlyKeys(members map[string]json.RawMessage, keys []string, where string) error {
	unknown := ""
	for key := range members {
		if !slices.Contains(keys, key) && (unknown == "" || key < unknown) {
			unknown = key
		}
	}
	if unknown == "" {
		return nil
	}
	in := ""
	if where != "" {
		in = " in " + where
	}
	if meant := near.Nearest(unknown, keys); meant != "" {
		return fmt.Errorf("unknown key %q%s; did you mean %q?", unknown, in, meant)
	}
	return fmt.Errorf("unknown key %q%s; the keys are %s", unknown, in, strings.Join(keys, ", "))
}

func join(where, key string) string {
	if where == "" {
		return key
	}
	return where + "." + key
}

func place(where string) string {
	if where == "" {
		return "the file"
	}
	return where
}
