package sdk_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
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
		"args":     {"term", []string{"--own", "--describe"}, 0, []string{`"id": "reward/test"`}, ""},
		"unknown":  {"term", []string{"--what"}, 2, nil, "use --describe, --debug or --help"},
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

// TestDebug starts the program as its developer does and talks to it at the
// address of the line that it prints, twice, since a host may come and go.
func TestDebug(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "--debug")
	cmd.Env = append(os.Environ(), role+"=term")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	defer func() {
		if !ended {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}()
	var line string
	for s := bufio.NewScanner(stdout); line == "" && s.Scan(); {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(s.Text()), "export "+client.ReattachEnv+"='"); ok {
			line = strings.TrimSuffix(rest, "'")
		}
	}
	go io.Copy(io.Discard, stdout)
	var at map[string]client.Attachment
	if err := json.Unmarshal([]byte(line), &at); err != nil {
		t.Fatalf("the line %q: %v", line, err)
	}
	a := at["reward/test"]
	if a.PID != cmd.Process.Pid || a.Protocol == 0 || a.Program == "" {
		t.Errorf("it says %+v", a)
	}
	target := "passthrough:///" + a.Address
	if a.Network == "unix" {
		target = "unix:" + a.Address
	}
	for range 2 {
		conn, err := grpc.NewClient(target, append(client.DialOptions(), grpc.WithTransportCredentials(insecure.NewCredentials()))...)
		if err != nil {
			t.Fatal(err)
		}
		p, err := client.New(t.Context(), "it", conn)
		if err != nil || p.Describe().ID != "reward/test" {
			t.Errorf("over the socket: %v", err)
		}
		conn.Close()
	}
	if runtime.GOOS == "windows" {
		return // which has no interrupt to send
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err, ended = cmd.Wait(), true
	if err != nil {
		t.Errorf("interrupted: %v", err)
	}
	if _, err := os.Stat(a.Address); err == nil {
		t.Error("it has left its socket")
	}
}
