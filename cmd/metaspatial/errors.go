package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/metaspatial/metaspatial/host/run"
)

// The exit codes, which --help documents.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitBadInput    = 3
	exitInterrupted = 130
)

// usageError is a misuse of the command line.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// usage marks an error as a misuse of the command line.
func usage(format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...)}
}

// badInput marks an error as the fault of a file or value the user gave.
func badInput(err error) error { return run.BadInput(err) }

func exitCode(ctx context.Context, err error) int {
	var misuse *usageError
	var input *run.InputError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &misuse):
		return exitUsage
	case diskFull(err):
		return exitFailed
	case errors.As(err, &input):
		return exitBadInput
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		// A folder was named that cannot be written to.
		return exitBadInput
	}
	return exitFailed
}

// diskFull also knows the error by its words, which is all that is left of it
// when it comes from a plugin.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || strings.Contains(err.Error(), syscall.ENOSPC.Error())
}

// explain words an error for people: where it comes from the system as it is,
// it says what to do.
func explain(err error) string {
	text := strings.TrimSpace(err.Error())
	remedy := ""
	switch {
	case diskFull(err):
		remedy = "; free some space on the disk and try again"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		remedy = "; check its permissions, or name another place"
	case errors.Is(err, fs.ErrNotExist):
		remedy = "; check the path"
	}
	if strings.Contains(text, ";") {
		return text
	}
	return text + remedy
}
