package train

import "time"

// clock measures the training time of a run: what earlier parts of it took and
// this part without its pauses.
type clock struct {
	before  time.Duration
	started time.Time
	paused  time.Time
	lost    time.Duration
	// warm and first mark the end of the first iteration of this part, which
	// pays for compilation, so that the pace leaves it out.
	warm  time.Duration
	laps  int
	begun time.Duration
}

func (c *clock) start(before time.Duration) {
	c.before, c.started = before, time.Now()
	c.begun = before
}

func (c *clock) elapsed() time.Duration {
	now := time.Now()
	if !c.paused.IsZero() {
		now = c.paused
	}
	return c.before + now.Sub(c.started) - c.lost
}

func (c *clock) pause() { c.paused = time.Now() }

func (c *clock) resume() {
	c.lost += time.Since(c.paused)
	c.paused = time.Time{}
}

// lap marks the end of an iteration.
func (c *clock) lap() {
	c.laps++
	if c.laps == 1 {
		c.warm = c.elapsed()
	}
}

// pace is the mean number of seconds per iteration.
func (c *clock) pace() float64 {
	if c.laps < 2 {
		return (c.elapsed() - c.begun).Seconds() / float64(max(1, c.laps))
	}
	return (c.elapsed() - c.warm).Seconds() / float64(c.laps-1)
}
