package docs

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes/predicate"
)

var update = flag.Bool("update", false, "write the tables of measures.md anew")

// predicates is the table of predicates as the code has it.
func predicates() string {
	var b strings.Builder
	b.WriteString("| predicate | SceneEval's | what it asks for |\n|---|---|---|\n")
	for _, p := range predicate.All() {
		own := ""
		if p.SceneEval {
			own = "yes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", p.Name, own, strings.ReplaceAll(p.Doc, "|", "\\|"))
	}
	return b.String()
}

// ranking is the table that the critic's own command wrote.
func ranking(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../scenes/measure/critic/TABLE.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "|") {
			rows = append(rows, line)
		}
	}
	if len(rows) < 14 {
		t.Fatalf("the critic's table has %d rows", len(rows))
	}
	return strings.Join(rows, "\n") + "\n"
}

// TestMeasuresPage holds the page's tables to the code.
func TestMeasuresPage(t *testing.T) {
	text, err := os.ReadFile("measures.md")
	if err != nil {
		t.Fatal(err)
	}
	want := string(text)
	for name, table := range map[string]string{"predicates": predicates(), "critic table": ranking(t)} {
		open, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->\n"
		before, rest, ok := strings.Cut(want, open)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			t.Fatalf("measures.md has no marks around its %s", name)
		}
		want = before + open + table + end + after
	}
	if *update {
		if err := os.WriteFile("measures.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(want, string(text)); d != "" {
		t.Errorf("measures.md is not current; run go test ./docs -update (-want +got):\n%s", d)
	}
}
