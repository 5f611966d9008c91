package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/host/config"
)

// changes lists what must be written into the base's run file to get the
// row's: "key: value", in the order of the keys.
func changes(from, to *config.Run) ([]string, error) {
	a, err := flat(from)
	if err != nil {
		return nil, err
	}
	b, err := flat(to)
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if old, ok := a[key]; !ok || old != b[key] {
			out = append(out, key+": "+b[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(a)) {
		if _, ok := b[key]; !ok {
			out = append(out, "without "+key)
		}
	}
	return out, nil
}

// flat returns the leaves of a run file by their paths, such as
// "terms[physics].weight". A list whose entries have ids is named by them.
func flat(c *config.Run) (map[string]string, error) {
	text, err := yaml.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write down a run file: %w", err)
	}
	var doc any
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("read back a run file: %w", err)
	}
	out := map[string]string{}
	flatten("", doc, out)
	return out, nil
}

func flatten(path string, v any, out map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			at := key
			if path != "" {
				at = path + "." + key
			}
			flatten(at, value, out)
		}
	case []any:
		for i, value := range v {
			name := strconv.Itoa(i)
			if m, ok := value.(map[string]any); ok && m["id"] != nil {
				name = fmt.Sprint(m["id"])
				delete(m, "id")
			}
			flatten(path+"["+name+"]", value, out)
		}
	default:
		out[path] = fmt.Sprint(v)
	}
}
