package dataset

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// card is the README.md of a data set, with the head that the library datasets
// finds the files by.
func (b *builder) card() []byte {
	var w bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	r := &b.report
	line("---\nconfigs:\n- config_name: default\n  data_files:")
	for _, f := range r.Files {
		line("  - split: %s\n    path: %s", f.Split, f.Name)
	}
	line("---\n\n# Rooms to furnish\n")
	line("%d tasks with %d objects for `%s`, made by metaspatial %s.", r.Tasks, r.Objects, b.Format, b.Version)
	line("A row asks for a layout: `<think>…</think><answer>[…]</answer>`. Its ground truth is its task as JSON; the reward is computed from the task and the answer.\n")
	line("| file | tasks | rows | SHA-256 |\n|---|---:|---:|---|")
	for _, f := range r.Files {
		line("| %s | %d | %d | `%s` |", f.Name, f.Tasks, f.Rows, f.SHA256)
	}
	line("\n- Columns: `%s`", strings.Join(b.columns, "`, `"))
	line("- Rows of a second turn, where a faulty layout is to be mended: %d", r.Refinements)
	if b.Answer != nil {
		line("- Every row has an answer to learn from that breaks no rule; %d tasks without one were passed over. Of the %d wishes in words that are understood, the answers meet %d.", r.Unanswered, r.Wishes, r.Met)
	}
	if r.Repeated > 0 {
		line("- Tasks that were there already and were passed over: %d", r.Repeated)
	}
	if b.Draw == nil {
		line("- There are no pictures.")
	}
	line("- Seed: %d", b.Seed)
	if b.Made != "" {
		line("- Made by: `%s`", b.Made)
	}
	b.licences(line)
	return w.Bytes()
}

// licences names the licences and authors of the models in the pictures.
func (b *builder) licences(line func(string, ...any)) {
	line("\n## Licences\n")
	used := b.assets()
	if len(used) == 0 || b.Library == nil {
		line("The objects are boxes; no model of anybody's is shown.")
		return
	}
	type source struct{ licence, author string }
	count := map[source]int{}
	for _, id := range used {
		s := source{b.Library.Licence(id), b.Library.Author(id)}
		if s.licence == "" {
			s.licence = "unknown"
		}
		count[s]++
	}
	var rows []string
	for s, n := range count {
		author := s.author
		if author == "" {
			author = "unknown"
		}
		rows = append(rows, fmt.Sprintf("| %s | %s | %d |", cellText(s.licence), cellText(author), n))
	}
	slices.Sort(rows)
	line("The models that the tasks name:\n\n| licence | author | models |\n|---|---|---:|")
	for _, r := range rows {
		line("%s", r)
	}
}

// cellText keeps text from ending a cell of a table.
func cellText(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), " "), "|", "\\|")
}
