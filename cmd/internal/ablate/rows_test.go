package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
)

func TestRows(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range rows {
		if seen[r.ID] || r.ID != filepath.Base(r.ID) {
			t.Errorf("row %q", r.ID)
		}
		seen[r.ID] = true
	}
	shown := map[string]bool{}
	for _, g := range groups {
		against := false
		for _, e := range g.Entries {
			if !seen[e.ID] {
				t.Errorf("group %s names %q, which is no row", g.ID, e.ID)
			}
			shown[e.ID], against = true, against || e.ID == g.Against
		}
		if !against {
			t.Errorf("group %s is compared with %q, which is not in it", g.ID, g.Against)
		}
	}
	for id := range seen {
		if !shown[id] {
			t.Errorf("row %s is in no group", id)
		}
	}
}

// Every row's run file is one that the training accepts, comes back as it was
// written, and differs from every other row's.
func TestRunFiles(t *testing.T) {
	dir := t.TempDir()
	known := map[string]string{}
	for _, r := range rows {
		c := base(2, 7, filepath.Join(dir, r.ID))
		r.change(c)
		if err := run.SaveConfig(c); err != nil {
			t.Fatal(err)
		}
		back, err := config.Load(filepath.Join(c.Out, run.ConfigFile))
		if err != nil {
			t.Errorf("row %s: %v", r.ID, err)
			continue
		}
		if same, err := alike(back, c); !same || err != nil {
			t.Errorf("row %s does not come back as it was written: %v", r.ID, err)
		}
		diff, err := shownChanges(c)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := known[diff]; ok {
			t.Errorf("rows %s and %s are the same", other, r.ID)
		}
		known[diff] = r.ID
	}
}

func shownChanges(c *config.Run) (string, error) {
	list, err := shown(base(2, 1, "."), c)
	return strings.Join(list, "\n"), err
}

func TestChanges(t *testing.T) {
	for id, want := range map[string][]string{
		baseID:        nil,
		"turns-5":     {"turns: 5"},
		"trajectory":  {"credit.anneal: 0", "credit.object: 0"},
		"no-profiles": {"policy.config.profiles: false"},
		"no-format": {
			"terms[critic].config.findings: false", "terms[critic].config.image: false",
			"terms[critic].plugin: reward/critic", "terms[critic].weight: 0.2", "terms[format].weight: 0",
		},
		"dapo": {"optimiser.loss.clip_high: 0.28", "resample: 3"},
	} {
		chosen, err := find([]string{id})
		if err != nil {
			t.Fatal(err)
		}
		// The seed and the folder are no change of the row.
		c := base(2, 7, "elsewhere")
		chosen[0].change(c)
		got, err := shown(base(2, 1, "."), c)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q, %v", id, got, err)
		}
	}
	a, b := base(2, 1, "."), base(2, 1, ".")
	b.Terms = b.Terms[:1]
	if got, err := changes(a, b); err != nil || !slices.Contains(got, "without terms[physics].weight") {
		t.Errorf("a term left out: %q, %v", got, err)
	}
}

func TestFind(t *testing.T) {
	if all, err := find(nil); err != nil || len(all) != len(rows) {
		t.Errorf("%d rows of %d: %v", len(all), len(rows), err)
	}
	if _, err := find([]string{"turns-2"}); err == nil || !strings.Contains(err.Error(), "turns-1") {
		t.Errorf("an unknown row: %v", err)
	}
}

func TestPage(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.md")
	text := "# Title\n\n" + tablesBegin + "\nold\n" + tablesEnd + "\n\nThe reading.\n"
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := writePage(name, "| new |"); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if want := "# Title\n\n" + tablesBegin + "\n\n| new |\n\n" + tablesEnd + "\n\nThe reading.\n"; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
	for _, bad := range []string{"", tablesBegin, tablesEnd + tablesBegin} {
		if err := os.WriteFile(name, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := checkPage(name); err == nil || !strings.Contains(err.Error(), "no place") {
			t.Errorf("a page of %q: %v", bad, err)
		}
	}
	// The project's own page has its place.
	if err := checkPage(filepath.Join("..", "..", "..", "docs", "ablations.md")); err != nil {
		t.Error(err)
	}
}

func TestArguments(t *testing.T) {
	dir := t.TempDir()
	for _, args := range []string{"--minutes 0", "--minutes 5", "--minutes NaN", "--n 0", "--jobs 0", "--jobs 1000", "--seeds 1,1", "--seeds x", "--seeds ,", "--seeds -1",
		"--suites ,", "--only what", "--docs " + dir + "/none.md", "more"} {
		err := ablate(t.Context(), append([]string{"--out", dir}, strings.Fields(args)...))
		if err == nil {
			t.Errorf("%s is accepted", args)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%d files after bad arguments, %v", len(left), err)
	}
}
