package sweep

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/metaspatial/metaspatial/host/config"
)

// MaxRuns bounds the runs of one sweep; more are a slip of the keyboard.
const MaxRuns = 1000

// Axis is one setting and the values that it takes.
type Axis struct {
	// Key is the path of the setting, as in [config.Setting].
	Key    string
	Values []string
}

// ParseAxis reads "KEY=VALUE,VALUE". A value that holds commas is a list in
// brackets or text in quotes, as in YAML.
func ParseAxis(text string) (Axis, error) {
	key, list, ok := strings.Cut(text, "=")
	if !ok || key == "" || list == "" {
		return Axis{}, fmt.Errorf("%q is no KEY=VALUE,VALUE; write it as optimiser.learning_rate=1e-3,3e-3", text)
	}
	a := Axis{Key: key}
	file, err := parser.ParseBytes([]byte("["+list+"]"), 0)
	if err != nil || len(file.Docs) != 1 {
		return a, fmt.Errorf("%q holds no values with commas between them", text)
	}
	values, ok := file.Docs[0].Body.(*ast.SequenceNode)
	if !ok || len(values.Values) == 0 {
		return a, fmt.Errorf("%q holds no values with commas between them", text)
	}
	for _, n := range values.Values {
		v := strings.TrimSpace(n.String())
		if slices.Contains(a.Values, v) {
			return a, fmt.Errorf("%q names %s twice", text, v)
		}
		a.Values = append(a.Values, v)
	}
	return a, nil
}

// Options say what a sweep consists of.
type Options struct {
	// File is the run file that all runs share.
	File string
	// Seeds are the seeds of each combination of values; empty takes that of the
	// run file.
	Seeds []uint64
	// Vary are the settings that differ; empty repeats one run with all seeds.
	Vary []Axis
	// Out is the folder of the sweep; empty is that of the run file's run with
	// "-sweep" behind it.
	Out string
}

// Plan is a sweep before it is carried out.
type Plan struct {
	// Dir is the folder of the sweep, and File the run file.
	Dir, File string
	Seeds     []uint64
	// Runs are ordered by combination, in the order of the axes with the last
	// one changing fastest, then by seed.
	Runs []*Run
}

// Run is one run of a sweep.
type Run struct {
	// Name is the run's folder below the sweep's, with slashes.
	Name string
	Seed uint64
	// Settings are what its combination changes in the run file.
	Settings []config.Setting
	// Config is the whole run, its folder among it.
	Config *config.Run
	hash   string
}

// NewPlan reads the run file once for every combination and seed, so that no
// run is begun before all of them are known to make sense.
func NewPlan(o Options) (*Plan, error) {
	base, err := config.Load(o.File)
	if err != nil {
		return nil, err
	}
	p := &Plan{Dir: o.Out, File: o.File, Seeds: slices.Clone(o.Seeds)}
	if p.Dir == "" {
		p.Dir = filepath.Clean(base.Out) + "-sweep"
	}
	if len(p.Seeds) == 0 {
		p.Seeds = []uint64{base.Seed}
	}
	if err := checkAxes(o.Vary, p.Seeds); err != nil {
		return nil, err
	}
	for _, settings := range combinations(o.Vary) {
		for _, seed := range p.Seeds {
			cfg, err := config.LoadWith(o.File, settings)
			if err != nil {
				return nil, err
			}
			r := &Run{Name: name(settings, seed), Seed: seed, Settings: settings, Config: cfg}
			cfg.Seed, cfg.Out = seed, filepath.Join(p.Dir, filepath.FromSlash(r.Name))
			if r.hash, err = hash(cfg); err != nil {
				return nil, err
			}
			p.Runs = append(p.Runs, r)
		}
	}
	return p, nil
}

// checkAxes refuses what would make two runs alike, or too many.
func checkAxes(axes []Axis, seeds []uint64) error {
	total := len(seeds)
	for i, s := range seeds {
		if slices.Contains(seeds[:i], s) {
			return fmt.Errorf("the seed %d is named twice", s)
		}
	}
	for i, a := range axes {
		switch {
		case a.Key == "seed":
			return errors.New("the seed is varied by the list of seeds, not as a setting")
		case a.Key == "out":
			return errors.New("every run of a sweep has a folder of its own below the sweep's; out is not for varying")
		case len(a.Values) == 0:
			return fmt.Errorf("the setting %s has no values", a.Key)
		case slices.ContainsFunc(axes[:i], func(b Axis) bool { return b.Key == a.Key }):
			return fmt.Errorf("the setting %s is varied twice; name all of its values at once", a.Key)
		}
		if total *= len(a.Values); total > MaxRuns {
			return fmt.Errorf("a sweep of more than %d runs; vary fewer settings or values", MaxRuns)
		}
	}
	if total > MaxRuns {
		return fmt.Errorf("a sweep of more than %d runs; name fewer seeds", MaxRuns)
	}
	return nil
}

// combinations lists the settings of every combination.
func combinations(axes []Axis) [][]config.Setting {
	out := [][]config.Setting{nil}
	for _, a := range axes {
		var next [][]config.Setting
		for _, before := range out {
			for _, v := range a.Values {
				next = append(next, append(slices.Clone(before), config.Setting{Path: a.Key, Value: v}))
			}
		}
		out = next
	}
	return out
}

// Label names a combination for people.
func Label(settings []config.Setting) string {
	said := make([]string, len(settings))
	for i, s := range settings {
		said[i] = s.String()
	}
	return strings.Join(said, " ")
}

// longName is the most characters of a folder's name that every file system
// takes, with some to spare for what is put behind it.
const longName = 120

var unfit = regexp.MustCompile(`[^A-Za-z0-9._=+-]+`)

// name is the folder of a run. What a file system may not take is replaced, and
// then a part of its hash keeps it apart from others. It depends on nothing but
// the settings and the seed, so that a sweep may be widened later.
func name(settings []config.Setting, seed uint64) string {
	own := fmt.Sprintf("seed-%d", seed)
	if len(settings) == 0 {
		return own
	}
	label := Label(settings)
	fit := unfit.ReplaceAllString(strings.ReplaceAll(label, " ", "+"), "_")
	if fit != strings.ReplaceAll(label, " ", "+") || len(fit) > longName {
		sum := sha256.Sum256([]byte(label))
		fit = fit[:min(len(fit), longName)] + "-" + hex.EncodeToString(sum[:4])
	}
	return fit + "/" + own
}

// hash identifies a run file with all its settings but its folder.
func hash(cfg *config.Run) (string, error) {
	c := cfg.Portable()
	c.Out = ""
	data, err := yaml.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("the run file holds a setting that cannot be written down: %w", err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]), nil
}
