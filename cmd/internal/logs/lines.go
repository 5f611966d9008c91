package logs

import (
	"context"
	"io"
	"log/slog"
	"regexp"
	"strings"
)

// Lines returns a writer that makes a record of the given level of every line it
// gets, whole, as a supervisor of plugins hands them on: "[PLUGIN] text" is about
// that plugin, and text that begins with "warning: " is a warning.
func Lines(l *slog.Logger, level slog.Level) io.Writer { return &lines{l, level} }

type lines struct {
	log   *slog.Logger
	level slog.Level
}

// said is a line that somebody is named before.
var said = regexp.MustCompile(`^\[([a-z0-9_./-]+)\] (.*)$`)

// Write makes a record of each line.
func (w *lines) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		line = strings.TrimRight(line, "\n")
		var attrs []slog.Attr
		if m := said.FindStringSubmatch(line); m != nil {
			attrs, line = append(attrs, slog.String(Plugin, m[1])), m[2]
		}
		level := w.level
		if text, ok := strings.CutPrefix(line, "warning: "); ok {
			level, line = max(level, slog.LevelWarn), text
		}
		w.log.LogAttrs(context.Background(), level, line, attrs...)
	}
	return len(p), nil
}
