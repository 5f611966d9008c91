package metrics_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/metrics"
)

var update = flag.Bool("update", false, "write docs/metrics.md anew")

const docsFile = "../../docs/metrics.md"

const docsHead = `# The metrics of a run

metrics.jsonl in the run's folder has one line per iteration,
` + "`{\"iteration\", \"elapsed_s\", \"metrics\": {name: value}}`" + `; the viewer, the
TensorBoard event files and the report show the same numbers under the same
names. In a name, * stands for what the run provides: a term, a turn, or a
statistic of the policy. The shares under layout/ and eval/ are defined in
[scoring.md](scoring.md).

The table is made from the code by ` + "`go test ./host/metrics -update`" + `.

| metric | meaning |
|---|---|
`

func TestDocsAreCurrent(t *testing.T) {
	var b strings.Builder
	b.WriteString(docsHead)
	for _, m := range metrics.Glossary {
		fmt.Fprintf(&b, "| `%s` | %s |\n", m.Name, m.Meaning)
	}
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
		t.Errorf("docs/metrics.md is not current; run go test ./host/metrics -update (-want +got):\n%s", d)
	}
}
