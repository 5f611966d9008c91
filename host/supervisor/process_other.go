//go:build !unix && !windows

package supervisor

import (
	"errors"
	"os"
	"os/exec"
)

func isolate(*exec.Cmd) {}

func kill(p *os.Process) error {
	if err := p.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	return nil
}
