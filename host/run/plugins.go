package run

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/host/supervisor"
	"github.com/metaspatial/metaspatial/host/trace"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// Plugins are the plugin processes of one program run, with the image cache
// they share.
type Plugins struct {
	catalog  *catalog.Catalog
	sup      *supervisor.Supervisor
	cacheDir string
	timeouts supervisor.Timeouts
	dev      map[string]bool
	// developed are the names of dev as they were given.
	developed []string
	output    io.Writer
	warned    map[string]bool
}

// PluginOptions say how plugins are started. Catalog is required.
type PluginOptions struct {
	Catalog *catalog.Catalog
	// CacheDir is where images go; empty means a folder that Close removes.
	CacheDir string
	// Output gets what plugins print; nil keeps only the last lines.
	Output io.Writer
	// Dev lists plugins, by path or id, that run without trust, for their
	// developer. Output is told of each.
	Dev []string
	// Settings say what plugins may use; the zero value sets no limits. Its
	// folders are the catalog's affair.
	Settings config.Plugins
	// Processors bounds the processors of each plugin, where positive.
	Processors int
}

// OpenPlugins prepares to start plugins; none is started yet.
func OpenPlugins(o PluginOptions) (*Plugins, error) {
	p := &Plugins{catalog: o.Catalog, cacheDir: o.CacheDir, timeouts: timeouts(o.Settings), dev: map[string]bool{}, warned: map[string]bool{}, output: o.Output}
	for _, d := range o.Dev {
		p.dev[d], p.dev[absolute(d)] = true, true
		p.developed = append(p.developed, d)
	}
	if p.output == nil {
		p.output = io.Discard
	}
	var err error
	if p.sup, err = supervisor.New(supervisor.Options{Output: o.Output, GOMAXPROCS: o.Processors, Limits: limits(o.Settings)}); err != nil {
		return nil, err
	}
	if p.cacheDir == "" {
		p.cacheDir = filepath.Join(p.sup.Dir(), "cache")
	}
	if p.cacheDir, err = filepath.Abs(p.cacheDir); err == nil {
		err = os.MkdirAll(p.cacheDir, 0o755)
	}
	if err != nil {
		_ = p.sup.Close()
		return nil, fmt.Errorf("make the image cache: %w", err)
	}
	return p, nil
}

// absolute makes two names of one program alike, however each was written.
func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

// Close ends every plugin.
func (p *Plugins) Close() error { return p.sup.Close() }

// socket is the address of a socket of this machine that goes with the
// plugins, however the program ends; empty where there is no such thing.
func (p *Plugins) socket() string {
	if runtime.GOOS == "windows" {
		return ""
	}
	return "unix:" + filepath.Join(p.sup.Dir(), "session")
}

// Start starts plugins side by side and returns their handles in order.
func (p *Plugins) Start(ctx context.Context, plugins ...config.Plugin) ([]*supervisor.Handle, error) {
	specs := make([]supervisor.Spec, len(plugins))
	for i, c := range plugins {
		entry, err := p.catalog.Lookup(c.Name, p.dev[c.Name] || c.External() && p.dev[absolute(c.Name)])
		if err != nil {
			return nil, err
		}
		p.warn(entry)
		specs[i] = supervisor.Spec{Entry: entry, Config: c.Config, CacheDir: p.cacheDir, Timeouts: p.timeouts}
	}
	_, started := trace.Span(ctx, "start", slog.Int("plugins", len(specs))) // whose calls at a time have lanes of their own
	defer started()
	return p.sup.StartAll(ctx, specs)
}

// warn tells once of a plugin that runs although nobody has trusted its bytes.
func (p *Plugins) warn(e catalog.Entry) {
	if !e.Dev || p.warned[e.ID] {
		return
	}
	p.warned[e.ID] = true
	how := "with whatever bytes it has"
	if e.Attach != nil {
		how = "held by its developer's debugger, and not encrypted"
	}
	// An output that cannot be written has nobody to warn.
	fmt.Fprintf(p.output, "warning: plugin %s runs untrusted, %s\n", e.ID, how)
}

// warnUnused tells of developers' plugins that the run does not have, since a name
// has to be the one in the run file.
func (p *Plugins) warnUnused(plugins []config.Plugin) {
	for _, d := range p.developed {
		if !slices.ContainsFunc(plugins, func(c config.Plugin) bool {
			return c.Name == d || c.External() && absolute(c.Name) == absolute(d)
		}) {
			fmt.Fprintf(p.output, "warning: --dev %s names no plugin of this run; name it as the run file does\n", d)
		}
	}
}

