// Package catalog finds plugins: the built-ins, which the host serves by
// starting itself again, those in folders of plugins, by id, and programs by
// their paths.
//
// Nothing runs because it was found. A plugin of somebody else's runs only when
// it is named and each of its files has the bytes that were trusted; what runs
// is a private copy of just these bytes.
package catalog

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Entry is a plugin that can be started.
type Entry struct {
	// ID is the id of a built-in or of a plugin with a plugin.json, or the path
	// of a program as it was named.
	ID string
	// Serves is the id that the program has to serve; empty where nobody has
	// said which.
	Serves string
	// Path is the absolute path of the program, Args what it is started with.
	Path string
	Args []string
	// Builtin marks plugins that are part of the host.
	Builtin bool
	// Dev marks a program that runs without trust, for its developer.
	Dev bool
	// Dir is the folder that Files are below, Files what they must be; nil for
	// built-ins and developers' programs.
	Dir   string
	Files Files
	// Protocols are the versions of the contract that its plugin.json names;
	// empty where nobody has said which.
	Protocols []int
	// Attach is where the plugin serves already, held by its developer's
	// debugger; nil for all that the host starts.
	Attach *client.Attachment
}

// Options of a catalog. The zero value trusts nothing.
type Options struct {
	// Builtins are the ids of the host's own plugins.
	Builtins []string
	// Lock holds what is trusted; nil trusts nothing.
	Lock *Lock
	// Folders are searched for plugins, in this order.
	Folders []Folder
	// Ask asks the user whether a plugin that is not trusted yet may run; nil
	// where there is nobody to ask, and then it may not. It is never asked about
	// a plugin whose files have changed.
	Ask func(Question) (bool, error)
}

// Question is what somebody who is asked to trust a plugin has to know.
type Question struct {
	// ID, Version and Summary are what its plugin.json says; empty for a mere
	// program.
	ID, Version, Summary string
	// Path is the plugin's folder or program, Files what would be trusted.
	Path  string
	Files Files
}

// Catalog knows the plugins there are.
type Catalog struct {
	self     string
	options  Options
	attached map[string]client.Attachment
	asking   sync.Mutex // one question at a time
}

// New returns a catalog.
func New(o Options) (*Catalog, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program's own file: %w", err)
	}
	o.Builtins = slices.Sorted(slices.Values(o.Builtins))
	return &Catalog{self: self, options: o}, nil
}

// Lookup returns the plugin that name stands for: an id, or the path of a
// program or of a plugin's folder. One that is no built-in must be trusted,
// unless dev overrides that.
func (c *Catalog) Lookup(name string, dev bool) (Entry, error) {
	if e, ok := c.reattached(name); ok {
		return e, nil
	}
	if slices.Contains(c.options.Builtins, name) {
		return c.builtin(name), nil
	}
	p, err := c.resolve(name)
	if err != nil {
		return Entry{}, err
	}
	defer p.root.Close()
	e := p.entry(name)
	if slices.Contains(c.options.Builtins, e.Serves) {
		return Entry{}, fmt.Errorf("plugin %s: its id %s is that of a built-in plugin; it needs another one", p.name(), e.Serves)
	}
	if err := speaks(e); err != nil {
		return Entry{}, err
	}
	if dev {
		e.Dev, e.Dir, e.Files = true, "", nil
		return e, nil
	}
	return c.trusted(p, e)
}

// AsTrusted returns the plugin as it would run if it were trusted with the bytes
// that it has now: from a copy of its files and of no others. It trusts nothing.
func (c *Catalog) AsTrusted(name string) (Entry, error) {
	p, err := c.resolve(name)
	if err != nil {
		return Entry{}, err
	}
	defer p.root.Close()
	r, err := p.record()
	if err != nil {
		return Entry{}, err
	}
	e := p.entry(name)
	e.Files = r.Files
	return e, nil
}

// trusted fills in the files that e must have, after the user was asked where
// that is possible.
func (c *Catalog) trusted(p *plugin, e Entry) (Entry, error) {
	c.asking.Lock()
	defer c.asking.Unlock()
	if c.options.Lock == nil {
		return Entry{}, untrusted(p)
	}
	if r, ok := c.options.Lock.find(p.path); ok {
		e.Files = r.Files
		return e, e.Verify()
	}
	if c.options.Ask == nil {
		return Entry{}, untrusted(p)
	}
	r, err := p.record()
	if err != nil {
		return Entry{}, err
	}
	yes, err := c.options.Ask(p.question(r))
	if err != nil {
		return Entry{}, fmt.Errorf("plugin %s: ask whether it is trusted: %w", p.name(), err)
	}
	if !yes {
		return Entry{}, fmt.Errorf("plugin %s was not trusted, so it does not run", p.name())
	}
	e.Files = r.Files
	return e, c.options.Lock.set(r)
}

func (c *Catalog) builtin(id string) Entry {
	return Entry{ID: id, Serves: id, Path: c.self, Args: []string{"plugin", "serve", id}, Builtin: true}
}

// unknown says that nothing is called name, and what might have been meant.
func (c *Catalog) unknown(name string) error {
	ids := slices.Clone(c.options.Builtins)
	found, _ := c.Search() // the folders that can be read
	broken := ""
	for _, f := range found {
		switch {
		case f.Manifest != nil:
			ids = append(ids, f.Manifest.ID)
		case f.Problem != nil && broken == "":
			broken = fmt.Sprintf(" (one could not be read: %v)", f.Problem)
		}
	}
	if near := schema.Nearest(name, ids); near != "" {
		return fmt.Errorf("there is no plugin %q%s; did you mean %q?", name, broken, near)
	}
	return fmt.Errorf("there is no plugin %q%s; use the path of a program or one of %s", name, broken, strings.Join(ids, ", "))
}

// Search returns what lies in the folders of plugins, in the order in which
// they are searched, with the errors of those that cannot be.
func (c *Catalog) Search() ([]Found, error) {
	var out []Found
	var errs []error
	for _, f := range c.options.Folders {
		found, err := f.search()
		out, errs = append(out, found...), append(errs, err)
	}
	return out, errors.Join(errs...)
}

// speaks reports a plugin none of whose versions of the contract this host
// knows.
func speaks(e Entry) error {
	if len(e.Protocols) == 0 {
		return nil
	}
	for _, v := range e.Protocols {
		if slices.Contains(client.Versions(), v) {
			return nil
		}
	}
	return fmt.Errorf("plugin %s did not start: %s", e.ID, client.Mismatch(e.Protocols, client.Protocols()))
}
