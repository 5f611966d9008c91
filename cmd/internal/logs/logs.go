// Package logs is how the program tells what happens: with log/slog, to people
// line by line, or as JSON to whatever collects logs.
package logs

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Formats of a log, and its levels from the most to the least.
const (
	Text = "text"
	JSON = "json"
)

// Levels are the names of the levels.
func Levels() []string { return []string{"debug", "info", "warn", "error"} }

// Plugin is the key of the plugin that a record is about.
const Plugin = "plugin"

// ParseLevel returns the level of a name.
func ParseLevel(name string) (slog.Level, error) {
	var l slog.Level
	for _, n := range Levels() {
		if strings.EqualFold(n, name) {
			return l, l.UnmarshalText([]byte(n))
		}
	}
	return l, fmt.Errorf("%q is no level; use %s", name, strings.Join(Levels(), ", "))
}

// New returns a logger of one of the formats.
func New(w io.Writer, format string, level slog.Level) (*slog.Logger, error) {
	switch format {
	case Text:
		return slog.New(newText(w, level)), nil
	case JSON:
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
	}
	return nil, fmt.Errorf("%q is no format; use %s or %s", format, Text, JSON)
}
