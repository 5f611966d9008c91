package supervisor

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/hashicorp/go-plugin/runner"
	"google.golang.org/grpc"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// goodbye bounds go-plugin's own shutdown, which asks the plugin and would wait
// for ever for one that is suspended.
const goodbye = 3 * time.Second

// instance is one process of a plugin and the connection to it.
type instance struct {
	client  *goplugin.Client
	process *process
	plugin  client.Plugin
	output  *output
	place   *place
	// calls are those under way, counted while it is the present instance.
	calls sync.WaitGroup
	// attached is the connection to a process that is not ours; client is then nil.
	attached *grpc.ClientConn
}

// launch starts a process for e, which is to have the given settings, and asks
// it what it is.
func (s *Supervisor) launch(ctx context.Context, e catalog.Entry, settings map[string]any) (*instance, error) {
	if e.Attach != nil {
		return s.attach(ctx, e)
	}
	out := &output{name: e.ID, to: s.options.Output}
	i := &instance{output: out}
	timeout := s.options.StartTimeout
	if deadline, ok := ctx.Deadline(); ok {
		timeout = min(timeout, max(time.Until(deadline), time.Millisecond))
	}
	// What follows the handshake may hang as well.
	asked := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	config, certificate, err := identity()
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", e.ID, err)
	}
	if i.place, err = s.newPlace(e); err != nil {
		return nil, err
	}
	i.process = newProcess(i.place, e.Args, s.options.Nice, s.options.Limits.of(e.ID))
	i.process.guard = s.watched()
	i.client = goplugin.NewClient(&goplugin.ClientConfig{
		HandshakeConfig:  client.Handshake(),
		VersionedPlugins: client.PluginSets(s.options.Protocols),
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		GRPCDialOptions:  client.DialOptions(),
		TLSConfig:        config,
		SkipHostEnv:      true,
		StartTimeout:     timeout,
		UnixSocketConfig: &goplugin.UnixSocketConfig{TempDir: s.sockets.path},
		// go-plugin parses a plugin's lines as log entries and panics on some,
		// unless its logger is off; the lines are read here instead.
		Logger:     hclog.New(&hclog.LoggerOptions{Level: hclog.Off, Output: io.Discard}),
		Stderr:     out.writer(),
		SyncStdout: out.writer(),
		SyncStderr: out.writer(),
		RunnerFunc: func(_ hclog.Logger, cmd *exec.Cmd, _ string) (runner.Runner, error) {
			i.process.cmd.Env = append(slices.Concat(s.environ(), inside(i.place.work), asking(settings), cmd.Env), certificate)
			return i.process, nil
		},
	})
	stop := context.AfterFunc(ctx, func() { _ = i.process.Kill(ctx) })
	defer stop()
	if err := i.dial(ctx, e.ID, s.options.Protocols); err != nil {
		i.kill()
		if cause := asked.Err(); cause != nil {
			return nil, fmt.Errorf("plugin %s did not start: %w", e.ID, cause)
		}
		if ctx.Err() != nil {
			return nil, &StartError{Plugin: e.ID, Reason: notReady, Output: out.tail()}
		}
		var known *client.PanicError
		if errors.As(err, &known) {
			return nil, err
		}
		return nil, &StartError{Plugin: e.ID, Reason: explain(err, i.process, e.Path, s.options.Protocols), Output: out.tail()}
	}
	return i, nil
}

func (i *instance) dial(ctx context.Context, id string, protocols []client.Protocol) error {
	protocol, err := i.client.Client()
	if err != nil {
		return err
	}
	conn, err := protocol.Dispense(client.Name)
	if err != nil {
		return err
	}
	spoken := slices.IndexFunc(protocols, func(p client.Protocol) bool { return p.Version == i.client.NegotiatedVersion() })
	i.plugin, err = protocols[spoken].Connect(ctx, id, conn.(grpc.ClientConnInterface))
	if err != nil {
		return err
	}
	if err := named(i.plugin.Describe()); err != nil {
		return err
	}
	i.output.rename(i.plugin.Describe().ID)
	return nil
}

// environ is the plugin's environment, before what go-plugin adds.
func (s *Supervisor) environ() []string {
	env := append(catalog.Environ(), s.options.Env...)
	if n := s.options.GOMAXPROCS; n > 0 {
		env = append(env, "GOMAXPROCS="+strconv.Itoa(n))
	}
	return env
}

// stop lets the plugin finish its work, then ends it.
func (i *instance) stop(timeout time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if i.attached != nil {
		i.kill() // its developer stops it
		return nil
	}
	err := i.plugin.Stop(ctx)
	i.kill()
	if client.Gone(err) {
		return nil // it has ended by itself, which is what was wanted
	}
	return err
}

// end kills a process that does not do what it should; the handle then starts
// another one.
func (i *instance) end(why string) {
	i.process.mu.Lock()
	i.process.why = why
	i.process.mu.Unlock()
	_ = i.process.Kill(context.Background())
}

// kill ends the process, whatever state it is in, and all that go-plugin keeps
// for it.
func (i *instance) kill() {
	if i.attached != nil {
		_ = i.attached.Close() // all that is left of it here
		_ = i.process.Kill(context.Background())
		return
	}
	timer := time.AfterFunc(goodbye, func() { _ = i.process.Kill(context.Background()) })
	defer timer.Stop()
	i.client.Kill()
	// The process may have left children in its group.
	_ = i.process.Kill(context.Background())
	i.leavePlace()
	i.process.guard.Remove(i.process.pid())
}
