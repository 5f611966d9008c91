//go:build unix

package supervisor

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// The second protocol of these tests is nothing like the first: one method, and
// JSON in it.
const (
	secondService = "metaspatial.plugin.v2.Anything"
	secondMethod  = "Do"
)

// second is how a host speaks the second protocol.
var second = client.Protocol{Version: 2, Connect: func(ctx context.Context, id string, conn grpc.ClientConnInterface) (client.Plugin, error) {
	t := &secondTerm{conn: conn}
	if err := t.do(ctx, "describe", nil, &t.description); err != nil {
		return nil, fmt.Errorf("plugin %s: %w", id, err)
	}
	return t, nil
}}

// secondTerm is the host's side of a term.
type secondTerm struct {
	conn        grpc.ClientConnInterface
	description base.Description
}

var _ reward.Term = (*secondTerm)(nil)

func (t *secondTerm) do(ctx context.Context, order string, in, out any) error {
	data, err := json.Marshal(in)
	if err != nil {
		return err
	}
	var reply wrapperspb.StringValue
	if err := t.conn.Invoke(ctx, "/"+secondService+"/"+secondMethod, wrapperspb.String(order+" "+string(data)), &reply); err != nil {
		return err
	}
	return json.Unmarshal([]byte(reply.Value), out)
}

func (t *secondTerm) Describe() base.Description { return t.description }

func (t *secondTerm) Validate(context.Context, map[string]any) (diag.Diagnostics, error) {
	return nil, nil
}

func (t *secondTerm) Stop(context.Context) error { return nil }

func (t *secondTerm) Configure(ctx context.Context, req base.ConfigureRequest) (r base.ConfigureResponse, err error) {
	return r, t.do(ctx, "configure", req.Values, &r)
}

func (t *secondTerm) Evaluate(ctx context.Context, req reward.EvaluateRequest) (r reward.EvaluateResponse, err error) {
	return r, t.do(ctx, "evaluate", req.Candidates, &r)
}

// serveSecond serves a term of the second protocol, as the versions say, to a
// host that speaks it; of the other versions it has only the number.
func serveSecond(id string, versions ...int) {
	sets := map[int]goplugin.PluginSet{}
	for _, v := range versions {
		sets[v] = goplugin.PluginSet{client.Name: future{}}
		if v == second.Version {
			sets[v] = goplugin.PluginSet{client.Name: secondPlugin{id: id}}
		}
	}
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig:  client.Handshake(),
		VersionedPlugins: sets,
		GRPCServer:       func(o []grpc.ServerOption) *grpc.Server { return grpc.NewServer(o...) },
	})
}

// future is a plugin that serves nothing of what the host knows.
type future struct {
	goplugin.NetRPCUnsupportedPlugin
}

func (future) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error { return nil }

func (future) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, errors.New("not a host")
}

// secondPlugin serves the second protocol.
type secondPlugin struct {
	future
	id string
}

func (p secondPlugin) GRPCServer(_ *goplugin.GRPCBroker, s *grpc.Server) error {
	s.RegisterService(&grpc.ServiceDesc{
		ServiceName: secondService, HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{{MethodName: secondMethod, Handler: func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
			var in wrapperspb.StringValue
			if err := decode(&in); err != nil {
				return nil, err
			}
			order, data, _ := strings.Cut(in.Value, " ")
			var out any = base.ConfigureResponse{}
			switch order {
			case "describe":
				out = base.Description{ID: p.id, Kind: base.Reward, Version: "2.0.0", Summary: "Counts by the second protocol."}
			case "evaluate":
				var cs []reward.Candidate
				if err := json.Unmarshal([]byte(data), &cs); err != nil {
					return nil, err
				}
				r := reward.EvaluateResponse{}
				for range cs {
					r.Results = append(r.Results, reward.Result{Value: 100 * float64(second.Version)})
				}
				out = r
			}
			text, err := json.Marshal(out)
			return wrapperspb.String(string(text)), err
		}}},
	}, struct{}{})
	return nil
}

// TestTwoProtocols runs plugins of two versions of the contract side by side,
// by the same calls, and one that knows both in the newer.
func TestTwoProtocols(t *testing.T) {
	t.Parallel()
	s := newSupervisor(t, Options{Protocols: append(client.Protocols(), second)})
	for id, want := range map[string]float64{"reward/echo": 5, "reward/second": 200, "reward/both": 200} {
		h := start(t, s, id, nil)
		if r, err := tell(t.Context(), h, "seven"); err != nil || r.Value != want {
			t.Errorf("%s gives %v, error %v, want %v", id, r.Value, err, want)
		}
		if got := h.Describe().ID; got != id {
			t.Errorf("%s describes itself as %s", id, got)
		}
	}
}

// TestProtocolMismatch holds that each side is told to update when it is the
// older one.
func TestProtocolMismatch(t *testing.T) {
	t.Parallel()
	third := client.Protocol{Version: 3, Connect: second.Connect}
	for name, c := range map[string]struct {
		id        string
		protocols []client.Protocol
		want      string
	}{
		"newer plugin": {"reward/second", nil, "plugin reward/second did not start: it speaks protocol 2; this host speaks 1; update this program"},
		"older plugin": {"reward/echo", []client.Protocol{second, third}, "plugin reward/echo did not start: it speaks protocol 1; this host speaks 2 and 3; update the plugin"},
		"between":      {"reward/second", []client.Protocol{client.Protocols()[0], third}, "it speaks protocol 2; this host speaks 1 and 3; update the plugin"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSupervisor(t, Options{Protocols: c.protocols})
			_, err := startErr(s, c.id, Spec{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v\nlacks %q", err, c.want)
			}
		})
	}
}
