package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/sdk/base"
)

// tokenVariable is the environment's variable with the token of a server.
const tokenVariable = "METASPATIAL_TOKEN"

// serveFlags are what serve reads from the command line.
type serveFlags struct {
	file, out, listen, library   string
	tokenFile, certFile, keyFile string
	terms, dev, ranges           []string
	turns, size, rooms           int
	sessions, workers, batch     int
	camera, quality              string
	wait, idle, drain            time.Duration
	every                        int
}

func newServe() *cobra.Command {
	var o serveFlags
	cmd := &cobra.Command{
		Use:   "serve [-c FILE]",
		Short: "Serve the environment and its rewards to trainers elsewhere",
		Long: `Serve the environment and its rewards to trainers elsewhere.

At one address: OpenEnv over HTTP and WebSocket with its task API, MCP, batches
of responses to score, the reward forms of OpenRLHF and NeMo Gym, metrics for
Prometheus, and the session that "metaspatial view" attaches to. docs/serve.md
describes the wire.

Terms, rooms, turns and the renderer are those of a run file. Rewards lie between
0 and 1. A token in $METASPATIAL_TOKEN or in --token-file is asked of every
client; beyond this machine there must be one. SIGTERM lets episodes under way
end first.`,
		Example: `  metaspatial serve
  metaspatial serve -c run.yaml --term clearance=./clearance:0.2 --out served
  METASPATIAL_TOKEN=secret metaspatial serve --listen 0.0.0.0:8000 --tls-cert cert.pem --tls-key key.pem`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVarP(&o.file, "config", "c", "", "run file with the terms, rooms, turns and renderer; default: the built-in one")
	f.StringArrayVar(&o.terms, "term", nil, "NAME=WEIGHT changes a term's weight; NAME=PROGRAM or NAME=PROGRAM:WEIGHT adds a reward plugin (repeatable)")
	f.StringArrayVar(&o.ranges, "range", nil, "NAME=LOW,HIGH: where the values of a term of your own lie; default 0,1 (repeatable)")
	f.StringArrayVar(&o.dev, "dev", nil, "run this plugin program without trust, for its developer (repeatable)")
	f.StringVar(&o.listen, "listen", "127.0.0.1:8000", "HOST:PORT to listen at")
	f.StringVar(&o.out, "out", "", "folder to record episodes in, for the viewer and logs; default: none")
	f.StringVar(&o.library, "assets", "", "asset library, instead of the run file's")
	f.StringVar(&o.tokenFile, "token-file", "", "file with the token that clients must show; default: $"+tokenVariable)
	f.StringVar(&o.certFile, "tls-cert", "", "certificate in PEM, to serve HTTPS")
	f.StringVar(&o.keyFile, "tls-key", "", "the certificate's key in PEM")
	f.IntVar(&o.turns, "turns", 0, "turns of an episode, instead of the run file's")
	f.IntVar(&o.size, "image", 256, "width and height of the pictures in pixels; 0 serves none")
	f.StringVar(&o.camera, "camera", "dollhouse", "camera of the pictures")
	f.StringVar(&o.quality, "quality", "", "quality of the pictures; default: the renderer's")
	f.IntVar(&o.rooms, "suite-rooms", 200, "rooms of each held-out split")
	f.IntVar(&o.sessions, "max-sessions", 512, "sessions at a time; more are refused")
	f.IntVar(&o.workers, "workers", 0, "batches played at a time; default: one more than processors")
	f.IntVar(&o.batch, "batch", 64, "most steps of a batch")
	f.DurationVar(&o.wait, "batch-wait", 2*time.Millisecond, "how long a batch waits for further steps")
	f.DurationVar(&o.idle, "idle", 30*time.Minute, "end sessions of a cookie or an MCP id that are unused for so long")
	f.DurationVar(&o.drain, "drain", 30*time.Second, "how long episodes may go on after SIGTERM")
	f.IntVar(&o.every, "record-every", 64, "least number of episodes to one line of the record")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return serveRun(cmd, &o) }
	return cmd
}

// config is the run file with the flags' changes. What ends a training run need
// not stand in it.
func (o *serveFlags) config() (*config.Run, error) {
	cfg := config.Default()
	cfg.Iterations = 1
	if o.file != "" {
		var err error
		if cfg, err = config.LoadOver(o.file, cfg); err != nil {
			return nil, badInput(err)
		}
	}
	if o.turns != 0 {
		cfg.Turns = o.turns
	}
	if o.library != "" {
		cfg.Tasks.Assets = o.library
	}
	for _, t := range o.terms {
		if err := applyTerm(cfg, t); err != nil {
			return nil, err
		}
	}
	return cfg, badInput(cfg.Validate())
}

