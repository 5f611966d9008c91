package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/ebitengine/purego"
)

// freeMemory is what programs may still allocate: what the kernel estimates, or
// what a container's limit leaves of it.
func freeMemory() (uint64, error) {
	text, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		return 0, err
	}
	var free uint64
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "MemAvailable:"); ok {
			kib, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			if err != nil {
				return 0, err
			}
			free = kib << 10
		}
	}
	if free == 0 {
		return 0, errors.ErrUnsupported
	}
	number := func(file string) (uint64, bool) {
		text, err := os.ReadFile("/sys/fs/cgroup/" + file)
		n, perr := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 64)
		return n, err == nil && perr == nil
	}
	limit, limited := number("memory.max")
	used, known := number("memory.current")
	if limited && known && limit > used {
		free = min(free, limit-used)
	}
	return free, nil
}

// loadLibrary loads the first of some libraries that is there, as the window does.
func loadLibrary(names ...string) error {
	var err error
	for _, n := range names {
		if _, err = purego.Dlopen(n, purego.RTLD_LAZY); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%s cannot be loaded: %w", names[0], err)
}
