// Package report writes the page that a run ends with: one self-contained HTML
// file with a table, curves and rooms before and after.
package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"math"
)

// Report is the content of the page.
type Report struct {
	Title string
	// Lead is one sentence under the title.
	Lead string
	// Facts are the settings of the run, in order.
	Facts  []Fact
	Table  Table
	Charts []Chart
	Rooms  []Room
	// Next are commands worth trying.
	Next []string
}

// Fact is one named setting.
type Fact struct{ Name, Value string }

// Table compares policies by column.
type Table struct {
	// Title stands above the table, and Name above the rows' names; empty stand
	// for the table of policies before and after.
	Title, Name string
	// Columns names the measures; the first column of a row is its name.
	Columns []Column
	Rows    []Row
}

// Column is one measure.
type Column struct {
	Name string
	// Help says what the measure means.
	Help string
}

// Row is one policy with one cell per column.
type Row struct {
	Name  string
	Cells []string
	// Strong sets the row apart, as the one the page is about.
	Strong bool
}

// Room is one task before and after.
type Room struct {
	Name       string
	Preference string
	// Before and After are PNG files.
	Before, After []byte
	// BeforeNote and AfterNote say in a few words what is wrong, if anything.
	BeforeNote, AfterNote string
	// Links are files beside the page, by label.
	Links []Link
}

// Link is a file beside the page.
type Link struct{ Label, File string }

//go:embed report.html
var page string

var tmpl = template.Must(template.New("report").Funcs(template.FuncMap{
	"png": func(b []byte) template.URL {
		return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(b))
	},
}).Parse(page))

// Write renders the page. Equal reports give equal bytes.
func (r *Report) Write(w io.Writer) error {
	type drawn struct {
		Chart
		SVG template.HTML
	}
	data := struct {
		*Report
		Drawn []drawn
	}{Report: r}
	for _, c := range r.Charts {
		svg, err := c.svg()
		if err != nil {
			return fmt.Errorf("report: chart %q: %w", c.Title, err)
		}
		data.Drawn = append(data.Drawn, drawn{c, template.HTML(svg)})
	}
	var buf bytes.Buffer
	if err := tmpl.Execute(&buf, data); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err := buf.WriteTo(w)
	return err
}

// Percent formats a share as a percentage with one decimal.
func Percent(share float64) string {
	if math.IsNaN(share) {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*share)
}
