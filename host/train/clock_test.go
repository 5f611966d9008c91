package train

import (
	"testing"
	"time"
)

func TestEstimates(t *testing.T) {
	// The first estimate comes early, the others at fixed parts of the plan.
	var due []int
	planned := 0
	for i := 1; i <= 100; i++ {
		if estimateDue(i, planned) {
			due, planned = append(due, i), 80
		}
	}
	want := []int{6, 20, 40, 60, 70}
	if len(due) != len(want) {
		t.Fatalf("estimated after %v, want %v", due, want)
	}
	for i := range want {
		if due[i] != want[i] {
			t.Errorf("estimated after %v, want %v", due, want)
		}
	}
	for name, c := range map[string]struct {
		finished   int
		pace, left float64
		want       int
	}{
		"half a minute left": {10, 0.5, 30, 10 + 58},
		"time is up":         {10, 0.5, -1, 10},
		"no pace":            {3, 0, 30, 3},
	} {
		if got := estimate(c.finished, c.pace, c.left); got != c.want {
			t.Errorf("%s: %d iterations, want %d", name, got, c.want)
		}
	}
}

func TestClockLeavesOutPauses(t *testing.T) {
	at := time.Unix(0, 0)
	c := clock{now: func() time.Time { return at }}
	c.start(time.Hour)
	at = at.Add(9 * time.Second) // the first iteration compiles
	c.lap()
	at = at.Add(2 * time.Second)
	c.lap()
	c.pause()
	at = at.Add(time.Minute)
	if got := c.elapsed(); got != time.Hour+11*time.Second {
		t.Errorf("elapsed %v during a pause", got)
	}
	c.resume()
	at = at.Add(4 * time.Second)
	c.lap()
	if got := c.elapsed(); got != time.Hour+15*time.Second {
		t.Errorf("elapsed %v after a pause", got)
	}
	if got := c.pace(); got != 3 {
		t.Errorf("pace %v s, want the mean of the iterations after the first", got)
	}
}

// A clock that is put back or forward while there is no better one takes no time
// away that was told.
func TestClockIsPutBack(t *testing.T) {
	at := time.Unix(1e9, 0)
	c := clock{now: func() time.Time { return at }}
	c.start(0)
	told := time.Duration(0)
	for _, jump := range []time.Duration{time.Second, -time.Hour, time.Second, 2 * time.Hour, -time.Minute} {
		at = at.Add(jump)
		c.lap()
		if got := c.elapsed(); got < told {
			t.Errorf("after %v: %v, and %v was told before", jump, got, told)
		} else {
			told = got
		}
		if p := c.pace(); p < 0 {
			t.Errorf("after %v: a pace of %v", jump, p)
		}
	}
}
