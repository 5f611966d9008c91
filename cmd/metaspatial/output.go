package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/cmd/internal/live"
	"github.com/metaspatial/metaspatial/cmd/internal/logs"
)

// printJSON writes a value as one indented document.
func printJSON(cmd *cobra.Command, v any) error {
	enc := json.NewEncoder(cmd.OutOrStdout())
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// jsonFlag adds --json to a command that prints data.
func jsonFlag(cmd *cobra.Command) *bool {
	return cmd.Flags().Bool("json", false, "print JSON instead of a table")
}

// stderr is where people are told what happens, above what is drawn there.
var stderr = live.New(os.Stderr)

// say writes a line for people to standard error, so that standard output
// holds nothing but the answer.
func say(format string, args ...any) { logger.Info(fmt.Sprintf(format, args...)) }

// pluginLines takes what plugins print.
func pluginLines() io.Writer { return logs.Lines(logger, slog.LevelInfo) }

// progress shows how far something is: a bar on a terminal, a line now and
// then elsewhere.
type progress struct {
	bar  *live.Bar
	what string
	next time.Time
	now  func() time.Time
}

// lineEvery is the pause between progress lines where there is no terminal.
const lineEvery = 10 * time.Second

func newProgress(what string) *progress {
	p := &progress{what: what, now: time.Now}
	if stderr.Draws() {
		p.bar = live.NewBar(what)
	} else {
		p.next = p.now().Add(lineEvery)
	}
	return p
}

// show sets the fraction done and a note such as the present reward, of which attrs
// are the parts for a log.
func (p *progress) show(fraction float64, note string, attrs ...any) {
	if p.bar != nil {
		p.bar.Set(fraction, note)
		stderr.Show(p.bar)
		return
	}
	if now := p.now(); now.After(p.next) {
		p.next = now.Add(lineEvery)
		logger.Info(fmt.Sprintf("%s: %.0f %%  %s", p.what, 100*min(1, fraction), note), append(attrs, "done", fraction)...)
	}
}

func (p *progress) done() {
	if p.bar != nil {
		stderr.End(false)
	}
}

// printTable writes rows in aligned columns, the first to the left, the others,
// which are numbers, to the right.
func printTable(w io.Writer, header []string, rows [][]string) {
	printColumns(w, header, rows, len(header))
}

// printColumns is [printTable] with the columns from the given one on to the
// left: they are text.
func printColumns(w io.Writer, header []string, rows [][]string, text int) {
	width := make([]int, len(header))
	all := append([][]string{header}, rows...)
	for _, row := range all {
		for i, c := range row {
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	for k, row := range all {
		var b strings.Builder
		for i, c := range row {
			pad := strings.Repeat(" ", width[i]-len([]rune(c)))
			switch {
			case i == 0:
				b.WriteString(c + pad)
			case i >= text:
				b.WriteString("  " + c + pad)
			default:
				b.WriteString("  " + pad + c)
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
		if k == 0 {
			total := 2 * (len(width) - 1)
			for _, n := range width {
				total += n
			}
			fmt.Fprintln(w, strings.Repeat("─", total))
		}
	}
}
