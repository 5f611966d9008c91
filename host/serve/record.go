package serve

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/metaspatial/metaspatial/host/internal/durable"
	"github.com/metaspatial/metaspatial/host/metrics"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// Record says where and how episodes are recorded.
type Record struct {
	// Dir is the folder; what it holds already is gone on with.
	Dir string
	// Every is the number of episodes that one line of metrics is about, which
	// viewers call an iteration; 0 means 64.
	Every int
	// Samples is the number of layouts recorded with each line; 0 means 4.
	Samples int
	// TensorBoard writes event files too.
	TensorBoard bool
	// Opened is called once the folder belongs to this server alone; may be nil.
	Opened func() error
}

// played is an episode that has come to its end, or a response that was scored.
type played struct {
	task  *scenes.Task
	turns []moved
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

	in    chan played
	ended chan struct{}
	err   error

	iteration int
	before    float64 // seconds that earlier runs of the server took
	began     time.Time
	window    []played
	shown     time.Time
}

// queue bounds the episodes that wait for the recorder.
const queue = 256

// begin opens the record and makes the server known to viewers.
func (s *Server) begin() error {
	history := []session.Record(nil)
	if s.opts.Record != nil {
		r, old, err := newRecorder(s, *s.opts.Record)
		if err != nil {
			return err
		}
		s.notes, history = r, old
		go r.run()
	}
	s.hub.Begin(0, s.terms(), history, service{s})
	s.hub.SetState(session.Running, nil)
	return nil
}

// finish writes down what is left.
func (s *Server) finish(failed error) error {
	var err error
	if s.notes != nil {
		err = s.notes.close()
	}
	if failed != nil {
		s.hub.SetState(session.Failed, failed)
	} else {
		s.hub.SetState(session.Finished, nil)
	}
	if s.notes != nil {
		err = errors.Join(err, s.notes.leave())
	}
	return err
}

func (s *Server) terms() []session.Term {
	var out []session.Term
	for _, t := range s.opts.Terms.Terms() {
		out = append(out, session.Term{Name: t.Name, Weight: t.Weight})
	}
	return out
}

// record notes an episode.
func (s *Server) record(task *scenes.Task, turns []moved) {
	s.meters.episodes.Inc()
	if s.notes == nil {
		return
	}
	select {
	case s.notes.in <- played{task, turns}:
	case <-s.notes.ended:
	default:
		s.meters.unrecorded.Inc()
	}
}

func newRecorder(s *Server, o Record) (*recorder, []session.Record, error) {
	if o.Every <= 0 {
		o.Every = 64
	}
	if o.Samples <= 0 {
		o.Samples = 4
	}
	r := &recorder{s: s, o: o, in: make(chan played, queue), ended: make(chan struct{}), began: s.opts.Now()}
	var err error
	if r.lock, err = metrics.AcquireLock(o.Dir); err != nil {
		return nil, nil, err
	}
	history, err := metrics.History(o.Dir)
	if err == nil {
		if n := len(history); n > 0 {
			r.iteration, r.before = history[n-1].Iteration+1, history[n-1].Elapsed
		}
		r.to, err = metrics.Open(metrics.Options{Dir: o.Dir, Iteration: r.iteration, Resume: true, TensorBoard: o.TensorBoard})
	}
	if err == nil && o.Opened != nil {
		err = o.Opened()
	}
	if err == nil {
		_, r.deaf, err = session.Open(s.hub, o.Dir, "")
	}
	if err == nil {
		err = r.to.Event(metrics.Event{Iteration: r.iteration, Kind: metrics.EventStart, Note: "serving"})
	}
	if err != nil {
		if r.deaf != nil {
			err = errors.Join(err, r.deaf())
		}
		if r.to != nil {
			err = errors.Join(err, r.to.Close())
		}
		return nil, nil, errors.Join(err, r.lock.Close())
	}
	return r, history, nil
}

// run records until the server ends.
func (r *recorder) run() {
	defer close(r.ended)
	for p := range r.in {
		if p.task == nil {
			break
		}
		r.add(p)
	}
	if len(r.window) > 0 {
		r.write()
	}
}

// close ends the recorder. Nothing is recorded any more when it is called.
func (r *recorder) close() error {
	r.in <- played{}
	<-r.ended
	return errors.Join(r.err, r.to.Close())
}

// leave gives the folder up, after viewers have been told of the end.
func (r *recorder) leave() error { return errors.Join(r.deaf(), r.lock.Close()) }

// add takes an episode in, shows it to viewers now and then, and writes a line
// when there are enough.
func (r *recorder) add(p played) {
	r.window = append(r.window, p)
	if now := r.s.opts.Now(); now.Sub(r.shown) >= time.Second {
		r.shown = now
		r.s.hub.Publish(session.Event{Samples: r.samples()})
	}
	if len(r.window) >= r.o.Every {
		r.write()
	}
}

