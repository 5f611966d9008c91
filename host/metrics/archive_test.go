package metrics_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

func TestArchiveFollowsARun(t *testing.T) {
	dir := t.TempDir()
	a := metrics.NewArchive(dir)
	recorded := func(want ...int) {
		t.Helper()
		got, err := a.Recorded(t.Context())
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("recorded: %v (-want +got):\n%s", err, d)
		}
	}
	recorded()
	room := &scenes.Task{ID: "room", Room: scenes.RectRoom(4, 3, 2.5), Objects: []scenes.Object{{ID: "bed_1", Size: scenes.Vec3{1, 2, 0.5}, Support: scenes.OnFloor}}}
	layout := &scenes.Layout{Placements: []scenes.Placement{{ID: "bed_1"}}}
	write := func(r *metrics.Recorder, it int) {
		t.Helper()
		if err := r.Record(session.Record{Iteration: it}); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := r.Sample(session.SampleLayout{Iteration: it, Task: room, Layout: layout, Earlier: []session.TurnLayout{{Layout: layout, Reward: float64(it)}}}, 0, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, err := metrics.Open(metrics.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for it := range 3 {
		write(r, it)
	}
	recorded(0, 1, 2)
	write(r, 3)
	for asked, want := range map[int]int{0: 0, 2: 2, 3: 3, 99: 3} {
		got, err := a.Samples(t.Context(), asked)
		if err != nil || len(got) != 2 || got[0].Iteration != want || got[1].Earlier[0].Reward != float64(want) {
			t.Errorf("asked for %d: %+v, %v", asked, got, err)
		}
	}
	if got, err := a.Samples(t.Context(), -1); err != nil || got != nil {
		t.Errorf("before the first: %v, %v", got, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	// A killed run leaves half a line behind; it is not read, and once it is
	// whole it is.
	file := filepath.Join(dir, metrics.SamplesFile)
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	add := func(s string) {
		t.Helper()
		if _, err := f.WriteString(s); err != nil {
			t.Fatal(err)
		}
	}
	add(`{"iteration":4,"task":{"id"`)
	recorded(0, 1, 2, 3)
	add(`:"room"},"layout":{}}` + "\n")
	recorded(0, 1, 2, 3, 4)
	// A resumed run writes the file anew, without what it will do again.
	if r, err = metrics.Open(metrics.Options{Dir: dir, Iteration: 2, Resume: true}); err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	recorded(0, 1)
	write(r, 2)
	recorded(0, 1, 2)
}
