package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// study is all rows with all seeds.
type study struct {
	out     string
	minutes float64
	seeds   []uint64
	// rooms is the number of rooms of each suite.
	rooms   int
	suites  []string
	jobs    int
	program *program
	// log gets lines about the progress.
	log io.Writer

	mu sync.Mutex
	// beside are the seconds that runs took beside their training, and left the
	// jobs that are not done, for the estimate.
	beside []float64
	left   []*job
	// Failed says why runs failed.
	Failed []string
}

// overhead is what a run takes beside its training, as long as none is known.
const overhead = 25 * time.Second

// list makes the jobs of the rows, seed by seed, so that whatever disturbs the
// machine for an hour disturbs every row alike.
func (s *study) list(of []row) ([]*job, error) {
	var out []*job
	for _, seed := range s.seeds {
		for _, r := range of {
			c := base(s.minutes, seed, filepath.Join(s.out, r.ID, fmt.Sprintf("seed-%d", seed)))
			r.change(c)
			if err := c.Validate(); err != nil {
				return nil, fmt.Errorf("row %s: %w", r.ID, err)
			}
			had, err := read(c)
			if err != nil {
				return nil, err
			}
			if had != nil {
				s.beside = append(s.beside, had.TrainS+had.EvalS-had.ElapsedS)
			}
			out = append(out, &job{Row: r, cfg: c, had: had})
		}
	}
	return out, nil
}

// run does what is left of the jobs. A run that fails is reported and the
// others go on; only the end of the context stops them.
func (s *study) run(ctx context.Context, jobs []*job) error {
	todo := slices.DeleteFunc(slices.Clone(jobs), func(j *job) bool { return j.had != nil && j.had.measured(s.suites, s.rooms) })
	s.left = slices.Clone(todo)
	fmt.Fprintf(s.log, "%s, %d finished; %s\n", count(len(jobs), "run"), len(jobs)-len(todo), s.estimate())
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(s.jobs)
	for _, j := range todo {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			o, err := s.do(ctx, j)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			s.report(j, o, err)
			return nil
		})
	}
	return g.Wait()
}

// report says how a run went and how long the others will take.
func (s *study) report(j *job, o *outcome, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = slices.DeleteFunc(s.left, func(l *job) bool { return l == j })
	if err != nil {
		s.Failed = append(s.Failed, err.Error())
		fmt.Fprintf(s.log, "failed: %v; %s\n", err, s.estimate())
		return
	}
	s.beside = append(s.beside, o.TrainS+o.EvalS-o.ElapsedS)
	fmt.Fprintf(s.log, "%s, seed %d: %s, %.1f %% of %s fully valid; %s\n", j.Row.ID, o.Seed,
		count(o.Iterations, "iteration"), 100*o.Suites[s.suites[0]].FullyValid, s.suites[0], s.estimate())
}

// estimate says how much is left, by what the runs so far took beside their
// minutes.
func (s *study) estimate() string {
	if len(s.left) == 0 {
		return "nothing is left"
	}
	each := overhead.Seconds()
	if len(s.beside) > 0 {
		each = spreadOf(s.beside).Mean
	}
	total := 0.0
	for _, j := range s.left {
		total += each
		if j.had == nil && j.cfg.Iterations == 0 {
			total += j.cfg.Minutes * 60
		}
	}
	return fmt.Sprintf("%s left, about %s", count(len(s.left), "run"), duration(time.Duration(total/float64(s.jobs)*float64(time.Second))))
}

// duration writes hours and minutes, or seconds below two minutes.
func duration(d time.Duration) string {
	if d < 2*time.Minute {
		return fmt.Sprintf("%.0f s", d.Seconds())
	}
	m := int(d.Round(time.Minute) / time.Minute)
	if m < 60 {
		return fmt.Sprintf("%d min", m)
	}
	return fmt.Sprintf("%d h %d min", m/60, m%60)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
