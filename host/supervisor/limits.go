package supervisor

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
)

// Limits are what each process of a plugin may use, with all that it starts in
// turn. The zero value sets none. They guard a machine against plugins that go
// wrong, and are no sandbox: a plugin still has its user's rights.
type Limits struct {
	// Memory is in bytes. In a control group, and in a job object of Windows, it is
	// what the processes of the plugin use together, elsewhere what one of them
	// allocates.
	Memory int64
	// CPUs is how many processors' time, a whole number outside of control
	// groups.
	CPUs float64
	// OpenFiles is how many files one process may have open, FileSize how large,
	// in bytes, a file may become that it writes.
	OpenFiles int
	FileSize  int64
	// Processes is how many processes and threads there may be in a control group,
	// or how many processes in a job object; nothing else holds to it.
	Processes int
	// Offline cuts plugins off every network, their own machine's among them; the
	// socket to the host goes on working. It is an error where the system cannot
	// do so.
	Offline bool
	// Online are the plugins, as they were named, that Offline spares.
	Online []string
}

// of returns the limits of one plugin.
func (l Limits) of(name string) Limits {
	l.Offline = l.Offline && !slices.Contains(l.Online, name)
	return l
}

// none reports that nothing is limited.
func (l Limits) none() bool {
	return l.Memory <= 0 && l.CPUs <= 0 && l.OpenFiles <= 0 && l.FileSize <= 0 && l.Processes <= 0 && !l.Offline
}

// unheld says which limits this system does not hold plugins to; empty when it
// holds them to all. Offline is no such limit: it is held or an error.
func (l Limits) unheld(groups bool) string {
	var names []string
	add := func(set bool, name string) {
		if set {
			names = append(names, name)
		}
	}
	if runtime.GOOS != "linux" {
		add(l.Memory > 0 && !groups, "memory")
		add(l.CPUs > 0, "processor")
		add(l.OpenFiles > 0, "open file")
		add(l.FileSize > 0, "file size")
	}
	add(l.Processes > 0 && !groups, "process")
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("the %s limits of plugins are not held to here", strings.Join(names, ", "))
}

// errOffline is what a plugin that must be offline fails with where that cannot
// be.
func errOffline(why error) error {
	s := "it must not reach the network, but this system does not let a program take it away"
	if runtime.GOOS == "linux" {
		s += " (no network namespaces: a container or the system's settings forbid them)"
	}
	if why != nil {
		s += ": " + why.Error()
	}
	return fmt.Errorf("%s; allow it, or set plugins.network to all in the run file", s)
}
