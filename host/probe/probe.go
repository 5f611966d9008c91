// Package probe checks the program of a plugin as a whole: it starts it as a run
// does, puts the questions of sdk/conformance to it, and looks at how it starts,
// prints and ends.
package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/supervisor"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/conformance"
)

// Options of a check. The zero value is good.
type Options struct {
	// Config are the settings to check the plugin with.
	Config map[string]any
	// Patience is how long one call may take; 0 means 30 s.
	Patience time.Duration
	// Copied is the plugin as it runs once it is trusted, from a copy of its files;
	// nil where there is none.
	Copied *catalog.Entry
	// Limits are what the plugin may use.
	Limits supervisor.Limits
}

// Report is what the checks found.
type Report struct {
	// Plugin is the id that the program serves, or its path where it does not
	// start.
	Plugin  string               `json:"plugin"`
	Version string               `json:"version,omitempty"`
	Results []conformance.Result `json:"results"`
}

// Failed returns how many checks failed.
func (r *Report) Failed() int {
	n := 0
	for _, c := range r.Results {
		if c.Status == conformance.Failed {
			n++
		}
	}
	return n
}

const (
	// slowStart is how long a plugin may take to be ready before somebody who
	// starts ten of them is told.
	slowStart = 5 * time.Second
	// graceful is how long a plugin that is told to end may take before it has to
	// be killed.
	graceful = 2 * time.Second
	// quiet is how many lines a plugin may print while it is checked.
	quiet = 20
)

// Check starts the plugin and makes every check. The error says why there could
// be none; what is wrong with the plugin is in the report.
func Check(ctx context.Context, e catalog.Entry, o Options) (*Report, error) {
	cache, err := os.MkdirTemp("", "metaspatial-check-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(cache)
	printed := &lines{}
	// A process that ends is a finding here, and not started again.
	s, err := supervisor.New(supervisor.Options{Output: printed, MaxRestarts: -1, Limits: o.Limits})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	r := &Report{Plugin: e.ID}
	began := time.Now()
	h, err := s.Start(ctx, supervisor.Spec{Entry: e, Config: o.Config, CacheDir: cache})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return r, r.notStarted(ctx, e, err)
	}
	r.Plugin, r.Version = h.Describe().ID, h.Describe().Version
	r.started(time.Since(began))
	r.described(ctx, e, h.Describe())
	if o.Copied != nil {
		r.copied(ctx, *o.Copied)
	}
	subject, err := subjectOf(h)
	if err != nil {
		return nil, err
	}
	r.Results = append(r.Results, conformance.Run(ctx, subject, conformance.Options{
		Config: o.Config, CacheDir: cache, Patience: o.Patience, Oversize: true,
	})...)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	r.noise(printed)
	r.shutdown(h)
	return r, nil
}

// subjectOf is the plugin with the calls of its kind.
func subjectOf(h *supervisor.Handle) (conformance.Subject, error) {
	var p any
	var err error
	switch h.Describe().Kind {
	case base.Reward:
		p, err = h.Term()
	case base.Policy:
		p, err = h.Policy()
	default:
		p, err = h.Renderer()
	}
	if err != nil {
		return nil, err
	}
	return p.(conformance.Subject), nil
}

func (r *Report) add(check string, status conformance.Status, problem, remedy string) {
	r.Results = append(r.Results, conformance.Result{Check: check, Status: status, Problem: problem, Remedy: remedy})
}

// notStarted says why there is nothing to check: a setting that is not given is
// no fault, and then the description is checked all the same.
func (r *Report) notStarted(ctx context.Context, e catalog.Entry, err error) error {
	d, failed := catalog.Describe(ctx, e)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if failed == nil {
		r.Plugin, r.Version = d.ID, d.Version
		for _, a := range d.Schema {
			if a.Default == nil && strings.Contains(err.Error(), "config."+a.Name) {
				r.add("start", conformance.Skipped, fmt.Sprintf("the setting %s has no default", a.Name), fmt.Sprintf("give it with --set %s=VALUE", a.Name))
				return nil
			}
		}
	}
	r.add("start", conformance.Failed, err.Error(), remedyOf(err))
	return nil
}

