package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/metaspatial/metaspatial/host/metrics"
)

// maxMinutes is the longest training of a row.
const maxMinutes = 4

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := ablate(ctx, os.Args[1:]); err != nil {
		if errors.Is(err, context.Canceled) {
			err = errors.New("interrupted; what is finished stays, the same command goes on from there")
		}
		fmt.Fprintln(os.Stderr, "ablate:", err)
		os.Exit(1)
	}
}

func ablate(ctx context.Context, args []string) (err error) {
	f := flag.NewFlagSet("ablate", flag.ExitOnError)
	minutes := f.Float64("minutes", 2, "training time of a run, at most 4")
	seeds := f.String("seeds", "1,2,3", "seeds of every row")
	only := f.String("only", "", "train these rows only; the tables show whatever is finished")
	out := f.String("out", "runs/ablations", "folder of the runs")
	jobs := f.Int("jobs", 1, "runs at the same time")
	rooms := f.Int("n", 100, "rooms of each suite")
	suites := f.String("suites", "normal,tight,poly,free", "suites to measure on, the main one first")
	asJSON := f.Bool("json", false, "print JSON instead of the tables")
	docs := f.String("docs", "", "put the tables into this page, between its markers, and the curves beside it")
	if err := f.Parse(args); err != nil {
		return err
	}
	s := &study{out: *out, minutes: *minutes, rooms: *rooms, suites: fields(*suites), jobs: *jobs, log: os.Stderr}
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("%q is no flag; see --help", f.Arg(0))
	case !(s.minutes > 0 && s.minutes <= maxMinutes):
		return fmt.Errorf("--minutes must be above 0 and at most %d", maxMinutes)
	case s.rooms < 1 || s.rooms > 10000:
		return errors.New("--n must be from 1 to 10000")
	case s.jobs < 1 || s.jobs > runtime.NumCPU():
		return fmt.Errorf("--jobs must be from 1 to %d, the number of processors", runtime.NumCPU())
	case len(s.suites) == 0:
		return errors.New("--suites names none")
	}
	if s.seeds, err = parseSeeds(*seeds); err != nil {
		return err
	}
	chosen, err := find(fields(*only))
	if err != nil {
		return err
	}
	if *docs != "" {
		if err := checkPage(*docs); err != nil {
			return err
		}
	}

	lock, err := metrics.AcquireLock(s.out)
	if err != nil {
		return err
	}
	defer lock.Close()
	// All rows are read now, since what cannot stand in the tables should be
	// known before hours of training.
	all, err := s.list(rows)
	if err != nil {
		return err
	}
	todo := slices.DeleteFunc(all, func(j *job) bool {
		return !slices.ContainsFunc(chosen, func(r row) bool { return r.ID == j.Row.ID })
	})
	if s.program, err = buildProgram(ctx, s.out); err != nil {
		return err
	}
	if err := s.run(ctx, todo); err != nil {
		return err
	}
	if err := s.publish(*docs, *asJSON); err != nil {
		return err
	}
	if len(s.Failed) > 0 {
		return fmt.Errorf("%s failed: %s", count(len(s.Failed), "run"), strings.Join(s.Failed, "; "))
	}
	return nil
}

// publish writes the JSON and the curves, and the tables where they are wanted.
func (s *study) publish(docs string, asJSON bool) error {
	r, err := s.results()
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	data = append(data, '\n')
	if err := write(filepath.Join(s.out, "ablations.json"), data); err != nil {
		return err
	}
	pictures := s.out
	if docs != "" {
		pictures = filepath.Join(filepath.Dir(docs), imageDir)
	}
	drawn, err := r.figures(pictures)
	if err != nil {
		return err
	}
	tables := r.markdown(drawn)
	if docs != "" {
		if err := writePage(docs, tables); err != nil {
			return err
		}
	}
	if asJSON {
		_, err = os.Stdout.Write(data)
	} else {
		_, err = fmt.Println(tables)
	}
	return err
}

// fields splits a list at its commas.
func fields(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

func parseSeeds(list string) ([]uint64, error) {
	var out []uint64
	for _, text := range fields(list) {
		v, err := strconv.ParseUint(text, 10, 31)
		if err != nil || slices.Contains(out, v) {
			return nil, fmt.Errorf("--seeds %q: write different whole numbers, such as 1,2,3", list)
		}
		out = append(out, v)
	}
	if len(out) == 0 {
		return nil, errors.New("--seeds names none")
	}
	return out, nil
}
