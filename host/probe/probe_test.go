package probe

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/conformance"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The test program is also the plugins that it checks.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "plugin" {
		fault := os.Args[2]
		os.Args = os.Args[:1] // as a plugin is started
		servePlugin(fault)
		return
	}
	os.Exit(m.Run())
}

func servePlugin(fault string) {
	switch fault {
	case "crash":
		fmt.Fprintln(os.Stderr, "no luck today")
		os.Exit(3)
	case "module":
		fmt.Fprintln(os.Stderr, "ModuleNotFoundError: No module named 'numpy'")
		os.Exit(1)
	case "policy":
		sdk.Main(&guess{})
	default:
		sdk.Main(&counter{fault})
	}
}

// counter is a good term, but for one fault of its process.
type counter struct{ fault string }

func (c *counter) Describe() base.Description {
	d := base.Description{ID: "reward/counter", Kind: base.Reward, Version: "1.0.0", Summary: "Counts."}
	if c.fault == "setting" {
		d.Schema = schema.Schema{{Name: "model", Type: schema.String, Doc: "Which."}}
	}
	if c.fault == "moody" && os.Getenv("METASPATIAL_PLUGIN_DESCRIBE") == "" {
		d.Summary = "Counts, today."
	}
	return d
}

func (c *counter) Configure(context.Context, base.ConfigureRequest) (r base.ConfigureResponse, err error) {
	if c.fault == "panic" {
		panic("no such setting")
	}
	if c.fault == "defaults" {
		r.Diagnostics.Errorf("config", "nothing suits me")
	}
	return r, nil
}

func (c *counter) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.ByLayout(req, func(l *scenes.Layout) reward.Result {
		if c.fault == "noise" {
			fmt.Fprintln(os.Stderr, "I count")
		}
		return reward.Result{Value: float64(len(l.Placements)), Objects: make([]float64, len(req.Task.Objects))}
	}), ctx.Err()
}

func (c *counter) Stop(context.Context) error {
	if c.fault == "stop" {
		return errors.New("I lost my count")
	}
	return nil
}

// guess is the toy policy without a memory, so that it answers alike.
type guess struct{ toy.Policy }

func (g *guess) Sample(ctx context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	return (&toy.Policy{}).Sample(ctx, req)
}

func entry(t *testing.T, fault string) catalog.Entry {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	e := catalog.Entry{ID: "./" + fault, Path: self, Args: []string{"plugin", fault}, Dev: true}
	if fault == "other" {
		e.Serves = "reward/other"
	}
	return e
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		fault, check string
		status       conformance.Status
		want         string
	}{
		{"", "", "", ""},
		{"policy", "", "", ""},
		{"crash", "start", conformance.Failed, "no luck today"},
		{"module", "start", conformance.Failed, "pip install"},
		{"setting", "start", conformance.Skipped, "--set model=VALUE"},
		{"panic", "start", conformance.Failed, "mend the place that the message names"},
		{"defaults", "start", conformance.Failed, "accept the defaults of the schema"},
		{"moody", "printed description", conformance.Failed, "another description than it serves"},
		{"other", "start", conformance.Failed, "serves reward/counter instead"},
		{"noise", "noise", conformance.Warning, "I count"},
		{"stop", "shutdown", conformance.Failed, "I lost my count"},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			r, err := Check(t.Context(), entry(t, c.fault), Options{Patience: time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			if c.check == "" {
				if r.Failed() > 0 || r.Version != "1.0.0" || len(r.Results) < 10 {
					t.Errorf("%+v", r)
				}
				return
			}
			i := slices.IndexFunc(r.Results, func(r conformance.Result) bool { return r.Check == c.check })
			if i < 0 || r.Results[i].Status != c.status || !strings.Contains(r.Results[i].Problem+"; "+r.Results[i].Remedy, c.want) {
				t.Errorf("%+v, want %s %s with %q", r.Results, c.check, c.status, c.want)
			}
			if (r.Failed() > 0) != (c.status == conformance.Failed) {
				t.Errorf("%d of them failed: %+v", r.Failed(), r.Results)
			}
		})
	}
}

// TestCheckGivenUp ends with its context, whatever the plugin is at.
func TestCheckGivenUp(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Check(ctx, entry(t, ""), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%+v, %v", r, err)
	}
}

// TestSlow tells of what is right but takes long.
func TestSlow(t *testing.T) {
	r := &Report{}
	r.started(slowStart + time.Second)
	r.started(time.Second)
	r.described(t.Context(), catalog.Entry{Attach: &client.Attachment{}}, base.Description{})
	for i, want := range []conformance.Status{conformance.Warning, conformance.Passed, conformance.Skipped} {
		if r.Results[i].Status != want {
			t.Errorf("%+v, want %s", r.Results[i], want)
		}
	}
}

// TestCopied tells of a plugin that needs a file which plugin.json does not name.
func TestCopied(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the plugin is a shell script")
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"run":    "#!/bin/sh\nset -e\n. \"$(dirname \"$0\")/lib.sh\"\ndescribe\n",
		"lib.sh": "describe() { echo '{\"id\":\"reward/mine\"}'; }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	c, err := catalog.New(catalog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Report{}
	for _, files := range []string{"", `"files":["lib.sh"],`} {
		text := `{"id":"reward/mine","version":"1.0.0","summary":"Tests.","program":"run",` + files + `"protocols":[1]}`
		if err := os.WriteFile(filepath.Join(dir, catalog.ManifestFile), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		e, err := c.AsTrusted(dir)
		if err != nil {
			t.Fatal(err)
		}
		r.copied(t.Context(), e)
	}
	if first := r.Results[0]; first.Status != conformance.Failed || !strings.Contains(first.Problem, "lib.sh") || !strings.Contains(first.Remedy, `under "files" in plugin.json`) {
		t.Errorf("%+v", first)
	}
	if r.Results[1].Status != conformance.Passed {
		t.Errorf("%+v", r.Results[1])
	}
}
