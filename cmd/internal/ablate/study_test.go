package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
)

// The test program itself stands in for metaspatial when standIn is set: it
// notes its arguments in the file that standIn names and prints what training
// and measuring print.
const standIn = "ABLATE_STAND_IN"

func TestMain(m *testing.M) {
	if log := os.Getenv(standIn); log != "" {
		if err := act(log, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func act(log string, args []string) error {
	f, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	fmt.Fprintln(f, strings.Join(args, " "))
	f.Close()
	if args[0] == "eval" {
		of := strings.Split(args[slices.Index(args, "--suite")+1], ",")
		said := map[string]suite{}
		for i, s := range of {
			said[s] = suite{FullyValid: 1 - float64(i)/4, SHA256: "hash of " + s, Paper: &eval.Paper{Judge: 0.5}}
		}
		return json.NewEncoder(os.Stdout).Encode(map[string]any{"suites": said})
	}
	cfg, err := config.Load(args[2])
	if err != nil {
		return err
	}
	switch {
	case cfg.Turns == 5:
		return errors.New("five turns are too many")
	case cfg.Turns == 1:
		fmt.Fprintln(os.Stderr, "waiting")
		time.Sleep(time.Minute)
	}
	lines := ""
	for i := range 3 {
		lines += fmt.Sprintf(`{"iteration":%d,"elapsed_s":%d,"metrics":{"eval/fully_valid":%v}}`+"\n", i, 3*(i+1), 0.1*float64(i)*float64(cfg.Seed))
	}
	if err := os.WriteFile(filepath.Join(cfg.Out, "metrics.jsonl"), []byte(lines), 0o644); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"iterations": 3, "elapsed_s": 9, "after": suite{FullyValid: 0.8}})
}

// newStudy is a study in a folder of its own with the stand-in, and the file in
// which that notes its calls.
func newStudy(t *testing.T) (*study, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(t.TempDir(), "calls")
	t.Setenv(standIn, log)
	return &study{
		out: t.TempDir(), minutes: 1, seeds: []uint64{1, 2}, rooms: 8, suites: []string{"normal", "tight"}, jobs: 2,
		program: &program{self, "a"}, log: io.Discard,
	}, log
}

func perform(t *testing.T, s *study, ctx context.Context, ids ...string) error {
	t.Helper()
	chosen, err := find(ids)
	if err != nil {
		t.Fatal(err)
	}
	jobs, err := s.list(chosen)
	if err != nil {
		t.Fatal(err)
	}
	return s.run(ctx, jobs)
}

func calls(t *testing.T, log, kind string) (n int) {
	t.Helper()
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, kind+" ") {
			n++
		}
	}
	return n
}

// What is finished is not done again; rooms that are missing are measured, and
// nothing is trained for them.
func TestFinishedRunsStay(t *testing.T) {
	s, log := newStudy(t)
	for range 2 {
		if err := perform(t, s, t.Context(), baseID, "critic"); err != nil {
			t.Fatal(err)
		}
	}
	if n, m := calls(t, log, "train"), calls(t, log, "eval"); n != 4 || m != 4 {
		t.Errorf("%d trainings and %d measurements of 2 rows with 2 seeds", n, m)
	}
	s.suites = append(s.suites, "free")
	if err := perform(t, s, t.Context(), baseID); err != nil {
		t.Fatal(err)
	}
	if n, m := calls(t, log, "train"), calls(t, log, "eval"); n != 4 || m != 6 {
		t.Errorf("%d trainings and %d measurements after another suite was asked for", n, m)
	}
	if _, err := s.results(); err != nil {
		t.Error(err)
	}
}

// Runs of other settings are neither overwritten nor mixed in.
func TestOtherSettingsAreRefused(t *testing.T) {
	s, _ := newStudy(t)
	if err := perform(t, s, t.Context(), baseID); err != nil {
		t.Fatal(err)
	}
	s.minutes = 2
	if _, err := s.list(rows); err == nil || !strings.Contains(err.Error(), "other settings") {
		t.Errorf("a run of other settings: %v", err)
	}
	s.minutes = 1
	if err := os.WriteFile(filepath.Join(s.out, baseID, "seed-1", outcomeFile), []byte(`{"row": "ba`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := s.list(rows); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a damaged outcome: %v", err)
	}
}

// A row that fails is reported with what its process said; the others are done.
func TestFailureStopsNothing(t *testing.T) {
	s, _ := newStudy(t)
	if err := perform(t, s, t.Context(), "turns-5", "rloo"); err != nil {
		t.Fatal(err)
	}
	if len(s.Failed) != 2 || !strings.Contains(s.Failed[0], "five turns are too many") {
		t.Errorf("failures: %q", s.Failed)
	}
	r, err := s.results()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Rows) != 1 || r.Rows[0].ID != "rloo" || len(r.Rows[0].Runs) != 2 || len(r.Failed) != 2 {
		t.Errorf("results: %+v", r)
	}
}

// The end of the context ends the process; the run that was cut short is begun
// anew.
func TestInterrupt(t *testing.T) {
	s, log := newStudy(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			if data, err := os.ReadFile(filepath.Join(s.out, "turns-1", "seed-1", "train.log")); err == nil && len(data) > 0 {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	if err := perform(t, s, ctx, "turns-1"); !errors.Is(err, context.Canceled) {
		t.Fatalf("interrupted: %v", err)
	}
	jobs, err := s.list(rows[:1])
	if err != nil {
		t.Fatal(err)
	}
	// Its folder is there, as another row's that goes on in it.
	jobs[0].cfg.Out = filepath.Join(s.out, "turns-1", "seed-1")
	if _, err := s.do(t.Context(), jobs[0]); err != nil {
		t.Error(err)
	}
	if calls(t, log, "eval") != 1 {
		t.Error("the run that was begun anew was not measured")
	}
}

// A folder that holds something else is left alone.
func TestStrangersFolder(t *testing.T) {
	s, _ := newStudy(t)
	s.seeds = s.seeds[:1]
	own := filepath.Join(s.out, baseID, "seed-1", "holiday.jpg")
	if err := os.MkdirAll(filepath.Dir(own), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(own, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := perform(t, s, t.Context(), baseID); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(own); err != nil || len(s.Failed) != 1 {
		t.Errorf("%v, failures %q", err, s.Failed)
	}
}

func TestEstimate(t *testing.T) {
	s := &study{minutes: 2, seeds: []uint64{1, 2, 3}, jobs: 1, out: t.TempDir()}
	jobs, err := s.list(rows[:2])
	if err != nil {
		t.Fatal(err)
	}
	if s.left = jobs; s.estimate() != "6 runs left, about 9 min" { // 3·2 min and 6·25 s
		t.Error(s.estimate())
	}
	if s.beside = []float64{50, 70}; s.estimate() != "6 runs left, about 12 min" {
		t.Error(s.estimate())
	}
}
