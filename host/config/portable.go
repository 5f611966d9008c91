package config

import (
	"path/filepath"
	"slices"
	"strings"
)

// Portable returns the run as it is written into its own folder: out is ".",
// and what lies in the folder or beside it is named from there, so that [Load]
// finds it from anywhere, and still does after the folders have moved
// together. Other paths become absolute.
func (r *Run) Portable() *Run {
	c := *r
	c.Terms = slices.Clone(r.Terms)
	c.Plugins.Dirs, c.Plugins.Online = slices.Clone(r.Plugins.Dirs), slices.Clone(r.Plugins.Online)
	for _, p := range c.paths() {
		*p = portable(*p, r.Out)
		if builtin.MatchString(*p) {
			*p = "./" + *p
		}
	}
	return &c
}

// paths are the settings that name files and folders.
func (r *Run) paths() []*string {
	paths := []*string{&r.Out, &r.Tasks.Assets, &r.Policy.Checkpoint}
	for i := range r.Plugins.Dirs {
		paths = append(paths, &r.Plugins.Dirs[i])
	}
	for i, name := range r.Plugins.Online {
		if !builtin.MatchString(name) {
			paths = append(paths, &r.Plugins.Online[i])
		}
	}
	plugins := []*Plugin{&r.Policy.Plugin, &r.Renderer}
	for i := range r.Terms {
		plugins = append(plugins, &r.Terms[i].Plugin)
	}
	for _, p := range plugins {
		if p.External() {
			paths = append(paths, &p.Name)
		}
	}
	return paths
}

func portable(path, from string) string {
	if path == "" {
		return ""
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	base, err := filepath.Abs(from)
	if err != nil {
		return abs
	}
	rel, err := filepath.Rel(base, abs)
	if up := filepath.Join("..", ".."); err != nil || rel == up || strings.HasPrefix(rel, up+string(filepath.Separator)) {
		return abs
	}
	return filepath.ToSlash(rel)
}
