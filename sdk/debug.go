package sdk

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"google.golang.org/grpc"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/internal/rpc"
)

// debug serves p to every host that is told of it, until the process is
// interrupted, so that a debugger can hold it meanwhile. There is neither a
// certificate nor a check of the program: the socket is this user's alone where
// the system has such sockets.
func debug(p base.Plugin, stdout io.Writer) error {
	server, err := rpc.NewServer(p, Version)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, remove, err := debugListener()
	if err != nil {
		return err
	}
	defer remove()
	g := grpc.NewServer(server.Options()...)
	server.Register(g)
	context.AfterFunc(ctx, g.Stop)
	if err := writeReattach(stdout, p.Describe().ID, listener.Addr()); err != nil {
		return err
	}
	if err := g.Serve(listener); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// debugListener listens where only this user's programs reach, and on Windows
// only this machine's.
func debugListener() (net.Listener, func(), error) {
	if runtime.GOOS == "windows" {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		return l, func() {}, err
	}
	dir, err := os.MkdirTemp("", "metaspatial-debug-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a folder for the socket: %w", err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "s"))
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, err
	}
	return l, func() { os.RemoveAll(dir) }, nil
}

// writeReattach says how a host finds the plugin, in a line to paste.
func writeReattach(w io.Writer, id string, at net.Addr) error {
	program, err := os.Executable()
	if err == nil {
		if real, err := filepath.EvalSymlinks(program); err == nil {
			program = real
		}
	}
	line, err := json.Marshal(map[string]rpc.Attachment{id: {
		Network: at.Network(), Address: at.String(), Program: program, PID: os.Getpid(), Protocol: rpc.ProtocolVersion,
	}})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, reattachNotice, id, os.Getpid(), rpc.ReattachKey, strings.ReplaceAll(string(line), "'", `'\''`),
		rpc.ReattachKey, strings.ReplaceAll(string(line), "'", "''"))
	return err
}

// reattachNotice has the variable's line for the two kinds of shells.
const reattachNotice = `The plugin %s serves in process %d, without a certificate or a check of its
program, until it is interrupted. A host started after this line uses it:

  export %s='%s'

In PowerShell:

  $env:%s='%s'
`
