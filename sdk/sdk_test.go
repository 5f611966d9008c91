package sdk_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

const role = "SDK_TEST_ROLE"

func TestMain(m *testing.M) {
	switch os.Getenv(role) {
	case "term":
		sdk.Main(term{id: "reward/test"})
	case "misnamed":
		sdk.Main(term{id: "policy/test"})
	default:
		os.Exit(m.Run())
	}
}

type term struct{ id string }

func (t term) Describe() base.Description {
	return base.Description{
		ID: t.id, Kind: base.Reward, Version: "1.2.3", Summary: "Tests.",
		Schema: schema.Schema{
			{Name: "radius", Type: schema.Number, Default: 0.5, Doc: "How far."},
			{Name: "what", Type: schema.String, Doc: "Of what."},
		},
	}
}

func (term) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (term) Evaluate(context.Context, reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	return reward.EvaluateResponse{}, nil
}

func TestStartedByHand(t *testing.T) {
	for name, c := range map[string]struct {
		role   string
		args   []string
		code   int
		stdout []string
		stderr string
	}{
		"alone":    {"term", nil, 1, nil, "This is the metaspatial plugin reward/test."},
		"help":     {"term", []string{"--help"}, 0, []string{"reward/test 1.2.3: Tests.", "radius", "default 0.5", "required"}, ""},
		"describe": {"term", []string{"--describe"}, 0, []string{`"sdk_version": "` + sdk.Version + `"`}, ""},
		"unknown":  {"term", []string{"--what"}, 2, nil, "use --describe or --help"},
		"misnamed": {"misnamed", []string{"--describe"}, 1, nil, `such as "reward/clearance"`},
	} {
		t.Run(name, func(t *testing.T) {
			path, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			var stdout, stderr strings.Builder
			cmd := exec.Command(path, c.args...)
			cmd.Env = append(os.Environ(), role+"="+c.role)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != c.code {
				t.Fatalf("error %v, want exit code %d", err, c.code)
			}
			for _, want := range c.stdout {
				if !strings.Contains(stdout.String(), want) {
					t.Errorf("output %q lacks %q", stdout.String(), want)
				}
			}
			if !strings.Contains(stderr.String(), c.stderr) {
				t.Errorf("errors %q lack %q", stderr.String(), c.stderr)
			}
			if name == "describe" && !json.Valid([]byte(stdout.String())) {
				t.Error("the description is not JSON")
			}
		})
	}
}
