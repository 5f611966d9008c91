package stdio

import (
	"fmt"
	"os"

	"golang.org/x/sys/windows"
)

// redirect reaches what asks Windows for the standard handle, and every child
// process; a C runtime that has already copied the handle keeps it.
func redirect() (*os.File, error) {
	if err := windows.SetStdHandle(windows.STD_OUTPUT_HANDLE, windows.Handle(os.Stderr.Fd())); err != nil {
		return nil, fmt.Errorf("point standard output at standard error: %w", err)
	}
	return os.Stdout, nil
}
