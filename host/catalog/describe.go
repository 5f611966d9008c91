package catalog

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// patience bounds how long a plugin may take to describe itself.
const patience = 20 * time.Second

// Describe runs a plugin just long enough to hear what it says of itself.
func Describe(ctx context.Context, e Entry) (base.Description, error) {
	var d base.Description
	dir, err := os.MkdirTemp("", "metaspatial-describe-")
	if err != nil {
		return d, fmt.Errorf("plugin %s: describe: %w", e.ID, err)
	}
	defer os.RemoveAll(dir)
	program, err := e.Stage(dir)
	if err != nil {
		return d, err
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, e.Args...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	cmd.Env = append(Environ(), client.DescribeEnv+"=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return d, fmt.Errorf("plugin %s: describe: %w", e.ID, ctx.Err())
	}
	if err != nil {
		return d, fmt.Errorf("plugin %s: describe: %w: %s", e.ID, err, strings.TrimSpace(stderr.String()))
	}
	if err := json.Unmarshal(out, &d); err != nil {
		return d, fmt.Errorf("plugin %s: describe: it printed no description, so it is no metaspatial plugin: %w", e.ID, err)
	}
	// JSON knows only one type of number.
	for i, a := range d.Schema {
		if f, ok := a.Default.(float64); ok && a.Type == schema.Integer {
			d.Schema[i].Default = int64(f)
		}
	}
	return d, nil
}

// passed are the environment variables that plugins inherit. The rest, which
// may hold secrets, stays with the host.
var passed = []string{
	"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "TZ",
	"XDG_CACHE_HOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
	"PJRT_PLUGIN_LIBRARY_PATH", "XLA_FLAGS", "CUDA_VISIBLE_DEVICES",
	"GOMAXPROCS", "GOMEMLIMIT", "GOGC", "GODEBUG", "GOTRACEBACK", "GOCOVERDIR",
	"SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA", "PATHEXT", "ComSpec",
}

// Environ returns the environment that plugins start with.
func Environ() []string {
	env := []string{} // nil would mean the whole environment
	for _, name := range passed {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
