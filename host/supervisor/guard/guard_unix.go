//go:build unix

package guard

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

const supported = true

// program is this program's file, which on Linux is the one that runs even when
// another has taken its name.
func program() (string, error) {
	if runtime.GOOS == "linux" {
		return "/proc/self/exe", nil
	}
	return os.Executable()
}

// apart keeps Ctrl-C from the guard: it is to outlive its host.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// end gives the groups their time to end by themselves, then ends them, and
// whoever of their descendants has left them.
func end(groups map[int]bool, dir string, farewell time.Duration) {
	for waited := time.Duration(0); waited < farewell && len(groups) > 0; waited += pause {
		for group := range groups {
			// One that is gone is never touched again: its id may be another's soon.
			if errors.Is(syscall.Kill(-group, 0), syscall.ESRCH) {
				delete(groups, group)
			}
		}
		if len(groups) > 0 {
			time.Sleep(pause)
		}
	}
	for group := range groups {
		_ = syscall.Kill(-group, syscall.SIGKILL) // it may just have ended
	}
	// A process that is starting another one while it is killed needs a second look.
	for range 3 {
		if !endAll(dir) {
			return
		}
	}
}

// pause is the time between two looks at the groups.
const pause = 50 * time.Millisecond

// sign is the variable by which go-plugin tells a plugin where to put its socket,
// below the host's folder: whoever has it in the environment descends from one
// of its plugins. Only Linux shows the environment of others.
const sign = "PLUGIN_UNIX_SOCKET_DIR="

// endAll ends the processes that come from the plugins of the folder, and reports
// whether there were any.
func endAll(dir string) (found bool) {
	mark := []byte(sign + filepath.Clean(dir) + "/")
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(data, mark) && !bytes.Contains(data, append([]byte{0}, mark...)) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil && pid != os.Getpid() {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may just have ended
			found = true
		}
	}
	return found
}
