//go:build unix

package importer

import (
	"testing"

	"golang.org/x/sys/unix"
)

// pipe makes a named pipe, which nobody ever writes to.
func pipe(t *testing.T, name string) {
	t.Helper()
	if err := unix.Mkfifo(name, 0o644); err != nil {
		t.Fatal(err)
	}
}
