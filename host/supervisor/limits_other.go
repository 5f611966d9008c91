//go:build !linux && !windows

package supervisor

import "os/exec"

// startConfined starts cmd with a lower priority, where there is such a thing,
// and returns it. Limits are not held to here.
func startConfined(cmd *exec.Cmd, nice int, l Limits, _ *cgroup) (*exec.Cmd, error) {
	if l.Offline {
		return cmd, errOffline(nil)
	}
	return cmd, startNice(cmd, nice)
}
