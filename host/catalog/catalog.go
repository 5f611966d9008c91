// Package catalog finds plugins: the built-ins, which the host serves by
// starting itself again, and the programs of others, by path.
//
// Nothing runs because it was found. A program of others runs only when it is
// named and its bytes have been trusted.
package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Entry is a plugin that can be started.
type Entry struct {
	// ID is the id of a built-in, or the path of another program as it was
	// named.
	ID string
	// Path is the absolute path of the program, Args what it is started with.
	Path string
	Args []string
	// Builtin marks plugins that are part of the host.
	Builtin bool
	// Dev marks a program that runs without trust, for its developer.
	Dev bool
	// SHA256 is the hexadecimal hash that the program must have, or empty for
	// built-ins and developers' programs.
	SHA256 string
	// Attach is where the plugin serves already, held by its developer's
	// debugger; nil for all that the host starts.
	Attach *Attachment
}

// Catalog knows the plugins there are.
type Catalog struct {
	self     string
	builtins []string
	trust    *Trust
	attached map[string]Attachment
}

// New returns a catalog of the host's own plugins, by id, and of whatever the
// store trusts; the store may be nil.
func New(builtins []string, trust *Trust) (*Catalog, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program's own file: %w", err)
	}
	return &Catalog{self: self, builtins: slices.Sorted(slices.Values(builtins)), trust: trust}, nil
}

// Lookup returns the plugin that name stands for: the id of a built-in or the
// path of a program. A program must be trusted, unless dev overrides that.
func (c *Catalog) Lookup(name string, dev bool) (Entry, error) {
	if e, ok := c.reattached(name); ok {
		return e, nil
	}
	if slices.Contains(c.builtins, name) {
		return c.builtin(name), nil
	}
	path, err := program(name)
	if errors.Is(err, fs.ErrNotExist) && !looksLikePath(name) {
		return Entry{}, c.unknown(name)
	}
	if err != nil {
		return Entry{}, err
	}
	e := Entry{ID: name, Path: path, Dev: dev}
	if dev {
		return e, nil
	}
	if c.trust == nil {
		return Entry{}, untrusted(path)
	}
	e.SHA256, err = c.trust.Check(path)
	return e, err
}

// List returns the built-ins and then the trusted programs, each sorted.
func (c *Catalog) List() []Entry {
	var out []Entry
	for _, id := range c.builtins {
		out = append(out, c.builtin(id))
	}
	if c.trust != nil {
		for _, r := range c.trust.Records() {
			out = append(out, Entry{ID: r.Path, Path: r.Path, SHA256: r.SHA256})
		}
	}
	return out
}

func (c *Catalog) builtin(id string) Entry {
	return Entry{ID: id, Path: c.self, Args: []string{"plugin", "serve", id}, Builtin: true}
}

func (c *Catalog) unknown(name string) error {
	if near := schema.Nearest(name, c.builtins); near != "" {
		return fmt.Errorf("there is no plugin %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("there is no plugin %q; use the path of a program or one of %s", name, strings.Join(c.builtins, ", "))
}

// looksLikePath tells ./clearance and plugins/x/clearance from reward/clearance.
func looksLikePath(name string) bool {
	return filepath.IsAbs(name) || strings.HasPrefix(name, ".") || strings.Contains(name, `\`) || strings.Count(name, "/") != 1
}

// missingError is a program that is not there.
type missingError struct{ name string }

func (e missingError) Error() string {
	return fmt.Sprintf("there is no plugin program %s; check the path, or see: metaspatial plugin list", e.name)
}

func (missingError) Is(target error) bool { return target == fs.ErrNotExist }

// program returns the absolute path of an executable file, symbolic links
// resolved, so that what was trusted is what runs.
func program(name string) (string, error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("plugin %s: %w", name, err)
	}
	real, err := filepath.EvalSymlinks(path)
	if runtime.GOOS == "windows" && errors.Is(err, fs.ErrNotExist) {
		real, err = filepath.EvalSymlinks(path + ".exe")
	}
	if err != nil {
		return "", missingError{name}
	}
	info, err := os.Stat(real)
	switch {
	case err != nil:
		return "", fmt.Errorf("plugin %s: %w", name, err)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("plugin %s: is not a file; name the program itself", name)
	case runtime.GOOS != "windows" && info.Mode()&0o111 == 0:
		return "", fmt.Errorf("plugin %s: is not executable; run: chmod +x %s", name, quote(real))
	}
	return real, nil
}
