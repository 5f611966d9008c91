package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// load is the machine's load average of the last minute, or nil where the
// system does not say.
func load() *float64 {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return nil
	}
	first, _, _ := strings.Cut(string(data), " ")
	v, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return nil
	}
	return &v
}

// polite is the command line that starts a program with a lower priority, where
// the system has a command for that.
func polite(program string, args []string) (string, []string) {
	nice, err := exec.LookPath("nice")
	if err != nil {
		return program, args
	}
	return nice, append([]string{"-n", "5", program}, args...)
}
