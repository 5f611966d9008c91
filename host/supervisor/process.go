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
	stdout, stderr *os.File
	done           chan struct{} // closed when the process has ended
	drained        chan struct{} // closed when all that it printed has been read

	mu     sync.Mutex
	killed bool // before or after the start
}

var _ runner.Runner = (*process)(nil)

func newProcess(path string, args, env []string, nice int) *process {
	cmd := exec.Command(path, args...)
	cmd.Env = env
	isolate(cmd)
	return &process{cmd: cmd, nice: nice, done: make(chan struct{}), drained: make(chan struct{})}
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
	return startNice(p.cmd, p.nice)
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
	if p.ended() {
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
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd.Process == nil {
		return ""
	}
	return strconv.Itoa(p.cmd.Process.Pid)
}

// Diagnose is empty because the supervisor words its own errors.
func (p *process) Diagnose(context.Context) string { return "" }

func (p *process) PluginToHost(network, address string) (string, string, error) {
	return network, address, nil
}

func (p *process) HostToPlugin(network, address string) (string, string, error) {
	return network, address, nil
}
