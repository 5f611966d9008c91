package serve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
)

// Record says where and how episodes are recorded.
type Record struct {
	// Dir is the folder; what it holds already is gone on with.
	Dir string
	// Every is the number of episodes that one line of metrics is at least
	// about, which viewers call an iteration; 0 means 64.
	Every int
	// Apart is the least time between two lines; 0 means 5 seconds.
	Apart time.Duration
	// Samples is the number of layouts recorded with each line; 0 means 4.
	Samples int
	// TensorBoard writes event files too.
	TensorBoard bool
	// Opened is called once the folder belongs to this server alone; may be nil.
	Opened func() error
}

// recorder turns episodes into the records of a run, so that the viewer and the
// logs of a run work for whoever trains elsewhere. An episode never waits for
// it: where it cannot keep up, episodes are left out and counted.
type recorder struct {
	s    *Server
	o    Record
	lock *metrics.Lock
	to   *metrics.Recorder
	// deaf ends the socket that viewers attach to by the folder's name.
	deaf func() error

	// todo is worked off by one goroutine, which alone uses what follows.
	todo  chan func()
	ended chan struct{}

	err       error
	iteration int
	before    float64 // seconds that earlier runs of the server took
	began     time.Time
	wrote     time.Time
	shown     time.Time
	window    *window
}

// queue bounds the episodes that wait for the recorder.
const queue = 256

func newRecorder(s *Server, o Record) (*recorder, []session.Record, error) {
	if o.Every <= 0 {
		o.Every = 64
	}
	if o.Samples <= 0 {
		o.Samples = 4
	}
	if o.Apart <= 0 {
		o.Apart = 5 * time.Second
	}
	now := s.opts.Now()
	r := &recorder{s: s, o: o, todo: make(chan func(), queue), ended: make(chan struct{}), began: now, wrote: now, window: &window{}}
	history, err := r.open()
	if err != nil {
		return nil, nil, errors.Join(err, r.leave())
	}
	go r.run()
	return r, history, nil
}

// open takes the folder and returns what it holds.
func (r *recorder) open() (history []session.Record, err error) {
	if r.lock, err = metrics.AcquireLock(r.o.Dir); err != nil {
		return nil, err
	}
	if history, err = metrics.History(r.o.Dir); err != nil {
		return nil, err
	}
	if n := len(history); n > 0 {
		r.iteration, r.before = history[n-1].Iteration+1, history[n-1].Elapsed
	}
	r.to, err = metrics.Open(metrics.Options{Dir: r.o.Dir, Iteration: r.iteration, Resume: true, TensorBoard: r.o.TensorBoard})
	if err != nil {
		return nil, err
	}
	if r.o.Opened != nil {
		if err := r.o.Opened(); err != nil {
			return nil, err
		}
	}
	r.s.hub.Keep(metrics.NewArchive(r.o.Dir))
	if _, r.deaf, err = session.Open(r.s.hub, r.o.Dir, ""); err != nil {
		return nil, err
	}
	return history, r.to.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventStart, Note: "serving"})
}

// run works until close.
func (r *recorder) run() {
	defer close(r.ended)
	for do := range r.todo {
		if do == nil {
			break
		}
		do()
	}
	if r.window.episodes > 0 {
		r.write()
	}
}

// close writes down what is left and returns the first error there was.
func (r *recorder) close() error {
	r.todo <- nil
	<-r.ended
	return r.err
}

// leave gives the folder up, after viewers have been told of the end.
func (r *recorder) leave() error {
	var errs []error
	if r.to != nil {
		errs = append(errs, r.to.Close())
	}
	if r.deaf != nil {
		errs = append(errs, r.deaf())
	}
	if r.lock != nil {
		errs = append(errs, r.lock.Close())
	}
	return errors.Join(errs...)
}

// record notes an episode, or a response that was scored.
func (s *Server) record(task *scenes.Task, turns []moved) {
	s.meters.episodes.Inc()
	if s.notes == nil {
		return
	}
	select {
	case s.notes.todo <- func() { s.notes.add(task, turns) }:
	case <-s.notes.ended:
	default:
		s.meters.unrecorded.Inc()
	}
}

// event notes what has happened to the server from outside.
func (r *recorder) event(e metrics.Event) {
	select {
	case r.todo <- func() {
		e.Iteration = r.iteration
		r.failed(r.to.Event(e))
	}:
	case <-r.ended:
	}
}

// maxWindow bounds the turns that one line is about.
const maxWindow = 1 << 16

// add takes an episode in, shows it to viewers now and then, and writes a line
// when it is time.
func (r *recorder) add(task *scenes.Task, turns []moved) {
	r.window.add(task, turns, r.o.Samples, r.iteration)
	now := r.s.opts.Now()
	if now.Sub(r.shown) >= time.Second {
		r.shown = now
		r.s.hub.Publish(session.Event{Samples: r.window.layouts()})
	}
	if r.window.episodes >= r.o.Every && now.Sub(r.wrote) >= r.o.Apart || len(r.window.scores) >= maxWindow {
		r.write()
	}
}

// write records the window.
func (r *recorder) write() {
	now := r.s.opts.Now()
	rec := session.Record{Iteration: r.iteration, Elapsed: r.before + now.Sub(r.began).Seconds(), Metrics: r.window.metrics(r.s.opts.Terms.Terms())}
	err := r.to.Record(rec)
	for i, s := range r.window.samples {
		if err == nil {
			err = r.keep(s, i)
		}
	}
	r.failed(err)
	r.s.hub.Publish(session.Event{Record: &rec, Samples: r.window.layouts()})
	r.iteration++
	r.wrote, r.window = now, &window{}
}

// failed says the first error; episodes go on without a record then.
func (r *recorder) failed(err error) {
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("recording in %s: %w", r.o.Dir, err)
		r.s.opts.Log(r.err.Error() + "; serving goes on without")
	}
}

// keep records a layout with its picture, where it has one.
func (r *recorder) keep(s sample, n int) error {
	if s.picture == nil {
		return r.to.Sample(s.SampleLayout, n, "")
	}
	file := filepath.Join(r.o.Dir, metrics.SamplesDir+".new")
	if err := durable.WriteFile(file, s.picture, 0o644); err != nil {
		return err
	}
	return errors.Join(r.to.Sample(s.SampleLayout, n, file), os.Remove(file))
}
