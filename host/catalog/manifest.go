package catalog

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/schema"
)

// ManifestFile is the name of the file that makes a folder a plugin.
const ManifestFile = "plugin.json"

// ManifestSchema is the JSON Schema of [ManifestFile], for editors.
//
//go:embed plugin.schema.json
var ManifestSchema []byte

// Manifest is what plugin.json says of the plugin whose folder it lies in. It
// is read without running anything.
type Manifest struct {
	// Schema is where editors find the file's JSON Schema.
	Schema string `json:"$schema,omitempty"`
	// ID is kind/name, such as "reward/clearance"; the program must serve it.
	ID string `json:"id"`
	// Version is the plugin's own semantic version.
	Version string `json:"version"`
	// Summary is one sentence.
	Summary string `json:"summary"`
	// Program is the file to start, below the folder and with forward slashes;
	// {os} and {arch} in it stand for Go's names of the system and processor. On
	// Windows ".exe" is added where only that file is there.
	Program string `json:"program"`
	// Args are what the program is started with.
	Args []string `json:"args,omitempty"`
	// Files are the other files of the plugin: names, patterns such as "*.py",
	// and folders, which stand for all that is in them except hidden files and
	// __pycache__. What is not among them is not there when the plugin runs.
	Files []string `json:"files,omitempty"`
	// Protocols are the versions of the contract that the program speaks.
	Protocols []int `json:"protocols"`
	// License is an SPDX expression, Homepage an address for people.
	License  string `json:"license,omitempty"`
	Homepage string `json:"homepage,omitempty"`
}

// maxManifest bounds the size of a manifest in bytes.
const maxManifest = 64 << 10

var (
	idForm      = regexp.MustCompile(`^(policy|render|reward)/[a-z0-9][a-z0-9_-]{0,62}$`)
	versionForm = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})([-+][0-9A-Za-z.+-]{1,64})?$`)
	hole        = strings.NewReplacer("{os}", runtime.GOOS, "{arch}", runtime.GOARCH)
)

// ReadManifest reads and checks the manifest of the plugin in fsys. Errors name
// the key and say what is wrong with it.
func ReadManifest(fsys fs.FS) (*Manifest, error) {
	f, err := fsys.Open(ManifestFile)
	if err != nil {
		return nil, cause(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, cause(err)
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("is not a file")
	}
	data, err := io.ReadAll(io.LimitReader(f, maxManifest+1))
	if err != nil {
		return nil, cause(err)
	}
	if len(data) > maxManifest {
		return nil, fmt.Errorf("is larger than %d bytes; it only describes the plugin", maxManifest)
	}
	return parseManifest(data)
}

// cause is a file error without its path, which callers name themselves.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

func parseManifest(data []byte) (*Manifest, error) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(data, &keys); err != nil {
		return nil, fmt.Errorf("is no JSON object: %w", err)
	}
	for _, k := range slices.Sorted(maps.Keys(keys)) {
		if slices.Contains(manifestKeys, k) {
			continue
		}
		if near := schema.Nearest(k, manifestKeys); near != "" {
			return nil, fmt.Errorf("unknown key %q; did you mean %q?", k, near)
		}
		return nil, fmt.Errorf("unknown key %q; the keys are %s", k, strings.Join(manifestKeys, ", "))
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		var t *json.UnmarshalTypeError
		if errors.As(err, &t) {
			return nil, fmt.Errorf("%s is a %s; it must be of type %v", t.Field, t.Value, t.Type)
		}
		return nil, err
	}
	return &m, m.validate()
}

var manifestKeys = []string{"$schema", "args", "files", "homepage", "id", "license", "program", "protocols", "summary", "version"}

func (m *Manifest) validate() error {
	switch {
	case !idForm.MatchString(m.ID):
		return fmt.Errorf("id is %.80q; it must be the kind, a slash and a name of small letters, such as \"reward/clearance\"", m.ID)
	case !versionForm.MatchString(m.Version):
		return fmt.Errorf("version is %.80q; it must be a semantic version, such as \"1.0.0\"", m.Version)
	case strings.TrimSpace(m.Summary) == "" || len(m.Summary) > 500 || strings.ContainsFunc(m.Summary, control):
		return errors.New("summary must be one sentence on one line")
	case !local(m.Program):
		return fmt.Errorf("program is %.80q; it must be the path of a file below the plugin's folder, with forward slashes", m.Program)
	case len(m.Protocols) == 0:
		return errors.New("protocols is empty; list the versions of the contract that the program speaks, such as [1]")
	case len(m.License) > 200 || strings.ContainsFunc(m.License, control):
		return errors.New("license must be an SPDX expression, such as \"Apache-2.0\"")
	case m.Homepage != "" && !homepage.MatchString(m.Homepage):
		return fmt.Errorf("homepage is %.80q; it must begin with https:// or http://", m.Homepage)
	case len(m.Args) > 100:
		return errors.New("args has more than 100 elements")
	case len(m.Files) > 1000:
		return errors.New("files has more than 1000 elements; name folders or patterns")
	}
	for _, v := range m.Protocols {
		if v < 1 || v > 1000 {
			return fmt.Errorf("protocols has %d; versions of the contract begin at 1", v)
		}
	}
	for i, a := range m.Args {
		if len(a) > 4096 || strings.ContainsRune(a, 0) {
			return fmt.Errorf("args[%d] cannot be given to a program", i)
		}
	}
	for i, p := range m.Files {
		if _, err := path.Match(p, ""); err != nil || !local(p) {
			return fmt.Errorf("files[%d] is %.80q; it must be the path of a file or folder below the plugin's, with forward slashes, or a pattern of such paths", i, p)
		}
	}
	return nil
}

var homepage = regexp.MustCompile(`^https?://[^\s]{1,500}$`)

// local reports whether p stays below the folder it is taken from, on every
// system.
func local(p string) bool {
	return len(p) <= 500 && p != "." && fs.ValidPath(p) && !strings.ContainsFunc(p, func(r rune) bool { return control(r) || r == '\\' || r == ':' })
}

// control tells what could move a terminal's cursor.
func control(r rune) bool { return r < ' ' || 0x7f <= r && r <= 0x9f }
