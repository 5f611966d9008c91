//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// freeSpace is what this user may still write to the disk of a folder, in bytes.
func freeSpace(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, os.NewSyscallError("statfs", err)
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

// openFiles is how many files a process may have open: Go raises the limit to the
// highest that it may.
func openFiles() (uint64, error) {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return 0, os.NewSyscallError("getrlimit", err)
	}
	return uint64(l.Max), nil
}
