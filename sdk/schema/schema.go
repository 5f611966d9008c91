// Package schema describes the settings of a plugin once, for validation,
// documentation and the viewer's sliders.
package schema

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/scenes/near"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// Type is the type of an [Attribute].
type Type string

// The attribute types. Numbers are float64, integers int64 within ±2^53.
const (
	Number  Type = "number"
	Integer Type = "integer"
	Bool    Type = "bool"
	String  Type = "string"
)

// Path is the [Attribute.Unit] of a string that names a file or folder. The host
// makes it absolute, from the folder that it was itself started in: a plugin runs
// in a folder of its own.
const Path = "path"

// Attribute is one setting.
type Attribute struct {
	// Name is the key in a run file, such as "min_width".
	Name string `json:"name"`
	Type Type   `json:"type"`
	// Default is what a missing setting means; nil makes it required.
	Default any `json:"default,omitempty"`
	// Min and Max bound numbers and integers, inclusive, where not nil.
	Min *float64 `json:"min,omitempty"`
	Max *float64 `json:"max,omitempty"`
	// Enum lists the only allowed strings, where not empty.
	Enum []string `json:"enum,omitempty"`
	// Unit is "m", "deg", "s", [Path] or empty.
	Unit string `json:"unit,omitempty"`
	// Doc is a sentence on what the setting does.
	Doc string `json:"doc"`
}

// Schema is the list of a plugin's settings.
type Schema []Attribute

// Bound returns a pointer to v, for [Attribute.Min] and [Attribute.Max].
func Bound(v float64) *float64 { return &v }

// Values are settings by name: float64, int64, bool or string.
type Values map[string]any

// Resolve checks config against the schema and returns it with every default
// filled in. Unknown names are errors that suggest the nearest known one.
func (s Schema) Resolve(config map[string]any) (Values, diag.Diagnostics) {
	var ds diag.Diagnostics
	out := make(Values, len(s))
	for _, a := range s {
		v, ok := config[a.Name]
		if !ok {
			if a.Default == nil {
				ds.Errorf("config."+a.Name, "is required: %s", a.Doc)
				continue
			}
			v = a.Default
		}
		w, err := a.check(v)
		if err != nil {
			ds.Errorf("config."+a.Name, "%v", err)
			continue
		}
		out[a.Name] = w
	}
	unknown := make([]string, 0)
	for name := range config {
		if !slices.ContainsFunc(s, func(a Attribute) bool { return a.Name == name }) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	for _, name := range unknown {
		ds.Errorf("config."+name, "unknown setting%s", s.suggest(name))
	}
	return out, ds
}

func (s Schema) suggest(name string) string {
	names := make([]string, len(s))
	for i, a := range s {
		names[i] = a.Name
	}
	if near := Nearest(name, names); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	if len(names) == 0 {
		return "; this plugin has no settings"
	}
	return "; the settings are " + strings.Join(names, ", ")
}

func (a Attribute) check(v any) (any, error) {
	switch a.Type {
	case Number, Integer:
		f, ok := number(v)
		if !ok || math.IsNaN(f) || math.IsInf(f, 0) {
			return nil, fmt.Errorf("must be a finite %s, not %v", a.Type, v)
		}
		if a.Min != nil && f < *a.Min || a.Max != nil && f > *a.Max {
			return nil, fmt.Errorf("is %v, outside %s", v, a.bounds())
		}
		if a.Type == Number {
			return f, nil
		}
		if f != math.Trunc(f) || math.Abs(f) > 1<<53 {
			return nil, fmt.Errorf("must be a whole number, not %v", v)
		}
		return int64(f), nil
	case Bool:
		if b, ok := v.(bool); ok {
			return b, nil
		}
	case String:
		if str, ok := v.(string); ok {
			if len(a.Enum) > 0 && !slices.Contains(a.Enum, str) {
				return nil, fmt.Errorf("is %q; use one of %s", str, strings.Join(a.Enum, ", "))
			}
			return str, nil
		}
	default:
		return nil, fmt.Errorf("has the type %q; use number, integer, bool or string", a.Type)
	}
	return nil, fmt.Errorf("must be a %s, not %v", a.Type, v)
}

func (a Attribute) bounds() string {
	lo, hi := "-∞", "∞"
	if a.Min != nil {
		lo = fmt.Sprint(*a.Min)
	}
	if a.Max != nil {
		hi = fmt.Sprint(*a.Max)
	}
	return lo + " to " + hi
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case float32:
		return float64(n), true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case uint64:
		return float64(n), true
	}
	return 0, false
}

// Number returns a resolved number; it panics on a name or type the schema
// does not have, which is a mistake in the plugin.
func (v Values) Number(name string) float64 { return get[float64](v, name, Number) }

// Int returns a resolved integer, panicking like [Values.Number].
func (v Values) Int(name string) int { return int(get[int64](v, name, Integer)) }

// Bool returns a resolved flag, panicking like [Values.Number].
func (v Values) Bool(name string) bool { return get[bool](v, name, Bool) }

// String returns a resolved string, panicking like [Values.Number].
func (v Values) String(name string) string { return get[string](v, name, String) }

func get[T any](v Values, name string, t Type) T {
	value, ok := v[name].(T)
	if !ok {
		panic(fmt.Sprintf("the schema has no setting %q of the type %s; it has %s", name, t, cmp.Or(strings.Join(slices.Sorted(maps.Keys(v)), ", "), "none")))
	}
	return value
}

// Nearest returns the candidate that was probably meant by name, or "". It
// serves every "did you mean".
func Nearest(name string, candidates []string) string { return near.Nearest(name, candidates) }
