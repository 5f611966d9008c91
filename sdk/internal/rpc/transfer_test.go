package rpc

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"

	"github.com/metaspatial/metaspatial/sdk/base"
	pb "github.com/metaspatial/metaspatial/sdk/internal/pluginpb"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

type term struct {
	description base.Description
	calls       int
}

func (t *term) Describe() base.Description { return t.description }

func (*term) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

// Evaluate answers the first candidate with a reason as long as its turn says.
func (t *term) Evaluate(_ context.Context, req reward.EvaluateRequest) (reward.EvaluateResponse, error) {
	t.calls++
	return reward.EvaluateResponse{Results: []reward.Result{{Reason: strings.Repeat("r", req.Candidates[0].Turn)}}}, nil
}

func described() base.Description {
	return base.Description{ID: "reward/test", Kind: base.Reward, Version: "1.0.0", Summary: "Tests."}
}

// dial serves p and returns the bare connection.
func dial(t *testing.T, p base.Plugin) *grpc.ClientConn {
	t.Helper()
	return dialWithout(t, p, "")
}

// dialWithout is dial without the service of that name.
func dialWithout(t *testing.T, p base.Plugin, service string) *grpc.ClientConn {
	t.Helper()
	server, err := NewServer(p, "0.0.0")
	if err != nil {
		t.Fatal(err)
	}
	l := bufconn.Listen(1 << 20)
	g := grpc.NewServer(server.Options()...)
	server.Register(without{g, service})
	go func() { _ = g.Serve(l) }()
	t.Cleanup(g.Stop)
	conn, err := grpc.NewClient("passthrough:test", append(DialOptions(),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return l.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := pb.NewPluginClient(conn).Configure(t.Context(), &pb.ConfigureRequest{}); err != nil {
		t.Fatal(err)
	}
	return conn
}

// without registers every service but one.
type without struct {
	grpc.ServiceRegistrar
	name string
}

func (w without) RegisterService(desc *grpc.ServiceDesc, server any) {
	if desc.ServiceName != w.name {
		w.ServiceRegistrar.RegisterService(desc, server)
	}
}

func TestOversizeResponseIsFetchedOnce(t *testing.T) {
	p := &term{description: described()}
	conn := dial(t, p)
	req := &pb.EvaluateRequest{Candidates: []*pb.Candidate{{Turn: MaxMessage + 1}}}
	_, err := pb.NewRewardClient(conn).Evaluate(t.Context(), req)
	token, ok := oversize(err)
	if !ok || status.Code(err) != codes.OutOfRange {
		t.Fatalf("error %v, want that the response has to be fetched", err)
	}
	c := Conn{conn}
	var r pb.EvaluateResponse
	if err := c.fetch(t.Context(), token, &r); err != nil || len(r.Results[0].Reason) != MaxMessage+1 {
		t.Errorf("%d results, error %v", len(r.Results), err)
	}
	if err := c.fetch(t.Context(), token, &r); status.Code(err) != codes.NotFound {
		t.Errorf("fetched twice: %v", err)
	}
	if p.calls != 1 {
		t.Errorf("the plugin was asked %d times", p.calls)
	}
}

func TestCallOfNoMethod(t *testing.T) {
	c := Conn{dial(t, &term{description: described()})}
	for _, method := range []string{"/nothing/Nothing", pb.Transfer_Fetch_FullMethodName, pb.Policy_Update_FullMethodName} {
		if err := c.call(t.Context(), method, &pb.StopRequest{}, &pb.StopResponse{}); status.Code(err) != codes.Unimplemented {
			t.Errorf("%s: %v", method, err)
		}
	}
}

func TestMistakesOfAuthors(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*base.Description)
		want   string
	}{
		"no name":    {func(d *base.Description) { d.ID = "reward/" }, `such as "reward/clearance"`},
		"other kind": {func(d *base.Description) { d.ID, d.Kind = "render/test", base.Render }, "lacks that kind's methods"},
		"no kind":    {func(d *base.Description) { d.ID, d.Kind = "judge/test", "judge" }, "use reward, policy or render"},
		"bad default": {func(d *base.Description) {
			d.Schema = schema.Schema{{Name: "size", Type: schema.Number, Default: 3.0, Max: schema.Bound(2)}}
		}, "the default of config.size: is 3, outside -∞ to 2"},
	} {
		t.Run(name, func(t *testing.T) {
			d := described()
			c.change(&d)
			if _, err := NewServer(&term{description: d}, "0.0.0"); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v lacks %q", err, c.want)
			}
		})
	}
}

func TestLifeline(t *testing.T) {
	events := make(chan string, 4)
	l := newLifeline(func() { events <- "opened" }, func() { events <- "lost" })
	next := func(wait time.Duration) string {
		select {
		case e := <-events:
			return e
		case <-time.After(wait):
			return "nothing"
		}
	}
	begin, end := func() { l.HandleConn(t.Context(), &stats.ConnBegin{}) }, func() { l.HandleConn(t.Context(), &stats.ConnEnd{}) }
	begin()
	begin()
	if e := next(time.Second); e != "opened" {
		t.Fatal(e)
	}
	end()
	if e := next(2 * linger); e != "nothing" {
		t.Errorf("%s with one connection left", e)
	}
	end()
	begin() // a connection that comes back in time
	if e := next(2 * linger); e != "nothing" {
		t.Errorf("%s although the host came back", e)
	}
	end()
	if e := next(10 * time.Second); e != "lost" {
		t.Errorf("%s after the last connection", e)
	}
}

func TestPanicStatusFitsIntoHeaders(t *testing.T) {
	var err error
	func() {
		defer func() { err = panicStatus(recover()) }()
		panic(fmt.Sprint(strings.Repeat("é", maxStack), "\xff"))
	}()
	p, ok := status.Convert(err).Details()[0].(*pb.Panic)
	if !ok || len(p.Message) > maxStack+1 || !strings.HasPrefix(p.Stack, "github.com/metaspatial/metaspatial/sdk/internal/rpc.TestPanicStatusFitsIntoHeaders") {
		t.Errorf("message of %d bytes, stack %q", len(p.Message), p.Stack)
	}
}
