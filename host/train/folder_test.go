package train_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/host/checkpoint"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/train"
)

// A run whose folder is taken from it ends, and writes nothing into one that may
// be another run's by then.
func TestFolderIsMovedOrRemoved(t *testing.T) {
	for name, take := range map[string]func(dir string) error{
		"moved":   func(dir string) error { return os.Rename(dir, dir+"-moved") },
		"removed": os.RemoveAll,
		"replaced": func(dir string) error {
			if err := os.Rename(dir, dir+"-moved"); err != nil {
				return err
			}
			l, err := metrics.AcquireLock(dir)
			if err != nil {
				return err
			}
			return l.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(t, 20)
			o.Config.Recorder.SamplesEvery = 0
			o.Progress = func(p train.Progress) {
				if p.Iteration != 7 {
					return
				}
				if err := take(o.Config.Out); err != nil {
					t.Skipf("folders in use cannot be moved here: %v", err)
				}
			}
			res, err := train.Run(t.Context(), o)
			if want := "folder " + o.Config.Out + ", or run.lock in it, was moved or removed while the run went on"; err == nil || !strings.Contains(err.Error(), want) || res.Iterations != 7 {
				t.Errorf("got %v after %d iterations", err, res.Iterations)
			}
			for _, below := range []string{train.CheckpointDir, train.BestDir} {
				if _, err := os.Stat(filepath.Join(o.Config.Out, below)); !os.IsNotExist(err) {
					t.Errorf("it has written %s into the folder that is not its own: %v", below, err)
				}
			}
			if name != "moved" {
				return
			}
			o.Config.Out += "-moved"
			o.Policy, o.Resume, o.Progress = &toy.Policy{}, true, nil
			if res, err := train.Run(t.Context(), o); err != nil || res.Iterations != 20 {
				t.Errorf("resumed where it lies now: %+v, %v", res, err)
			}
		})
	}
}

// What lies in a folder before a run begins there, and below its own in others,
// is not the run's to remove.
func TestForeignFilesStay(t *testing.T) {
	o := options(t, 4)
	out := o.Config.Out
	leave := func(name string) {
		t.Helper()
		path := filepath.Join(out, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	there := func(name string) bool {
		_, err := os.Stat(filepath.Join(out, name))
		return err == nil
	}
	leave(".before-1")
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if !there(".before-1") {
		t.Error("a new run has removed a file that was there before")
	}
	ours := []string{".metrics.jsonl-12", "samples/.a.png-34", "checkpoints/.latest-56"}
	for _, name := range append(ours, "theirs/.notes-78") {
		leave(name)
	}
	o.Config.Iterations, o.Policy, o.Resume = 6, &toy.Policy{}, true
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	for _, name := range ours {
		if there(name) {
			t.Errorf("%s is still there", name)
		}
	}
	if !there("theirs/.notes-78") {
		t.Error("a resumed run has removed what lies in a folder that is not its own")
	}
}

// Checkpoints that are gone or cut short are told from a run that had none yet.
func TestResumeWithLessThanWasSaved(t *testing.T) {
	o := options(t, 12)
	if _, err := train.Run(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	said := ""
	o.Log = func(line string) { said += line + "\n" }
	o.Resume = true
	resume := func() (*train.Result, error) {
		o.Config.Iterations++
		o.Policy = &toy.Policy{}
		return train.Run(t.Context(), o)
	}
	newest := filepath.Join(o.Config.Out, train.CheckpointDir, "step-000012")
	if err := os.Remove(filepath.Join(newest, checkpoint.StateFile)); err != nil {
		t.Fatal(err)
	}
	if res, err := resume(); err != nil || res.Iterations != 13 || !strings.Contains(said, "step-000012 is damaged: it has no state.json; it is left out") {
		t.Errorf("without %s of the newest checkpoint: %+v, %v; said %q", checkpoint.StateFile, res, err, said)
	}
	if err := os.RemoveAll(filepath.Dir(newest)); err != nil {
		t.Fatal(err)
	}
	if _, err := resume(); err == nil || !strings.Contains(err.Error(), "it has a record of 13 iterations, but its checkpoints are gone") {
		t.Errorf("without checkpoints: %v", err)
	}
	if n := len(history(t, o.Config.Out)); n != 13 {
		t.Errorf("%d iterations are left on record", n)
	}
}