// Set is the plugins of one run.
type Set struct {
	Policy   policy.Policy
	Terms    []reward.Term
	Renderer render.Renderer
}

// Trainer returns the policy as one that learns.
func (s *Set) Trainer() (policy.Trainer, error) {
	t, ok := s.Policy.(policy.Trainer)
	if !ok {
		return nil, fmt.Errorf("%s cannot be trained; use policy/compact or another trainable policy", s.Policy.Describe().ID)
	}
	return t, nil
}

// StartSet starts the policy, the reward terms and, where there is one, the
// renderer of a run file, and loads the policy's first weights.
func (p *Plugins) StartSet(ctx context.Context, cfg *config.Run) (*Set, error) {
	plugins := []config.Plugin{cfg.Policy.Plugin}
	for _, t := range cfg.Terms {
		plugins = append(plugins, t.Plugin)
	}
	if r := RendererOf(cfg); r.Name != "" {
		plugins = append(plugins, r)
	}
	p.warnUnused(plugins)
	handles, err := p.Start(ctx, plugins...)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	if s.Policy, err = handles[0].Policy(); err != nil {
		return nil, err
	}
	if err := p.seedPolicy(ctx, handles[0], cfg); err != nil {
		return nil, err
	}
	for i, t := range cfg.Terms {
		term, err := handles[1+i].Term()
		if err != nil {
			return nil, err
		}
		s.Terms = append(s.Terms, reward.Term{Name: t.ID, Weight: t.Weight, Plugin: term})
	}
	if rest := handles[1+len(cfg.Terms):]; len(rest) > 0 {
		if s.Renderer, err = rest[0].Renderer(); err != nil {
			return nil, err
		}
	}
	if err := p.firstWeights(ctx, handles[0], s.Policy, cfg.Policy.Checkpoint); err != nil {
		return nil, err
	}
	return s, nil
}

// firstWeights loads the weights that a run file names, where it names any, and
// has them loaded again whenever the policy's process has to be started again.
func (p *Plugins) firstWeights(ctx context.Context, h *supervisor.Handle, of policy.Policy, checkpoint string) error {
	if checkpoint == "" {
		return nil
	}
	if err := LoadWeights(ctx, of, checkpoint); err != nil {
		return err
	}
	h.SetReload(func(ctx context.Context, t policy.Trainer) error { return LoadWeights(ctx, t, checkpoint) })
	return nil
}

// timeouts are those of the run file.
func timeouts(s config.Plugins) supervisor.Timeouts {
	seconds := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
	return supervisor.Timeouts{Call: seconds(s.TimeoutS), Policy: seconds(s.PolicyTimeoutS)}
}

// maxSeed keeps a seed within what a setting can hold.
const maxSeed = 1 << 53

// seedPolicy gives the run's seed to a policy that has a setting "seed" and
// none in the run file, so that one seed decides the whole run.
func (p *Plugins) seedPolicy(ctx context.Context, h *supervisor.Handle, cfg *config.Run) error {
	d := h.Describe()
	if _, set := cfg.Policy.Config["seed"]; set || !slices.ContainsFunc(d.Schema, func(a schema.Attribute) bool {
		return a.Name == "seed" && a.Type == schema.Integer
	}) {
		return nil
	}
	values := schema.Values{"seed": int64(cfg.Seed % maxSeed)}
	maps.Copy(values, cfg.Policy.Config)
	resp, err := h.Configure(ctx, base.ConfigureRequest{Values: values, CacheDir: p.cacheDir})
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: the run's seed: %w", d.ID, err)
	}
	return nil
}

// RendererOf returns the renderer's settings with the run's library filled in,
// for the built-in renderer.
func RendererOf(cfg *config.Run) config.Plugin {
	r := cfg.Renderer
	if r.Name != "render/raster" || cfg.Tasks.Assets == "" || r.Config["library"] != nil {
		return r
	}
	with := map[string]any{"library": cfg.Tasks.Assets}
	for k, v := range r.Config {
		with[k] = v
	}
	r.Config = with
	return r
}

// ParsePolicy splits "PLUGIN[:CHECKPOINT]" into a policy of a run file. The
// plugin is the id of a built-in, such as policy/compact, or the path of a
// program.
func ParsePolicy(arg string) config.Policy {
	name, file, _ := strings.Cut(arg, ":")
	if len(name) == 1 && strings.HasPrefix(file, `\`) { // the drive of a path
		drive := name
		name, file, _ = strings.Cut(file, ":")
		name = drive + ":" + name
	}
	return config.Policy{Plugin: config.Plugin{Name: name}, Checkpoint: file}
}
