package sdk

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
	"github.com/metaspatial/metaspatial/sdk/internal/stdio"
)

// farewell bounds what a plugin may still do when its host has vanished.
const farewell = 2 * time.Second

// Serve serves p to the host that started this process, and returns when the
// host is done with it. Without a host it says so and exits. It is for
// programs with command lines of their own; the others call [Main].
func Serve(p base.Plugin) {
	serve(p, "This is the metaspatial plugin %s. It does nothing by itself: a run that names it starts it.\n")
}

// serve is Serve with the words, around the plugin's id, for whoever starts the
// program by hand.
func serve(p base.Plugin, notice string) {
	if os.Getenv(rpc.DescribeKey) != "" {
		exitOn(WriteDescription(os.Stdout, p))
		return
	}
	if os.Getenv(rpc.CookieKey) != rpc.CookieValue {
		fmt.Fprintf(os.Stderr, notice, p.Describe().ID)
		os.Exit(1)
	}
	defer runtime.KeepAlive(ballast())
	// From here on standard output belongs to the handshake alone.
	handshaken, err := stdio.Redirect()
	exitOn(err)
	server, err := rpc.NewServer(p, Version)
	exitOn(err)
	lifeline := rpc.Lifeline(handshaken, sync.OnceFunc(func() { leave(p) }))
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig:  rpc.Handshake(),
		VersionedPlugins: rpc.Plugins(server),
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(append(opts, server.Options()...), lifeline)...)
		},
		Logger: hclog.New(&hclog.LoggerOptions{Name: "serve", Level: hclog.Error, Output: os.Stderr}),
	})
}

// ballast returns memory that is only there to count as live, and is never
// touched, so that it takes up addresses but no memory. Most plugins keep a few
// megabytes, and Go collects garbage whenever the heap has doubled: that would
// be hundreds of times a second while groups of layouts are scored, and half
// of the time. With it, garbage is collected every 32 MiB, or when the heap has
// doubled where a plugin keeps more.
func ballast() []byte { return make([]byte, 32<<20) }

// leave ends the process because its host has vanished.
func leave(p base.Plugin) {
	time.AfterFunc(farewell, func() { os.Exit(1) })
	if s, ok := p.(base.Stopper); ok {
		ctx, cancel := context.WithTimeout(context.Background(), farewell)
		defer cancel()
		if err := s.Stop(ctx); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	os.Exit(0)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
