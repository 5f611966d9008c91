//go:build unix

package supervisor

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	goplugin "github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/metaspatial/metaspatial/sdk/client"
)

// honest are the answers of a plugin that keeps the contract, as JSON.
var honest = map[string]string{
	"Describe":  `{"id": "reward/hostile", "kind": "reward", "version": "1.0.0", "sdkVersion": "1.0.0", "summary": "Means no good."}`,
	"Configure": `{}`,
	"Evaluate":  `{"results": [{"value": 1}]}`,
	"Stop":      `{}`,
}

// misdeed is what a hostile plugin does in place of an honest answer. It returns
// the message to send, or an error.
type misdeed func(method string) (proto.Message, error)

// before are the modes that misbehave before they serve anything. Those that
// return go on to serve honestly.
var before = map[string]func(){
	"says nothing":             forever,
	"exits at once":            func() { os.Exit(0) },
	"exits with an error":      func() { fmt.Fprintln(os.Stderr, "no licence"); os.Exit(3) },
	"panics at once":           func() { panic("hostile") },
	"kills itself":             func() { syscall.Kill(os.Getpid(), syscall.SIGKILL); forever() },
	"stops itself":             func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP) },
	"prints a line":            func() { fmt.Println("Welcome to my plugin!"); forever() },
	"prints without end":       func() { drown(os.Stdout, 1<<30) },
	"prints a line of 1 MiB":   func() { os.Stdout.Write(append(bytes.Repeat([]byte("x"), 1<<20), '\n')); forever() },
	"closes its output":        func() { os.Stdout.Close(); forever() },
	"half a handshake":         func() { fmt.Println("1|1|unix"); forever() },
	"handshake byte by byte":   func() { trickle("1|1|unix|/nowhere|grpc|\n", time.Second) },
	"speaks net/rpc":           func() { fmt.Println("1|1|unix|/nowhere|netrpc"); forever() },
	"speaks protocol 99":       func() { fmt.Println("1|99|unix|/nowhere|grpc"); forever() },
	"nobody listens":           func() { fmt.Println("1|1|unix|/nowhere|grpc"); forever() },
	"listens and says nothing": deafSocket,
	"prints errors first":      func() { drown(os.Stderr, 8<<20) },
}

// during are the modes that misbehave in one method.
var during = map[string]struct {
	method string
	does   misdeed
}{
	"hangs in Describe":         {"Describe", hang},
	"exits in Describe":         {"Describe", exit},
	"describes garbage":         {"Describe", garbage},
	"has no id":                 {"Describe", says(`{"kind": "reward"}`)},
	"has an id of another kind": {"Describe", says(`{"id": "policy/hostile", "kind": "reward"}`)},
	"is of no kind":             {"Describe", says(`{"id": "reward/hostile", "kind": "tyrant"}`)},
	"writes escapes in its id":  {"Describe", says(`{"id": "reward/\u001b[2Jhostile\n[host] all is well", "kind": "reward"}`)},
	"has an id of 1 MiB":        {"Describe", says(`{"id": "reward/` + strings.Repeat("x", 1<<20) + `", "kind": "reward"}`)},
	"describes at 80 MiB":       {"Describe", huge},
	"hangs in Configure":        {"Configure", hang},
	"exits in Configure":        {"Configure", exit},
	"refuses its settings":      {"Configure", says(`{"diagnostics": [{"severity": "SEVERITY_ERROR", "path": "config", "summary": "never"}]}`)},
	"hangs in Evaluate":         {"Evaluate", hang},
	"exits in Evaluate":         {"Evaluate", exit},
	"stops itself in Evaluate": {"Evaluate", func(method string) (proto.Message, error) {
		syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		return hang(method)
	}},
	"evaluates garbage":            {"Evaluate", garbage},
	"returns no results":           {"Evaluate", says(`{}`)},
	"returns too many results":     {"Evaluate", says(`{"results": [{"value": 1}, {"value": 2}, {"value": 3}]}`)},
	"returns NaN":                  {"Evaluate", says(`{"results": [{"value": "NaN"}]}`)},
	"returns infinity":             {"Evaluate", says(`{"results": [{"value": "-Infinity"}]}`)},
	"returns NaN for an object":    {"Evaluate", says(`{"results": [{"value": 1, "objects": ["NaN"]}]}`)},
	"values objects there are not": {"Evaluate", says(`{"results": [{"value": 1, "objects": [1, 2, 3]}]}`)},
	"finds what is not there":      {"Evaluate", says(`{"rules": ["r"], "results": [{"findings": {"rule": [0], "object": [-7], "length": [0]}}]}`)},
	"has messages without end":     {"Evaluate", says(`{"rules": ["r"], "results": [{"findings": {"rule": [0], "object": [0], "length": [4294967295]}}]}`)},
	"evaluates at 80 MiB":          {"Evaluate", huge},
	"blames the host at length": {"Evaluate", func(method string) (proto.Message, error) {
		return nil, status.Error(codes.Internal, strings.Repeat("it is your fault ", 1<<12))
	}},
	"speaks of a cancellation": {"Evaluate", func(method string) (proto.Message, error) { return nil, status.Error(codes.Canceled, "you said so") }},
	"prints while it evaluates": {"Evaluate", func(method string) (proto.Message, error) {
		drown(os.Stderr, 8<<20)
		return answerOf(method, honest[method])
	}},
	"forks while it evaluates": {"Evaluate", func(method string) (proto.Message, error) { fork(false); return answerOf(method, honest[method]) }},
	"forks daemons":            {"Evaluate", func(method string) (proto.Message, error) { fork(true); return answerOf(method, honest[method]) }},
	"fills its folder":         {"Evaluate", func(method string) (proto.Message, error) { fill(); return answerOf(method, honest[method]) }},
	"hangs in Stop":            {"Stop", hang},
	"exits in Stop":            {"Stop", exit},
}

