package client

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
)

// Error is a call that failed, by the plugin's word or on the way.
type Error struct {
	Plugin string
	Method string
	// Gone means that the plugin's process could not be reached; it has ended,
	// or is about to.
	Gone    bool
	Message string
	cause   error
}

func (e *Error) Error() string {
	return fmt.Sprintf("plugin %s: %s: %s", e.Plugin, e.Method, e.Message)
}

// Unwrap returns the context's error when the context ended the call.
func (e *Error) Unwrap() error { return e.cause }

// PanicError is a panic in a plugin's own code. Its process lives on.
type PanicError struct {
	Plugin  string
	Method  string
	Message string
	// Stack lists the frames from the panic down.
	Stack string
}

func (e *PanicError) Error() string {
	s := fmt.Sprintf("plugin %s: panicked in %s: %s", e.Plugin, e.Method, e.Message)
	for line := range strings.Lines(e.Stack) {
		// The first line of a frame names the function, the second its place.
		if place, ok := strings.CutPrefix(line, "\t"); ok {
			place, _, _ = strings.Cut(strings.TrimSpace(place), " +0x")
			return s + " (" + place + ")"
		}
	}
	return s
}

// Gone reports whether err says that the plugin's process cannot be reached.
func Gone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Gone
}

// wrap turns the error of a call into an [Error] or a [PanicError].
func (c *plugin) wrap(ctx context.Context, method string, err error) error {
	s := status.Convert(err)
	for _, d := range s.Details() {
		if p, ok := d.(*pb.Panic); ok {
			return &PanicError{Plugin: c.id, Method: method, Message: p.Message, Stack: p.Stack}
		}
	}
	e := &Error{Plugin: c.id, Method: method, Message: s.Message()}
	switch s.Code() {
	case codes.Canceled:
		e.cause = context.Canceled
	case codes.DeadlineExceeded:
		e.cause = context.DeadlineExceeded
	case codes.Unavailable:
		e.Gone = true
		e.Message = "the process cannot be reached: " + e.Message
	case codes.Unimplemented:
		e.Message += "; the plugin was built with another version of the SDK"
	}
	// A cancelled call can fail in many ways; the context says the true one.
	if cause := ctx.Err(); cause != nil {
		e.cause, e.Message = cause, cause.Error()
		e.Gone = false
	}
	return e
}

// malformed is the error for a response that breaks the contract.
func (c *plugin) malformed(method string, err error) error {
	return &Error{Plugin: c.id, Method: method, Message: "the plugin broke the contract: " + err.Error()}
}
