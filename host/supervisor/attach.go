package supervisor

import (
	"context"
	"fmt"
	"os/exec"
	"slices"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// attach connects to a plugin that its developer's debugger holds. It has no
// process of ours: it prints to its own terminal, and outlives the host.
func (s *Supervisor) attach(ctx context.Context, e catalog.Entry) (*instance, error) {
	k := slices.IndexFunc(s.options.Protocols, func(p client.Protocol) bool { return p.Version == e.Attach.Protocol })
	if k < 0 {
		return nil, fmt.Errorf("plugin %s is not attached: %s", e.ID, client.Mismatch([]int{e.Attach.Protocol}, s.options.Protocols))
	}
	target := "passthrough:///" + e.Attach.Address
	if e.Attach.Network == "unix" {
		target = "unix:" + e.Attach.Address
	}
	conn, err := grpc.NewClient(target, append(client.DialOptions(), grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		return nil, fmt.Errorf("plugin %s at %s: %w", e.ID, e.Attach.Address, err)
	}
	i := &instance{process: foreignProcess(), output: &output{name: e.ID, to: s.options.Output}, attached: conn}
	i.plugin, err = s.options.Protocols[k].Connect(ctx, e.ID, conn)
	if client.Gone(err) {
		err = fmt.Errorf("plugin %s is not at %s any more; start it again with --debug and paste its new line, or unset %s", e.ID, e.Attach.Address, client.ReattachEnv)
	}
	if err != nil {
		i.kill()
		return nil, err
	}
	return i, nil
}

// foreignProcess stands for a process that somebody else started. To kill it
// is to let go of it.
func foreignProcess() *process {
	p := &process{cmd: &exec.Cmd{}, done: make(chan struct{}), drained: make(chan struct{}), foreign: true}
	close(p.drained)
	return p
}
