package schema

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

// Decode stores a checked value in v, a pointer to a struct whose fields have
// json tags. It differs from encoding/json in that integers may be written as
// 1.0, in that objects and documents keep whatever defaults fresh has set, and
// in that types are not asked to decode themselves, except those of numbers and
// strings. Members of an object that no field names are left out; a
// map[string]any keeps its values as [json.RawMessage].
func Decode(doc *Value, v any, fresh func(v any)) error {
	d := decoder{fresh: fresh}
	return d.decode(doc, reflect.ValueOf(v).Elem())
}

type decoder struct{ fresh func(any) }

func (d *decoder) decode(v *Value, to reflect.Value) error {
	if u, ok := to.Addr().Interface().(json.Unmarshaler); ok && to.Kind() != reflect.Struct && to.Kind() != reflect.Map {
		return u.UnmarshalJSON([]byte(literal(v)))
	}
	switch to.Kind() {
	case reflect.Struct:
		d.fresh(to.Addr().Interface())
		fields := fieldsOf(to.Type())
		for i, key := range v.Keys {
			if f, ok := fields[key]; ok {
				if err := d.decode(&v.Items[i], to.Field(f)); err != nil {
					return err
				}
			}
		}
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return d.decode(v, to.Elem())
	case reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), len(v.Items), len(v.Items)))
		for i := range v.Items {
			if err := d.decode(&v.Items[i], to.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Array:
		for i := range min(len(v.Items), to.Len()) {
			if err := d.decode(&v.Items[i], to.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Map:
		to.Set(reflect.MakeMapWithSize(to.Type(), len(v.Items)))
		for i, key := range v.Keys {
			e := reflect.New(to.Type().Elem()).Elem()
			if e.Kind() == reflect.Interface {
				e.Set(reflect.ValueOf(json.RawMessage(v.Items[i].Text)))
				if v.Items[i].Kind == String {
					e.Set(reflect.ValueOf(json.RawMessage(literal(&v.Items[i]))))
				}
			} else if err := d.decode(&v.Items[i], e); err != nil {
				return err
			}
			to.SetMapIndex(reflect.ValueOf(key), e)
		}
	case reflect.Interface:
		return json.Unmarshal([]byte(literal(v)), to.Addr().Interface())
	case reflect.String:
		to.SetString(v.Text)
	case reflect.Bool:
		to.SetBool(v.Text == "true")
	case reflect.Int:
		i, _ := v.Int()
		to.SetInt(int64(i))
	case reflect.Uint8, reflect.Uint16:
		i, _ := v.Int()
		to.SetUint(uint64(max(i, 0)))
	case reflect.Float64:
		to.SetFloat(v.Float())
	}
	return nil
}

// literal is the value as JSON, with integers written plainly.
func literal(v *Value) string {
	switch v.Kind {
	case String:
		b, err := json.Marshal(v.Text)
		if err != nil {
			return `""`
		}
		return string(b)
	case Number:
		return value(v)
	}
	return v.Text
}

var fieldCache sync.Map

// fieldsOf maps the JSON names of a struct's fields to their places.
func fieldsOf(t reflect.Type) map[string]int {
	if m, ok := fieldCache.Load(t); ok {
		return m.(map[string]int)
	}
	m := make(map[string]int)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" && name != "-" {
			m[name] = i
		}
	}
	fieldCache.Store(t, m)
	return m
}
