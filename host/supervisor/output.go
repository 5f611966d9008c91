package supervisor

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

const (
	// keptLines is how many of a plugin's last lines are kept for errors.
	keptLines = 200
	// maxLine cuts the lines that are shown; plugins sometimes print data.
	maxLine = 4 << 10
)

// output collects what one plugin prints.
type output struct {
	to io.Writer

	mu   sync.Mutex
	name string
	ring []string
}

// rename is for programs that were started by path: their lines carry their id
// as soon as it is known.
func (o *output) rename(name string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.name = name
}

// writer returns a writer for one of the plugin's streams; lines of different
// streams are never mixed.
func (o *output) writer() io.Writer { return &lineWriter{to: o} }

func (o *output) line(b []byte) {
	line := strings.ToValidUTF8(string(bytes.TrimRight(b, "\r")), "?")
	o.mu.Lock()
	if len(o.ring) == keptLines {
		o.ring = append(o.ring[:0], o.ring[1:]...)
	}
	o.ring = append(o.ring, line)
	name := o.name
	o.mu.Unlock()
	// A host that cannot show a line has nobody to tell about it.
	_, _ = io.WriteString(o.to, "["+name+"] "+line+"\n")
}

// tail returns the last lines: those of a crash from where it begins, of
// anything else a few.
func (o *output) tail() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	from := max(0, len(o.ring)-10)
	for i, line := range o.ring {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			from = i
			break
		}
	}
	to := min(len(o.ring), from+40)
	return append([]string(nil), o.ring[from:to]...)
}

// lineWriter cuts a stream into lines. A line may arrive in several writes.
type lineWriter struct {
	to *output

	mu   sync.Mutex
	part []byte
}

func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(p)
	for {
		i := bytes.IndexByte(p, '\n')
		piece := p
		if i >= 0 {
			piece = p[:i]
		}
		w.part = append(w.part, piece[:min(len(piece), maxLine+1-min(len(w.part), maxLine+1))]...)
		if i < 0 {
			return n, nil
		}
		if len(w.part) > maxLine {
			w.part = append(w.part[:maxLine], "…"...)
		}
		w.to.line(w.part)
		w.part, p = w.part[:0], p[i+1:]
	}
}
