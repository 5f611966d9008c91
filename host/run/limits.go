package run

import (
	"runtime"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/supervisor"
)

const mebibyte = 1 << 20

// limits are what the settings mean on this machine; the zero value sets none.
func limits(p config.Plugins) supervisor.Limits {
	if p.Network == "" {
		return supervisor.Limits{}
	}
	l := supervisor.Limits{
		CPUs: p.CPUs, OpenFiles: p.OpenFiles, FileSize: int64(p.FileMB) * mebibyte, Processes: p.Processes,
		Offline: p.Network == config.NetworkNone, Online: p.Online,
	}
	switch {
	case p.MemoryMB > 0:
		l.Memory = int64(p.MemoryMB) * mebibyte
	case p.MemoryMB == 0 && runtime.GOOS == "linux":
		// A default that cannot be held to elsewhere is no promise that was broken.
		l.Memory = machineMemory() / 4 * 3
	}
	if runtime.GOOS != "linux" {
		d := config.Default().Plugins
		if p.OpenFiles == d.OpenFiles {
			l.OpenFiles = 0
		}
		if p.FileMB == d.FileMB {
			l.FileSize = 0
		}
	}
	return l
}
