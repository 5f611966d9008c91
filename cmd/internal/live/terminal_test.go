//go:build linux

package live

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
)

// open returns a terminal and a function that ends it and returns what it got.
func open(t *testing.T) (*Terminal, func() string) {
	t.Helper()
	t.Setenv("TERM", "xterm-256color")
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	got := make(chan string)
	go func() {
		data, _ := io.ReadAll(master) // ends with an error when nobody writes any more
		got <- string(data)
	}()
	return New(slave), func() string {
		slave.Close()
		return <-got
	}
}

// TestWritersBesideTheView holds that lines stay whole and in each writer's
// order, whoever draws meanwhile.
func TestWritersBesideTheView(t *testing.T) {
	term, end := open(t)
	if !term.Draws() {
		t.Fatal("a terminal is not drawn upon")
	}
	table := run(names(3, "term"), 5)
	term.Show(table)
	var wg sync.WaitGroup
	for k := range 3 {
		wg.Go(func() {
			for i := range 20 {
				fmt.Fprintf(term, "whole %d/%d.\n", k, i)
			}
		})
	}
	wg.Go(func() {
		for i := range 20 {
			table.Progress(float64(i)/20, 20)
			time.Sleep(10 * time.Millisecond)
		}
	})
	wg.Wait()
	for range 100 {
		fmt.Fprint(term, strings.Repeat("x", 1000))
	}
	if n := term.rest.Len(); n > longLine {
		t.Errorf("%d bytes wait for the end of their line", n)
	}
	fmt.Fprint(term, "no end")
	time.Sleep(3 * every)
	term.End(true)
	fmt.Fprint(term, "after")
	text := ansi.Strip(end())
	for k := range 3 {
		at := 0
		for i := range 20 {
			line := fmt.Sprintf("whole %d/%d.\r", k, i)
			next := strings.Index(text[at:], line)
			if next < 0 {
				t.Fatalf("%q is missing or out of order in\n%s", line, text)
			}
			at += next
		}
	}
	if !strings.Contains(text, "no end\r") || !strings.Contains(text, "term2") || !strings.HasSuffix(text, "after") {
		t.Errorf("the terminal got\n%s", text)
	}
}

func TestHalt(t *testing.T) {
	term, end := open(t)
	term.Show(NewBar("importing"))
	time.Sleep(3 * every)
	if !term.Halt() || term.Halt() {
		t.Error("a view is halted once")
	}
	fmt.Fprint(term, "after")
	got := end()
	if !strings.Contains(got, "importing") || !strings.HasSuffix(got, "after") || strings.LastIndex(got, "\x1b[?25h") < strings.LastIndex(got, "\x1b[?25l") {
		t.Errorf("the terminal got %q", got)
	}
}

// TestVanishes holds that nothing stays of a view that ends without being kept.
func TestVanishes(t *testing.T) {
	term, end := open(t)
	for range 3 {
		term.Show(NewBar("importing"))
		time.Sleep(3 * every)
		term.End(false)
	}
	if got := end(); !strings.Contains(got, "importing") || !strings.Contains(got[strings.LastIndex(got, "importing"):], "\x1b[J") {
		t.Errorf("the terminal got %q", got)
	}
}

// TestTerminalGoesAway holds that losing the terminal ends nothing else.
func TestTerminalGoesAway(t *testing.T) {
	t.Setenv("TERM", "xterm-256color")
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	defer slave.Close()
	term := New(slave)
	bar := NewBar("importing")
	term.Show(bar)
	time.Sleep(2 * every)
	master.Close()
	for i := range 5 {
		bar.Set(float64(i)/5, "")
		term.Show(bar)
		if _, err := fmt.Fprintln(term, "to nobody"); err != nil && err != syscall.EIO && !strings.Contains(err.Error(), "input/output error") {
			t.Error(err)
		}
		time.Sleep(every)
	}
	done := make(chan struct{})
	go func() { term.End(true); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it waits for a terminal that is gone")
	}
}
