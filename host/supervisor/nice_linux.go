package supervisor

import (
	"os/exec"
	"runtime"
	"syscall"
)

// startNice starts cmd with a lower priority. On Linux a priority belongs to a
// thread and is inherited, so a thread lowers its own, starts the process and
// ends: the runtime ends a thread whose goroutine ends while locked to it.
func startNice(cmd *exec.Cmd, nice int) error {
	if nice <= 0 {
		return cmd.Start()
	}
	result := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		// A priority that cannot be lowered is no reason not to run. The kernel
		// answers 20 less the nice value.
		if p, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil {
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, min(20-p+nice, 19))
		}
		result <- cmd.Start()
	}()
	return <-result
}
