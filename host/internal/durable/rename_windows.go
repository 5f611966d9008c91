package durable

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// A file that somebody reads, such as the viewer of a run or a virus scanner,
// cannot be replaced on Windows for as long. Rename tries again for a while.
const (
	renameTries = 12
	firstPause  = time.Millisecond // doubles each time: four seconds together
)

// Rename is os.Rename, and waits on Windows for those who read what is renamed
// or replaced.
func Rename(from, to string) error {
	pause := firstPause
	for try := 1; ; try++ {
		err := os.Rename(from, to)
		busy := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
		if !busy || try == renameTries {
			return err
		}
		time.Sleep(pause)
		pause *= 2
	}
}
