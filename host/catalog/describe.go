package catalog

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
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
		said := ""
		if text := strings.TrimSpace(stderr.String()); text != "" {
			said = ": " + text
		}
		return d, fmt.Errorf("plugin %s: describe: %w%s", e.ID, NotStarted(err, e.Path), said)
	}
	if err := json.Unmarshal(out, &d); err != nil {
		return d, fmt.Errorf("plugin %s: describe: it printed no description, so it is no metaspatial plugin: %w", e.ID, err)
	}
	if e.Serves != "" && d.ID != e.Serves {
		return d, fmt.Errorf("plugin %s: its program says that it is %q; write the same id in %s and in the program", e.Serves, d.ID, ManifestFile)
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

// NotStarted is the error of a program that the system could not start, in
// words that say what to do about it; others are returned as they are.
func NotStarted(err error, path string) error {
	switch {
	case errors.Is(err, syscall.ENOEXEC):
		return fmt.Errorf("%s is no program for %s/%s: it was built for another system or processor, or it is a script whose first line does not name its interpreter, such as #!/usr/bin/env python3", path, runtime.GOOS, runtime.GOARCH)
	case errors.Is(err, fs.ErrNotExist) && exists(path):
		return fmt.Errorf("the interpreter that the first line of %s names is not there, or a library that the program needs to start", path)
	}
	return err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
