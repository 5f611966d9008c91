package dataset

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// Options say what [Build] writes. Dir, Format, Source and Tasks are needed.
type Options struct {
	// Dir is the folder to write; it must be empty or not exist.
	Dir    string
	Format Format
	Source Source
	// Tasks is how many tasks are wanted. A source that ends sooner gives fewer.
	Tasks int
	// Seed decides everything random beside the source.
	Seed uint64
	// Validation is the share of the tasks that goes to the validation file, from
	// 0 to below 1. All rows of a task are in one file.
	Validation float64
	// Refine is the share of the tasks that also have a row for the second turn:
	// a faulty layout, its reward and its findings, to be mended. Above 0 it
	// needs Score.
	Refine float64
	// Draw draws the pictures; nil leaves them out.
	Draw func(ctx context.Context, scenes []render.Scene) ([][]byte, error)
	// Answer gives a layout to learn from, or nil where it finds none; where
	// Answer is nil itself, rows have no answers. Of what it gives only fully
	// valid layouts are taken; a task without one is passed over. It is called
	// from several goroutines.
	Answer func(ctx context.Context, task *scenes.Task, seed uint64) (*scenes.Layout, error)
	// Score tells the reward and the findings of a layout, as the environment
	// tells them between turns. It is called from several goroutines.
	Score func(ctx context.Context, task *scenes.Task, layout *scenes.Layout) (float64, []scenes.Finding, error)
	// Agent is the name of verl's agent loop for the rows; empty leaves the
	// choice to its configuration.
	Agent string
	// Library has the models of the tasks, for the card.
	Library *assets.Library
	// Version and Made are the program's version and how the folder was made, for
	// the card.
	Version, Made string
	// Progress is told how many tasks are done; it may be nil.
	Progress func(tasks int)
}

// Report is what was written.
type Report struct {
	// Files are those of the folder, the training file first.
	Files []File `json:"files"`
	// Tasks and Refinements are counts over both files: tasks, and rows of second
	// turns.
	Tasks       int `json:"tasks"`
	Refinements int `json:"refinements"`
	// Repeated counts tasks passed over because they were there already,
	// Unanswered those without a valid answer.
	Repeated   int `json:"repeated"`
	Unanswered int `json:"unanswered"`
	// Wishes counts what the answers' tasks ask for in words that are understood,
	// Met how much of it the answers meet.
	Wishes int `json:"wishes"`
	Met    int `json:"met"`
	// Objects is the number of objects of all tasks.
	Objects int `json:"objects"`
}

// File is one file of a data set.
type File struct {
	Name  string `json:"name"`
	Split string `json:"split"`
	Tasks int    `json:"tasks"`
	Rows  int    `json:"rows"`
	// SHA256 is the hash of the file in hexadecimal digits.
	SHA256 string `json:"sha256"`
}

// batchSize is how many tasks are worked on at a time: enough for every processor
// and for one call of the renderer, few enough to hold their pictures.
const batchSize = 64

// mostDry is how many tasks in a row may be there already, or without a valid
// answer, before it is taken that there will be no other.
const mostDry = 1000

func (o *Options) check() error {
	switch {
	case !slices.Contains(Formats, o.Format):
		return fmt.Errorf("unknown format %q; use one of %v", o.Format, Formats)
	case o.Source == nil:
		return errors.New("there is nothing to take tasks from")
	case o.Tasks < 1:
		return fmt.Errorf("%d tasks were asked for; at least one is needed", o.Tasks)
	case !(o.Refine >= 0 && o.Refine <= 1):
		return fmt.Errorf("the share of refinements is %v; it must be from 0 to 1", o.Refine)
	case o.Refine > 0 && o.Score == nil:
		return errors.New("refinements need something that scores layouts")
	case !(o.Validation >= 0 && o.Validation < 1):
		return fmt.Errorf("the share of validation is %v; it must be from 0 to below 1", o.Validation)
	}
	return nil
}

