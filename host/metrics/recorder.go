package metrics

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/session"
)

// The files of a run's folder.
const (
	MetricsFile    = "metrics.jsonl"
	SamplesFile    = "samples.jsonl"
	SamplesDir     = "samples"
	EventsFile     = "events.jsonl"
	TensorBoardDir = "tensorboard"
)

// Options say how to record.
type Options struct {
	// Dir is the run's folder; it is made when missing.
	Dir string
	// Iteration is the first one that will be recorded: 0 for a new run, that
	// of the checkpoint for a resumed one.
	Iteration int
	// Resume allows the folder to hold a run already.
	Resume bool
	// TensorBoard writes event files too.
	TensorBoard bool
}

// Event is a control event: something that happened to the run from outside,
// or that depended on the clock. A resumed run replays those that decide what
// it computes.
type Event struct {
	// Iteration is the one before which the event took effect.
	Iteration int `json:"iteration"`
	// Kind is one of the Event constants.
	Kind string `json:"kind"`
	// Term is the reward term of an EventWeight and an EventLost.
	Term string `json:"term,omitempty"`
	// Value is the weight of an EventWeight, the number of iterations of an
	// EventPlan, and the iteration that an EventRollback went back to.
	Value float64 `json:"value,omitempty"`
	// Note says why, for people.
	Note string `json:"note,omitempty"`
}

// The kinds of event.
const (
	EventStart  = "start"
	EventPause  = "pause"
	EventResume = "resume"
	EventStop   = "stop"
	EventWeight = "weight"
	EventPlan   = "plan"
	// EventRollback is a run that diverged and got the weights of an earlier
	// iteration back.
	EventRollback = "rollback"
	// EventLost is a reward term that failed and takes no part any more.
	EventLost = "lost"
)

// replayed are the kinds of event that decide what a run computes.
var replayed = []string{EventWeight, EventPlan, EventRollback, EventLost}

// Recorder writes a run's folder. It is not for use by several goroutines.
type Recorder struct {
	dir                      string
	metrics, samples, events *lines
	board                    *board
	next                     int
	pending                  []Event
}

// Open prepares the folder: a new run must find it without metrics, a resumed
// one has what was recorded from its iteration on removed, because it will be
// recorded again.
func Open(o Options) (*Recorder, error) {
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("cannot make the run's folder: %w", durable.Explain(err, o.Dir))
	}
	r := &Recorder{dir: o.Dir, next: o.Iteration}
	if err := r.rewind(o.Iteration, o.Resume); err != nil {
		return nil, err
	}
	for _, f := range []struct {
		to   **lines
		name string
	}{{&r.metrics, MetricsFile}, {&r.samples, SamplesFile}, {&r.events, EventsFile}} {
		l, err := openLines(filepath.Join(o.Dir, f.name))
		if err != nil {
			r.Close()
			return nil, err
		}
		*f.to = l
	}
	if o.TensorBoard {
		if err := r.openBoard(); err != nil {
			r.Close()
			return nil, err
		}
	}
	return r, nil
}

func (r *Recorder) rewind(iteration int, resume bool) error {
	old, err := History(r.dir)
	if err != nil {
		return err
	}
	if !resume && len(old) > 0 {
		return fmt.Errorf("folder %s already holds a run of %d iterations; go on with it by --resume, or name another folder", r.dir, len(old))
	}
	for _, name := range []string{MetricsFile, SamplesFile} {
		if err := truncate(filepath.Join(r.dir, name), iteration); err != nil {
			return err
		}
	}
	// Events stay, but half a line would spoil the next.
	if err := truncate(filepath.Join(r.dir, EventsFile), math.MaxInt); err != nil {
		return err
	}
	err = readLines(filepath.Join(r.dir, EventsFile), func(line []byte, it int) error {
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			return err
		}
		if it >= iteration && slices.Contains(replayed, e.Kind) {
			r.pending = append(r.pending, e)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("cannot read back the events of %s: %w", r.dir, err)
	}
	slices.SortStableFunc(r.pending, func(a, b Event) int { return a.Iteration - b.Iteration })
	return nil
}

// Pending returns the recorded events that a resumed run has yet to replay, in
// their order. They stay in the file, so they are not to be recorded again.
func (r *Recorder) Pending() []Event { return r.pending }

// openBoard writes the event file anew from the kept records, so that it never
// shows an iteration twice.
func (r *Recorder) openBoard() error {
	old, err := History(r.dir)
	if err != nil {
		return err
	}
	if r.board, err = newBoard(filepath.Join(r.dir, TensorBoardDir), time.Now()); err != nil {
		return err
	}
	for _, rec := range old {
		if err := r.board.record(rec); err != nil {
			return err
		}
	}
	return nil
}

// Record writes the metrics of one iteration; iterations come in order.
func (r *Recorder) Record(rec session.Record) error {
	if rec.Iteration != r.next {
		return fmt.Errorf("iteration %d recorded where %d was due", rec.Iteration, r.next)
	}
	if err := r.metrics.append(rec); err != nil {
		return err
	}
	r.next++
	if r.board != nil {
		return r.board.record(rec)
	}
	return nil
}

// Sample is a layout on record, with its picture where one was drawn.
type Sample struct {
	session.SampleLayout
	// Image is the picture's path below the run's folder.
	Image string `json:"image,omitempty"`
}

// Sample writes a layout and copies its picture, where image is not empty,
// into the folder.
func (r *Recorder) Sample(s session.SampleLayout, number int, image string) error {
	out := Sample{SampleLayout: s}
	if image != "" {
		out.Image = filepath.ToSlash(filepath.Join(SamplesDir, fmt.Sprintf("%06d-%d-turn%d.png", s.Iteration, number, s.Turn)))
		if err := copyFile(image, filepath.Join(r.dir, out.Image)); err != nil {
			return fmt.Errorf("cannot record the picture of task %q: %w", s.Task.ID, err)
		}
	}
	return r.samples.append(out)
}

// Event writes a control event.
func (r *Recorder) Event(e Event) error { return r.events.append(e) }

// Sync flushes what was recorded to the disk.
func (r *Recorder) Sync() error {
	for _, l := range []*lines{r.metrics, r.samples, r.events} {
		if err := l.f.Sync(); err != nil {
			return durable.Explain(err, l.path)
		}
	}
	return nil
}

// Close closes the files.
func (r *Recorder) Close() error {
	var first error
	for _, l := range []*lines{r.metrics, r.samples, r.events} {
		if l == nil {
			continue
		}
		if err := l.f.Close(); err != nil && first == nil {
			first = durable.Explain(err, l.path)
		}
	}
	if r.board != nil {
		if err := r.board.f.Close(); err != nil && first == nil {
			first = durable.Explain(err, r.board.f.Name())
		}
	}
	return first
}

// History reads back the records of a run's folder.
func History(dir string) ([]session.Record, error) {
	var out []session.Record
	err := readLines(filepath.Join(dir, MetricsFile), func(line []byte, _ int) error {
		var rec session.Record
		if err := json.Unmarshal(line, &rec); err != nil {
			return err
		}
		out = append(out, rec)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("cannot read back the metrics of %s: %w", dir, err)
	}
	return out, nil
}

func copyFile(from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return durable.Write(to, 0o644, func(w io.Writer) error {
		_, err := io.Copy(w, src)
		return err
	})
}
