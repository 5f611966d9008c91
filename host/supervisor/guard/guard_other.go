//go:build !unix

package guard

import (
	"os"
	"os/exec"
	"time"
)

const supported = false

func program() (string, error) { return os.Executable() }

func apart(*exec.Cmd) {}

func end(map[int]bool, string, time.Duration) {}
