package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed blender.py
var blenderScript string

// runs is how many pictures of each size Blender draws for its median, and
// samples how many samples per pixel each has: a quarter of EEVEE's default, in
// EEVEE's favour.
const runs, samples = 3, 16

// mark begins the line of results among what Blender prints.
const mark = "likeness-times "

// beside draws the room with Blender's EEVEE at the sizes of our own times and
// prints both.
func beside(w io.Writer, r *reference, ours map[int]time.Duration) error {
	blender, err := exec.LookPath("blender")
	if err != nil {
		fmt.Fprintln(w, "EEVEE is not timed: blender is not installed")
		return nil
	}
	var sizes []string
	for side := range ours {
		sizes = append(sizes, strconv.Itoa(side))
	}
	slices.Sort(sizes)
	args := []string{blender, "--background", "--factory-startup", "--python-expr", blenderScript, "--",
		filepath.Join(r.dir, room+".glb"), filepath.Join(r.dir, "scene_info.json"), strconv.Itoa(runs), strconv.Itoa(samples), strings.Join(sizes, ",")}
	// EEVEE needs a display, if only a virtual one.
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		if virtual, err := exec.LookPath("xvfb-run"); err == nil {
			args = append([]string{virtual, "-a"}, args...)
		}
	}
	said, err := exec.Command(args[0], args[1:]...).CombinedOutput()
	line := results(said)
	if err != nil || line == nil {
		fmt.Fprintf(w, "EEVEE is not timed: Blender drew nothing: %s\n", why(said))
		return nil
	}
	var report struct {
		Version string               `json:"version"`
		Seconds map[string][]float64 `json:"seconds"`
		// Work is processor time, over all processors.
		Work map[string][]float64 `json:"work"`
	}
	if err := json.Unmarshal(line, &report); err != nil {
		return fmt.Errorf("what Blender reports: %w", err)
	}
	for _, size := range sizes {
		side, _ := strconv.Atoi(size)
		took, work := report.Seconds[size], report.Work[size]
		if len(took) == 0 || len(work) == 0 {
			return fmt.Errorf("no time for %s² in what Blender reports", size)
		}
		slices.Sort(took)
		slices.Sort(work)
		fmt.Fprintf(w, "EEVEE  %s²  median %7.0f ms, least %7.0f, processor time %.0f   Blender %s, %d samples: ours takes 1/%.0f of its time\n",
			size, 1000*took[len(took)/2], 1000*took[0], 1000*work[len(work)/2], report.Version, samples, took[len(took)/2]/ours[side].Seconds())
	}
	return nil
}

func results(said []byte) []byte {
	for line := range bytes.Lines(said) {
		if rest, ok := bytes.CutPrefix(line, []byte(mark)); ok {
			return rest
		}
	}
	return nil
}

// why is the last line that names an error, or else the last that is not empty.
func why(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	for _, line := range slices.Backward(lines) {
		if strings.Contains(line, "Error") {
			return strings.TrimSpace(line)
		}
	}
	return strings.TrimSpace(lines[len(lines)-1])
}
