// Package scaffold writes the first files of a plugin: a program that works, its
// test, a README, the settings of a continuous integration, plugin.json and a
// short run to try it with.
//
// The requirements of a checkout are read with golang.org/x/mod, the Go team's own
// reader of go.mod.
package scaffold

import (
	"bytes"
	"embed"
	"fmt"
	"go/format"
	"path"
	"regexp"
	"strings"
	"text/template"

	"golang.org/x/mod/module"

	"github.com/metaspatial/metaspatial/sdk/base"
)

// The languages.
const (
	Go     = "go"
	Python = "python"
)

// Options say what to write. Kind and Name are required.
type Options struct {
	Kind base.Kind
	// Name is the plugin's id without its kind, such as "clearance".
	Name string
	// Language is [Go] or [Python]; empty means Go.
	Language string
	// Module is the path of the Go module; empty means example.org/ and the name.
	Module string
	// SDK is where the plugin's dependencies come from.
	SDK SDK
}

// File is one file of a plugin.
type File struct {
	// Path is below the plugin's folder, with forward slashes.
	Path string
	Data []byte
	// Executable marks a file that is started.
	Executable bool
}

//go:embed templates
var sources embed.FS

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,62}$`)

// occupied are names that a program cannot have beside what [try] and run.yaml
// write.
var occupied = map[string]bool{"run": true, "room": true, "pictures": true}

// summaries are what the programs of the templates do.
var summaries = map[base.Kind]string{
	base.Reward: "Keeps the middle of the room free.",
	base.Policy: "Puts every object against a wall.",
	base.Render: "Draws the plan of a room.",
}

// values are what the templates are filled in with.
type values struct {
	Kind, Name, Language, Module, Summary string
	// Title is the name as the first word of a sentence, Type and Class as a name
	// in Go and in Python, Binary the file that Go builds, Program what starts.
	Title, Type, Class, Binary, Program string
	// Try is the command that shows the plugin at work.
	Try string
	sdkValues
}

// Files returns the files of a new plugin.
func Files(o Options) ([]File, error) {
	if o.Language == "" {
		o.Language = Go
	}
	if summaries[o.Kind] == "" {
		return nil, fmt.Errorf("there is no kind of plugin %q; use reward, policy or render", o.Kind)
	}
	if !nameForm.MatchString(o.Name) {
		return nil, fmt.Errorf("the name %q does not do; use small letters, digits, - and _, a letter first, such as \"clearance\"", o.Name)
	}
	if occupied[o.Name] {
		return nil, fmt.Errorf("the name %q does not do; a folder of what the plugin is tried with is called that, so choose another", o.Name)
	}
	if o.Module == "" {
		o.Module = "example.org/" + o.Name
	}
	if err := module.CheckImportPath(o.Module); err != nil {
		return nil, fmt.Errorf("the Go module's path does not do: %w", err)
	}
	v := values{
		Kind: string(o.Kind), Name: o.Name, Language: o.Language, Module: o.Module, Summary: summaries[o.Kind],
		Title: strings.ToUpper(o.Name[:1]) + o.Name[1:], Binary: o.Name, Try: try(o.Kind),
	}
	v.Class = camel(o.Name) + map[base.Kind]string{base.Reward: "Term", base.Policy: "Policy", base.Render: "Renderer"}[o.Kind]
	v.Type = strings.ToLower(v.Class[:1]) + v.Class[1:]
	var names map[string]string
	var err error
	switch o.Language {
	case Go:
		v.Program = v.Binary
		v.sdkValues, err = o.SDK.golang()
		names = map[string]string{
			"go/" + v.Kind + ".go": "main.go", "go/" + v.Kind + "_test.go": "main_test.go",
			"go/go.mod": "go.mod", "go/ci.yml": ".github/workflows/test.yml", "go/gitignore": ".gitignore",
		}
	case Python:
		v.Program = "plugin.py"
		v.sdkValues, err = o.SDK.python()
		names = map[string]string{
			"python/" + v.Kind + ".py": v.Program, "python/" + v.Kind + "_test.py": "test_plugin.py",
			"python/requirements.txt": "requirements.txt", "python/ci.yml": ".github/workflows/test.yml", "python/gitignore": ".gitignore",
		}
	default:
		return nil, fmt.Errorf("there is no template in the language %q; use %s or %s", o.Language, Go, Python)
	}
	if err != nil {
		return nil, err
	}
	names["common/plugin.json"], names["common/README.md"] = "plugin.json", "README.md"
	if o.Kind == base.Reward {
		names["common/run.yaml"] = "run.yaml"
	}
	return v.fill(names)
}

// fill makes the files of the templates, by path.
func (v values) fill(names map[string]string) ([]File, error) {
	var out []File
	for _, source := range sortedKeys(names) {
		text, err := sources.ReadFile("templates/" + source + ".tmpl")
		if err != nil {
			return nil, err
		}
		t, err := template.New(source).Option("missingkey=error").Parse(string(text))
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := t.Execute(&b, v); err != nil {
			return nil, err
		}
		f := File{Path: names[source], Data: b.Bytes(), Executable: names[source] == "plugin.py"}
		if path.Ext(f.Path) == ".go" {
			if f.Data, err = format.Source(f.Data); err != nil {
				return nil, fmt.Errorf("template %s: %w", source, err)
			}
		}
		out = append(out, f)
	}
	if v.Sums != nil {
		out = append(out, File{Path: "go.sum", Data: v.Sums})
	}
	return out, nil
}

// try is the command that shows a new plugin at work, from its own folder.
func try(k base.Kind) string {
	switch k {
	case base.Policy:
		return "metaspatial eval --dev . --policy . --suite free --n 8"
	case base.Render:
		return `metaspatial generate --room 4x4x2.6 --objects "sofa, rug" --out room && metaspatial render room --dev . --renderer . -o pictures`
	}
	return "metaspatial train -c run.yaml --dev ."
}

// camel turns quiet-corner into QuietCorner.
func camel(name string) string {
	var b strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}
