package rpc

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// maxStack keeps a status within what HTTP/2 headers may hold.
const maxStack = 8 << 10

func recoverUnary(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (response any, err error) {
	defer func() {
		if r := recover(); r != nil {
			response, err = nil, panicStatus(r)
		}
	}()
	return handler(ctx, req)
}

func recoverStream(srv any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicStatus(r)
		}
	}()
	return handler(srv, stream)
}

func panicStatus(r any) error {
	stack := string(debug.Stack())
	// Everything above the frame of panic itself is this recovery.
	if _, below, ok := strings.Cut(stack, "\npanic("); ok {
		if _, frames, ok := strings.Cut(below, "\n\t"); ok {
			_, stack, _ = strings.Cut(frames, "\n")
		}
	}
	stack = stack[:min(len(stack), maxStack)]
	message := strings.ToValidUTF8(fmt.Sprint(r), "?")
	message = strings.ToValidUTF8(message[:min(len(message), maxStack)], "?")
	s := status.New(codes.Internal, "the plugin panicked: "+message)
	if d, err := s.WithDetails(&pb.Panic{Message: message, Stack: strings.ToValidUTF8(stack, "?")}); err == nil {
		s = d
	}
	return s.Err()
}
