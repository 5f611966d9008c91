// Package conformance asks a plugin what every plugin must do, and says what to
// mend where it does not.
//
// It speaks to a plugin as the host does, through the interface of its kind, and
// so serves a test in the plugin's own process (package plugintest) as well as a
// program in any language (the command "plugin check").
package conformance

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
)

// Subject is a plugin under test. It also implements the interface of its kind:
// reward.Term, policy.Policy or render.Renderer.
type Subject interface {
	base.Plugin
	// Validate checks settings without taking them.
	Validate(ctx context.Context, config map[string]any) (diag.Diagnostics, error)
}

// Options of the checks. The zero value is good.
type Options struct {
	// Config are the settings to check the plugin with; what is missing is the
	// plugin's default.
	Config map[string]any
	// CacheDir is an empty folder for the pictures and models that the plugin
	// reads or writes. It is required.
	CacheDir string
	// Patience is how long a call may take, and how long one that was given up
	// may keep the next waiting; 0 means 30 s.
	Patience time.Duration
	// Oversize also sends a request above the size of a message, 65 MiB.
	Oversize bool
}

// Status is how a check ended.
type Status string

// The statuses.
const (
	Passed  Status = "passed"
	Warning Status = "warning"
	Failed  Status = "failed"
	Skipped Status = "skipped"
)

// Result is what one check found.
type Result struct {
	Check  string `json:"check"`
	Status Status `json:"status"`
	// Problem is what is wrong, or why the check was skipped; Remedy what to do.
	Problem string `json:"problem,omitempty"`
	Remedy  string `json:"remedy,omitempty"`
}

// problem is the error of a check that failed.
type problem struct {
	status       Status
	text, remedy string
}

func (p *problem) Error() string { return p.text + "; " + p.remedy }

func fail(remedy, format string, args ...any) error {
	return &problem{Failed, fmt.Sprintf(format, args...), remedy}
}

func warn(remedy, format string, args ...any) error {
	return &problem{Warning, fmt.Sprintf(format, args...), remedy}
}

func skip(format string, args ...any) error {
	return &problem{status: Skipped, text: fmt.Sprintf(format, args...)}
}

// check is one of the checks, by name.
type check struct {
	name string
	run  func(*examination, context.Context) error
}

// Run makes every check, in order, and returns what each found. After one that
// leaves the plugin without settings the rest is skipped.
func Run(ctx context.Context, s Subject, o Options) []Result {
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	x := &examination{subject: s, options: o, description: s.Describe()}
	var out []Result
	for _, c := range []check{
		{"describe", (*examination).describe},
		{"settings", (*examination).settings},
		{"configure", (*examination).configure},
		{"answer", (*examination).answers},
		{"determinism", (*examination).deterministic},
		{"batch", (*examination).batch},
		{"extremes", (*examination).extremes},
		{"concurrency", (*examination).concurrent},
		{"cancellation", (*examination).cancellation},
		{"deadline", (*examination).deadline},
		{"oversize", (*examination).oversize},
	} {
		r := Result{Check: c.name, Status: Passed}
		var p *problem
		if err := x.limited(ctx, c); errors.As(err, &p) {
			r.Status, r.Problem, r.Remedy = p.status, p.text, p.remedy
		} else if err != nil {
			r.Status, r.Problem, r.Remedy = Failed, err.Error(), remedyOf(err)
			if before := x.known(c.name, err); before != "" {
				r.Status, r.Problem, r.Remedy = Skipped, "it fails as in the check "+before, ""
			}
		}
		out = append(out, r)
	}
	return out
}

// examination is one run of the checks.
type examination struct {
	subject     Subject
	options     Options
	description base.Description
	// asked is what the kind's calls are made with, once the plugin is configured.
	asked kind
	// told are the checks by the errors that they have told of.
	told map[string]string
	// unready is why they cannot be made.
	unready string
}

// limited makes a check within a time that only a hanging plugin exceeds.
func (x *examination) limited(ctx context.Context, c check) error {
	if x.unready != "" && c.name != "settings" {
		return skip("%s", x.unready)
	}
	limit := 4 * x.options.Patience
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := c.run(x, ctx)
	var p *problem
	if errors.As(err, &p) && p.remedy == slow {
		x.unready = "the plugin hangs since the check " + c.name
	}
	if err != nil && ctx.Err() != nil {
		x.unready = "the plugin hangs since the check " + c.name
		return fail("let every call end, and look at its context now and then", "it took more than %v", limit)
	}
	return err
}

// lacking says which setting is not given that only its user knows: one without a
// default, or the address of the server that the plugin asks.
func (x *examination) lacking() string {
	for _, a := range x.description.Schema {
		if _, ok := x.options.Config[a.Name]; ok {
			continue
		}
		if a.Default == nil {
			return "the setting " + a.Name + " has no default and is not given"
		}
		if a.Name == "base_url" {
			return "it asks a server, and the setting base_url does not say which"
		}
	}
	return ""
}
