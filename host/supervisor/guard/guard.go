// Package guard cleans up after a host that was killed: a process of its own,
// which the host starts from its own program and holds by a pipe, ends what the
// host has left running and removes its private folder. Plugins see to
// themselves that they end with their host; the guard is for those that do not,
// and for whatever they have started.
package guard

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// env is the environment variable that makes this program a guard: it names the
// folder to remove.
const env = "METASPATIAL_GUARD_OF"

// farewell is how long plugins may end by themselves once their host is gone.
const farewell = 3 * time.Second

func init() {
	if dir := os.Getenv(env); dir != "" {
		watch(os.Stdin, dir, farewell)
		os.Exit(0)
	}
}

// Guard is the host's side of its guard.
type Guard struct {
	cmd  *exec.Cmd
	pipe io.WriteCloser
}

// Start starts the guard of a folder, which is the host's alone. Where there are
// no process groups it returns nil, which is a guard that does nothing.
func Start(dir string) (*Guard, error) {
	if !supported {
		return nil, nil
	}
	self, err := program()
	if err != nil {
		return nil, fmt.Errorf("find this program's own file: %w", err)
	}
	g := &Guard{cmd: exec.Command(self)}
	g.cmd.Env = []string{env + "=" + dir, "GOMAXPROCS=1"}
	apart(g.cmd)
	if g.pipe, err = g.cmd.StdinPipe(); err == nil {
		err = g.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start the guard of the plugins: %w", err)
	}
	return g, nil
}

// Add has the guard end the process group with that id, should the host not live
// to do it.
func (g *Guard) Add(group int) { g.tell('+', group) }

// Remove tells it that the group has ended.
func (g *Guard) Remove(group int) { g.tell('-', group) }

func (g *Guard) tell(sign byte, group int) {
	if g != nil && group > 0 {
		// A guard that was killed leaves the host as it would be without one.
		_, _ = fmt.Fprintf(g.pipe, "%c%d\n", sign, group)
	}
}

// Close lets the guard do its work now, and returns when it is done.
func (g *Guard) Close() error {
	if g == nil {
		return nil
	}
	err := g.pipe.Close()
	var exit *exec.ExitError
	if werr := g.cmd.Wait(); err == nil && !errors.As(werr, &exit) {
		err = werr
	}
	return err
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
