package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

func examineBuild() check {
	b := thisBuild()
	detail := fmt.Sprintf("%s, %s, %d processors, simd %t", b.Go, b.Platform, runtime.NumCPU(), b.SIMD)
	if !b.SIMD && runtime.GOARCH == "amd64" {
		return ill("build", detail, "build with GOEXPERIMENT=simd, or take a release, to train about twice as fast").optional()
	}
	return well("build", "%s", detail).optional()
}

// builtAt is the time of the commit that this program was built of; zero where it
// does not know it.
func builtAt() time.Time {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return time.Time{}
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.time" {
			at, _ := time.Parse(time.RFC3339, s.Value) // zero, where it is none
			return at
		}
	}
	return time.Time{}
}

// clockSlack is how far the clocks of this machine and of a file server may differ
// before files seem to be of the future.
const clockSlack = 2 * time.Second

// examineClock compares the clock with what cannot be later: the program's own
// commit, and with that of the file system.
func examineClock(built time.Time) check {
	const remedy = "set the clock, and let the system keep it; certificates of plugins and leases of runs go by it"
	now := time.Now()
	if now.Before(built) {
		return ill("clock", fmt.Sprintf("it says %s, but this program was built of a commit of %s", now.UTC().Format(time.RFC3339), built.UTC().Format(time.RFC3339)), remedy)
	}
	f, err := os.CreateTemp("", "metaspatial-doctor-*")
	if err != nil { // which is told of elsewhere
		return well("clock", "%s", now.UTC().Format(time.RFC3339))
	}
	defer os.Remove(f.Name())
	defer f.Close()
	before := time.Now()
	_, err = f.WriteString("x")
	info, serr := f.Stat()
	if err == nil && serr == nil {
		if off := info.ModTime().Sub(before).Abs(); off > clockSlack {
			return ill("clock", fmt.Sprintf("that of the folder %s is %v off", os.TempDir(), off.Round(time.Second)), "set the clock of the file server, or set TMPDIR to a folder of this machine").optional()
		}
	}
	return well("clock", "%s", now.UTC().Format(time.RFC3339))
}

// writable tries to make a file in a folder.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".metaspatial-doctor-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString("x")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

func examineTemp() check {
	if err := writable(os.TempDir()); err != nil {
		return ill("temp", err.Error(), "make it writable, or set TMPDIR to a folder that is")
	}
	return well("temp", "%s is writable", os.TempDir())
}

func examineFolder(dir string) check {
	if err := writable(dir); err != nil {
		return ill("folder", err.Error(), "runs and rooms are written here unless --out says otherwise: go to a folder of yours").optional()
	}
	return well("folder", "%s is writable", dir)
}

// nearest is the nearest folder of a path that is there: what would be made in it
// is made there.
func nearest(path string) string {
	for {
		if info, err := os.Stat(path); err == nil && info.IsDir() || filepath.Dir(path) == path {
			return path
		}
		path = filepath.Dir(path)
	}
}

func examineSettings() check {
	dir, err := os.UserConfigDir()
	if err == nil {
		dir = filepath.Join(dir, "metaspatial")
		err = writable(nearest(dir))
	}
	if err != nil {
		return ill("settings", err.Error(), "set HOME or XDG_CONFIG_HOME to a folder that is writable; without one no plugin can be trusted and the window forgets").optional()
	}
	return well("settings", "%s", dir)
}

func examineCaches() check {
	dir, err := os.UserCacheDir()
	if err == nil {
		dir = filepath.Join(dir, "metaspatial")
		err = writable(nearest(dir))
	}
	if err != nil {
		return ill("caches", err.Error(), "set XDG_CACHE_HOME to a folder that is writable; without one the window draws its library anew each time").optional()
	}
	return well("caches", "%s", dir)
}

// What a run needs at the least of a disk, and what it should have.
const (
	diskLeast = 256 << 20
	diskGood  = 2 << 30
)

// examineDisk looks at the free space of folders; free returns it in bytes.
func examineDisk(dirs []string, free func(dir string) (uint64, error)) check {
	var said []string
	for _, dir := range dirs {
		n, err := free(dir)
		switch {
		case errors.Is(err, errors.ErrUnsupported):
			continue
		case err != nil:
			return ill("disk", fmt.Sprintf("%s: %v", dir, err), "see whether the folder is there and whose it is").optional()
		case n < diskLeast:
			return ill("disk", fmt.Sprintf("%s has %s left", dir, freeText(n)), "make room, or work on another disk; checkpoints of a run take some 20 MiB, pictures more")
		case n < diskGood:
			return ill("disk", fmt.Sprintf("%s has %s left", dir, freeText(n)), "enough for short runs; make room for long ones").optional()
		}
		said = append(said, fmt.Sprintf("%s has %s left", dir, freeText(n)))
	}
	return well("disk", "%s", orElse(strings.Join(said, ", "), "not measured on this system"))
}

// memoryGood is what training with the largest networks of the program takes.
const memoryGood = 1 << 30

// examineMemory looks at what programs may still allocate.
func examineMemory(free func() (uint64, error)) check {
	n, err := free()
	switch {
	case err != nil:
		return well("memory", "not measured on this system").optional()
	case n < memoryGood:
		return ill("memory", freeText(n)+" are free", "close other programs or raise the container's limit; every plugin is a process of some 50 MiB, training takes most").optional()
	}
	return well("memory", "%s are free", freeText(n)).optional()
}

// filesGood is more than a run with ten plugins and some viewers has open.
const filesGood = 1024

// examineLimits looks at how many files a process may have open.
func examineLimits(files func() (uint64, error)) check {
	n, err := files()
	switch {
	case err != nil:
		return well("limits", "this system sets none on open files").optional()
	case n < filesGood:
		return ill("limits", fmt.Sprintf("a process may have %d files open", n), fmt.Sprintf("raise it: ulimit -n %d", filesGood)).optional()
	}
	return well("limits", "a process may have %s files open", filesText(n)).optional()
}

// filesText is a limit in words: where there is none, the system says a huge number.
func filesText(n uint64) string {
	if n > 1<<40 {
		return "any number of"
	}
	return fmt.Sprint(n)
}

// defaultListen is where serve listens unless it is told otherwise.
const defaultListen = "127.0.0.1:8000"

// examinePorts listens at an address for a moment.
func examinePorts(address string) check {
	l, err := net.Listen("tcp", address)
	if err == nil {
		l.Close()
		return well("ports", "%s is free, where metaspatial serve listens", address).optional()
	}
	host, port, _ := net.SplitHostPort(address)
	any, aerr := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if aerr != nil {
		return ill("ports", aerr.Error(), "let programs listen on loopback; serve and --pprof need it, and on Windows every plugin").optional()
	}
	any.Close()
	return ill("ports", err.Error(), fmt.Sprintf("end what uses port %s, or choose another: metaspatial serve --listen %s", port, net.JoinHostPort(host, "0"))).optional()
}

func freeText(n uint64) string {
	if n < 1<<30 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