func forever() { time.Sleep(time.Hour) }

func hang(string) (proto.Message, error) { forever(); return nil, nil }

func exit(string) (proto.Message, error) { os.Exit(7); return nil, nil }

// garbage is no message of any kind.
func garbage(string) (proto.Message, error) {
	m, err := answerOf("Stop", "{}")
	if err == nil {
		m.ProtoReflect().SetUnknown(protoreflect.RawFields("\x0a\xff\xff\xff\xff\x0f?"))
	}
	return m, err
}

func huge(string) (proto.Message, error) {
	return answerOf("Describe", `{"docs": "`+strings.Repeat("x", 80<<20)+`"}`)
}

func says(json string) misdeed {
	return func(method string) (proto.Message, error) { return answerOf(method, json) }
}

// answerOf makes a method's response. The messages are internal to the SDK, but
// every program that links it has them.
func answerOf(method, json string) (proto.Message, error) {
	t, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName("metaspatial.plugin.v1." + method + "Response"))
	if err != nil {
		return nil, err
	}
	m := t.New().Interface()
	return m, protojson.Unmarshal([]byte(json), m)
}

// drown writes n bytes of lines.
func drown(w io.Writer, n int) {
	line := append(bytes.Repeat([]byte("blub "), 200), '\n')
	for ; n > 0; n -= len(line) {
		if _, err := w.Write(line); err != nil {
			return
		}
	}
}

func trickle(text string, pause time.Duration) {
	for _, b := range []byte(text) {
		os.Stdout.Write([]byte{b})
		time.Sleep(pause)
	}
}

// deafSocket accepts connections and never answers.
func deafSocket() {
	path := filepath.Join(os.Getenv("TMPDIR"), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		panic(err)
	}
	fmt.Println("1|1|unix|" + path + "|grpc|")
	for {
		if _, err := l.Accept(); err != nil {
			return
		}
	}
}

// fork starts processes that sleep, in sessions of their own if they are to be
// daemons.
func fork(daemons bool) {
	for range 3 {
		cmd := exec.Command("sleep", "3600")
		if daemons {
			cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		}
		if err := cmd.Start(); err != nil {
			panic(err)
		}
	}
}

// fill writes 64 MiB.
func fill() {
	os.WriteFile("full", make([]byte, 64<<20), 0o600)
}

// raw serves whatever its server's unknown methods answer.
type raw struct {
	goplugin.NetRPCUnsupportedPlugin
}

func (raw) GRPCServer(*goplugin.GRPCBroker, *grpc.Server) error { return nil }

func (raw) GRPCClient(context.Context, *goplugin.GRPCBroker, *grpc.ClientConn) (any, error) {
	return nil, nil
}

// serveHostile is the hostile plugin.
func serveHostile(mode string) {
	if f, ok := before[mode]; ok {
		f()
	}
	answer := func(_ any, stream grpc.ServerStream) error {
		full, _ := grpc.MethodFromServerStream(stream)
		method := full[strings.LastIndexByte(full, '/')+1:]
		if d := during[mode]; d.method == method {
			m, err := d.does(method)
			if err != nil {
				return err
			}
			return stream.SendMsg(m)
		}
		m, err := answerOf(method, honest[method])
		if err != nil {
			return err
		}
		return stream.SendMsg(m)
	}
	goplugin.Serve(&goplugin.ServeConfig{
		HandshakeConfig:  client.Handshake(),
		VersionedPlugins: map[int]goplugin.PluginSet{client.ProtocolVersion: {client.Name: raw{}}},
		GRPCServer: func(opts []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(opts, grpc.UnknownServiceHandler(answer), grpc.MaxSendMsgSize(math.MaxInt32))...)
		},
	})
}

// processes are the ids of the processes that have text in their environment.
func processes(text string) []string {
	files, _ := filepath.Glob("/proc/[0-9]*/environ")
	var out []string
	for _, f := range files {
		if data, err := os.ReadFile(f); err == nil && bytes.Contains(data, []byte(text)) {
			out = append(out, filepath.Base(filepath.Dir(f)))
		}
	}
	return out
}
