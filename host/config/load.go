package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Load reads a run file over [Default] and validates it. Relative paths in the
// file are taken from the file's folder. Every error is one sentence that
// names the file and, where there is one, the line.
func Load(file string) (*Run, error) { return LoadWith(file, nil) }

// LoadOver is [Load] over another run than the default one, which it changes and
// returns.
func LoadOver(file string, run *Run) (*Run, error) {
	run, err := readOver(file, run)
	if err != nil {
		return nil, err
	}
	run.resolvePaths(filepath.Dir(file))
	return run, nil
}

// read is [Load] with the paths as they stand in the file.
func read(file string) (*Run, error) { return readOver(file, Default()) }

func readOver(file string, run *Run) (*Run, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("run file %s does not exist; check the path", file)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the run file: %w", err)
	}
	return parseOver(file, data, run)
}

// Parse reads a run file's text; name is used in errors.
func Parse(name string, data []byte) (*Run, error) { return parseOver(name, data, Default()) }

func parseOver(name string, data []byte, run *Run) (*Run, error) {
	doc, err := parser.ParseBytes(data, 0)
	if err != nil {
		return nil, sentence(name, err)
	}
	lines := map[string]int{}
	for _, d := range doc.Docs {
		switch d.Body.(type) {
		case nil, *ast.NullNode, *ast.CommentGroupNode:
			continue
		case *ast.MappingNode:
		default:
			return nil, fmt.Errorf("%s:%d: is no run file; write keys with their values, such as minutes: 3", name, d.Body.GetToken().Position.Line)
		}
		if err := checkKeys(d.Body, reflect.TypeFor[Run](), "", lines); err != nil {
			var fe *FieldError
			errors.As(err, &fe)
			return nil, fmt.Errorf("%s:%d: %s", name, lines[fe.Path], fe.Message)
		}
	}
	if len(strings.TrimSpace(string(data))) > 0 {
		if err := yaml.UnmarshalWithOptions(data, run, yaml.Strict()); err != nil && len(lines) > 0 {
			return nil, sentence(name, err)
		}
	}
	if err := run.Validate(); err != nil {
		var fe *FieldError
		if errors.As(err, &fe) {
			if at := nearestLine(lines, fe.Path); at > 0 {
				return nil, fmt.Errorf("%s:%d: %w", name, at, err)
			}
		}
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return run, nil
}

// sentence turns a YAML library error, which spans many lines, into one.
func sentence(name string, err error) error {
	var ye yaml.Error
	if errors.As(err, &ye) && ye.GetToken() != nil {
		return fmt.Errorf("%s:%d: %s", name, ye.GetToken().Position.Line, strings.ReplaceAll(ye.GetMessage(), "\n", " "))
	}
	return fmt.Errorf("%s: %s", name, strings.SplitN(err.Error(), "\n", 2)[0])
}

// checkKeys walks the document beside the type it is read into, so that a
// misspelt key is found with its line and its nearest neighbour. It notes the
// line of every known key in lines.
func checkKeys(n ast.Node, t reflect.Type, path string, lines map[string]int) error {
	switch n := n.(type) {
	case *ast.AliasNode:
		lines[path] = n.GetToken().Position.Line
		return &FieldError{Path: path, Message: "a YAML alias stands here; write the value out, since aliases can grow a small file beyond all bounds"}
	case *ast.MappingNode:
		if t.Kind() != reflect.Struct { // a plugin's settings, which have no aliases either
			for _, v := range n.Values {
				if err := checkKeys(v.Value, t, path, lines); err != nil {
					return err
				}
			}
			return nil
		}
		known := fields(t)
		for _, v := range n.Values {
			key := v.Key.GetToken().Value
			at := join(path, key)
			lines[at] = v.Key.GetToken().Position.Line
			ft, ok := known[key]
			if !ok {
				return &FieldError{Path: at, Message: unknownKey(key, path, known)}
			}
			if err := checkKeys(v.Value, ft, at, lines); err != nil {
				return err
			}
		}
	case *ast.SequenceNode:
		if t.Kind() != reflect.Slice {
			for _, v := range n.Values {
				if err := checkKeys(v, t, path, lines); err != nil {
					return err
				}
			}
			return nil
		}
		for i, v := range n.Values {
			at := path + "[" + strconv.Itoa(i) + "]"
			lines[at] = v.GetToken().Position.Line
			if err := checkKeys(v, t.Elem(), at, lines); err != nil {
				return err
			}
		}
	}
	return nil
}

func unknownKey(key, path string, known map[string]reflect.Type) string {
	names := make([]string, 0, len(known))
	for k := range known {
		names = append(names, k)
	}
	sort.Strings(names)
	where := ""
	if path != "" {
		where = " under \"" + path + "\""
	}
	if near := schema.Nearest(key, names); near != "" {
		return fmt.Sprintf("unknown key %q%s; did you mean %q?", key, where, near)
	}
	return fmt.Sprintf("unknown key %q%s; the keys are %s", key, where, strings.Join(names, ", "))
}

// fields returns the YAML keys of a struct with their types, those of inlined
// structs among them.
func fields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for f := range t.Fields() {
		name, opts, _ := strings.Cut(tag(f), ",")
		if strings.Contains(opts, "inline") {
			for k, v := range fields(f.Type) {
				out[k] = v
			}
			continue
		}
		if name != "" && name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

// tag is the field's YAML tag, or its JSON tag as the YAML library reads it.
func tag(f reflect.StructField) string {
	if t := f.Tag.Get("yaml"); t != "" {
		return t
	}
	return f.Tag.Get("json")
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// nearestLine is the line of the path or of the closest parent that the file
// names.
func nearestLine(lines map[string]int, path string) int {
	for path != "" {
		if at := lines[path]; at > 0 {
			return at
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return 0
}

func (r *Run) resolvePaths(dir string) {
	for _, p := range r.paths() {
		if *p != "" && !filepath.IsAbs(*p) {
			*p = filepath.Join(dir, *p)
		}
	}
}
