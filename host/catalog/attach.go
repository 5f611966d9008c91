package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/client"
)

// ParseAttachments reads the text of [client.ReattachEnv]; an empty text names none.
func ParseAttachments(text string) (map[string]client.Attachment, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var out map[string]client.Attachment
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("%s: %w; paste the line that the plugin printed as a whole, or unset it", client.ReattachEnv, err)
	}
	for id, a := range out {
		if a.Network != "unix" && a.Network != "tcp" || a.Address == "" {
			return nil, fmt.Errorf("%s: %s has no address of a unix or tcp socket; paste the line that the plugin printed as a whole, or unset it", client.ReattachEnv, id)
		}
	}
	return out, nil
}

// Attach makes the catalog return these plugins, by id, instead of starting
// programs.
func (c *Catalog) Attach(plugins map[string]client.Attachment) { c.attached = plugins }

// reattached returns the running plugin that name stands for: by its id, by the
// id in the plugin.json of its folder, by its program, or by a program called like
// it, since a debugger builds one of its own.
func (c *Catalog) reattached(name string) (Entry, bool) {
	if a, ok := c.attached[name]; ok {
		return Entry{ID: name, Path: a.Program, Dev: true, Attach: &a}, true
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return Entry{}, false
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if slices.Contains(c.options.Builtins, name) {
		return Entry{}, false
	}
	if m, err := manifestOf(path); err == nil { // a folder, whatever it is called
		a, ok := c.attached[m.ID]
		return Entry{ID: m.ID, Path: a.Program, Dev: true, Attach: &a}, ok
	}
	base := filepath.Base(path)
	if runtime.GOOS == "windows" {
		base = strings.TrimSuffix(base, ".exe")
	}
	base = strings.TrimSuffix(base, ".py")
	for _, id := range slices.Sorted(maps.Keys(c.attached)) {
		a := c.attached[id]
		if _, short, _ := strings.Cut(id, "/"); a.Program == path || short == base {
			return Entry{ID: id, Path: a.Program, Dev: true, Attach: &a}, true
		}
	}
	return Entry{}, false
}
