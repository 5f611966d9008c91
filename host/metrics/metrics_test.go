package metrics_test

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

func rec(i int) session.Record {
	return session.Record{Iteration: i, Elapsed: float64(i) / 2, Metrics: map[string]float64{"reward/mean": float64(i) / 10, "time/update_s": 1}}
}

func open(t *testing.T, dir string, iteration int) *metrics.Recorder {
	t.Helper()
	r, err := metrics.Open(metrics.Options{Dir: dir, Iteration: iteration, Resume: iteration > 0, TensorBoard: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// write records iterations from to to-1, with a sample each.
func write(t *testing.T, r *metrics.Recorder, from, to int) {
	t.Helper()
	for i := from; i < to; i++ {
		if err := r.Record(rec(i)); err != nil {
			t.Fatal(err)
		}
		if err := r.Sample(session.SampleLayout{Iteration: i, Task: toy.Task("a", 1), Layout: &scenes.Layout{}}, 0, ""); err != nil {
			t.Fatal(err)
		}
	}
}

func iterations(t *testing.T, dir string) []int {
	t.Helper()
	h, err := metrics.History(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []int
	for _, r := range h {
		out = append(out, r.Iteration)
	}
	return out
}

func TestResumeLeavesNoGapAndNoRepetition(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	r := open(t, dir, 0)
	write(t, r, 0, 6)
	events := []metrics.Event{
		{Iteration: 2, Kind: metrics.EventWeight, Term: "physics", Value: 2},
		{Iteration: 5, Kind: metrics.EventWeight, Term: "physics", Value: 3},
		{Iteration: 5, Kind: metrics.EventPause},
		{Iteration: 4, Kind: metrics.EventPlan, Value: 40},
	}
	for _, e := range events {
		if err := r.Event(e); err != nil {
			t.Fatal(err)
		}
	}
	r.Close()
	// An interruption in the middle of a line.
	for _, name := range []string{metrics.MetricsFile, metrics.SamplesFile, metrics.EventsFile} {
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString(`{"iteration":6,"elap`)
		f.Close()
	}

	r = open(t, dir, 4)
	if d := cmp.Diff([]int{0, 1, 2, 3}, iterations(t, dir)); d != "" {
		t.Errorf("after rewinding to 4 (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]metrics.Event{events[3], events[1]}, r.Pending()); d != "" {
		t.Errorf("events to replay (-want +got):\n%s", d)
	}
	if err := r.Record(rec(5)); err == nil || !strings.Contains(err.Error(), "iteration 5 recorded where 4 was due") {
		t.Errorf("a gap: %v", err)
	}
	write(t, r, 4, 7)
	late := metrics.Event{Iteration: 6, Kind: metrics.EventWeight, Term: "physics", Value: 4}
	if err := r.Event(late); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]int{0, 1, 2, 3, 4, 5, 6}, iterations(t, dir)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	data, err := os.ReadFile(filepath.Join(dir, metrics.SamplesFile))
	if err != nil || strings.Count(string(data), "\n") != 7 {
		t.Errorf("%d samples, %v", strings.Count(string(data), "\n"), err)
	}
	r.Close()
	if steps := boardSteps(t, dir); !cmp.Equal(steps, []int{0, 0, 1, 2, 3, 4, 5, 6}) {
		t.Errorf("the event file has the steps %v", steps)
	}
	if d := cmp.Diff([]metrics.Event{late}, open(t, dir, 6).Pending()); d != "" {
		t.Errorf("events to replay after an interrupted one (-want +got):\n%s", d)
	}
	if _, err := metrics.Open(metrics.Options{Dir: dir}); err == nil || !strings.Contains(err.Error(), "already holds a run of 6 iterations") {
		t.Errorf("a new run in an old folder: %v", err)
	}
}

// boardSteps reads the event file back, checksums and all.
func boardSteps(t *testing.T, dir string) []int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, metrics.TensorBoardDir, "*tfevents*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("event files %v, %v", files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	masked := func(b []byte) uint32 {
		c := crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
		return (c>>15 | c<<17) + 0xa282ead8
	}
	var steps []int
	for len(data) > 0 {
		n := binary.LittleEndian.Uint64(data)
		event := data[12 : 12+n]
		if binary.LittleEndian.Uint32(data[8:]) != masked(data[:8]) || binary.LittleEndian.Uint32(data[12+n:]) != masked(event) {
			t.Fatal("a checksum is wrong")
		}
		data = data[16+n:]
		for len(event) > 0 {
			num, typ, k := protowire.ConsumeTag(event)
			if num == 2 && typ == protowire.VarintType {
				v, _ := protowire.ConsumeVarint(event[k:])
				steps = append(steps, int(v))
			}
			k += protowire.ConsumeFieldValue(num, typ, event[k:])
			event = event[k:]
		}
	}
	return steps
}

func TestSamplePictures(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir, 0)
	image := filepath.Join(t.TempDir(), "x.png")
	if err := os.WriteFile(image, []byte("picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := session.SampleLayout{Iteration: 25, Turn: 2, Task: toy.Task("a", 1), Layout: &scenes.Layout{}, Reward: 0.5}
	if err := r.Sample(s, 3, image); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, metrics.SamplesFile))
	if err != nil {
		t.Fatal(err)
	}
	var got metrics.Sample
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(metrics.Sample{SampleLayout: s, Image: "samples/000025-3-turn2.png"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if pic, err := os.ReadFile(filepath.Join(dir, got.Image)); string(pic) != "picture" {
		t.Errorf("the picture holds %q, %v", pic, err)
	}
	if err := r.Sample(s, 4, image+".gone"); err == nil || !strings.Contains(err.Error(), `picture of task "a"`) {
		t.Errorf("a missing picture: %v", err)
	}
	if err := r.Record(session.Record{Metrics: map[string]float64{"x": math.NaN()}}); err == nil {
		t.Error("NaN was recorded")
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	if os.Getenv("METASPATIAL_TEST_LOCK") != "" {
		// The child: takes the lock and dies without giving it back.
		if _, err := metrics.AcquireLock(os.Getenv("METASPATIAL_TEST_LOCK")); err != nil {
			t.Fatal(err)
		}
		os.Exit(3)
	}
	l, err := metrics.AcquireLock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := metrics.AcquireLock(dir); err == nil || !strings.Contains(err.Error(), "is in use by a run of process") {
		t.Errorf("a second lock: %v", err)
	}
	if err := l.Held(); err != nil {
		t.Errorf("a lock that is held: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(os.Args[0], "-test.run", "TestLock")
	child.Env = append(os.Environ(), "METASPATIAL_TEST_LOCK="+dir)
	if out, _ := child.CombinedOutput(); child.ProcessState.ExitCode() != 3 {
		t.Fatalf("the child failed: %s", out)
	}
	l, err = metrics.AcquireLock(dir)
	if err != nil {
		t.Fatalf("the lock of a dead process: %v", err)
	}
	l.Close()
}

// Another run may begin where the folder of one was that goes on.
func TestLockOfAMovedFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	l, err := metrics.AcquireLock(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := os.Rename(dir, dir+"-moved"); err != nil {
		t.Skipf("folders in use cannot be moved here: %v", err)
	}
	lost := func(what string) {
		t.Helper()
		if err := l.Held(); err == nil || !strings.Contains(err.Error(), dir+", or run.lock in it, was moved or removed") {
			t.Errorf("%s: %v", what, err)
		}
	}
	lost("a folder that was moved")
	other, err := metrics.AcquireLock(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	lost("a folder in which another run is")
}

func TestExplain(t *testing.T) {
	for name, want := range map[string]string{
		"reward/mean":          "reward/mean",
		"reward/turn_2":        "reward/turn_*",
		"term/physics":         "term/*",
		"term/physics/invalid": "term/*/invalid",
		"policy/entropy":       "policy/entropy",
		"policy/value_loss":    "policy/*",
		"eval/fully_valid":     "eval/*",
		"reward/unheard_of":    "",
		"term/physics/unheard": "",
		"term/":                "",
	} {
		if m, ok := metrics.Explain(name); m.Name != want || ok != (want != "") {
			t.Errorf("%s is explained by %q, want %q", name, m.Name, want)
		}
	}
	for _, m := range metrics.Glossary {
		if m.Meaning == "" || !strings.HasSuffix(m.Meaning, ".") {
			t.Errorf("%s has no sentence", m.Name)
		}
	}
}
