package rpc

import (
	"context"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/internal/fromproto"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/internal/toproto"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// pluginServer serves what all kinds share. Settings are resolved here, so
// that every plugin gets complete ones.
type pluginServer struct {
	pb.UnimplementedPluginServer
	*Server
}

func (s *pluginServer) Describe(context.Context, *pb.DescribeRequest) (*pb.DescribeResponse, error) {
	return s.describe, nil
}

func (s *pluginServer) Validate(_ context.Context, m *pb.ValidateRequest) (*pb.ValidateResponse, error) {
	_, ds := fromproto.Description(s.describe).Schema.Resolve(fromproto.Config(m.Config))
	return &pb.ValidateResponse{Diagnostics: toproto.Diagnostics(ds)}, nil
}

func (s *pluginServer) Configure(ctx context.Context, m *pb.ConfigureRequest) (*pb.ConfigureResponse, error) {
	values, ds := fromproto.Description(s.describe).Schema.Resolve(fromproto.Config(m.Config))
	if ds.HasError() {
		return &pb.ConfigureResponse{Diagnostics: toproto.Diagnostics(ds)}, nil
	}
	s.calls.Lock()
	defer s.calls.Unlock()
	r, err := s.plugin.Configure(ctx, base.ConfigureRequest{Values: values, CacheDir: m.CacheDir})
	if err != nil {
		return nil, fault(ctx, err)
	}
	ds = append(ds, r.Diagnostics...)
	s.configured = s.configured || !ds.HasError()
	return &pb.ConfigureResponse{Diagnostics: toproto.Diagnostics(ds), Needs: toproto.Needs(r.Needs), Pictures: toproto.Pictures(r.Pictures)}, nil
}

func (s *pluginServer) Stop(ctx context.Context, _ *pb.StopRequest) (*pb.StopResponse, error) {
	if p, ok := s.plugin.(base.Stopper); ok {
		if err := p.Stop(ctx); err != nil {
			return nil, fault(ctx, err)
		}
	}
	return &pb.StopResponse{}, nil
}

type rewardServer struct {
	pb.UnimplementedRewardServer
	*Server
	term reward.Term
}

func (s *rewardServer) Evaluate(ctx context.Context, m *pb.EvaluateRequest) (*pb.EvaluateResponse, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	req, err := fromproto.EvaluateRequest(m)
	if err != nil {
		return nil, invalid(err)
	}
	r, err := s.term.Evaluate(ctx, req)
	if err != nil {
		return nil, fault(ctx, err)
	}
	return toproto.EvaluateResponse(req.Task, r), nil
}

type policyServer struct {
	pb.UnimplementedPolicyServer
	*Server
	policy policy.Policy
}

func (s *policyServer) Sample(ctx context.Context, m *pb.SampleRequest) (*pb.SampleResponse, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	req, err := fromproto.SampleRequest(m)
	if err != nil {
		return nil, invalid(err)
	}
	r, err := s.policy.Sample(ctx, req)
	if err != nil {
		return nil, fault(ctx, err)
	}
	return toproto.SampleResponse(r), nil
}

// trainer returns the policy as a trainer, with Configure held off.
func (s *policyServer) trainer() (policy.Trainer, func(), error) {
	t, ok := s.policy.(policy.Trainer)
	if !ok {
		return nil, nil, status.Errorf(codes.Unimplemented, "policy %s cannot be trained", s.describe.Id)
	}
	done, err := s.begin()
	return t, done, err
}

func (s *policyServer) Update(ctx context.Context, m *pb.UpdateRequest) (*pb.UpdateResponse, error) {
	t, done, err := s.trainer()
	if err != nil {
		return nil, err
	}
	defer done()
	r, err := t.Update(ctx, fromproto.UpdateRequest(m))
	if err != nil {
		return nil, fault(ctx, err)
	}
	return toproto.UpdateResponse(r), nil
}

func (s *policyServer) Save(_ *pb.SaveRequest, stream grpc.ServerStreamingServer[pb.Chunk]) error {
	t, done, err := s.trainer()
	if err != nil {
		return err
	}
	defer done()
	w := NewChunkWriter(stream)
	if err := t.Save(stream.Context(), w); err != nil {
		return fault(stream.Context(), err)
	}
	return w.Flush()
}

func (s *policyServer) Load(stream grpc.ClientStreamingServer[pb.Chunk, pb.LoadResponse]) error {
	t, done, err := s.trainer()
	if err != nil {
		return err
	}
	defer done()
	if err := t.Load(stream.Context(), NewChunkReader(stream)); err != nil {
		return fault(stream.Context(), err)
	}
	return stream.SendAndClose(&pb.LoadResponse{})
}

type renderServer struct {
	pb.UnimplementedRendererServer
	*Server
	renderer render.Renderer
}

func (s *renderServer) Render(ctx context.Context, m *pb.RenderRequest) (*pb.RenderResponse, error) {
	done, err := s.begin()
	if err != nil {
		return nil, err
	}
	defer done()
	req, err := fromproto.RenderRequest(m)
	if err != nil {
		return nil, invalid(err)
	}
	r, err := s.renderer.Render(ctx, req)
	if err != nil {
		return nil, fault(ctx, err)
	}
	return toproto.RenderResponse(r), nil
}
