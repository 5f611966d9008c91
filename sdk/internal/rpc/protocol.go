// Package rpc is the wire between host and plugin: the handshake, the servers
// of every kind, transfers larger than one message, and the process's end.
package rpc

import (
	"context"
	"errors"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
)

const (
	// ProtocolVersion is the version of the contract in sdk/proto.
	ProtocolVersion = 1
	// CookieKey is the environment variable that tells a plugin that a host
	// has started it, CookieValue what it holds.
	CookieKey   = "METASPATIAL_PLUGIN_COOKIE"
	CookieValue = "5b1f6f0e3c8d4f7a92d06e8b4a71c35f"
	// DescribeKey is the environment variable that asks a plugin to print its
	// description as JSON instead of serving.
	DescribeKey = "METASPATIAL_PLUGIN_DESCRIBE"
	// Name is what a plugin is called within its process.
	Name = "plugin"
	// MaxMessage is the size of the largest message that is sent whole.
	MaxMessage = 64 << 20
	// ChunkSize is the size of the parts of what is sent in parts.
	ChunkSize = 1 << 20

	// maxTransfer is the size of the largest message of all. The receiver holds
	// it twice for a moment; protobuf itself would allow four times as much.
	maxTransfer = 512 << 20
	// overhead is what a message may add to its payload.
	overhead = 1 << 10
	// window lets a whole group of layouts travel without waiting for the
	// other side's flow control; the peer is on the same machine.
	window = 8 << 20
)

// Handshake returns what host and plugin agree on before anything else.
func Handshake() goplugin.HandshakeConfig {
	return goplugin.HandshakeConfig{
		ProtocolVersion:  ProtocolVersion,
		MagicCookieKey:   CookieKey,
		MagicCookieValue: CookieValue,
	}
}

// Plugins returns the plugin sets by protocol version. server is nil in the
// host.
func Plugins(server *Server) map[int]goplugin.PluginSet {
	return map[int]goplugin.PluginSet{ProtocolVersion: {Name: &grpcPlugin{server: server}}}
}

// DialOptions are the host's side of the limits, and its codec.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(MaxMessage+overhead), grpc.MaxCallSendMsgSize(MaxMessage+overhead), grpc.ForceCodecV2(wire)),
		grpc.WithInitialWindowSize(window),
		grpc.WithInitialConnWindowSize(window),
	}
}

// grpcPlugin hands the connection through; sdk/client makes something of it.
type grpcPlugin struct {
	goplugin.NetRPCUnsupportedPlugin
	server *Server
}

var _ goplugin.GRPCPlugin = (*grpcPlugin)(nil)

func (p *grpcPlugin) GRPCServer(_ *goplugin.GRPCBroker, s *grpc.Server) error {
	if p.server == nil {
		return errors.New("the host's plugin set cannot be served")
	}
	p.server.Register(s)
	return nil
}

func (p *grpcPlugin) GRPCClient(_ context.Context, _ *goplugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}
