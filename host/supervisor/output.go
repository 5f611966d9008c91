package supervisor

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

const (
	// keptLines is how many of a plugin's last lines are kept for errors.
	keptLines = 200
	// maxLine cuts the lines that are shown; plugins sometimes print data.
	maxLine = 4 << 10
	// burst is how many bytes of one plugin are shown at once, and allowance how
	// many a second in the long run: a terminal can scroll and a log can be kept
	// for days.
	burst     = 1 << 20
	allowance = 8 << 10
)

// output collects what one plugin prints.
type output struct {
	to io.Writer

	mu   sync.Mutex
	name string
	ring []string
	// used is how much of the burst was used up at the time last; unshown counts
	// the lines since that were too many.
	used    float64
	last    time.Time
	unshown int
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
	line := printable(string(bytes.TrimRight(b, "\r")))
	o.mu.Lock()
	if len(o.ring) == keptLines {
		o.ring = append(o.ring[:0], o.ring[1:]...)
	}
	o.ring = append(o.ring, line)
	text := o.afford("["+o.name+"] "+line+"\n", time.Now())
	o.mu.Unlock()
	// A host that cannot show a line has nobody to tell about it.
	_, _ = io.WriteString(o.to, text)
}

// afford returns what is to be shown of a line at the given time: nothing when
// too much was shown before, and what was left out when there is room again.
func (o *output) afford(text string, now time.Time) string {
	if passed := now.Sub(o.last).Seconds(); passed > 0 {
		o.used = max(0, o.used-passed*allowance)
	}
	o.last = now
	switch {
	case o.used > burst:
		o.unshown++
		return ""
	case o.unshown > 0 && o.used > burst/2:
		o.unshown++ // there is room for more than a line now and then
		return ""
	case o.unshown > 0:
		text = fmt.Sprintf("[%s] %d lines are not shown\n%s", o.name, o.unshown, text)
		o.unshown = 0
	}
	if o.used += float64(len(text)); o.used > burst {
		text += fmt.Sprintf("[%s] prints too much; further lines are not shown for a while\n", o.name)
	}
	return text
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
