package supervisor

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// startConfined starts cmd, with a lower priority where nice is positive, in the
// job g, and returns it. The process is held until it is in the job, so that
// nothing it starts can be outside.
func startConfined(cmd *exec.Cmd, nice int, l Limits, g *cgroup) (*exec.Cmd, error) {
	if l.Offline {
		return cmd, errOffline(nil)
	}
	cmd.SysProcAttr.CreationFlags |= windows.CREATE_SUSPENDED
	if nice > 0 {
		cmd.SysProcAttr.CreationFlags |= windows.BELOW_NORMAL_PRIORITY_CLASS
	}
	if err := cmd.Start(); err != nil {
		return cmd, err
	}
	if err := g.add(cmd.Process.Pid); err != nil {
		return cmd, err
	}
	return cmd, resume(cmd.Process.Pid)
}

// resume lets a process go that was started suspended: os/exec keeps no handle
// of its one thread, which has to be looked for.
func resume(pid int) error {
	all, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPTHREAD, 0)
	if err != nil {
		return os.NewSyscallError("CreateToolhelp32Snapshot", err)
	}
	defer windows.CloseHandle(all)
	e := windows.ThreadEntry32{Size: uint32(unsafe.Sizeof(windows.ThreadEntry32{}))}
	for err = windows.Thread32First(all, &e); err == nil; err = windows.Thread32Next(all, &e) {
		if e.OwnerProcessID != uint32(pid) {
			continue
		}
		t, err := windows.OpenThread(windows.THREAD_SUSPEND_RESUME, false, e.ThreadID)
		if err != nil {
			return os.NewSyscallError("OpenThread", err)
		}
		defer windows.CloseHandle(t)
		_, err = windows.ResumeThread(t)
		return os.NewSyscallError("ResumeThread", err)
	}
	if !errors.Is(err, windows.ERROR_NO_MORE_FILES) {
		return os.NewSyscallError("Thread32Next", err)
	}
	return fmt.Errorf("process %d has no thread", pid)
}
