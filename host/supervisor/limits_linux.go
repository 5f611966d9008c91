package supervisor

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// startConfined starts a copy of cmd with a lower priority and within limits,
// and returns it.
//
// On Linux a priority belongs to a thread and is inherited, so a thread lowers
// its own, starts the process and ends: the runtime ends a thread whose
// goroutine ends while locked to it. Limits belong to a process and could only
// be set from outside; to set them before the first instruction, the thread
// starts the process as its debugger would, which holds it until it is let go.
func startConfined(cmd *exec.Cmd, nice int, l Limits, g *cgroup) (*exec.Cmd, error) {
	if nice <= 0 && l.none() && g == nil {
		return cmd, cmd.Start()
	}
	type result struct {
		cmd *exec.Cmd
		err error
	}
	started := make(chan result, 1)
	go func() {
		runtime.LockOSThread()
		if nice > 0 {
			// A priority that cannot be lowered is no reason not to run. The kernel
			// answers 20 less the nice value.
			if p, err := syscall.Getpriority(syscall.PRIO_PROCESS, 0); err == nil {
				_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, min(20-p+nice, 19))
			}
		}
		c, err := tryStarts(cmd, l, g)
		started <- result{c, err}
	}()
	r := <-started
	return r.cmd, r.err
}

// manner is one way of starting a process. Containers forbid some.
type manner struct {
	flags  uintptr
	inside bool // in its control group from the beginning
	held   bool // until its limits are set
}

// manners returns the ways to try, the best first.
func manners(l Limits, g *cgroup) []manner {
	flags := []uintptr{0}
	if l.Offline {
		flags = []uintptr{syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET}
		if os.Geteuid() == 0 { // which needs no name for itself
			flags = []uintptr{syscall.CLONE_NEWNET, flags[0]}
		}
	}
	var out []manner
	for _, f := range flags {
		if g != nil {
			out = append(out, manner{f, true, true}, manner{f, true, false})
		}
		out = append(out, manner{f, false, true}, manner{f, false, false})
	}
	return out
}

func tryStarts(cmd *exec.Cmd, l Limits, g *cgroup) (c *exec.Cmd, err error) {
	for _, w := range manners(l, g) {
		c = w.command(cmd, g)
		if err = c.Start(); err == nil {
			return c, confine(c.Process.Pid, l, w)
		}
		if !forbidden(err) {
			break
		}
	}
	if l.Offline && forbidden(err) {
		err = errOffline(err)
	}
	return c, err
}

// forbidden reports an error that another way may not have.
func forbidden(err error) bool {
	for _, e := range []error{unix.EPERM, unix.EACCES, unix.ENOSYS, unix.EINVAL, unix.EBUSY, unix.ENOSPC, unix.EUSERS, unix.EBADF, unix.ENODEV, unix.EOPNOTSUPP} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// command returns a copy of cmd, which can be started only once, for this way.
func (w manner) command(cmd *exec.Cmd, g *cgroup) *exec.Cmd {
	c := &exec.Cmd{Path: cmd.Path, Args: cmd.Args, Env: cmd.Env, Dir: cmd.Dir, Stdout: cmd.Stdout, Stderr: cmd.Stderr, Err: cmd.Err}
	attr := *cmd.SysProcAttr
	attr.Ptrace = w.held
	attr.Cloneflags = w.flags
	if w.flags&syscall.CLONE_NEWUSER != 0 {
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
	}
	if w.inside {
		attr.UseCgroupFD, attr.CgroupFD = true, int(g.folder.Fd())
	}
	c.SysProcAttr = &attr
	return c
}

// confine sets the limits of a process that was just started, and lets it go
// where it is held. A process that has ended needs neither.
func confine(pid int, l Limits, w manner) error {
	if w.held {
		var info unix.Siginfo
		// Not to take its end from the one who waits for it.
		for {
			err := unix.Waitid(unix.P_PID, pid, &info, unix.WSTOPPED|unix.WEXITED|unix.WNOWAIT, nil)
			if !errors.Is(err, unix.EINTR) {
				break
			}
		}
		const exited, killed, dumped = 1, 2, 3 // CLD_EXITED, CLD_KILLED, CLD_DUMPED
		if info.Code == exited || info.Code == killed || info.Code == dumped {
			return nil
		}
		defer func() { _ = syscall.PtraceDetach(pid) }() // it has been killed meanwhile
	}
	limit := func(resource int, n uint64) error {
		var now unix.Rlimit
		err := unix.Prlimit(pid, resource, nil, &now)
		if err == nil {
			n = min(n, now.Max)
			err = unix.Prlimit(pid, resource, &unix.Rlimit{Cur: n, Max: n}, nil)
		}
		if errors.Is(err, unix.ESRCH) {
			return nil
		}
		return os.NewSyscallError("prlimit", err)
	}
	errs := []error{limit(unix.RLIMIT_CORE, 0)} // a dump would hold what the plugin knows
	if l.OpenFiles > 0 {
		errs = append(errs, limit(unix.RLIMIT_NOFILE, uint64(l.OpenFiles)))
	}
	if l.FileSize > 0 {
		errs = append(errs, limit(unix.RLIMIT_FSIZE, uint64(l.FileSize)))
	}
	if l.Memory > 0 && !w.inside {
		// What it can write of its address space: languages with a heap of their
		// own reserve much more than they use.
		errs = append(errs, limit(unix.RLIMIT_DATA, uint64(l.Memory)))
	}
	if l.CPUs > 0 && !w.inside {
		errs = append(errs, pin(pid, int(math.Ceil(l.CPUs))))
	}
	return errors.Join(errs...)
}

// pin gives a process n of the processors that this one has, others for each
// process.
func pin(pid, n int) error {
	var own, set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &own); err != nil {
		return os.NewSyscallError("sched_getaffinity", err)
	}
	var cpus []int
	for i := range len(own) * 64 {
		if own.IsSet(i) {
			cpus = append(cpus, i)
		}
	}
	if n >= len(cpus) {
		return nil
	}
	for i := range n {
		set.Set(cpus[(pid*n+i)%len(cpus)])
	}
	err := unix.SchedSetaffinity(pid, &set)
	if errors.Is(err, unix.ESRCH) {
		return nil
	}
	return os.NewSyscallError("sched_setaffinity", err)
}