// remedyOf is what helps a plugin that did not come up; some errors say it
// themselves.
func remedyOf(err error) string {
	var start *supervisor.StartError
	var refused *supervisor.RefusedError
	var panicked *client.PanicError
	switch {
	case errors.As(err, &panicked):
		return "mend the place that the message names"
	case errors.As(err, &refused):
		return "accept the defaults of the schema, and whatever else the schema allows"
	case !errors.As(err, &start):
		return ""
	case strings.Contains(err.Error(), "ModuleNotFoundError"):
		return "install what it imports for the Python of its first line: pip install -r requirements.txt"
	}
	switch {
	case len(start.Output) > 0:
		return "mend what it says"
	case !strings.HasPrefix(start.Reason, "it "): // it is not the process that is at fault
		return ""
	}
	return "a plugin in Go calls sdk.Main first in its main function; one in Python imports metaspatial.plugin first and calls its main last, outside of any function"
}

func (r *Report) started(took time.Duration) {
	if took > slowStart {
		r.add("start", conformance.Warning, fmt.Sprintf("it took %v to be ready", took.Round(100*time.Millisecond)), "load what is large in Configure, or at the first call")
		return
	}
	r.add("start", conformance.Passed, "", "")
}

// described compares what the program prints of itself with what it serves.
func (r *Report) described(ctx context.Context, e catalog.Entry, served base.Description) {
	if e.Attach != nil {
		r.add("printed description", conformance.Skipped, "a debugger holds the plugin", "")
		return
	}
	printed, err := catalog.Describe(ctx, e)
	served.Needs, served.Pictures = printed.Needs, printed.Pictures // which the settings may have added to
	switch diff := conformance.Difference(printed, served); {
	case err != nil:
		r.add("printed description", conformance.Failed, err.Error(), "print the description as JSON when METASPATIAL_PLUGIN_DESCRIBE is set, and nothing else")
	case diff != "":
		r.add("printed description", conformance.Failed, "it prints another description than it serves: its "+diff, "make both from the same value")
	default:
		r.add("printed description", conformance.Passed, "", "")
	}
}

// copied checks that the plugin starts from a copy of its files alone, which is
// all that a run has of it.
func (r *Report) copied(ctx context.Context, e catalog.Entry) {
	if _, err := catalog.Describe(ctx, e); err != nil {
		remedy := `a program alone is one file; make a folder with a plugin.json that names the others under "files"`
		if e.Serves != "" {
			remedy = `name what it needs under "files" in plugin.json; nothing else is there when a run starts it`
		}
		r.add("files", conformance.Failed, "it starts where it lies, but not from a copy of its files: "+err.Error(), remedy)
		return
	}
	r.add("files", conformance.Passed, "", "")
}

// noise tells of a plugin that talks too much: the host shows every line.
func (r *Report) noise(printed *lines) {
	if n, first := printed.count(); n > quiet {
		r.add("noise", conformance.Warning, fmt.Sprintf("it printed %d lines while it was checked, the first of them %.120q", n, first), "print what people must know, and nothing at every call")
		return
	}
	r.add("noise", conformance.Passed, "", "")
}

// shutdown ends the plugin.
func (r *Report) shutdown(h *supervisor.Handle) {
	began := time.Now()
	err := h.Close()
	took := time.Since(began)
	switch {
	case err != nil:
		r.add("shutdown", conformance.Failed, err.Error(), "return from Stop without an error, before its deadline")
	case took >= graceful:
		r.add("shutdown", conformance.Warning, fmt.Sprintf("it took %v to end, or was killed", took.Round(100*time.Millisecond)), "end when GRPCController.Shutdown comes, as the SDKs do, and keep Stop short")
	default:
		r.add("shutdown", conformance.Passed, "", "")
	}
}

// lines counts what is printed.
type lines struct {
	mu    sync.Mutex
	n     int
	first string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n == 0 {
		l.first = string(bytes.TrimSpace(p))
	}
	l.n += bytes.Count(p, []byte("\n"))
	return len(p), nil
}

func (l *lines) count() (int, string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n, l.first
}
