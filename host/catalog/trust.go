package catalog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Trust allows the plugin that name stands for to run, with the bytes that its
// files have now. With a digest it is one of [Files.Digest] that they must have.
func (c *Catalog) Trust(name, digest string) (Record, error) {
	p, err := c.resolve(name)
	if err != nil {
		return Record{}, err
	}
	defer p.root.Close()
	r, err := p.record()
	if err == nil {
		err = expect(r, digest)
	}
	if err != nil {
		return r, err
	}
	return r, c.trust(r)
}

// expect compares the plugin's digest with the one it must have, where there is
// one.
func expect(r Record, digest string) error {
	if sum := r.Files.Digest(); digest != "" && !strings.EqualFold(sum, digest) {
		return fmt.Errorf("plugin %s has the digest %s, not %.100s; it is not what you expect, so nothing was done", r.name(), sum, digest)
	}
	return nil
}

func (c *Catalog) trust(r Record) error {
	if c.options.Lock == nil {
		return errors.New("there is no folder for your settings, so nothing can be trusted; set HOME or XDG_CONFIG_HOME")
	}
	return c.options.Lock.set(r)
}

// Untrust no longer allows the plugin to run; it need not exist any more. It
// reports whether it was allowed to.
func (c *Catalog) Untrust(name string) (path string, was bool, err error) {
	if c.options.Lock == nil {
		return name, false, nil
	}
	paths := []string{absolute(name)}
	if real, err := filepath.EvalSymlinks(paths[0]); err == nil {
		paths = append(paths, real)
	}
	if p, err := c.resolve(name); err == nil {
		paths = append(paths, p.path)
		p.root.Close()
	}
	for _, r := range c.options.Lock.Records() {
		// By its id only where it is gone: there may be several of one id.
		if _, err := os.Lstat(r.Path); r.ID == name && errors.Is(err, fs.ErrNotExist) {
			paths = append(paths, r.Path)
		}
	}
	for _, path := range paths {
		if _, ok := c.options.Lock.find(path); ok {
			return path, true, c.options.Lock.unset(path)
		}
	}
	return paths[0], false, nil
}
