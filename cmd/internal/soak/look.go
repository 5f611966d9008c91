package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"
)

// taken is what one process has.
type taken struct {
	memory float64 // resident, in MiB
	files  float64 // open
}

// look is what every process had at one time, by what the process is.
type look struct {
	iterations int
	by         map[string]taken
}

// String is one line for people.
func (l look) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%6d iterations", l.iterations)
	for _, name := range slices.Sorted(maps.Keys(l.by)) {
		fmt.Fprintf(&b, ", %s %.0f MiB %.0f files", name, l.by[name].memory, l.by[name].files)
	}
	return b.String()
}

// report prints by how much every process has grown: the slope of a straight
// line through the later three quarters of the looks, when caches are full.
func report(looks []look) {
	later := looks[len(looks)/4:]
	if len(later) < 8 {
		fmt.Println("too few looks to say anything")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(later[0].by)) {
		var x, memory, files []float64
		for _, l := range later {
			if t, ok := l.by[name]; ok {
				x = append(x, float64(l.iterations)/1000)
				memory, files = append(memory, t.memory), append(files, t.files)
			}
		}
		_, m := stat.LinearRegression(x, memory, nil, false)
		_, f := stat.LinearRegression(x, files, nil, false)
		fmt.Printf("%s: %+.4f MiB and %+.4f files in 1000 iterations, at %.0f MiB and %.0f files after %d\n",
			name, m, f, memory[len(memory)-1], files[len(files)-1], later[len(later)-1].iterations)
	}
}

// family looks at a host and the processes that it has started.
func family(host int) map[string]taken {
	out := map[string]taken{"host": of(host)}
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		pid, err := strconv.Atoi(filepath.Base(dir))
		stat, serr := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil || serr != nil {
			continue
		}
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 2 || fields[1] != strconv.Itoa(host) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		name := "guard"
		if _, id, ok := strings.Cut(string(line), "\x00plugin\x00serve\x00"); ok {
			name = strings.Trim(id, "\x00")
		}
		out[name] = of(pid)
	}
	return out
}

func of(pid int) taken {
	var t taken
	dir := filepath.Join("/proc", strconv.Itoa(pid))
	if data, err := os.ReadFile(filepath.Join(dir, "statm")); err == nil {
		if fields := strings.Fields(string(data)); len(fields) > 1 {
			pages, _ := strconv.ParseFloat(fields[1], 64)
			t.memory = pages * float64(os.Getpagesize()) / (1 << 20)
		}
	}
	if files, err := os.ReadDir(filepath.Join(dir, "fd")); err == nil {
		t.files = float64(len(files))
	}
	return t
}

// count counts the lines of a file.
func count(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buffer := make([]byte, 1<<20)
	for {
		k, err := f.Read(buffer)
		n += bytes.Count(buffer[:k], []byte{'\n'})
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
