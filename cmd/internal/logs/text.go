package logs

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// text shows records to people: the message, which is written to be read, behind
// the plugin that it is about. Warnings and errors say that they are; what is only
// for developers shows its attributes too.
type text struct {
	w     io.Writer
	mu    *sync.Mutex
	level slog.Level
	attrs []slog.Attr
	group string
}

func newText(w io.Writer, level slog.Level) *text {
	return &text{w: w, mu: &sync.Mutex{}, level: level}
}

var _ slog.Handler = (*text)(nil)

func (h *text) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level }

func (h *text) WithAttrs(attrs []slog.Attr) slog.Handler {
	c := *h
	c.attrs = append(c.attrs[:len(c.attrs):len(c.attrs)], h.named(attrs)...)
	return &c
}

func (h *text) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	c := *h
	c.group += name + "."
	return &c
}

func (h *text) named(attrs []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		if a.Value = a.Value.Resolve(); a.Equal(slog.Attr{}) {
			continue
		}
		a.Key = h.group + a.Key
		out = append(out, a)
	}
	return out
}

// Handle writes a record in one piece.
func (h *text) Handle(_ context.Context, r slog.Record) error {
	attrs := h.attrs
	r.Attrs(func(a slog.Attr) bool {
		attrs = append(attrs[:len(attrs):len(attrs)], h.named([]slog.Attr{a})...)
		return true
	})
	var b strings.Builder
	for _, a := range attrs {
		if a.Key == Plugin {
			b.WriteString("[" + a.Value.String() + "] ")
		}
	}
	switch {
	case r.Level < slog.LevelInfo:
		b.WriteString("debug: ")
	case r.Level >= slog.LevelError:
		b.WriteString("metaspatial: ")
	case r.Level >= slog.LevelWarn:
		b.WriteString("warning: ")
	}
	b.WriteString(r.Message)
	if r.Level < slog.LevelInfo {
		for _, a := range attrs {
			if a.Key != Plugin {
				b.WriteString(" " + a.Key + "=" + a.Value.String())
			}
		}
	}
	b.WriteByte('\n')
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err := io.WriteString(h.w, b.String())
	return err
}
