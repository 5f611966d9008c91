package supervisor

import (
	"math"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// cgroups makes a job object for each process of a plugin: what control groups
// are on Linux, but that every user may make them. The zero value makes none.
type cgroups struct{ jobs bool }

// cgroup is a job object. The system ends the processes in it, and all that
// these have started, when the last handle to it goes: also when the host is
// killed.
type cgroup struct{ job windows.Handle }

func findCgroups(Limits) cgroups { return cgroups{jobs: true} }

// make makes the job of one process; jobs need no names.
func (c cgroups) make(_ string, l Limits) (*cgroup, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, os.NewSyscallError("CreateJobObject", err)
	}
	g := &cgroup{job: job}
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	held := &info.BasicLimitInformation
	held.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION
	if l.Memory > 0 {
		held.LimitFlags |= windows.JOB_OBJECT_LIMIT_JOB_MEMORY
		info.JobMemoryLimit = uintptr(l.Memory)
	}
	if l.Processes > 0 {
		held.LimitFlags |= windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS
		held.ActiveProcessLimit = uint32(min(l.Processes, math.MaxUint32))
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info))); err != nil {
		g.remove()
		return nil, os.NewSyscallError("SetInformationJobObject", err)
	}
	return g, nil
}

// remove ends all that is left in the job.
func (g *cgroup) remove() {
	if g != nil && g.job != 0 {
		_ = windows.CloseHandle(g.job)
		g.job = 0
	}
}

// add puts a process into the job.
func (g *cgroup) add(pid int) error {
	p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return os.NewSyscallError("OpenProcess", err)
	}
	defer windows.CloseHandle(p)
	return os.NewSyscallError("AssignProcessToJobObject", windows.AssignProcessToJobObject(g.job, p))
}
