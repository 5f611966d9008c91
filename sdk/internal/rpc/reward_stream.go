package rpc

import (
	"context"
	"errors"
	"io"
	"time"

	"google.golang.org/grpc"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// rewardStream serves the stream by the calls.
type rewardStream struct {
	pb.UnimplementedRewardStreamServer
	one *rewardServer
}

func (s *rewardStream) Evaluate(stream grpc.BidiStreamingServer[pb.EvaluateRequest, pb.EvaluateResponse]) error {
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r, err := s.evaluate(stream.Context(), m)
		if err != nil {
			return err
		}
		if err := s.one.transfer.keep(r); err != nil {
			return err
		}
		if err := stream.Send(r); err != nil {
			return err
		}
	}
}

// evaluate answers one request. Its context ends with it, as a call's does.
func (s *rewardStream) evaluate(ctx context.Context, m *pb.EvaluateRequest) (*pb.EvaluateResponse, error) {
	var cancel context.CancelFunc
	if m.Timeout > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(m.Timeout)*time.Microsecond)
	} else {
		ctx, cancel = context.WithCancel(ctx)
	}
	defer cancel()
	return s.one.Evaluate(ctx, m)
}
