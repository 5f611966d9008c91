package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// The clipboard is reached through the system's own tools, because every other
// way needs a C compiler. A tool that does not answer in time, as when the
// program that owns the clipboard hangs, is given up.
const (
	clipboardPatience = 2 * time.Second
	mostClipboard     = 16 << 20
)

// clipboard is that of the machine. Where there is none, or no tool for it, it
// keeps texts for this window alone.
type clipboard struct {
	in, out []string
	own     string
}

// openClipboard finds the tools of this machine.
func openClipboard() *clipboard {
	for _, c := range clipboards() {
		if _, err := exec.LookPath(c.in[0]); err != nil {
			continue
		}
		if _, err := exec.LookPath(c.out[0]); err == nil {
			return &c
		}
	}
	return &clipboard{}
}

// clipboards are the tools there may be, the best first.
func clipboards() []clipboard {
	switch runtime.GOOS {
	case "darwin":
		return []clipboard{{in: []string{"pbcopy"}, out: []string{"pbpaste"}}}
	case "windows":
		shell := []string{"powershell", "-NoProfile", "-NonInteractive", "-Command"}
		return []clipboard{{
			in:  append(shell[:4:4], "[Console]::InputEncoding = [Text.Encoding]::UTF8; Set-Clipboard -Value ([Console]::In.ReadToEnd())"),
			out: append(shell[:4:4], "[Console]::OutputEncoding = [Text.Encoding]::UTF8; [Console]::Out.Write((Get-Clipboard -Raw))"),
		}}
	}
	x := []clipboard{
		{in: []string{"xclip", "-selection", "clipboard", "-in"}, out: []string{"xclip", "-selection", "clipboard", "-out"}},
		{in: []string{"xsel", "--clipboard", "--input"}, out: []string{"xsel", "--clipboard", "--output"}},
	}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return append([]clipboard{{in: []string{"wl-copy"}, out: []string{"wl-paste", "--no-newline"}}}, x...)
	}
	return x
}

// Write puts a text there.
func (c *clipboard) Write(text string) {
	c.own = text
	if c.in == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), clipboardPatience)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.in[0], c.in[1:]...)
	cmd.Stdin = strings.NewReader(text)
	// The tools for X11 stay behind to answer those who paste.
	_ = cmd.Run() // the window still has the text
}

// Read returns the text there, or what this window copied last where it cannot be
// had.
func (c *clipboard) Read() string {
	if c.out == nil {
		return c.own
	}
	ctx, cancel := context.WithTimeout(context.Background(), clipboardPatience)
	defer cancel()
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, c.out[0], c.out[1:]...)
	cmd.Stdout = &limited{w: &out, left: mostClipboard}
	cmd.WaitDelay = clipboardPatience
	if err := cmd.Run(); err != nil {
		return c.own
	}
	return strings.ToValidUTF8(out.String(), "")
}

// limited takes no more than what is left.
type limited struct {
	w    io.Writer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, io.ErrShortWrite
	}
	l.left -= len(p)
	return l.w.Write(p)
}
