package main

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// tool puts a shell script into a folder that is the whole PATH.
func tool(t *testing.T, dir, name, script string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestClipboard(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the tools are those of Linux")
	}
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept")
	t.Setenv("PATH", dir)
	t.Setenv("WAYLAND_DISPLAY", "")
	alone := openClipboard()
	alone.Write("居間")
	if got := alone.Read(); got != "居間" {
		t.Errorf("without a tool: %q", got)
	}
	tool(t, dir, "xclip", `if [ "$3" = -in ]; then exec /bin/cat > `+kept+`; else exec /bin/cat `+kept+`; fi`)
	c := openClipboard()
	if got := c.Read(); got != "" {
		t.Errorf("an empty clipboard: %q", got)
	}
	c.Write("two\nlines, ünd mehr")
	if got := openClipboard().Read(); got != "two\nlines, ünd mehr" {
		t.Errorf("another window reads %q", got)
	}
	// On Wayland its own tools come first.
	tool(t, dir, "wl-copy", "exit 1")
	tool(t, dir, "wl-paste", "printf wayland")
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	if got := openClipboard().Read(); got != "wayland" {
		t.Errorf("on Wayland: %q", got)
	}
	// What has no end is given up.
	tool(t, dir, "wl-paste", "while :; do echo more than anybody copies; done")
	if got := openClipboard().Read(); got != "" {
		t.Errorf("%d bytes were read", len(got))
	}
}
