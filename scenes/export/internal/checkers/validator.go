package checkers

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

//go:embed validate.js
var validateScript []byte

// Validator is the Khronos glTF validator (npm gltf-validator).
type Validator struct{ node, modules, script string }

// FindValidator finds it under node's own or npm's global modules.
func FindValidator(t testing.TB) *Validator {
	t.Helper()
	v := &Validator{node: program(t, "node")}
	if npm, err := exec.LookPath("npm"); err == nil {
		if out, err := exec.Command(npm, "root", "--global").Output(); err == nil {
			v.modules = strings.TrimSpace(string(out))
		}
	}
	cmd := v.command(t, "-e", `require.resolve("gltf-validator")`)
	if err := cmd.Run(); err != nil {
		absent(t, "the Khronos validator is not installed (npm install --global gltf-validator@2.0.0-dev.3.10)")
	}
	v.script = script(t, "validate.js", validateScript)
	return v
}

func (v *Validator) command(t testing.TB, args ...string) *exec.Cmd {
	cmd := command(t, v.node, args...)
	for i, e := range cmd.Env {
		if own, ok := strings.CutPrefix(e, "NODE_PATH="); ok && v.modules != "" {
			cmd.Env[i] = "NODE_PATH=" + own + ":" + v.modules
			return cmd
		}
	}
	if v.modules != "" {
		cmd.Env = append(cmd.Env, "NODE_PATH="+v.modules)
	}
	return cmd
}

// Check fails the test when the validator finds an error or a warning in any of
// the files.
func (v *Validator) Check(t testing.TB, files ...string) {
	t.Helper()
	out := run(t, v.command(t, append([]string{v.script}, files...)...))
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) != len(files) {
		t.Fatalf("the validator reports on %d of %d files", len(lines), len(files))
	}
	for i, line := range lines {
		var issues struct {
			NumErrors, NumWarnings *int
			Messages               []struct{ Code, Message, Pointer string }
		}
		if err := json.Unmarshal(line, &issues); err != nil || issues.NumErrors == nil || issues.NumWarnings == nil {
			t.Fatalf("the validator's report on %s: %v\n%s", files[i], err, line)
		}
		if *issues.NumErrors+*issues.NumWarnings > 0 {
			t.Errorf("%s: %d errors, %d warnings", files[i], *issues.NumErrors, *issues.NumWarnings)
			for _, m := range issues.Messages {
				t.Errorf("  %s at %s: %s", m.Code, m.Pointer, m.Message)
			}
		}
	}
}
