package rpc

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Groups is a host's way of having groups of layouts scored: on streams, which
// spare what every call costs, or by calls where the plugin has no streams or the
// request is too large for them. As many streams are kept as
// there have been groups at a time; they go with the connection.
type Groups struct {
	conn Conn

	mu     sync.Mutex
	idle   []*groupStream
	absent bool // the plugin has no streams
}

// NewGroups returns the groups of a connection to a reward plugin.
func NewGroups(conn Conn) *Groups { return &Groups{conn: conn} }

// groupStream is a stream on which one request at a time is answered.
type groupStream struct {
	pb.RewardStream_EvaluateClient
	cancel context.CancelFunc
}

// Evaluate has one group scored. It may be called from many goroutines; its
// errors are those of a call.
func (g *Groups) Evaluate(ctx context.Context, m *pb.EvaluateRequest) (*pb.EvaluateResponse, error) {
	if err := ctx.Err(); err != nil {
		return nil, status.FromContextError(err).Err()
	}
	s, absent := g.take()
	if absent || proto.Size(m) > MaxMessage {
		g.put(s)
		return pb.NewRewardClient(g.conn).Evaluate(ctx, m)
	}
	if end, ok := ctx.Deadline(); ok {
		m.Timeout = max(1, time.Until(end).Microseconds())
	}
	r, err := g.on(ctx, s, m)
	if s != nil && errors.Is(err, io.EOF) { // it had ended before the request was sent
		r, err = g.on(ctx, nil, m)
	}
	switch status.Code(err) {
	case codes.OK:
		return r, nil
	case codes.Unimplemented:
		g.mu.Lock()
		g.absent = true
		g.mu.Unlock()
		m.Timeout = 0
		return pb.NewRewardClient(g.conn).Evaluate(ctx, m)
	}
	if token, ok := oversize(err); ok {
		r := new(pb.EvaluateResponse)
		return r, g.conn.fetch(ctx, token, r)
	}
	return nil, err
}

// on has a group scored on s, or on a new stream for nil. The error is io.EOF
// when s had ended and nothing was sent.
func (g *Groups) on(ctx context.Context, s *groupStream, m *pb.EvaluateRequest) (*pb.EvaluateResponse, error) {
	fresh := s == nil
	if fresh {
		s = new(groupStream)
		// The stream outlives this call.
		var alive context.Context
		alive, s.cancel = context.WithCancel(context.WithoutCancel(ctx))
		stop := context.AfterFunc(ctx, s.cancel)
		var err error
		s.RewardStream_EvaluateClient, err = pb.NewRewardStreamClient(g.conn.ClientConnInterface).Evaluate(alive)
		stop()
		if err != nil {
			s.cancel()
			return nil, err
		}
	}
	stop := context.AfterFunc(ctx, s.cancel)
	if err := s.Send(m); err != nil && !(fresh && errors.Is(err, io.EOF)) {
		stop()
		s.cancel()
		return nil, err
	}
	r, err := s.Recv() // it says as well why a new stream has ended
	if stop() && err == nil {
		g.put(s)
		return r, nil
	}
	s.cancel()
	return r, err
}

// take returns a stream that nobody uses, nil for none, and whether the plugin
// has no streams at all.
func (g *Groups) take() (*groupStream, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := len(g.idle)
	if n == 0 {
		return nil, g.absent
	}
	s := g.idle[n-1]
	g.idle = g.idle[:n-1]
	return s, false
}

// put keeps a stream for the next group.
func (g *Groups) put(s *groupStream) {
	if s == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.idle = append(g.idle, s)
}
