package trace

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// ticks is a clock that goes on by a millisecond whenever it is looked at.
func ticks() func() time.Duration {
	var mu sync.Mutex
	var t time.Duration
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		t += time.Millisecond
		return t
	}
}

func decode(t *testing.T, data []byte) []event {
	t.Helper()
	var events []event
	if err := json.Unmarshal(data, &events); err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	return events
}

func TestSpans(t *testing.T) {
	var out bytes.Buffer
	w := New(&out, Options{Now: ticks()})
	ctx := With(context.Background(), w)
	ctx, end := Lane(ctx, "training", "iteration", slog.Int("iteration", 7))
	_, inner := Span(ctx, "sample")
	inner()
	_, a := Lane(ctx, "term", "physics")
	_, b := Lane(ctx, "term", "format")
	b()
	a()
	_, c := Lane(ctx, "term", "physics")
	c()
	end()
	_, alone := Span(With(context.Background(), w), "request")
	alone()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	type span struct {
		Name     string
		Lane     int
		At, Took float64
	}
	var got []span
	lanes := map[int]any{}
	for _, e := range decode(t, out.Bytes()) {
		switch {
		case e.Phase == "X":
			got = append(got, span{e.Name, e.Lane, e.Time / 1000, e.Duration / 1000})
		case e.Name == "thread_name":
			lanes[e.Lane] = e.Args["name"]
		}
		if e.Name == "iteration" && e.Args["iteration"] != 7.0 {
			t.Errorf("the iteration has the arguments %v", e.Args)
		}
	}
	want := []span{
		{"sample", 1, 2, 1}, {"format", 3, 5, 1}, {"physics", 2, 4, 3}, {"physics", 2, 8, 1}, {"iteration", 1, 1, 9}, {"request", 4, 11, 1},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(map[int]any{1: "training", 2: "term", 3: "term 2", 4: "request"}, lanes); d != "" {
		t.Error(d)
	}
}

func TestWithoutWriter(t *testing.T) {
	ctx := context.Background()
	got, end := Span(ctx, "x")
	end()
	if got != ctx {
		t.Error("a span without a writer makes a context")
	}
	if n := testing.AllocsPerRun(100, func() { _, end := Lane(ctx, "a", "b"); end() }); n > 0 {
		t.Errorf("a span without a writer allocates %v times", n)
	}
}

// TestBounded ends a trace at its size, as a whole file.
func TestBounded(t *testing.T) {
	var out bytes.Buffer
	full := 0
	w := New(&out, Options{MaxBytes: 2000, Full: func() { full++ }})
	ctx := With(context.Background(), w)
	for range 1000 {
		_, end := Span(ctx, "step")
		end()
	}
	if err := w.Close(); err != nil || full != 1 || out.Len() > 2010 || len(decode(t, out.Bytes())) < 10 {
		t.Errorf("error %v, told %d times, %d bytes", err, full, out.Len())
	}
}

func TestManyAtATime(t *testing.T) {
	var out bytes.Buffer
	w := New(&out, Options{})
	ctx := With(context.Background(), w)
	var g sync.WaitGroup
	for range 8 {
		g.Go(func() {
			for range 100 {
				in, end := Lane(ctx, "worker", "work")
				_, deeper := Span(in, "part", slog.Float64("value", math.NaN()))
				deeper()
				end()
			}
		})
	}
	g.Wait()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	n, lanes := 0, map[int]float64{}
	for _, e := range decode(t, out.Bytes()) {
		if e.Phase != "X" {
			continue
		}
		n++
		// The spans of a lane come in the order in which they ended.
		if e.Name == "work" {
			if e.Time < lanes[e.Lane] {
				t.Fatalf("lane %d has two spans at a time", e.Lane)
			}
			lanes[e.Lane] = e.Time + e.Duration - 0.002 // of rounding
		}
	}
	if n != 1600 || len(lanes) > 8 {
		t.Errorf("%d spans on %d lanes", n, len(lanes))
	}
}

// TestKilled looks at the file of a program that is killed in its second step: it has
// the whole of the first.
func TestKilled(t *testing.T) {
	var out bytes.Buffer
	ctx := With(context.Background(), New(&out, Options{}))
	for _, name := range []string{"first", "second"} {
		in, end := Lane(ctx, "training", name)
		_, part := Span(in, "part of the "+name)
		part()
		if name == "first" {
			end()
		}
	}
	events := decode(t, append(out.Bytes(), ']'))
	if last := events[len(events)-1]; last.Name != "first" || events[len(events)-2].Name != "part of the first" {
		t.Errorf("the file ends with %+v", last)
	}
}

// broken is a disk that is full.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("the disk is full") }

func TestDiskFull(t *testing.T) {
	w := New(broken{}, Options{})
	_, end := Span(With(context.Background(), w), "x")
	end()
	if err := w.Close(); err == nil || err.Error() != "the disk is full" {
		t.Errorf("Close returns %v", err)
	}
}
