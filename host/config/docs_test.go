package config_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
)

const docsFile = "../../docs/run-file.md"

// docsHead is what a reader needs before the tables.
const docsHead = `# The run file

Everything that decides what a training run does, in one YAML (or JSON) file.
A file names only what differs from the default; at the least it says when to
end: ` + "`minutes: 3` or `iterations: 200`" + `.

    metaspatial train -c run.yaml
    metaspatial train -c run.yaml --out other --minutes 10 --term physics=2
    metaspatial train -c other/run.yaml --resume --minutes 20

- Relative paths are taken from the run file's folder; those on the command
  line from the current one.
- A key that does not exist is an error that names its line and the key that
  was probably meant. Editors can check the file by
  [run.schema.json](../host/config/run.schema.json).
- The run's folder gets run.yaml with every default filled in. A run is resumed
  from there. Its length, its folder, divergence.rollbacks, and what is under
  eval, checkpoint, recorder and plugins may change; the rest may not, because it
  would be another run.
- Its folder best is a copy of the best checkpoint: policy/compact:RUN/best and
  policy/compact:RUN@best name it wherever a policy is named, policy/compact:RUN
  the newest.
- A run that diverges goes back to its last good checkpoint by itself. That is
  said when it happens, recorded in events.jsonl, and to be seen in the metric
  schedule/rollbacks.
- Schedules go by iteration, never by the clock. A run that the clock ends
  estimates its number of iterations from its pace, and records the estimate;
  until the first one, after 6 iterations, no stage of a term's schedule begins
  that waits for a fraction of the run.
- A term's weight may change on the way, stage by stage
  ([examples/staged.yaml](examples/staged.yaml)). A stage that never began is
  told at the end.
- [examples/run.yaml](examples/run.yaml) is the default with comments,
  [examples/clearance.yaml](examples/clearance.yaml) a short run with a plugin
  of one's own.

The tables below are made from the code by ` + "`go test ./host/config -update`" + `.
`

func TestRunFileDocsAreCurrent(t *testing.T) {
	var s schemaNode
	if err := json.Unmarshal(makeSchema(t), &s); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(docsHead)
	section(&b, "Top level", "", reflect.TypeFor[config.Run](), &s)
	want := b.String()
	if *update {
		if err := os.WriteFile(docsFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(docsFile)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("docs/run-file.md is not current; run go test ./host/config -update (-want +got):\n%s", d)
	}
}

// schemaNode is the part of a JSON Schema that the tables show.
type schemaNode struct {
	Type        string                 `json:"type"`
	Description string                 `json:"description"`
	Default     any                    `json:"default"`
	Minimum     *float64               `json:"minimum"`
	Maximum     *float64               `json:"maximum"`
	Enum        []string               `json:"enum"`
	Properties  map[string]*schemaNode `json:"properties"`
	Items       *schemaNode            `json:"items"`
}

// section writes a table of the plain settings and then one section for each
// group of settings, in the order of the struct.
func section(b *strings.Builder, title, about string, typ reflect.Type, s *schemaNode) {
	fmt.Fprintf(b, "\n## %s\n\n", title)
	if about != "" {
		fmt.Fprintf(b, "%s\n\n", about)
	}
	b.WriteString("| setting | type | default | meaning |\n|---|---|---|---|\n")
	type group struct {
		title string
		typ   reflect.Type
		s     *schemaNode
		about string
	}
	var groups []group
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for f := range typ.Fields() {
			name, opts, _ := strings.Cut(tagOf(f), ",")
			at := name
			if title != "Top level" {
				at = title + "." + name
			}
			n := s.Properties[name]
			switch {
			case strings.Contains(opts, "inline"):
				walk(f.Type)
			case f.Type.Kind() == reflect.Struct:
				groups = append(groups, group{at, f.Type, n, n.Description})
			case n.Items != nil && n.Items.Properties != nil:
				groups = append(groups, group{at + "[]", f.Type.Elem(), n.Items, n.Description + " A list; naming it replaces the whole default list."})
			default:
				fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", name, n.kind(), n.initial(), n.Description)
			}
		}
	}
	walk(typ)
	for _, g := range groups {
		section(b, g.title, g.about, g.typ, g.s)
	}
}

// kind is the type with what bounds it.
func (n *schemaNode) kind() string {
	s := n.Type
	enum := n.Enum
	if n.Items != nil {
		s, enum = "list of "+n.Items.Type, n.Items.Enum
	}
	switch {
	case len(enum) > 0:
		s += ": " + strings.Join(enum, ", ")
	case n.Minimum != nil && n.Maximum != nil:
		s += ", " + plain(*n.Minimum) + " to " + plain(*n.Maximum)
	case n.Minimum != nil:
		s += ", at least " + plain(*n.Minimum)
	}
	return s
}

func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (n *schemaNode) initial() string {
	switch {
	case n.Default != nil:
		return fmt.Sprintf("%v", n.Default)
	case n.Type == "number" || n.Type == "integer":
		return "0"
	case n.Type == "boolean":
		return "false"
	}
	return ""
}
