package catalog

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// ReattachEnv is the environment variable that names plugins which run already,
// held by their developer's debugger: a JSON object of [Attachment] by plugin id.
const ReattachEnv = "METASPATIAL_REATTACH"

// Attachment is where a plugin serves that was started with --debug. The host
// did not start it, so it neither checks the program's hash nor ends it, and
// what they say to each other is not encrypted.
type Attachment struct {
	// Network is "unix" or "tcp"; Address a socket's path or host:port.
	Network string `json:"network"`
	Address string `json:"address"`
	// Program is the path of the plugin's program, or empty; PID its process.
	Program string `json:"program,omitempty"`
	PID     int    `json:"pid,omitempty"`
	// Protocol is the version of the contract that it speaks.
	Protocol int `json:"protocol"`
}

// ParseAttachments reads the text of [ReattachEnv]; an empty text names none.
func ParseAttachments(text string) (map[string]Attachment, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	var out map[string]Attachment
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("%s: %w; paste the line that the plugin printed as a whole, or unset it", ReattachEnv, err)
	}
	for id, a := range out {
		if a.Network != "unix" && a.Network != "tcp" || a.Address == "" {
			return nil, fmt.Errorf("%s: %s has no address of a unix or tcp socket; paste the line that the plugin printed as a whole, or unset it", ReattachEnv, id)
		}
	}
	return out, nil
}

// Attach makes the catalog return these plugins, by id, instead of starting
// programs.
func (c *Catalog) Attach(plugins map[string]Attachment) { c.attached = plugins }

// reattached returns the running plugin that name stands for: by its id, by its
// program, or by a program called like it, since a debugger builds one of its own.
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
	base := filepath.Base(path)
	if runtime.GOOS == "windows" {
		base = strings.TrimSuffix(base, ".exe")
	}
	base = strings.TrimSuffix(base, ".py")
	if slices.Contains(c.builtins, name) {
		return Entry{}, false
	}
	for _, id := range slices.Sorted(maps.Keys(c.attached)) {
		a := c.attached[id]
		if _, short, _ := strings.Cut(id, "/"); a.Program == path || short == base {
			return Entry{ID: id, Path: a.Program, Dev: true, Attach: &a}, true
		}
	}
	return Entry{}, false
}
