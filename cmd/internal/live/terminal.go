package live

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"
)

// View is what a terminal shows. It is asked again several times a second, and
// by another goroutine than the one that changes it.
type View interface {
	// View returns lines of no more than the given width and, as far as it can
	// be done, no more than the given height.
	View(width, height int) string
}

// Terminal is an output stream for people, with a view at its end while there is
// one. Its methods may be called from several goroutines.
type Terminal struct {
	out   *os.File
	plain atomic.Bool
	mu    sync.Mutex
	// program draws the view while done is open; nil where nothing is drawn.
	program *tea.Program
	done    chan struct{}
	view    *shown
	// rest is the last line written so far, which has no end yet.
	rest bytes.Buffer
}

// New returns the terminal behind an output stream, or what serves as one where
// the stream goes elsewhere.
func New(out *os.File) *Terminal { return &Terminal{out: out} }

// Draws reports whether views are drawn: the stream is a terminal that can move
// its cursor.
func (t *Terminal) Draws() bool {
	return !t.plain.Load() && term.IsTerminal(int(t.out.Fd())) && os.Getenv("TERM") != "dumb"
}

// Plain keeps anything from being drawn from now on, as where the lines are read by
// programs.
func (t *Terminal) Plain() { t.plain.Store(true) }

// Write writes above the view, whole lines only while there is one, so that
// lines of several writers do not run into each other.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.drawing() {
		return t.out.Write(p)
	}
	t.rest.Write(p)
	if end := bytes.LastIndexByte(t.rest.Bytes(), '\n'); end >= 0 {
		t.above(string(t.rest.Next(end + 1)))
	}
	if t.rest.Len() > longLine {
		t.finish()
	}
	return len(p), nil
}

// longLine is the most bytes that wait for the end of their line.
const longLine = 1 << 16

// drawing reports whether a view is being drawn; the library may have given up,
// say because the terminal went away.
func (t *Terminal) drawing() bool {
	if t.program == nil {
		return false
	}
	select {
	case <-t.done:
		return false
	default:
		return true
	}
}

// above prints lines above the view. Tabs would upset the library's count of
// columns.
func (t *Terminal) above(lines string) {
	lines = strings.ReplaceAll(strings.TrimSuffix(lines, "\n"), "\t", "    ")
	if lines == "" {
		lines = " " // an empty one is left out otherwise
	}
	t.program.Send(tea.Println(lines)())
}

// Show puts a view at the end of the output, in place of the one before. It does
// nothing where nothing is drawn.
func (t *Terminal) Show(v View) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.program != nil {
		t.view.set(v)
		return
	}
	if !t.Draws() {
		return
	}
	// No input is read, so that the terminal stays as it is and turns an
	// interruption into a signal, which the program obeys as it always does.
	t.view, t.done = &shown{view: v}, make(chan struct{})
	t.program = tea.NewProgram(model{view: t.view}, tea.WithOutput(t.out), tea.WithInput(nil), tea.WithoutSignalHandler(), tea.WithFPS(fps))
	go func(p *tea.Program, done chan struct{}) {
		defer close(done)
		_, _ = p.Run() // what it cannot draw is missed by nobody who looks at it
	}(t.program, t.done)
}

// End stops drawing. The last state of the view stays in the output with keep,
// and vanishes without.
func (t *Terminal) End(keep bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.program == nil {
		return
	}
	if !keep {
		t.view.set(nil)
	}
	t.finish()
	t.program.Send(tea.Quit())
	<-t.done
	t.program = nil
}

// Halt stops drawing and leaves what was drawn last: where a key has interrupted
// the program, the terminal has written its name amid the view and moved the
// cursor, so that nothing can be drawn over any more. It reports whether there
// was a view.
func (t *Terminal) Halt() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.program == nil {
		return false
	}
	t.program.Kill()
	<-t.done
	t.program = nil
	t.finish()
	return true
}

// finish writes the line that has no end yet.
func (t *Terminal) finish() {
	if t.rest.Len() == 0 {
		return
	}
	if t.drawing() {
		t.above(t.rest.String())
	} else {
		fmt.Fprintln(t.out, t.rest.String())
	}
	t.rest.Reset()
}

// How often the library may draw, and how often it asks whether it has to.
const (
	fps   = 20
	every = 100 * time.Millisecond
)

// shown is the view that is shown, which changes beside the drawing.
type shown struct {
	mu   sync.Mutex
	view View
}

func (s *shown) set(v View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.view = v
}

func (s *shown) render(width, height int) string {
	s.mu.Lock()
	v := s.view
	s.mu.Unlock()
	if v == nil {
		return ""
	}
	// The library leaves the cursor on the last line, which is overwritten next.
	return v.View(width, height-1) + "\n"
}

// model is the view as the library wants it.
type model struct {
	view          *shown
	width, height int
}

type tick time.Time

func again() tea.Cmd { return tea.Tick(every, func(at time.Time) tea.Msg { return tick(at) }) }

// Init starts the clock.
func (m model) Init() tea.Cmd { return again() }

// Update takes the size of the terminal and keeps the clock going.
func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tick:
		return m, again()
	}
	return m, nil
}

// View draws, once the size is known.
func (m model) View() tea.View {
	if m.width == 0 {
		return tea.NewView("")
	}
	return tea.NewView(m.view.render(m.width, m.height))
}
