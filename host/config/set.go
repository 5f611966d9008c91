package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// Setting is one key of the run file with a value for it.
type Setting struct {
	// Path is the key with those above it, such as "optimiser.learning_rate".
	// In a list stands the number of the element, from 0 on, or a term's id:
	// "terms.physics.weight".
	Path string `json:"path"`
	// Value is YAML, as it would stand in the run file.
	Value string `json:"value"`
}

// String returns the setting as it is given on a command line.
func (s Setting) String() string { return s.Path + "=" + s.Value }

// err is what is wrong about the setting.
func (s Setting) err(format string, args ...any) error {
	return fmt.Errorf("%s: %s", s, fmt.Sprintf(format, args...))
}

// LoadWith is [Load] with some settings changed, as if the file said so:
// relative paths among them are taken from the file's folder too.
func LoadWith(file string, settings []Setting) (*Run, error) {
	run, err := read(file)
	if err != nil {
		return nil, err
	}
	for _, s := range settings {
		if err := run.set(s); err != nil {
			return nil, fmt.Errorf("%s with %w", file, err)
		}
	}
	if err := run.Validate(); err != nil {
		said := make([]string, len(settings))
		for i, s := range settings {
			said[i] = s.String()
		}
		return nil, fmt.Errorf("%s with %s: %w", file, strings.Join(said, " "), err)
	}
	run.resolvePaths(filepath.Dir(file))
	return run, nil
}

// set changes one setting and checks no more than that it can be read.
func (r *Run) set(s Setting) error {
	node, err := value(s)
	if err != nil {
		return err
	}
	at := reflect.ValueOf(r).Elem()
	done := ""
	keys := strings.Split(strings.NewReplacer("[", ".", "]", "").Replace(s.Path), ".")
	for i, key := range keys {
		switch at.Kind() {
		case reflect.Struct:
			known := fields(at.Type())
			if known[key] == nil {
				return s.err("%s", unknownKey(key, done, known))
			}
			at = field(at, key)
		case reflect.Slice:
			n, err := element(at, key)
			if err != nil {
				return s.err("%q %v", done, err)
			}
			at = at.Index(n)
		case reflect.Map:
			return setPlugin(at, keys[i:], node, s)
		default:
			return s.err("%q is a value, it has no key %q below it", done, key)
		}
		done = join(done, key)
	}
	if err := checkKeys(node, at.Type(), s.Path, map[string]int{}); err != nil {
		var fe *FieldError
		errors.As(err, &fe)
		return s.err("%s", fe.Message)
	}
	// As in a file, a list replaces what was there, and of several keys those
	// that are not named stay.
	fresh := reflect.New(at.Type())
	if at.Kind() == reflect.Struct {
		fresh.Elem().Set(at)
	}
	if err := yaml.NodeToValue(node, fresh.Interface(), yaml.Strict()); err != nil {
		return s.err("%s", reason(err))
	}
	at.Set(fresh.Elem())
	return nil
}

// value reads the YAML of a setting.
func value(s Setting) (ast.Node, error) {
	doc, err := parser.ParseBytes([]byte(s.Value), 0)
	if err != nil {
		return nil, s.err("%s", reason(err))
	}
	if len(doc.Docs) == 1 {
		switch body := doc.Docs[0].Body.(type) {
		case nil, *ast.NullNode, *ast.CommentGroupNode:
		default:
			return body, nil
		}
	}
	return nil, s.err("it needs one value; write KEY=VALUE")
}

// reason is what a YAML library error says, without the place in a file that
// is none.
func reason(err error) string {
	var ye yaml.Error
	if errors.As(err, &ye) {
		return strings.ReplaceAll(ye.GetMessage(), "\n", " ")
	}
	return strings.SplitN(err.Error(), "\n", 2)[0]
}

// field is the field of a struct, or of one that is inlined in it, that a key
// names.
func field(v reflect.Value, key string) reflect.Value {
	for i := range v.NumField() {
		name, opts, _ := strings.Cut(tag(v.Type().Field(i)), ",")
		if strings.Contains(opts, "inline") {
			if _, ok := fields(v.Field(i).Type())[key]; ok {
				return field(v.Field(i), key)
			}
		}
		if name == key {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// element is the index of the element of a list that a key names: by its
// number or, in the list of terms, by its id.
func element(list reflect.Value, key string) (int, error) {
	terms, named := list.Interface().([]Term)
	if i := slices.IndexFunc(terms, func(t Term) bool { return t.ID == key }); i >= 0 {
		return i, nil
	}
	if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < list.Len() {
		return i, nil
	}
	if named {
		ids := make([]string, len(terms))
		for i, t := range terms {
			ids[i] = t.ID
		}
		return 0, fmt.Errorf("has no %q; the terms are %s", key, strings.Join(ids, ", "))
	}
	return 0, fmt.Errorf("has no element %q; it has %d, and they count from 0", key, list.Len())
}

// setPlugin sets a key of a plugin's own settings, which the plugin judges
// when it starts.
func setPlugin(settings reflect.Value, keys []string, node ast.Node, s Setting) error {
	if len(keys) > 1 {
		return s.err("a plugin's settings have one level; there is nothing below %q", keys[0])
	}
	if keys[0] == "" {
		return s.err("the key of the plugin's setting is missing")
	}
	if err := checkKeys(node, reflect.TypeFor[any](), s.Path, map[string]int{}); err != nil {
		var fe *FieldError
		errors.As(err, &fe)
		return s.err("%s", fe.Message)
	}
	var v any
	if err := yaml.NodeToValue(node, &v); err != nil {
		return s.err("%s", reason(err))
	}
	with := map[string]any{keys[0]: v}
	for k, old := range settings.Interface().(map[string]any) {
		if k != keys[0] {
			with[k] = old
		}
	}
	settings.Set(reflect.ValueOf(with))
	return nil
}
