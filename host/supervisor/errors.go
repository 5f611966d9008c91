package supervisor

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"

	"github.com/metaspatial/metaspatial/sdk/client"
)

// StartError is a plugin that did not come up.
type StartError struct {
	Plugin string
	Reason string
	// Output is what it printed last.
	Output []string
}

func (e *StartError) Error() string {
	return fmt.Sprintf("plugin %s did not start: %s%s", e.Plugin, e.Reason, quoted(e.Output))
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

// quoted sets a plugin's own words off from the host's.
func quoted(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return "\n  it printed last:\n  | " + strings.Join(lines, "\n  | ")
}

var incompatible = regexp.MustCompile(`incompatible API version with plugin\. Plugin version: (\d+)`)

// explain words an error of go-plugin's for people.
func explain(err error, p *process, path string) string {
	text := err.Error()
	if m := incompatible.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("it speaks protocol %s; this host speaks %d; update the older of the two", m[1], client.ProtocolVersion)
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
	case strings.Contains(text, "exec format error"):
		return fmt.Sprintf("%s was built for another system or processor than %s/%s", path, runtime.GOOS, runtime.GOARCH)
	case strings.Contains(text, "timeout while waiting for plugin to start"):
		return "it was not ready in time; raise the start timeout if it needs longer"
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
