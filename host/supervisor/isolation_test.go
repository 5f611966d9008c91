//go:build unix

package supervisor

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// serveCell serves what the tests of isolation start.
func serveCell(name string) {
	switch name {
	case "reward/cell":
		sdk.Serve(&cell{id: name})
	case "reward/seeing":
		sdk.Serve(&cell{id: name, needs: []base.Need{base.NeedImages}})
	case "reward/second":
		serveSecond(name, 2)
	case "reward/both":
		serveSecond(name, 1, 2)
	}
}

// cell is a term that tries its limits, as the candidates' responses say, and
// answers with what it found as the reason.
type cell struct {
	id     string
	needs  []base.Need
	cache  string
	values schema.Values
	kept   [][]byte
	opened []*os.File
}

func (c *cell) Describe() base.Description {
	return base.Description{
		ID: c.id, Kind: base.Reward, Version: "1.0.0", Summary: "Tries its limits.", Needs: c.needs,
		Schema: schema.Schema{
			{Name: "file", Type: schema.String, Unit: schema.Path, Default: "", Doc: "Any file."},
			{Name: "name", Type: schema.String, Default: "", Doc: "No file."},
			{Name: "late", Type: schema.Bool, Default: false, Doc: "Needs models."},
		},
	}
}

func (c *cell) Configure(_ context.Context, req base.ConfigureRequest) (r base.ConfigureResponse, err error) {
	c.cache, c.values = req.CacheDir, req.Values
	if req.Values.Bool("late") {
		r.Needs = []base.Need{base.NeedMeshes}
	}
	return r, nil
}

func (c *cell) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	order, argument, _ := strings.Cut(req.Candidates[0].Response, " ")
	said, err := c.try(order, argument)
	if err != nil {
		said = "error: " + err.Error()
	}
	return reward.EvaluateResponse{Results: []reward.Result{{Reason: said}}}, nil
}

func (c *cell) try(order, argument string) (string, error) {
	n, _ := strconv.Atoi(argument)
	switch order {
	case "where":
		dir, err := os.Getwd()
		return dir + " " + os.TempDir(), err
	case "cache":
		return c.cache, nil
	case "settings":
		return c.values.String("file") + " " + c.values.String("name"), nil
	case "allocate": // MiB
		for range n {
			page := make([]byte, 1<<20)
			for i := range page {
				page[i] = 1
			}
			c.kept = append(c.kept, page)
		}
		return "allocated", nil
	case "write": // MiB
		f, err := os.Create("large")
		if err != nil {
			return "", err
		}
		defer f.Close()
		for range n {
			if _, err := f.Write(make([]byte, 1<<20)); err != nil {
				return "", err
			}
		}
		return "written", nil
	case "open":
		for range n {
			f, err := os.Open("/dev/null")
			if err != nil {
				return "", err
			}
			c.opened = append(c.opened, f)
		}
		return "opened", nil
	case "dial":
		conn, err := net.Dial("tcp", argument)
		if err != nil {
			return "", err
		}
		return "connected", conn.Close()
	case "status":
		data, err := os.ReadFile("/proc/self/" + argument)
		return string(data), err
	}
	return "", fmt.Errorf("no order %q", order)
}

// said is what the plugin found out.
func said(t *testing.T, h *Handle, order string) string {
	t.Helper()
	r, err := tell(t.Context(), h, order)
	if err != nil {
		t.Fatalf("%s: %v", order, err)
	}
	return r.Reason
}

// TestOwnFolder gives every process a working directory of its own, which goes
// with it.
func TestOwnFolder(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t, Options{})
	a, b := start(t, s, "reward/cell", nil), start(t, s, "reward/cell", nil)
	var dirs []string
	for _, h := range []*Handle{a, b} {
		dir, temp, _ := strings.Cut(said(t, h, "where"), " ")
		if dir != temp || !strings.HasPrefix(dir, s.Dir()) {
			t.Errorf("it works in %s, its temporary files go to %s", dir, temp)
		}
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%v, %v", info, err)
		}
		dirs = append(dirs, dir)
	}
	if dirs[0] == dirs[1] {
		t.Error("two processes share a folder")
	}
	if got := said(t, a, "write 1"); got != "written" {
		t.Error(got)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Dir(dirs[0])); !os.IsNotExist(err) {
		t.Errorf("its folder is still there: %v", err)
	}
}

// TestSight shows the cache to those only who need it, and paths as their writer
// meant them.
func TestSight(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t, Options{})
	cache := t.TempDir()
	cwd, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		id     string
		config map[string]any
		sees   bool
	}{
		"no need":       {"reward/cell", nil, false},
		"by settings":   {"reward/cell", map[string]any{"late": true}, true},
		"by its nature": {"reward/seeing", nil, true},
	} {
		h, err := startErr(s, c.id, Spec{Config: c.config, CacheDir: cache})
		if err != nil {
			t.Fatal(err)
		}
		got := said(t, h, "cache")
		if (got == cache) != c.sees || got == "" {
			t.Errorf("%s: its cache is %q", name, got)
		}
		if left, err := os.ReadDir(got); err != nil || len(left) != 0 {
			t.Errorf("%s: %v, %v", name, left, err)
		}
		req := base.ConfigureRequest{Values: map[string]any{"file": "some/file", "name": "some/name"}, CacheDir: cache}
		if _, err := h.Configure(t.Context(), req); err != nil {
			t.Fatal(err)
		}
		if got, want := said(t, h, "settings"), filepath.Join(cwd, "some", "file")+" some/name"; got != want {
			t.Errorf("%s: its settings are %q, want %q", name, got, want)
		}
	}
}

// startErr starts one of this program's own plugins.
func startErr(s *Supervisor, id string, spec Spec) (*Handle, error) {
	spec.Entry = self(id)
	return s.Start(context.Background(), spec)
}
