package supervisor

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// StartError is a plugin that did not come up.
type StartError struct {
	Plugin string
	Reason string
	// Output is what it printed last.
	Output []string
}

// struck reports a process that somebody else has ended before it was ready, such
// as a system that was short of memory; the next one may be luckier.
func struck(err error) bool {
	const killed = "signal: killed"
	var start *StartError
	var died *DiedError
	return errors.As(err, &start) && strings.Contains(start.Reason, "("+killed+")") || errors.As(err, &died) && died.State == killed
}

// Error names the plugin, why it did not start, and what it printed.
func (e *StartError) Error() string {
	return fmt.Sprintf("plugin %s did not start: %s%s", e.Plugin, e.Reason, quoted(e.Output))
}

// RefusedError is a plugin that does not take its settings.
type RefusedError struct {
	Plugin      string
	Diagnostics diag.Diagnostics
}

// Error says what the plugin has against them.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("plugin %s: %v", e.Plugin, e.Diagnostics.Err())
}

// DiedError is a plugin whose process ended while it was needed.
type DiedError struct {
	Plugin string
	// During is the method that was running, or empty.
	During string
	// State is how the process ended, such as "signal: killed".
	State string
	// Final means that it will not be started again.
	Final bool
	// Output is what it printed last.
	Output []string
}

// Error names the plugin, how its process ended, and what it printed.
func (e *DiedError) Error() string {
	s := "plugin " + e.Plugin + ": its process ended"
	if e.During != "" {
		s += " during " + e.During
	}
	s += " (" + e.State + ")"
	if e.Final {
		s += " and was restarted too often; mend it, or leave it out of the run"
	} else {
		s += "; it is being restarted"
	}
	return s + quoted(e.Output)
}

// HungError is a plugin that did not answer in time. Its process is ended and
// started again.
type HungError struct {
	Plugin, Method string
	// After is the timeout.
	After time.Duration
}

// Error says for how long it was waited.
func (e *HungError) Error() string {
	return fmt.Sprintf("plugin %s: %s has not answered within %v; it is being restarted; raise its timeout if it needs longer, or leave it out of the run", e.Plugin, e.Method, e.After)
}

// quoted sets a plugin's own words off from the host's.
func quoted(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "\n  it printed last:\n  | " + strings.Join(lines, "\n  | ")
}

const notReady = "it was not ready in time; raise the start timeout if it needs longer"

var incompatible = regexp.MustCompile(`incompatible API version with plugin\. Plugin version: (\d+)`)

// explain words an error of go-plugin's for people.
func explain(err error, p *process, path string, protocols []client.Protocol) string {
	text := decent(err).Error()
	if m := incompatible.FindStringSubmatch(text); m != nil {
		version, _ := strconv.Atoi(m[1]) // digits
		return client.Mismatch([]int{version}, protocols)
	}
	if line, ok := strings.CutPrefix(text, "Unrecognized remote plugin message: "); ok {
		line, _, _ = strings.Cut(line, "\n")
		if line = strings.TrimSpace(line); line != "" {
			return fmt.Sprintf("it printed %.200q where the handshake belongs; its main function must call sdk.Main first, and nothing may print before", line)
		}
		text = "it ended before it was ready"
	}
	switch {
	case strings.Contains(text, "exited before we could connect"):
		text = "it ended before it was ready"
	case strings.Contains(text, "permission denied") && !p.ended():
		return text + "; if the folder for temporary files does not let programs run (noexec), set TMPDIR to another"
	case strings.Contains(text, "exec format error"):
		return catalog.NotStarted(syscall.ENOEXEC, path).Error()
	case strings.HasPrefix(text, "fork/exec ") && strings.Contains(text, "no such file"):
		return catalog.NotStarted(fs.ErrNotExist, path).Error()
	case strings.Contains(text, "timeout while waiting for plugin to start"):
		return notReady
	}
	if !p.ended() {
		return text
	}
	text += " (" + p.state() + ")"
	if runtime.GOOS == "darwin" && strings.Contains(p.state(), "signal: killed") {
		text += "; if macOS has quarantined it and you trust it, run: xattr -d com.apple.quarantine " + path
	}
	return text
}
