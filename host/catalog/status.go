package catalog

import (
	"errors"
	"fmt"
	"slices"
)

// State is whether a plugin may run.
type State string

// The states.
const (
	BuiltIn   State = "built in"
	Trusted   State = "trusted"
	Untrusted State = "not trusted"
	Changed   State = "changed" // its files are not those that were trusted
	Hidden    State = "hidden"  // another plugin of the same id comes first
	Broken    State = "broken"
)

// Status is a plugin with whether it may run.
type Status struct {
	State State
	// Path is its folder or program; empty for built-ins.
	Path string
	// Origin is why it was found: a folder of plugins, or that it is trusted.
	Origin string
	// Manifest is what its plugin.json says; nil where there is none.
	Manifest *Manifest
	// Entry starts it; only where it may run.
	Entry Entry
	// Files are those that were trusted.
	Files Files
	// Problem is what is wrong with it, in words.
	Problem error
}

// List returns the built-ins, then what lies in the folders of plugins, then
// the trusted plugins that lie elsewhere, and the errors of folders that cannot
// be read. It runs none of them.
func (c *Catalog) List() ([]Status, error) {
	var out []Status
	taken, seen := map[string]string{}, map[string]bool{}
	at := map[string]int{} // where found has the first plugin of an id
	for _, id := range c.options.Builtins {
		out = append(out, Status{State: BuiltIn, Entry: c.builtin(id)})
		taken[id] = "the built-in plugin"
	}
	found, err := c.Search()
	for i, f := range found {
		s := Status{State: Broken, Path: f.Path, Origin: f.Folder.Origin, Manifest: f.Manifest, Problem: f.Problem}
		seen[f.Path] = true
		if f.Problem == nil {
			c.judge(&s)
		}
		if m := f.Manifest; m != nil {
			first, beside := at[m.ID]
			switch {
			case beside && found[first].Folder.Path == f.Folder.Path: // as Lookup has it
				s.State, s.Problem = Broken, twice(found[first], f)
				b := &out[len(c.options.Builtins)+first]
				b.State, b.Problem = s.State, s.Problem
			case taken[m.ID] != "":
				s.State, s.Problem = Hidden, fmt.Errorf("%s has the same id and comes first", taken[m.ID])
			default:
				taken[m.ID], at[m.ID] = f.Path, i
			}
		}
		out = append(out, s)
	}
	if c.options.Lock == nil {
		return out, err
	}
	for _, r := range c.options.Lock.Records() {
		if seen[r.Path] {
			continue
		}
		s := Status{Path: r.Path, Origin: "path"}
		c.judge(&s)
		out = append(out, s)
	}
	return out, err
}

// judge fills in whether the plugin at s.Path may run.
func (c *Catalog) judge(s *Status) {
	p, err := byPath(s.Path)
	if err != nil {
		s.State, s.Problem = Broken, err
		return
	}
	defer p.root.Close()
	s.Manifest = p.manifest
	e := p.entry(p.path)
	if err := speaks(e); err != nil {
		s.State, s.Problem = Broken, err
		return
	}
	var r Record
	trusted := false
	if c.options.Lock != nil {
		r, trusted = c.options.Lock.find(p.path)
	}
	if !trusted {
		s.State = Untrusted
		if p.path != s.Path { // it was a mere program when it was trusted
			s.Problem = fmt.Errorf("it is the program of the plugin %s by now; %w", p.path, untrusted(p))
		}
		return
	}
	e.Files, s.Files = r.Files, r.Files
	if err := e.Verify(); err != nil {
		s.State, s.Problem = Changed, err
		return
	}
	s.State, s.Entry = Trusted, e
}

// Check compares the trusted plugins, or only those of the given names, with
// their files. Files that a manifest names but that were not trusted count as
// changes, too, although they would not be there in a run.
func (c *Catalog) Check(names ...string) ([]Status, error) {
	if c.options.Lock == nil {
		return nil, nil
	}
	records := c.options.Lock.Records()
	if len(names) > 0 {
		var wanted []Record
		for _, name := range names {
			p, err := c.resolve(name)
			if err != nil {
				return nil, err
			}
			p.root.Close()
			i := slices.IndexFunc(records, func(r Record) bool { return r.Path == p.path })
			if i < 0 {
				return nil, untrusted(p)
			}
			wanted = append(wanted, records[i])
		}
		records = wanted
	}
	var out []Status
	for _, r := range records {
		s := Status{Path: r.Path, Files: r.Files}
		c.judge(&s)
		if s.State == Trusted {
			if extra := unlisted(r); len(extra) > 0 {
				s.State = Changed
				s.Problem = errors.New("there is more than was trusted, which is left out of runs: " + extra[0])
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// unlisted returns the files that the plugin has now beside the trusted ones.
func unlisted(r Record) []string {
	p, err := byPath(r.Path)
	if err != nil || p.manifest == nil {
		return nil
	}
	defer p.root.Close()
	names, err := p.manifest.list(p.root)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(names, func(n string) bool { _, ok := r.Files[n]; return ok })
}
