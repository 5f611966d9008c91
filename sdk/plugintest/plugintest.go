// Package plugintest tests a plugin as the host uses it, over the wire, without
// a process of its own.
package plugintest

import (
	"context"
	"net"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/client"
	"github.com/metaspatial/metaspatial/sdk/conformance"
	"github.com/metaspatial/metaspatial/sdk/diag"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
)

// Connect serves p in this process and returns what the host sees of it: a
// value that implements the interface of p's kind, such as reward.Term. As in a
// run, Configure comes before the kind's own calls. It ends with the test.
func Connect(t testing.TB, p base.Plugin) client.Plugin {
	t.Helper()
	server, err := rpc.NewServer(p, sdk.Version)
	if err != nil {
		t.Fatal(err)
	}
	listener := bufconn.Listen(1 << 20)
	g := grpc.NewServer(server.Options()...)
	server.Register(g)
	go func() { _ = g.Serve(listener) }() // it ends when the test does
	t.Cleanup(g.Stop)
	dial := func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }
	conn, err := grpc.NewClient("passthrough:plugin", append(client.DialOptions(),
		grpc.WithContextDialer(dial), grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c, err := client.New(t.Context(), p.Describe().ID, conn)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Check tests what every plugin must do, as package conformance lists it: describe
// itself well and always alike, refuse wrong settings and accept its own defaults,
// answer the same request in the same way, alone and in a batch, several at once
// and after one that was given up, and stay sound whatever a layout holds. A plugin
// with a setting that has no default is only asked for its description.
func Check(t *testing.T, p base.Plugin) {
	t.Helper()
	if diff := cmp.Diff(p.Describe(), p.Describe()); diff != "" {
		t.Errorf("two descriptions differ: %s", diff)
	}
	c := Connect(t, p)
	for _, r := range conformance.Run(t.Context(), c, conformance.Options{CacheDir: t.TempDir()}) {
		switch r.Status {
		case conformance.Failed:
			t.Errorf("plugin %s: %s: %s; %s", c.Describe().ID, r.Check, r.Problem, r.Remedy)
		case conformance.Warning:
			t.Logf("plugin %s: %s: %s; %s", c.Describe().ID, r.Check, r.Problem, r.Remedy)
		}
	}
}

// Served is a plugin of a process of its own, in whatever language.
type Served interface {
	Describe() base.Description
	Validate(ctx context.Context, config map[string]any) (diag.Diagnostics, error)
}

// CheckServed tests of a plugin's process what Check does of a plugin, as far
// as a process that has been configured can still be asked, and returns its
// description.
func CheckServed(t *testing.T, s Served) base.Description {
	t.Helper()
	d := s.Describe()
	if d.Version == "" || d.Summary == "" {
		t.Errorf("plugin %s: the description lacks a version or a summary", d.ID)
	}
	for _, a := range d.Schema {
		if a.Name == "" || a.Doc == "" {
			t.Errorf("plugin %s: setting %q lacks a name or a doc", d.ID, a.Name)
		}
	}
	ds, err := s.Validate(t.Context(), map[string]any{"no such setting": 1})
	if err != nil || !ds.HasError() {
		t.Errorf("plugin %s: an unknown setting passes: %v, %v", d.ID, ds, err)
	}
	return d
}
