//go:build (!unix && !windows) || solaris || illumos || aix

package supervisor

import "os/exec"

// startNice starts cmd; this system has no such priorities.
func startNice(cmd *exec.Cmd, _ int) error { return cmd.Start() }
