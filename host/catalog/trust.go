package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// Trust is the store of programs that may run as plugins, by the hash of their
// bytes. It is a JSON file.
type Trust struct {
	path string

	mu      sync.Mutex
	records []Record
}

// Record is one trusted program.
type Record struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

type trustFile struct {
	Version int      `json:"version"`
	Plugins []Record `json:"plugins"`
}

// DefaultTrustPath returns where the user's store lies.
func DefaultTrustPath() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the user's configuration folder: %w", err)
	}
	return filepath.Join(dir, "metaspatial", "trust.json"), nil
}

// OpenTrust reads the store at path; a missing file is an empty store.
func OpenTrust(path string) (*Trust, error) {
	t := &Trust{path: path}
	return t, t.read()
}

func (t *Trust) read() error {
	data, err := os.ReadFile(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		t.records = nil
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the trust store: %w", err)
	}
	var f trustFile
	if err := json.Unmarshal(data, &f); err != nil {
		return fmt.Errorf("trust store %s: %w; mend or delete it", t.path, err)
	}
	if f.Version != 1 {
		return fmt.Errorf("trust store %s has version %d; this program knows version 1", t.path, f.Version)
	}
	t.records = f.Plugins
	return nil
}

// Records returns the trusted programs, sorted by path.
func (t *Trust) Records() []Record {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.SortedFunc(slices.Values(t.records), func(a, b Record) int { return cmp.Compare(a.Path, b.Path) })
}

// Add trusts the program as it is now, in place of what it was before.
func (t *Trust) Add(name string) (Record, error) {
	path, err := program(name)
	if err != nil {
		return Record{}, err
	}
	sum, err := hash(path)
	if err != nil {
		return Record{}, err
	}
	r := Record{Path: path, SHA256: sum}
	return r, t.change(path, &r)
}

// Remove no longer trusts the program; it need not exist any more.
func (t *Trust) Remove(name string) error {
	path, err := program(name)
	if err != nil {
		if path, err = filepath.Abs(name); err != nil {
			return fmt.Errorf("plugin %s: %w", name, err)
		}
	}
	return t.change(path, nil)
}

func (t *Trust) change(path string, r *Record) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.read(); err != nil { // another process may have written
		return err
	}
	t.records = slices.DeleteFunc(t.records, func(o Record) bool { return o.Path == path })
	if r != nil {
		t.records = append(t.records, *r)
	}
	data, err := json.MarshalIndent(trustFile{Version: 1, Plugins: t.records}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the trust store: %w", err)
	}
	if err := writeFile(t.path, append(data, '\n')); err != nil {
		return fmt.Errorf("write the trust store: %w", err)
	}
	return nil
}

// Check returns the hash that the program at path is trusted with. It is an
// error that says what to do when the program is not trusted or has changed.
func (t *Trust) Check(path string) (string, error) {
	for _, r := range t.Records() {
		if r.Path == path {
			return r.SHA256, Entry{ID: path, Path: path, SHA256: r.SHA256}.Verify()
		}
	}
	return "", untrusted(path)
}

// Verify reports a program whose bytes are not the trusted ones. It is asked
// right before every start.
func (e Entry) Verify() error {
	if e.SHA256 == "" {
		if e.Builtin || e.Dev {
			return nil
		}
		return untrusted(e.Path)
	}
	sum, err := hash(e.Path)
	if err != nil {
		return err
	}
	if sum != e.SHA256 {
		return fmt.Errorf("plugin %s has changed since it was trusted (SHA-256 %.12s…, trusted %.12s…); if that is your doing, run: metaspatial plugin trust %s",
			e.Path, sum, e.SHA256, quote(e.Path))
	}
	return nil
}

func untrusted(path string) error {
	return fmt.Errorf("plugin %s is not trusted yet; a plugin can do whatever you can, so if you know where it comes from, run: metaspatial plugin trust %s", path, quote(path))
}

func hash(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("hash the plugin: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hash the plugin: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// writeFile replaces the file at path whole or not at all.
func writeFile(path string, data []byte) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".trust-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// quote makes path one word for a shell.
func quote(path string) string {
	if !strings.ContainsAny(path, " \t\"'$&;|<>()*?[]#~`!{}") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}
