package view

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/view/command"
	"github.com/metaspatial/metaspatial/host/view/stage"
)

// The page about the viewer lists every command with its keys as they are;
// -update writes them.
func TestThePageListsTheKeys(t *testing.T) {
	p := sit(t, Options{Run: newFake()})
	file := filepath.Join("..", "..", "docs", "viewer.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- keys -->\n", "<!-- end of keys -->\n"
	head, rest, ok1 := strings.Cut(string(data), begin)
	was, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s does not say where the keys are: %s%s", file, begin, end)
	}
	keys := keyTables(&p.reg)
	if keys == was {
		return
	}
	if *update {
		if err := os.WriteFile(file, []byte(head+begin+keys+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Errorf("%s lists other keys than the window has; run go test -run %s -update", file, t.Name())
}

// keyTables are the commands of a window as Markdown, a table for each group.
func keyTables(reg *command.Registry) string {
	var b strings.Builder
	names := make([]string, len(stage.Presets))
	for i := range stage.Presets {
		names[i] = stage.Presets[i].Name
	}
	key := func(a *command.Action, preset string) string {
		var out []string
		for _, c := range a.Chords(preset) {
			out = append(out, strings.ReplaceAll(c.String(), "|", `\|`))
		}
		return strings.Join(out, ", ")
	}
	for _, g := range reg.Groups() {
		fmt.Fprintf(&b, "\n### %s\n\n", g)
		steered := g == "View"
		if steered {
			fmt.Fprintf(&b, "| command | %s |\n|---|%s\n", strings.Join(names, " | "), strings.Repeat("---|", len(names)))
		} else {
			b.WriteString("| command | keys | |\n|---|---|---|\n")
		}
		for _, a := range reg.Group(g) {
			if a.Hidden {
				continue
			}
			if steered {
				fmt.Fprintf(&b, "| %s |", a.Title)
				for _, n := range names {
					fmt.Fprintf(&b, " %s |", key(a, n))
				}
				b.WriteString("\n")
				continue
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", a.Title, key(a, names[0]), a.Hint)
		}
	}
	b.WriteString("\n")
	return b.String()
}
