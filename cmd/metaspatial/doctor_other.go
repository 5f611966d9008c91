//go:build !linux

package main

import "errors"

func freeMemory() (uint64, error) { return 0, errors.ErrUnsupported }

// loadLibrary is never called: these systems bring everything along.
func loadLibrary(...string) error { return errors.ErrUnsupported }
