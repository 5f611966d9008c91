package run

import (
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/supervisor"
)

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		settings config.Plugins
		want     supervisor.Limits
	}{
		"none": {},
		"all": {
			config.Plugins{MemoryMB: 100, CPUs: 1.5, OpenFiles: 50, FileMB: 2, Processes: 9, Network: config.NetworkNone, Online: []string{"reward/judge"}},
			supervisor.Limits{Memory: 100 << 20, CPUs: 1.5, OpenFiles: 50, FileSize: 2 << 20, Processes: 9, Offline: true, Online: []string{"reward/judge"}},
		},
		"switched off": {config.Plugins{MemoryMB: -1, Network: config.NetworkAll}, supervisor.Limits{}},
	} {
		if diff := cmp.Diff(c.want, limits(c.settings)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	got := limits(config.Default().Plugins)
	if runtime.GOOS != "linux" {
		if diff := cmp.Diff(supervisor.Limits{}, got); diff != "" {
			t.Errorf("defaults that cannot be held to: %s", diff)
		}
		return
	}
	if got.Memory < machineMemory()/2 || got.Memory > machineMemory() || got.OpenFiles != 1024 || got.FileSize != 4<<30 || got.Offline {
		t.Errorf("defaults: %+v of %d bytes of memory", got, machineMemory())
	}
}
