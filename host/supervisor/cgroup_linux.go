package supervisor

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// cgroups makes control groups of version 2 in a folder that the system has
// left to this user, which is where systemd puts a login's programs and where
// some containers start. The zero value makes none.
type cgroups struct {
	// parent is the folder of the group whose children the plugins' are.
	parent string
}

// cgroup is the control group of one process of a plugin.
type cgroup struct {
	path   string
	folder *os.File
}

// groupPrefix begins the names of the groups; the id of the process that made
// them follows.
const groupPrefix = "metaspatial-"

// period is what the kernel divides processor time by, in µs.
const period = 100_000

// findCgroups looks for a place where groups can be made with these limits:
// within the host's own group, or beside it.
func findCgroups(l Limits) cgroups {
	if l.Memory <= 0 && l.CPUs <= 0 && l.Processes <= 0 {
		return cgroups{}
	}
	own, err := ownCgroup("/proc/self")
	if err != nil {
		return cgroups{}
	}
	for _, parent := range []string{own, filepath.Dir(own)} {
		g := cgroups{parent: parent}
		g.sweep()
		// What cannot be limited there shows at a group that nobody is in.
		probe, err := g.make("probe", l)
		if err != nil {
			continue
		}
		probe.remove()
		return g
	}
	return cgroups{}
}

// ownCgroup returns the folder of the control group of the process that proc
// describes.
func ownCgroup(proc string) (string, error) {
	groups, err := os.ReadFile(filepath.Join(proc, "cgroup"))
	if err != nil {
		return "", err
	}
	group, ok := "", false
	for line := range strings.Lines(string(groups)) {
		if group, ok = strings.CutPrefix(strings.TrimSpace(line), "0::"); ok {
			break
		}
	}
	mounts, err := os.Open(filepath.Join(proc, "mountinfo"))
	if err != nil {
		return "", err
	}
	defer mounts.Close()
	for s := bufio.NewScanner(mounts); ok && s.Scan(); {
		// See proc_pid_mountinfo(5): root and mount point are the 4th and 5th
		// field, the type follows a lone dash.
		before, after, _ := strings.Cut(s.Text(), " - ")
		f := strings.Fields(before)
		if !strings.HasPrefix(after, "cgroup2 ") || len(f) < 5 {
			continue
		}
		rel, err := filepath.Rel(f[3], group)
		if err != nil || strings.HasPrefix(rel, "..") {
			continue
		}
		return filepath.Join(f[4], rel), nil
	}
	return "", errors.New("this process is in no control group of version 2")
}

// make makes the group of one process. It is nil where there are no groups.
func (c cgroups) make(name string, l Limits) (*cgroup, error) {
	if c.parent == "" {
		return nil, nil
	}
	g := &cgroup{path: filepath.Join(c.parent, groupPrefix+strconv.Itoa(os.Getpid())+"-"+name)}
	if err := os.Mkdir(g.path, 0o755); err != nil {
		return nil, err
	}
	var err error
	if g.folder, err = os.Open(g.path); err != nil {
		g.remove()
		return nil, err
	}
	set := func(file, value string) {
		if err == nil {
			err = os.WriteFile(filepath.Join(g.path, file), []byte(value), 0)
		}
	}
	if l.Memory > 0 {
		set("memory.max", strconv.FormatInt(l.Memory, 10))
		set("memory.oom.group", "1") // the plugin ends whole, and is started again
	}
	if l.CPUs > 0 {
		set("cpu.max", fmt.Sprintf("%d %d", int64(l.CPUs*period), period))
	}
	if l.Processes > 0 {
		set("pids.max", strconv.Itoa(l.Processes))
	}
	if err != nil {
		g.remove()
		return nil, err
	}
	return g, nil
}

// remove ends all that is left in the group, however it hides, and removes it.
func (g *cgroup) remove() {
	if g == nil {
		return
	}
	if f, err := os.OpenFile(filepath.Join(g.path, "cgroup.kill"), os.O_WRONLY, 0); err == nil {
		_, _ = f.WriteString("1") // kernels before 5.14 cannot
		f.Close()
	}
	if g.folder != nil {
		g.folder.Close()
	}
	_ = syscall.Rmdir(g.path) // one that is still dying is swept another time
}

// sweep removes the groups of hosts that no longer live.
func (c cgroups) sweep() {
	entries, err := os.ReadDir(c.parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), groupPrefix)
		id, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(id)
		if !ok || err != nil || !e.Type().IsDir() {
			continue
		}
		if _, err := os.Stat("/proc/" + id); errors.Is(err, fs.ErrNotExist) && pid > 0 {
			(&cgroup{path: filepath.Join(c.parent, e.Name())}).remove()
		}
	}
}
