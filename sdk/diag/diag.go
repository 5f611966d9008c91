// Package diag holds the diagnostics that every response of a plugin carries.
//
// Diagnostics speak of what a person can mend: a misspelt setting, a task that
// cannot be scored. Transport faults travel as Go errors instead.
package diag

import (
	"fmt"
	"strings"
)

// Severity ranks a [Diagnostic].
type Severity int

// The severities. The zero value is an error, so that a forgotten severity is
// never mistaken for success.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Diagnostic is one message about one place.
type Diagnostic struct {
	Severity Severity `json:"severity"`
	// Summary is one line without a full stop.
	Summary string `json:"summary"`
	// Detail says what to do, or is empty.
	Detail string `json:"detail,omitempty"`
	// Path is the place: a setting ("config.radius"), a candidate
	// ("candidates[3]") or empty.
	Path string `json:"path,omitempty"`
}

// String returns the diagnostic on one line.
func (d Diagnostic) String() string {
	s := d.Summary
	if d.Path != "" {
		s = d.Path + ": " + s
	}
	if d.Detail != "" {
		s += "; " + d.Detail
	}
	return s
}

// Diagnostics is a list of messages in the order they were found.
type Diagnostics []Diagnostic

// Errorf appends an error about path.
func (ds *Diagnostics) Errorf(path, format string, args ...any) {
	*ds = append(*ds, Diagnostic{Severity: Error, Path: path, Summary: fmt.Sprintf(format, args...)})
}

// Warnf appends a warning about path.
func (ds *Diagnostics) Warnf(path, format string, args ...any) {
	*ds = append(*ds, Diagnostic{Severity: Warning, Path: path, Summary: fmt.Sprintf(format, args...)})
}

// HasError reports whether any entry is an error.
func (ds Diagnostics) HasError() bool {
	for _, d := range ds {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Err joins the errors into one, or returns nil when there is none.
func (ds Diagnostics) Err() error {
	var lines []string
	for _, d := range ds {
		if d.Severity == Error {
			lines = append(lines, d.String())
		}
	}
	if lines == nil {
		return nil
	}
	return fmt.Errorf("%s", strings.Join(lines, "; "))
}
