//go:build unix

package catalog

import "syscall"

// notBlocking keeps the opening of a named pipe, which somebody has put in a
// file's place, from waiting for a writer.
const notBlocking = syscall.O_NONBLOCK
