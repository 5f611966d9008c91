// Package client is the host's side of a plugin: it turns a connection into
// the interface of the plugin's kind, so that a host never sees a message.
package client

import (
	"context"
	"fmt"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/internal/fromproto"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
)

// Name is what a plugin is dispensed as.
const Name = rpc.Name

// ProtocolVersion is the version of the contract that [New] speaks.
const ProtocolVersion = rpc.ProtocolVersion

// DescribeEnv is the environment variable that makes a plugin print its
// description as JSON and exit, when it is set to anything.
const DescribeEnv = rpc.DescribeKey

// Handshake returns the host's half of the handshake.
func Handshake() goplugin.HandshakeConfig { return rpc.Handshake() }

// Plugins returns the plugin sets of [Protocols].
func Plugins() map[int]goplugin.PluginSet { return PluginSets(Protocols()) }

// DialOptions are the options of the connection.
func DialOptions() []grpc.DialOption { return rpc.DialOptions() }

// Plugin is what every connected plugin offers.
type Plugin interface {
	base.Plugin
	// Validate checks settings without taking them.
	Validate(ctx context.Context, config map[string]any) (diag.Diagnostics, error)
	base.Stopper
}

// New asks the plugin at the other end of conn what it is, and returns a value
// that also implements reward.Term, policy.Policy, policy.Trainer or
// render.Renderer, as it answers. The id only serves errors until then.
func New(ctx context.Context, id string, conn grpc.ClientConnInterface) (Plugin, error) {
	c := &plugin{id: id, conn: rpc.Conn{ClientConnInterface: conn}}
	c.base = pb.NewPluginClient(c.conn)
	m, err := c.base.Describe(ctx, &pb.DescribeRequest{})
	if err != nil {
		return nil, c.wrap(ctx, "Describe", err)
	}
	c.description = fromproto.Description(m)
	if c.description.ID != "" {
		c.id = c.description.ID
	}
	switch c.description.Kind {
	case base.Reward:
		return &term{c, rpc.NewGroups(c.conn)}, nil
	case base.Policy:
		p := policyClient{c, pb.NewPolicyClient(c.conn)}
		if c.description.Trainable {
			return &trainer{p}, nil
		}
		return &p, nil
	case base.Render:
		return &renderer{c, pb.NewRendererClient(c.conn)}, nil
	}
	return nil, fmt.Errorf("plugin %s is of the kind %q, which this host does not know; update the host", id, c.description.Kind)
}

// plugin is the part that all kinds share.
type plugin struct {
	id          string
	conn        rpc.Conn
	base        pb.PluginClient
	description base.Description
}

var _ Plugin = (*plugin)(nil)

func (c *plugin) Describe() base.Description { return c.description }

func (c *plugin) Validate(ctx context.Context, config map[string]any) (diag.Diagnostics, error) {
	m, ds := toproto.Config(config)
	if ds.HasError() {
		return ds, nil
	}
	r, err := c.base.Validate(ctx, &pb.ValidateRequest{Config: m})
	if err != nil {
		return nil, c.wrap(ctx, "Validate", err)
	}
	return fromproto.Diagnostics(r.Diagnostics), nil
}

// Configure sends the settings; the plugin's side fills in the defaults of
// those that are missing.
func (c *plugin) Configure(ctx context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	m, ds := toproto.Config(req.Values)
	if ds.HasError() {
		return base.ConfigureResponse{Diagnostics: ds}, nil
	}
	r, err := c.base.Configure(ctx, &pb.ConfigureRequest{Config: m, CacheDir: req.CacheDir})
	if err != nil {
		return base.ConfigureResponse{}, c.wrap(ctx, "Configure", err)
	}
	return base.ConfigureResponse{Diagnostics: fromproto.Diagnostics(r.Diagnostics), Needs: fromproto.Needs(r.Needs), Pictures: fromproto.Pictures(r.Pictures)}, nil
}

func (c *plugin) Stop(ctx context.Context) error {
	r, err := c.base.Stop(ctx, &pb.StopRequest{})
	if err != nil {
		return c.wrap(ctx, "Stop", err)
	}
	return fromproto.Diagnostics(r.Diagnostics).Err()
}
