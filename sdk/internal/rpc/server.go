package rpc

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/metaspatial/metaspatial/sdk/base"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// Server serves one plugin.
type Server struct {
	plugin   base.Plugin
	describe *pb.DescribeResponse
	transfer *transferServer

	// calls is held by every call and, alone, by Configure.
	calls      sync.RWMutex
	configured bool
}

// Describe returns what p says of itself with what the SDK adds, or an error
// that tells the plugin's author what is wrong with it.
func Describe(p base.Plugin, sdkVersion string) (base.Description, error) {
	d := p.Describe()
	d.SDKVersion = sdkVersion
	if kind, name, ok := strings.Cut(d.ID, "/"); !ok || kind != string(d.Kind) || name == "" {
		return d, fmt.Errorf("the plugin's id is %q; it must be its kind, a slash and its name, such as %q", d.ID, string(d.Kind)+"/clearance")
	}
	var ok bool
	switch d.Kind {
	case base.Reward:
		_, ok = p.(reward.Term)
	case base.Policy:
		_, ok = p.(policy.Policy)
		_, d.Trainable = p.(policy.Trainer)
	case base.Render:
		_, ok = p.(render.Renderer)
	default:
		return d, fmt.Errorf("plugin %s: unknown kind %q; use reward, policy or render", d.ID, d.Kind)
	}
	if !ok {
		return d, fmt.Errorf("plugin %s: says that it is a %s, but its type lacks that kind's methods", d.ID, d.Kind)
	}
	for _, a := range d.Schema {
		if a.Default == nil {
			continue
		}
		one := d.Schema[:0:0]
		if _, ds := append(one, a).Resolve(nil); ds.HasError() {
			return d, fmt.Errorf("plugin %s: the default of %w", d.ID, ds.Err())
		}
	}
	return d, nil
}

// NewServer prepares p for serving.
func NewServer(p base.Plugin, sdkVersion string) (*Server, error) {
	d, err := Describe(p, sdkVersion)
	if err != nil {
		return nil, err
	}
	m, err := toproto.Description(d)
	if err != nil {
		return nil, fmt.Errorf("plugin %s: %w", d.ID, err)
	}
	return &Server{
		plugin: p, describe: m,
		transfer: &transferServer{methods: make(map[string]method), stash: make(map[uint64][]byte)},
	}, nil
}

// Options are the plugin's side of the limits, its codec, and its recovery from
// panics.
func (s *Server) Options() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.ForceServerCodecV2(wire),
		grpc.MaxRecvMsgSize(MaxMessage + overhead),
		grpc.MaxSendMsgSize(MaxMessage + overhead),
		grpc.InitialWindowSize(window),
		grpc.InitialConnWindowSize(window),
		grpc.ChainUnaryInterceptor(recoverUnary, s.transfer.intercept),
		grpc.ChainStreamInterceptor(recoverStream),
	}
}

// Lifeline returns the option that runs opened at the first connection and
// lost when none has been left for half a second.
func Lifeline(opened, lost func()) grpc.ServerOption {
	return grpc.StatsHandler(newLifeline(opened, lost))
}

// Register adds the services of the plugin's kind to r.
func (s *Server) Register(r grpc.ServiceRegistrar) {
	add := func(desc *grpc.ServiceDesc, server any) {
		r.RegisterService(desc, server)
		s.transfer.add(desc, server)
	}
	add(&pb.Plugin_ServiceDesc, &pluginServer{Server: s})
	switch base.Kind(s.describe.Kind) {
	case base.Reward:
		one := &rewardServer{Server: s, term: s.plugin.(reward.Term)}
		add(&pb.Reward_ServiceDesc, one)
		r.RegisterService(&pb.RewardStream_ServiceDesc, &rewardStream{one: one})
	case base.Policy:
		add(&pb.Policy_ServiceDesc, &policyServer{Server: s, policy: s.plugin.(policy.Policy)})
	case base.Render:
		add(&pb.Renderer_ServiceDesc, &renderServer{Server: s, renderer: s.plugin.(render.Renderer)})
	}
	r.RegisterService(&pb.Transfer_ServiceDesc, s.transfer)
}

// begin holds off Configure until done is called.
func (s *Server) begin() (done func(), err error) {
	s.calls.RLock()
	if !s.configured {
		s.calls.RUnlock()
		return nil, status.Error(codes.FailedPrecondition, "the plugin has not been configured")
	}
	return s.calls.RUnlock, nil
}

// fault is the status for an error that the plugin returned. A context of the
// plugin's own that ended is the plugin's affair, not the host's.
func fault(ctx context.Context, err error) error {
	if cause := ctx.Err(); cause != nil {
		return status.FromContextError(cause).Err()
	}
	return status.Error(codes.Unknown, err.Error())
}

// invalid is the status for a message that makes no sense.
func invalid(err error) error { return status.Error(codes.InvalidArgument, err.Error()) }