// Build writes a data set. On an error, or when the context ends, nothing is
// left of it.
func Build(ctx context.Context, o Options) (*Report, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	dir, err := stage(o.Dir)
	if err != nil {
		return nil, err
	}
	defer dir.discard()
	// 1 − 0.95 is not quite 0.05.
	o.Validation = math.Round(o.Validation*1e9) / 1e9
	b := &builder{Options: &o, dir: dir, used: map[string]bool{}, seen: map[key]bool{}}
	defer b.abandon()
	if err := b.run(ctx); err != nil {
		return nil, err
	}
	if err := b.finish(); err != nil {
		return nil, err
	}
	if err := dir.write("README.md", b.card()); err != nil {
		return nil, err
	}
	return &b.report, dir.publish()
}

// builder is one run of [Build].
type builder struct {
	*Options
	dir    *folder
	splits [2]*split // training, validation
	report Report
	seen   map[key]bool
	// used are the assets of the tasks.
	used map[string]bool
	// columns are those of the rows, for the card.
	columns []string
	// place counts the tasks drawn from the source, dry those in a row of which
	// nothing came.
	place, dry int
}

// run works through the source in batches.
func (b *builder) run(ctx context.Context) error {
	for b.report.Tasks < b.Tasks {
		tasks, err := b.Source.Next(ctx, min(batchSize, b.Tasks-b.report.Tasks))
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return err
		}
		if err := b.batch(ctx, tasks); err != nil {
			return err
		}
		if b.Progress != nil {
			b.Progress(b.report.Tasks)
		}
		if end {
			break
		}
		if b.dry >= mostDry {
			return fmt.Errorf("of %d tasks in a row none is new with a valid answer; ask for fewer, for other rooms, or for another policy or more tries", b.dry)
		}
	}
	if b.report.Tasks == 0 {
		return errors.New("there are no tasks to write")
	}
	return ctx.Err()
}

// batch makes the rows of some tasks and writes them.
func (b *builder) batch(ctx context.Context, tasks []*scenes.Task) error {
	items := make([]*item, 0, len(tasks))
	for _, t := range tasks {
		k, err := keyOf(t)
		if err != nil {
			return err
		}
		if b.seen[k] {
			b.report.Repeated++
			b.dry++
			continue
		}
		b.seen[k] = true
		items = append(items, &item{task: t, seed: b.seed(b.place)})
		b.place++
	}
	if err := each(ctx, 0, items, func(it *item) error { return b.prepare(ctx, it) }); err != nil {
		return err
	}
	kept := items[:0]
	for _, it := range items {
		if it.unanswered {
			b.report.Unanswered++
			b.dry++
			continue
		}
		b.dry = 0
		kept = append(kept, it)
	}
	if err := b.draw(ctx, kept); err != nil {
		return err
	}
	for _, it := range kept {
		if err := b.put(it); err != nil {
			return err
		}
	}
	return nil
}

// put writes the rows of one task to the file that its number belongs to: the
// shares are even all along the set, which begins with a task for training and
// goes on with one for validation.
func (b *builder) put(it *item) error {
	at := 0
	due := func(n int) float64 { return math.Ceil(float64(n) * b.Validation) }
	if n := b.report.Tasks; n > 0 && due(n) > due(n-1) {
		at = 1
	}
	s, err := b.split(at)
	if err != nil {
		return err
	}
	for i := range it.rows {
		r := &it.rows[i]
		r.split, r.index = s.file.Split, s.file.Rows
		cells := b.Format.cells(b.Options, r)
		if b.columns == nil {
			for _, c := range cells {
				b.columns = append(b.columns, c.name)
			}
		}
		if err := s.out.write(cells); err != nil {
			return fmt.Errorf("write %s: %w", s.file.Name, err)
		}
		s.file.Rows++
		if r.turn > 0 {
			b.report.Refinements++
		}
	}
	s.file.Tasks++
	b.report.Tasks++
	b.report.Objects += len(it.task.Objects)
	b.report.Wishes += it.wishes
	b.report.Met += it.met
	for i := range it.task.Objects {
		if a := it.task.Objects[i].Asset; a != "" {
			b.used[a] = true
		}
	}
	return nil
}

// assets lists what the tasks are furnished with.
func (b *builder) assets() []string { return slices.Sorted(maps.Keys(b.used)) }
