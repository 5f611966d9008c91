//go:build unix && !linux && !solaris && !illumos && !aix

package supervisor

import (
	"os/exec"
	"syscall"
)

// startNice starts cmd with a lower priority, which belongs to the process.
func startNice(cmd *exec.Cmd, nice int) error {
	if err := cmd.Start(); err != nil {
		return err
	}
	if nice > 0 {
		// A priority that cannot be lowered is no reason not to run.
		if own, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, cmd.Process.Pid, min(own+nice, 19))
		}
	}
	return nil
}