// samples are the newest layouts.
func (r *recorder) samples() []session.SampleLayout {
	out := []session.SampleLayout{}
	for i := len(r.window) - 1; i >= 0 && len(out) < r.o.Samples; i-- {
		if s, ok := r.sample(&r.window[i]); ok {
			out = append(out, s)
		}
	}
	return out
}

func (r *recorder) sample(p *played) (session.SampleLayout, bool) {
	last := &p.turns[len(p.turns)-1]
	return session.SampleLayout{
		Iteration: r.iteration, Turn: len(p.turns) - 1, Task: p.task, Layout: last.outcome.Layout,
		Reward: last.reward, Findings: last.outcome.Score.Findings,
	}, last.outcome.Layout != nil
}

// write records the window. An error is said once; episodes go on without a
// record then.
func (r *recorder) write() {
	rec := session.Record{Iteration: r.iteration, Elapsed: r.before + r.s.opts.Now().Sub(r.began).Seconds(), Metrics: r.metrics()}
	err := r.to.Record(rec)
	n := 0
	for i := range r.window {
		s, ok := r.sample(&r.window[i])
		if err != nil || !ok || n >= r.o.Samples {
			continue
		}
		err = r.keep(s, n, r.window[i].turns[len(r.window[i].turns)-1].picture)
		n++
	}
	if err != nil && r.err == nil {
		r.err = fmt.Errorf("recording in %s: %w", r.o.Dir, err)
		r.s.opts.Log(r.err.Error() + "; serving goes on without")
	}
	r.s.hub.Publish(session.Event{Record: &rec, Samples: r.samples()})
	r.iteration++
	r.window = nil
}

// keep records a layout with its picture, where it has one.
func (r *recorder) keep(s session.SampleLayout, n int, picture []byte) error {
	if picture == nil {
		return r.to.Sample(s, n, "")
	}
	file := filepath.Join(r.o.Dir, metrics.SamplesDir+".new")
	if err := durable.WriteFile(file, picture, 0o644); err != nil {
		return err
	}
	return errors.Join(r.to.Sample(s, n, file), os.Remove(file))
}

// metrics are those of the window, under the names of a training run.
func (r *recorder) metrics() map[string]float64 {
	m := map[string]float64{}
	terms := r.s.opts.Terms.Terms()
	var all []reward.Score
	var tally measure.Tally
	var sums, counts []float64
	final, total, parsed := 0.0, 0.0, 0.0
	for _, p := range r.window {
		for t, turn := range p.turns {
			if t == len(sums) {
				sums, counts = append(sums, 0), append(counts, 0)
			}
			sums[t] += turn.reward
			counts[t]++
			total += turn.reward
			all = append(all, turn.outcome.Score)
			if turn.outcome.Layout != nil {
				parsed++
			}
		}
		last := &p.turns[len(p.turns)-1]
		final += last.reward
		layout := last.outcome.Layout
		if layout == nil {
			layout = &scenes.Layout{}
		}
		tally.Add(measure.NewChecker(p.task).Measure(layout))
	}
	n := float64(len(all))
	m["reward/mean"], m["reward/final"], m["layout/parsed"] = total/n, final/float64(len(r.window)), parsed/n
	for t := range sums {
		m[fmt.Sprintf("reward/turn_%d", t)] = sums[t] / counts[t]
	}
	for i, s := range reward.Summarise(len(terms), all) {
		name := "term/" + terms[i].Name
		m[name], m[name+"/std"], m[name+"/invalid"], m[name+"/weight"] = s.Mean, s.Std, s.Invalid, terms[i].Weight
	}
	for _, c := range tally.Summary().Columns() {
		m["layout/"+c.Name] = c.Value
	}
	for name, v := range m {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			delete(m, name)
		}
	}
	return m
}

// obey carries out what viewers ask for, until the context ends: new weights,
// and the end.
func (s *Server) obey(ctx context.Context, stop func()) {
	for {
		actions, _, end := s.hub.Actions()
		for _, a := range actions {
			if a.Kind != session.ActionWeight {
				continue
			}
			if err := s.opts.Terms.SetWeight(a.Term, a.Weight); err != nil {
				s.opts.Log(err.Error())
				continue
			}
			s.opts.Log(fmt.Sprintf("a viewer gave reward term %q the weight %g", a.Term, a.Weight))
			s.hub.Publish(session.Event{Terms: s.terms()})
		}
		if end {
			s.opts.Log("a viewer ended the server")
			stop()
		}
		if s.hub.Wait(ctx) != nil {
			return
		}
	}
}

// errorLog passes on what net/http has to say.
func (s *Server) errorLog() *log.Logger { return log.New(lineWriter(s.opts.Log), "", 0) }

// lineWriter hands every write on as a line.
type lineWriter func(string)

func (w lineWriter) Write(p []byte) (int, error) {
	w(string(bytes.TrimSpace(p)))
	return len(p), nil
}
