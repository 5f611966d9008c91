package main

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/host/report"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/guideline"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
)

// maxSentences bounds the sentences that are printed of one layout, maxSentence
// the characters of one, which may quote a text of any length.
const (
	maxSentences = 12
	maxSentence  = 300
)

// printMeasured writes the tables, then what is wrong with a layout that was
// measured alone, then what could not be measured.
func printMeasured(w io.Writer, m *measuredJSON) {
	printStates(w, m)
	measured := 0
	for i := range m.Layouts {
		if m.Layouts[i].Rules != nil {
			measured++
		}
	}
	if measured > 0 {
		if measured < len(m.Layouts) {
			fmt.Fprintln(w)
		}
		printRules(w, m, measured)
		printSceneEval(w, m, measured)
		printGuidelines(w, m)
		printCritic(w, m)
	}
	if len(m.Layouts) == 1 && measured == 1 {
		l := &m.Layouts[0]
		printSentences(w, "Faults", l.Rules.Findings)
		printSentences(w, "Counted relations that do not hold", l.broken)
		printSentences(w, "Guidelines", l.advice)
		var reasons []string
		for _, g := range l.Critic.Grades {
			reasons = append(reasons, fmt.Sprintf("%s %.1f: %s", g.Name, g.Value, g.Reason))
		}
		printSentences(w, "Critic", reasons)
	}
	for i := range m.Layouts {
		l := &m.Layouts[i]
		printSentences(w, "Not measured in "+l.Name, l.Missing)
		printSentences(w, "Not understood in "+l.Name, l.NotUnderstood)
	}
	printSentences(w, "Passed over", m.Skipped)
}

// printStates lists the scenes of which little more than the room is known.
func printStates(w io.Writer, m *measuredJSON) {
	var rows [][]string
	for i := range m.Layouts {
		l := &m.Layouts[i]
		if l.Room == nil {
			continue
		}
		inside := 0
		for _, u := range l.Unsized {
			if u.Inside {
				inside++
			}
		}
		e := l.Room.Extent
		rows = append(rows, []string{l.Name, fmt.Sprintf("%.2f × %.2f × %.2f m", e[0], e[1], e[2]), fmt.Sprint(l.Room.Doors), fmt.Sprint(l.Room.Windows),
			fmt.Sprint(l.Objects), fmt.Sprint(len(l.Unsized)), fmt.Sprintf("%d of %d", inside, len(l.Unsized))})
	}
	if len(rows) > 0 {
		printTable(w, []string{"scene states", "room", "doors", "windows", "objects", "of unknown size", "over the floor"}, rows)
	}
}

func printSentences(w io.Writer, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s\n", title)
	for i, l := range lines {
		if i == maxSentences {
			fmt.Fprintf(w, "  and %d more; --json has all\n", len(lines)-i)
			break
		}
		if r := []rune(l); len(r) > maxSentence {
			l = string(r[:maxSentence-1]) + "…"
		}
		fmt.Fprintln(w, "  "+l)
	}
}

func printRules(w io.Writer, m *measuredJSON, measured int) {
	header := []string{"rules", "objects", "fully valid", "colliding pairs", "violating 2 cm", "violating 10 cm", "out of bounds", "unsupported"}
	yes := map[bool]string{true: "yes", false: "no"}
	var rows [][]string
	for i := range m.Layouts {
		l := &m.Layouts[i]
		if r := l.Rules; r != nil {
			rows = append(rows, []string{l.Name, fmt.Sprint(l.Objects), yes[r.FullyValid], report.Percent(r.CollidingPairs),
				report.Percent(r.Violating2cm), report.Percent(r.Violating10cm), report.Percent(r.OutOfBounds), report.Percent(r.Unsupported)})
		}
	}
	if s := m.Summary.Rules; measured > 1 {
		rows = append(rows, meanOfRules(s))
	}
	printTable(w, header, rows)
}

func meanOfRules(s measure.Summary) []string {
	return []string{fmt.Sprintf("all %d", s.Rooms), "", report.Percent(s.FullyValid), report.Percent(s.CollidingPairs),
		report.Percent(s.Violating2cm), report.Percent(s.Violating10cm), report.Percent(s.OutOfBounds), report.Percent(s.Unsupported)}
}

func printSceneEval(w io.Writer, m *measuredJSON, measured int) {
	var rows [][]string
	for i := range m.Layouts {
		if l := &m.Layouts[i]; l.SceneEval != nil && l.Rules != nil {
			rows = append(rows, sceneEvalRow(l.Name, sceneeval.Summarise([]sceneeval.Report{*l.SceneEval})))
		}
	}
	if measured > 1 {
		rows = append(rows, sceneEvalRow(fmt.Sprintf("all %d", measured), m.Summary.SceneEval))
	}
	fmt.Fprintln(w)
	printTable(w, sceneEvalHeader("SceneEval, %"), rows)
}

// sceneEvalHeader names the columns of [sceneEvalRow].
func sceneEvalHeader(first string) []string {
	header := []string{first}
	for _, c := range (sceneeval.Summary{}).Columns() {
		header = append(header, c.Label)
	}
	return header
}

func sceneEvalRow(name string, s sceneeval.Summary) []string {
	row := []string{name}
	for _, c := range s.Columns() {
		cell := "–"
		if c.Value != nil {
			cell = fmt.Sprintf("%.1f", *c.Value)
		}
		row = append(row, cell)
	}
	return row
}

// printGuidelines turns the table on its side: there are more guidelines than
// a line holds.
func printGuidelines(w io.Writer, m *measuredJSON) {
	header := []string{"guidelines"}
	var shown []*layoutJSON
	for i := range m.Layouts {
		if l := &m.Layouts[i]; l.Guidelines != nil && len(shown) < 6 {
			shown = append(shown, l)
			header = append(header, l.Name)
		}
	}
	header = append(header, "what a low cost means")
	var rows [][]string
	for _, c := range guideline.Columns() {
		row := []string{c.Name}
		for _, l := range shown {
			cell := "–"
			if g := l.Guidelines[c.Name]; g != nil {
				cell = fmt.Sprintf("%.2f", g.Value)
				if c.Unit != "" {
					cell += " " + c.Unit
				}
			}
			row = append(row, cell)
		}
		rows = append(rows, append(row, c.Doc))
	}
	fmt.Fprintln(w)
	printColumns(w, header, rows, len(header)-1)
	if n := len(m.Layouts) - len(shown); n > 0 && len(shown) == 6 {
		fmt.Fprintf(w, "(the guidelines of %d more layouts: --json)\n", n)
	}
}

func printCritic(w io.Writer, m *measuredJSON) {
	header := []string{"critic, 1 to 10"}
	var rows [][]string
	for i := range m.Layouts {
		l := &m.Layouts[i]
		if l.Critic == nil {
			continue
		}
		row := []string{l.Name}
		for _, g := range l.Critic.Grades {
			if len(rows) == 0 {
				header = append(header, firstWord(g.Name))
			}
			row = append(row, fmt.Sprintf("%.1f", g.Value))
		}
		rows = append(rows, append(row, fmt.Sprintf("%.2f", l.Critic.Score)))
	}
	fmt.Fprintln(w)
	printTable(w, append(header, "score"), rows)
}

func firstWord(s string) string {
	for i, r := range s {
		if r == ' ' || r == ',' {
			return s[:i]
		}
	}
	return s
}
