package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

// freeSpace is what this user may still write to the disk of a folder, in bytes.
func freeSpace(dir string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(path, &free, nil, nil)
	return free, err
}

func openFiles() (uint64, error) { return 0, errors.ErrUnsupported }
