package rpc

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Conn is a host's connection whose unary calls may be of any size: requests
// and responses over [MaxMessage] travel in chunks.
type Conn struct{ grpc.ClientConnInterface }

// Invoke makes a unary call.
func (c Conn) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	request, ok := args.(proto.Message)
	response, ok2 := reply.(proto.Message)
	if !ok || !ok2 {
		return fmt.Errorf("%s: request and response must be messages", method)
	}
	if proto.Size(request) > MaxMessage {
		return c.call(ctx, method, request, response)
	}
	err := c.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
	if token, ok := oversize(err); ok {
		return c.fetch(ctx, token, response)
	}
	return err
}

// call sends the request in chunks and reads the response the same way.
func (c Conn) call(ctx context.Context, method string, request, response proto.Message) error {
	data, err := proto.Marshal(request)
	if err != nil {
		return fmt.Errorf("%s: encode the request: %w", method, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := pb.NewTransferClient(c.ClientConnInterface).Call(ctx)
	if err != nil {
		return err
	}
	// A failed send is explained by the receiving side.
	_ = sendChunks(data, func(part []byte) error {
		err := stream.Send(&pb.CallChunk{Method: method, Data: part})
		method = ""
		return err
	})
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return receive(stream, response)
}

func (c Conn) fetch(ctx context.Context, token uint64, response proto.Message) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := pb.NewTransferClient(c.ClientConnInterface).Fetch(ctx, &pb.FetchRequest{Token: token})
	if err != nil {
		return err
	}
	return receive(stream, response)
}

func receive(stream chunkReceiver, response proto.Message) error {
	data, err := joinChunks(nil, func() ([]byte, error) {
		c, err := stream.Recv()
		return c.GetData(), err
	})
	if err != nil {
		return err
	}
	if err := proto.Unmarshal(data, response); err != nil {
		return fmt.Errorf("decode the response: %w", err)
	}
	return nil
}

// oversize returns the token of a response that has to be fetched.
func oversize(err error) (uint64, bool) {
	if err == nil {
		return 0, false
	}
	for _, d := range status.Convert(err).Details() {
		if o, ok := d.(*pb.Oversize); ok {
			return o.Token, true
		}
	}
	return 0, false
}
