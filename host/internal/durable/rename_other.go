//go:build !windows

package durable

import "os"

// Rename is os.Rename, and waits on Windows for those who read what is renamed
// or replaced.
func Rename(from, to string) error { return os.Rename(from, to) }
