package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/go-plugin/runner"

	"github.com/metaspatial/metaspatial/host/supervisor/guard"
)

// drain is how long a dead plugin's pipes stay open; a child that it left
// behind may hold them for ever.
const drain = time.Second

// process is the plugin's process. go-plugin has a runner of its own, which
// gives plugins the host's standard input and waits for pipes rather than for
// the process.
type process struct {
	cmd            *exec.Cmd
	nice           int
	limits         Limits
	group          *cgroup
	guard          *guard.Guard
	stdout, stderr *os.File
	done           chan struct{} // closed when the process has ended
	drained        chan struct{} // closed when all that it printed has been read
	foreign        bool          // started by somebody else, held by its connection only

	mu     sync.Mutex
	killed bool   // before or after the start
	why    string // what it was killed for, where that says more than the signal
}

var _ runner.Runner = (*process)(nil)

func newProcess(at *place, args []string, nice int, limits Limits) *process {
	cmd := exec.Command(at.program, args...)
	cmd.Dir = at.work
	isolate(cmd)
	return &process{cmd: cmd, nice: nice, limits: limits, group: at.group, done: make(chan struct{}), drained: make(chan struct{})}
}

func (p *process) Start(context.Context) error {
	stdout, stdoutW, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("make a pipe: %w", err)
	}
	defer stdoutW.Close()
	stderr, stderrW, err := os.Pipe()
	if err != nil {
		stdout.Close()
		return fmt.Errorf("make a pipe: %w", err)
	}
	defer stderrW.Close()
	p.cmd.Stdout, p.cmd.Stderr = stdoutW, stderrW
	p.stdout, p.stderr = stdout, stderr
	if err := p.launch(); err != nil {
		stdout.Close()
		stderr.Close()
		return err
	}
	go func() {
		_ = p.cmd.Wait() // the state says more than the error
		close(p.done)
		time.Sleep(drain)
		stdout.Close()
		stderr.Close()
	}()
	return nil
}

func (p *process) launch() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.killed {
		return errors.New("it was stopped before it started")
	}
	cmd, err := startConfined(p.cmd, p.nice, p.limits, p.group)
	p.cmd = cmd
	if err == nil {
		p.guard.Add(cmd.Process.Pid)
	}
	if err != nil && cmd.Process != nil { // it runs, but without its limits
		_ = kill(cmd.Process)
		_ = cmd.Wait()
	}
	return err
}

// ended reports whether the process ran and has ended.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// state says how the process ended, such as "signal: killed".
func (p *process) state() string {
	switch {
	case p.foreign:
		return "not reached any more"
	case p.ended():
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.why != "" {
			return p.why
		}
		return p.cmd.ProcessState.String()
	}
	return "still running"
}

// Wait is what go-plugin calls, once, when it has read both pipes to the end.
func (p *process) Wait(context.Context) error {
	<-p.done
	close(p.drained)
	return nil
}

func (p *process) Kill(context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.foreign && !p.killed {
		close(p.done)
	}
	p.killed = true
	if p.cmd.Process == nil {
		return nil
	}
	return kill(p.cmd.Process)
}

func (p *process) Stdout() io.ReadCloser { return p.stdout }

func (p *process) Stderr() io.ReadCloser { return p.stderr }

func (p *process) Name() string { return p.cmd.Path }

func (p *process) ID() string {
	if pid := p.pid(); pid != 0 {
		return strconv.Itoa(pid)
	}
	return ""
}

// pid is the id of the process that was started, or 0.
func (p *process) pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd.Process == nil {
		return 0
	}
	return p.cmd.Process.Pid
}

// Diagnose is empty because the supervisor words its own errors.
func (p *process) Diagnose(context.Context) string { return "" }

func (p *process) PluginToHost(network, address string) (string, string, error) {
	return network, address, nil
}

func (p *process) HostToPlugin(network, address string) (string, string, error) {
	return network, address, nil
}
