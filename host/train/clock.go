package train

import "time"

// clock measures the training time of a run: what earlier parts of it took and
// this part without its pauses.
type clock struct {
	// now is time.Now, or a test's.
	now     func() time.Time
	before  time.Duration
	started time.Time
	paused  time.Time
	lost    time.Duration
	// warm and first mark the end of the first iteration of this part, which
	// pays for compilation, so that the pace leaves it out.
	warm  time.Duration
	laps  int
	begun time.Duration
	// most is the longest time that was told: a clock that is put back takes
	// none away.
	most time.Duration
}

func (c *clock) start(before time.Duration) {
	if c.now == nil {
		c.now = time.Now
	}
	c.before, c.started = before, c.now()
	c.begun = before
}

func (c *clock) elapsed() time.Duration {
	now := c.now()
	if !c.paused.IsZero() {
		now = c.paused
	}
	c.most = max(c.most, c.before+now.Sub(c.started)-c.lost)
	return c.most
}

func (c *clock) pause() { c.paused = c.now() }

func (c *clock) resume() {
	c.lost += c.now().Sub(c.paused)
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
