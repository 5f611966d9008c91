// Package guard cleans up after a host that was killed: a process of its own,
// which the host starts from its own program and holds by a pipe, ends what the
// host has left running and removes its private folder. Plugins see to
// themselves that they end with their host; the guard is for those that do not,
// and for whatever they have started.
package guard

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"sync"
	"time"
)

// env is the environment variable that makes this program a guard: it names the
// folder to remove.
const env = "METASPATIAL_GUARD_OF"

// farewell is how long plugins may end by themselves once their host is gone.
const farewell = 3 * time.Second

// minRest and maxRest bound the pause before a guard is started again that has
// ended soon after its start.
const (
	minRest = 10 * time.Millisecond
	maxRest = 10 * time.Second
)

func init() {
	if dir := os.Getenv(env); dir != "" {
		watch(os.Stdin, dir, farewell)
		os.Exit(0)
	}
}

// Guard is the host's side of its guard.
type Guard struct {
	dir  string
	self string

	mu     sync.Mutex
	groups map[int]bool
	pipe   io.WriteCloser
	closed bool
	err    error // why there is no guard any more
	// closing is closed when there is to be none, ended when there is none.
	closing, ended chan struct{}
}

// Start starts the guard of a folder, which is the host's alone. Where there are
// no process groups it returns nil, which is a guard that does nothing. Should
// the guard be killed, another one takes its place.
func Start(dir string) (*Guard, error) {
	if !supported {
		return nil, nil
	}
	self, err := program()
	if err != nil {
		return nil, fmt.Errorf("find this program's own file: %w", err)
	}
	g := &Guard{dir: dir, self: self, groups: map[int]bool{}, closing: make(chan struct{}), ended: make(chan struct{})}
	g.mu.Lock()
	defer g.mu.Unlock()
	cmd, err := g.start()
	if err != nil {
		return nil, fmt.Errorf("start the guard of the plugins: %w", err)
	}
	go g.keep(cmd)
	return g, nil
}

// start starts a process and tells it all that is to be known; mu is held.
func (g *Guard) start() (*exec.Cmd, error) {
	cmd := exec.Command(g.self)
	cmd.Env = []string{env + "=" + g.dir, "GOMAXPROCS=1"}
	apart(cmd)
	var err error
	if g.pipe, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	for _, group := range slices.Sorted(maps.Keys(g.groups)) {
		g.tell('+', group)
	}
	return cmd, nil
}

// keep starts the guard again whenever it has ended before its time. One that
// ends at once, over and over, is started less and less often.
func (g *Guard) keep(cmd *exec.Cmd) {
	defer close(g.ended)
	rest := time.Duration(0)
	for {
		began := time.Now()
		_ = cmd.Wait() // however it ended
		if rest = min(2*rest+minRest, maxRest); time.Since(began) > maxRest {
			rest = 0
		}
		select {
		case <-time.After(rest):
		case <-g.closing:
		}
		g.mu.Lock()
		var err error
		if !g.closed {
			cmd, err = g.start()
		}
		done := g.closed || err != nil
		if done {
			g.err = err
		}
		g.mu.Unlock()
		if done {
			return
		}
	}
}

// Add has the guard end the process group with that id, should the host not live
// to do it.
func (g *Guard) Add(group int) {
	if g == nil || group <= 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groups[group] = true
	g.tell('+', group)
}

// Remove tells it that the group has ended.
func (g *Guard) Remove(group int) {
	if g == nil || group <= 0 {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.groups, group)
	g.tell('-', group)
}

// tell tells the present guard. One that has just been killed is followed by one
// that is told everything.
func (g *Guard) tell(sign byte, group int) { _, _ = fmt.Fprintf(g.pipe, "%c%d\n", sign, group) }

// Close lets the guard do its work now, and returns when it is done.
func (g *Guard) Close() error {
	if g == nil {
		return nil
	}
	g.mu.Lock()
	if !g.closed {
		g.closed = true
		close(g.closing)
		_ = g.pipe.Close() // which is all the guard waits for
	}
	g.mu.Unlock()
	<-g.ended
	return g.err
}

// watch reads what the host says until it is gone, and cleans up.
func watch(host io.Reader, dir string, farewell time.Duration) {
	groups := map[int]bool{}
	for lines := bufio.NewScanner(host); lines.Scan(); {
		var sign rune
		var group int
		if _, err := fmt.Sscanf(lines.Text(), "%c%d", &sign, &group); err == nil && group > 1 {
			if groups[group] = true; sign == '-' {
				delete(groups, group)
			}
		}
	}
	end(groups, dir, farewell)
	_ = os.RemoveAll(dir) // what cannot be removed the next host tries to
}
