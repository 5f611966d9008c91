package rpc

import (
	"context"
	"fmt"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// stashed is how long a response waits to be fetched.
const stashed = time.Minute

// method is one unary method that Transfer.Call can run.
type method struct {
	server  any
	handler grpc.MethodHandler
}

// transferServer runs calls whose request or response exceeds one message.
type transferServer struct {
	pb.UnimplementedTransferServer
	methods map[string]method

	mu    sync.Mutex
	last  uint64
	stash map[uint64][]byte
}

// add makes the unary methods of a service callable in chunks.
func (t *transferServer) add(desc *grpc.ServiceDesc, server any) {
	for _, m := range desc.Methods {
		t.methods["/"+desc.ServiceName+"/"+m.MethodName] = method{server, m.Handler}
	}
}

func (t *transferServer) Call(stream grpc.BidiStreamingServer[pb.CallChunk, pb.Chunk]) error {
	first, err := stream.Recv()
	if err != nil {
		return err
	}
	m, ok := t.methods[first.Method]
	if !ok {
		return status.Errorf(codes.Unimplemented, "this plugin has no method %q", first.Method)
	}
	data, err := joinChunks(first.Data, func() ([]byte, error) {
		c, err := stream.Recv()
		return c.GetData(), err
	})
	if err != nil {
		return err
	}
	response, err := m.handler(m.server, stream.Context(), func(into any) error {
		defer func() { data = nil }() // twice the memory is enough
		return proto.Unmarshal(data, into.(proto.Message))
	}, nil)
	if err != nil {
		return err
	}
	encoded, err := proto.Marshal(response.(proto.Message))
	if err != nil {
		return status.Errorf(codes.Internal, "encode the response: %v", err)
	}
	return sendChunks(encoded, func(part []byte) error { return stream.Send(&pb.Chunk{Data: part}) })
}

func (t *transferServer) Fetch(r *pb.FetchRequest, stream grpc.ServerStreamingServer[pb.Chunk]) error {
	t.mu.Lock()
	data, ok := t.stash[r.Token]
	delete(t.stash, r.Token)
	t.mu.Unlock()
	if !ok {
		return status.Errorf(codes.NotFound, "response %d has been fetched already or waited longer than %v", r.Token, stashed)
	}
	return sendChunks(data, func(part []byte) error { return stream.Send(&pb.Chunk{Data: part}) })
}

// intercept keeps back a response that is too large for one message. The call
// is not repeated for it: sampling twice could keep every sample twice.
func (t *transferServer) intercept(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
	response, err := handler(ctx, req)
	m, ok := response.(proto.Message)
	if err != nil || !ok {
		return response, err
	}
	if err := t.keep(m); err != nil {
		return nil, err
	}
	return response, nil
}

// keep returns nil for a response that can be sent, and otherwise, having put it
// aside, the status that says how to fetch it.
func (t *transferServer) keep(m proto.Message) error {
	size := proto.Size(m)
	if size <= MaxMessage {
		return nil
	}
	data, err := proto.Marshal(m)
	if err != nil {
		return status.Errorf(codes.Internal, "encode the response: %v", err)
	}
	t.mu.Lock()
	t.last++
	token := t.last
	t.stash[token] = data
	t.mu.Unlock()
	time.AfterFunc(stashed, func() {
		t.mu.Lock()
		delete(t.stash, token)
		t.mu.Unlock()
	})
	s, err := status.New(codes.OutOfRange, fmt.Sprintf("the response has %d bytes; fetch it in chunks", size)).
		WithDetails(&pb.Oversize{Token: token, Size: int64(size)})
	if err != nil {
		return status.Errorf(codes.Internal, "describe a large response: %v", err)
	}
	return s.Err()
}
