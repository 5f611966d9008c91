package conformance_test

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/conformance"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// term is a good term, but for one fault.
type term struct {
	fault string
	calls atomic.Int64
}

func (x *term) Describe() base.Description {
	d := base.Description{
		ID: "reward/faulty", Kind: base.Reward, Version: "1.0.0", Summary: "Counts.",
		Schema: schema.Schema{{Name: "radius", Type: schema.Number, Default: 1.0, Min: schema.Bound(0), Doc: "Any."}},
	}
	switch x.fault {
	case "version":
		d.Version = "one"
	case "doc":
		d.Schema[0].Doc = ""
	case "required":
		d.Schema[0].Default = nil
	case "server":
		d.Schema = append(d.Schema, schema.Attribute{Name: "base_url", Type: schema.String, Default: "", Doc: "Where."})
	}
	return d
}

func (x *term) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	var r base.ConfigureResponse
	if x.fault == "again" && x.calls.Add(1) > 1 {
		r.Diagnostics.Errorf("config", "came again")
	}
	return r, nil
}

func (x *term) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	r := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	for i, c := range req.Candidates {
		if c.Layout == nil && x.fault != "unread" {
			r.Results[i] = reward.Result{Invalid: true, Reason: c.ParseError}
			continue
		}
		res := &r.Results[i]
		res.Objects = make([]float64, len(req.Task.Objects))
		if c.Layout != nil {
			res.Value = float64(len(c.Layout.Placements))
		}
		switch x.fault {
		case "nan":
			res.Value /= float64(len(req.Task.Objects)) * 0
		case "empty":
			res.Value /= float64(len(req.Task.Objects))
		case "objects":
			res.Objects = res.Objects[1:]
		case "random":
			res.Value = float64(x.calls.Add(1))
		case "group":
			res.Value = float64(len(req.Candidates))
		case "panic":
			res.Value = c.Layout.Find(req.Task.Objects[0].ID).Yaw
		case "far":
			for _, p := range c.Layout.Placements {
				res.Value += math.Abs(p.Position[0]) * 1e10
			}
		}
	}
	if x.fault == "slow" && req.Task.ID == "normal_000" && len(req.Candidates) == 7 {
		time.Sleep(300 * time.Millisecond) // what follows a call that was given up
	}
	if x.fault == "busy" && x.calls.Add(1) > 1 {
		<-ctx.Done()
		return r, ctx.Err()
	}
	return r, nil
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ fault, check, status, want string }{
		{"", "", "passed", ""},
		{"version", "describe", "failed", "semantic version"},
		{"doc", "describe", "failed", "radius has no doc"},
		{"required", "configure", "skipped", "radius has no default"},
		{"server", "answer", "skipped", "base_url"},
		{"again", "configure", "failed", "came again"},
		{"unread", "answer", "failed", "could not be read, but counts as valid"},
		{"nan", "answer", "failed", "divisions by zero"},
		{"empty", "extremes", "failed", "a room without objects: the value of candidate 0 is NaN"},
		{"objects", "answer", "failed", "values for"},
		{"nan", "determinism", "passed", ""},
		{"nan", "batch", "passed", ""},
		{"random", "determinism", "failed", "two answers: Value of part 0 is "},
		{"group", "batch", "failed", "differently when it comes alone"},
		{"panic", "answer", "failed", "panicked in Evaluate"},
		{"panic", "determinism", "skipped", "it fails as in the check answer"},
		{"panic", "deadline", "skipped", "it fails as in the check answer"},
		{"far", "extremes", "failed", "+Inf"},
		{"slow", "cancellation", "warning", "the next one took"},
		{"busy", "answer", "failed", "no answer within 2s"},
	} {
		t.Run(c.fault+" "+c.check, func(t *testing.T) {
			t.Parallel()
			o := conformance.Options{CacheDir: t.TempDir(), Patience: 2 * time.Second}
			got := conformance.Run(t.Context(), plugintest.Connect(t, &term{fault: c.fault}), o)
			if c.fault == "" {
				for _, r := range got {
					if r.Status != conformance.Passed && r.Check != "oversize" {
						t.Errorf("%+v", r)
					}
				}
				return
			}
			i := slices.IndexFunc(got, func(r conformance.Result) bool { return r.Check == c.check })
			r := got[i]
			if string(r.Status) != c.status || !strings.Contains(r.Problem+"; "+r.Remedy, c.want) {
				t.Errorf("%+v, want %s with %q", r, c.status, c.want)
			}
			if r.Status == conformance.Failed && r.Remedy == "" {
				t.Error("nothing is said about what to do")
			}
		})
	}
}

func TestOversize(t *testing.T) {
	got := conformance.Run(t.Context(), plugintest.Connect(t, &term{}), conformance.Options{CacheDir: t.TempDir(), Oversize: true, Patience: 2 * time.Minute})
	if r := got[len(got)-1]; r.Check != "oversize" || r.Status != conformance.Passed {
		t.Errorf("%+v", r)
	}
}