// options are what the flags say of the server itself.
func (o *serveFlags) options() (serve.Options, error) {
	s := serve.Options{
		MaxSessions: o.sessions, Workers: o.workers, Batch: o.batch, Wait: o.wait, Idle: o.idle, Drain: o.drain,
		Log: func(line string) { say("%s", line) },
	}
	if o.size < 0 || o.sessions < 1 || o.workers < 0 || o.batch < 1 || o.turns < 0 || o.rooms < 1 || o.every < 1 {
		return s, usage("sizes and numbers cannot be negative, and there must be a session, a room and an episode to a line")
	}
	if o.wait <= 0 || o.idle <= 0 || o.drain <= 0 {
		return s, usage("--batch-wait, --idle and --drain must be positive, such as 2ms")
	}
	if o.size > 0 {
		s.Picture = &base.Picture{Camera: o.camera, Width: o.size, Height: o.size, Quality: o.quality}
	}
	if o.out != "" {
		s.Record = &serve.Record{Dir: o.out, Every: o.every, TensorBoard: true}
	}
	var err error
	if s.Ranges, err = parseRanges(o.ranges); err != nil {
		return s, err
	}
	s.Token = os.Getenv(tokenVariable)
	if err := os.Unsetenv(tokenVariable); err != nil { // plugins need not know it
		return s, err
	}
	if o.tokenFile != "" {
		data, err := os.ReadFile(o.tokenFile)
		if err != nil {
			return s, badInput(fmt.Errorf("read the token: %w", err))
		}
		if s.Token = strings.TrimSpace(string(data)); s.Token == "" {
			return s, badInput(fmt.Errorf("the token file %s is empty", o.tokenFile))
		}
	}
	if !onlyHere(o.listen) && s.Token == "" {
		return s, usage("%s can be reached from other machines; set $%s or name a --token-file, or listen at 127.0.0.1", o.listen, tokenVariable)
	}
	return s, nil
}

func parseRanges(args []string) (map[string]serve.Range, error) {
	out := map[string]serve.Range{}
	for _, arg := range args {
		name, ends, _ := strings.Cut(arg, "=")
		low, high, ok := strings.Cut(ends, ",")
		a, errA := strconv.ParseFloat(strings.TrimSpace(low), 64)
		b, errB := strconv.ParseFloat(strings.TrimSpace(high), 64)
		if !ok || name == "" || errA != nil || errB != nil {
			return nil, usage("--range %q: write NAME=LOW,HIGH, such as clearance=-1,0", arg)
		}
		out[name] = serve.Range{Low: a, High: b}
	}
	return out, nil
}

// onlyHere reports whether an address can be reached from this machine only.
func onlyHere(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// certificates returns the TLS settings, or nil where none are asked for.
func (o *serveFlags) certificates() (*tls.Config, error) {
	if o.certFile == "" && o.keyFile == "" {
		return nil, nil
	}
	if o.certFile == "" || o.keyFile == "" {
		return nil, usage("give --tls-cert and --tls-key together")
	}
	pair, err := tls.LoadX509KeyPair(o.certFile, o.keyFile)
	if err != nil {
		return nil, badInput(fmt.Errorf("read the certificate: %w", err))
	}
	// HTTP/1.1 only: a WebSocket begins with it.
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}}, nil
}

func serveRun(cmd *cobra.Command, o *serveFlags) error {
	options, err := o.options()
	if err != nil {
		return err
	}
	cfg, err := o.config()
	if err != nil {
		return err
	}
	certificates, err := o.certificates()
	if err != nil {
		return err
	}
	lib, err := run.Library(cfg.Tasks.Assets)
	if err != nil {
		return badInput(err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines(), Dev: o.dev, Settings: cfg.Plugins})
	if err != nil {
		return err
	}
	defer plugins.Close()
	if err := plugins.Served(cmd.Context(), cfg, lib, o.rooms, &options); err != nil {
		return badInput(err)
	}
	if options.Record != nil {
		cfg.Out = o.out
		options.Record.Opened = func() error { return run.SaveConfig(cfg) }
	}
	server, err := serve.New(options)
	if err != nil {
		return badInput(err)
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return badInput(fmt.Errorf("cannot listen at %s: %w", o.listen, err))
	}
	scheme := "http"
	if certificates != nil {
		scheme = "https"
	}
	say("%s", strings.TrimRight(options.Terms.Table(), "\n"))
	if o.out != "" {
		say("to watch it: metaspatial view --attach %s", o.out)
	}
	url := fmt.Sprintf("%s://%s", scheme, l.Addr())
	logger.Info("serving at "+url, "url", url)
	return server.Serve(cmd.Context(), l, certificates)
}
