//go:build !linux

package run

func machineMemory() int64 { return 0 }
