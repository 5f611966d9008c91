package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// obedient is a term that does what the first response says.
type obedient struct {
	term
	inside atomic.Int32 // calls under way
	ended  chan error   // how the contexts of waiting calls ended
	meet   sync.WaitGroup
}

func newObedient() *obedient {
	return &obedient{term: term{description: described()}, ended: make(chan error, 100)}
}

func (o *obedient) Evaluate(ctx context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	o.inside.Add(1)
	defer o.inside.Add(-1)
	r := reward.EvaluateResponse{Results: make([]reward.Result, len(req.Candidates))}
	order := req.Candidates[0].Response
	switch {
	case order == "fail":
		return r, errors.New("as I was told")
	case order == "panic":
		panic("as I was told")
	case order == "wait":
		<-ctx.Done()
		o.ended <- ctx.Err()
		return r, ctx.Err()
	case order == "meet":
		o.meet.Done()
		o.meet.Wait()
	case order == "deadline":
		_, ok := ctx.Deadline()
		order = fmt.Sprint(ok)
	case len(order) > MaxMessage:
		order = "too large to stream"
	case order == "much":
		order = strings.Repeat("m", MaxMessage+1)
	}
	r.Results[0].Reason = order
	return r, nil
}

// ask scores a group whose first response is order, and returns what the term
// gives as its reason.
func ask(ctx context.Context, g *Groups, order string) (string, error) {
	r, err := g.Evaluate(ctx, &pb.EvaluateRequest{Candidates: []*pb.Candidate{{Response: order}}})
	if err != nil {
		return "", err
	}
	return r.Results[0].Reason, nil
}

func (g *Groups) kept() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.idle)
}

func TestGroups(t *testing.T) {
	ctx := t.Context()
	g := NewGroups(Conn{dial(t, newObedient())})
	for i, c := range []struct {
		order, want string
		code        codes.Code
		kept        int
	}{
		{"one", "one", codes.OK, 1},
		{"two", "two", codes.OK, 1},
		{"fail", "", codes.Unknown, 0}, // the error of one is not that of the next
		{"three", "three", codes.OK, 1},
		{"panic", "", codes.Internal, 0},
		{"deadline", "false", codes.OK, 1},
		{"much", strings.Repeat("m", MaxMessage+1), codes.OK, 0},
		{"four", "four", codes.OK, 1},
		{strings.Repeat("l", MaxMessage+1), "too large to stream", codes.OK, 1},
	} {
		got, err := ask(ctx, g, c.order)
		if status.Code(err) != c.code || got != c.want || g.kept() != c.kept {
			t.Errorf("%d, %.10s: %.10q, %v with %d streams kept; want %.10q, %v with %d", i, c.order, got, err, g.kept(), c.want, c.code, c.kept)
		}
	}
	_, err := ask(ctx, g, "panic")
	if d := status.Convert(err).Details(); len(d) != 1 || d[0].(*pb.Panic).Message != "as I was told" {
		t.Errorf("the panic is %v", d)
	}
	later, cancel := context.WithTimeout(ctx, time.Hour)
	defer cancel()
	if got, err := ask(later, g, "deadline"); got != "true" || err != nil {
		t.Errorf("a deadline: %v, %v", got, err)
	}
}

func TestGroupsAtOnce(t *testing.T) {
	const n = 8
	o := newObedient()
	g := NewGroups(Conn{dial(t, o)})
	for range 3 {
		o.meet.Add(n)
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() {
				if _, err := ask(t.Context(), g, "meet"); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
	if g.kept() != n {
		t.Errorf("%d streams are kept, want %d", g.kept(), n)
	}
}

func TestGroupGivenUp(t *testing.T) {
	o := newObedient()
	g := NewGroups(Conn{dial(t, o)})
	for _, first := range []bool{true, false} { // on a new stream, and on one that was there
		if !first {
			if _, err := ask(t.Context(), g, "one"); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := ask(ctx, g, "wait")
			done <- err
		}()
		for o.inside.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
		if err := <-done; status.Code(err) != codes.Canceled {
			t.Errorf("given up: %v", err)
		}
		if err := <-o.ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the plugin's context ended with %v", err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := ask(ctx, g, "wait"); err == nil || ctx.Err() == nil {
		t.Errorf("after its time: %v", err)
	}
	if _, err := ask(ctx, g, "one"); status.Code(err) != codes.DeadlineExceeded {
		t.Errorf("a request that is over before it is sent: %v", err)
	}
	if got, err := ask(t.Context(), g, "again"); got != "again" || err != nil {
		t.Errorf("afterwards: %q, %v", got, err)
	}
}

// TestStreamThatHasEnded is replaced without a word.
func TestStreamThatHasEnded(t *testing.T) {
	g := NewGroups(Conn{dial(t, newObedient())})
	if _, err := ask(t.Context(), g, "one"); err != nil {
		t.Fatal(err)
	}
	s := g.idle[0]
	s.cancel()
	<-s.Context().Done()
	for s.Send(&pb.EvaluateRequest{}) == nil { // until the stream has noticed
		time.Sleep(time.Millisecond)
	}
	if got, err := ask(t.Context(), g, "two"); got != "two" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

// TestPluginWithoutStreams is one of an older SDK, or in another language.
func TestPluginWithoutStreams(t *testing.T) {
	g := NewGroups(Conn{dialWithout(t, newObedient(), pb.RewardStream_ServiceDesc.ServiceName)})
	for range 2 {
		if got, err := ask(t.Context(), g, "one"); got != "one" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if !g.absent || g.kept() != 0 {
		t.Errorf("%d streams are kept", g.kept())
	}
	if _, err := ask(t.Context(), g, "fail"); status.Code(err) != codes.Unknown {
		t.Error(err)
	}
}
