package run

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/serve"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	"github.com/metaspatial/metaspatial/sdk/reward"
	"github.com/metaspatial/metaspatial/sdk/schema"
)

// The test program is also its plugins, which it starts as the program starts its
// built-ins.
func TestMain(m *testing.M) {
	if len(os.Args) > 3 && os.Args[1] == "plugin" {
		sdk.Serve(processes[os.Args[3]])
		return
	}
	os.Exit(m.Run())
}

var processes = map[string]base.Plugin{
	"policy/toy":    &toy.Policy{},
	"policy/seeded": &seeded{},
	"reward/target": toy.Target(),
	"reward/looks":  &toy.Term{ID: "looks", Needs: []base.Need{base.NeedImages}, Value: toy.Target().Value},
	"render/toy":    &drawing{},
}

// drawing is the toy renderer where the host tells it to draw.
type drawing struct{ toy.Renderer }

func (d *drawing) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	d.Dir = req.CacheDir
	return base.ConfigureResponse{}, nil
}

// seeded is the toy policy with a seed among its settings, which it saves as its weights.
type seeded struct {
	toy.Policy
	seed int64
}

func (s *seeded) Describe() base.Description {
	d := s.Policy.Describe()
	d.ID = "policy/seeded"
	d.Schema = schema.Schema{{Name: "seed", Type: schema.Integer, Default: int64(0), Doc: "Seed."}}
	return d
}

func (s *seeded) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	s.seed = int64(req.Values.Int("seed"))
	return base.ConfigureResponse{}, nil
}

func (s *seeded) Save(_ context.Context, w io.Writer) error {
	_, err := w.Write([]byte{byte(s.seed)})
	return err
}

// toys are the plugins of this program, and a run file that names them.
func toys(t *testing.T) (*Plugins, *config.Run) {
	t.Helper()
	var ids []string
	for id := range processes {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	p := opened(t, catalog.Options{Builtins: ids})
	cfg := config.Default()
	cfg.Iterations, cfg.Out, cfg.Seed = 2, filepath.Join(t.TempDir(), "run"), 7
	cfg.GroupSize, cfg.Turns, cfg.Eval.N, cfg.Recorder.Images = 2, 1, 0, false
	cfg.Tasks = config.Tasks{ObjectsMin: 3, ObjectsMax: 3, PerIteration: 2}
	cfg.Policy = config.Policy{Plugin: config.Plugin{Name: "policy/toy"}}
	cfg.Renderer = config.Plugin{Name: "render/toy"}
	cfg.Terms = []config.Term{{ID: "target", Weight: 1, Plugin: config.Plugin{Name: "reward/target"}}}
	return p, cfg
}

// trained carries out the run file and returns its plugins.
func trained(t *testing.T, p *Plugins, cfg *config.Run) *Set {
	t.Helper()
	set, err := p.StartSet(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Train(t.Context(), cfg, set, assets.Starter(), TrainOptions{Listen: "off"}); err != nil {
		t.Fatal(err)
	}
	return set
}

// TestStartSet trains in processes, and has a second policy begin where the first ended.
func TestStartSet(t *testing.T) {
	p, cfg := toys(t)
	set := trained(t, p, cfg)
	if set.Renderer == nil || len(set.Terms) != 1 || set.Terms[0].Name != "target" || set.Terms[0].Weight != 1 {
		t.Errorf("the set is %+v", set)
	}
	weights := func(s *Set) string {
		tr, err := s.Trainer()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := tr.Save(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	next := *cfg
	next.Policy.Checkpoint = cfg.Out
	second, err := p.StartSet(t.Context(), &next)
	if err != nil {
		t.Fatal(err)
	}
	next.Policy.Checkpoint = ""
	fresh, err := p.StartSet(t.Context(), &next)
	if err != nil {
		t.Fatal(err)
	}
	if weights(second) != weights(set) || weights(fresh) == weights(set) {
		t.Error("the second policy does not begin where the first ended, or the third does")
	}
	for what, change := range map[string]func(*config.Run){
		"does not exist":                   func(c *config.Run) { c.Policy.Checkpoint = filepath.Join(t.TempDir(), "none") },
		"no plugin":                        func(c *config.Run) { c.Terms[0].Plugin.Name = "reward/none" },
		"reward/target is a reward plugin": func(c *config.Run) { c.Policy.Plugin.Name = "reward/target" },
		"policy/toy is a policy plugin":    func(c *config.Run) { c.Renderer.Name = "policy/toy" },
	} {
		wrong := *cfg
		wrong.Terms = slices.Clone(cfg.Terms)
		change(&wrong)
		if _, err := p.StartSet(t.Context(), &wrong); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("the error is %v, want %q", err, what)
		}
	}
}

// TestSeed gives a policy the run's seed, unless the run file has one for it.
func TestSeed(t *testing.T) {
	p, cfg := toys(t)
	cfg.Policy.Plugin.Name = "policy/seeded"
	for want, settings := range map[byte]map[string]any{7: nil, 9: {"seed": 9}} {
		cfg.Policy.Config = settings
		set, err := p.StartSet(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		tr, err := set.Trainer()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := tr.Save(t.Context(), &b); err != nil || b.String() != string([]byte{want}) {
			t.Errorf("with the settings %v its seed is %v, %v; want %d", settings, b.Bytes(), err, want)
		}
	}
}

// TestLocal furnishes, improves, scores and plays without a run.
func TestLocal(t *testing.T) {
	p, cfg := toys(t)
	l := p.Local(cfg, assets.Starter())
	task := toy.Task("room", 2)
	got, err := l.Generate(t.Context(), session.GenerateRequest{Task: task, K: 6, Best: 2, Seed: 1})
	if err != nil || got.Tried != 6 || len(got.Layouts) != 2 || got.Layouts[0].Reward < got.Layouts[1].Reward {
		t.Fatalf("%+v, %v", got, err)
	}
	if len(got.Layouts[0].Layout.Placements) != 2 {
		t.Errorf("the best is %+v", got.Layouts[0].Layout)
	}
	again, err := l.Generate(t.Context(), session.GenerateRequest{Task: task, K: 6, Best: 2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, again); d != "" {
		t.Errorf("the same request gives something else: %s", d)
	}
	better, err := l.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task, K: 3, Best: 1}, Layout: got.Layouts[1].Layout})
	if err != nil || len(better.Layouts) != 1 || better.Layouts[0].Reward < got.Layouts[1].Reward {
		t.Errorf("refined: %+v, %v", better, err)
	}
	// Scores are those of the terms, and not of the rules that choose.
	home := &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0), toy.Place(task, 1, 1)}}
	for _, layout := range []*scenes.Layout{home, got.Layouts[0].Layout} {
		want := toy.Target().Value(task, reward.Candidate{Layout: layout})
		scored, err := l.Score(t.Context(), task, layout)
		if err != nil || scored.Reward != want.Value || layout == home && want.Value != 1 {
			t.Errorf("scored %+v, %v; want %v", scored, err, want.Value)
		}
	}
	episode, err := l.Reset(t.Context(), task)
	if err != nil {
		t.Fatal(err)
	}
	step, err := l.Step(t.Context(), episode, got.Layouts[0].Response)
	if err != nil || !step.Done {
		t.Errorf("an episode of one turn: %+v, %v", step, err)
	}
	s, err := l.Snapshot(t.Context())
	if err != nil || s.State != session.Running || len(s.Terms) != 1 {
		t.Errorf("the session is %+v, %v", s, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// TestLocalFails tells every caller why there is no policy.
func TestLocalFails(t *testing.T) {
	p, cfg := toys(t)
	cfg.Policy.Plugin.Name = "policy/none"
	l := p.Local(cfg, assets.Starter())
	defer l.Close()
	task := toy.Task("room", 1)
	_, gerr := l.Generate(t.Context(), session.GenerateRequest{Task: task})
	_, rerr := l.Refine(t.Context(), session.RefineRequest{GenerateRequest: session.GenerateRequest{Task: task}})
	_, serr := l.Score(t.Context(), task, &scenes.Layout{})
	_, eerr := l.Reset(t.Context(), task)
	for _, err := range []error{gerr, rerr, serr, eerr, l.Ready(t.Context())} {
		if err == nil || !strings.Contains(err.Error(), "the policy at hand could not be started") || !strings.Contains(err.Error(), "policy/none") {
			t.Errorf("the error is %v", err)
		}
	}
	if s, err := l.Snapshot(t.Context()); err != nil || s.State != session.Failed {
		t.Errorf("the session is %+v, %v", s, err)
	}
	waiting := &Local{Hub: session.NewHub(""), ready: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := waiting.Ready(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("who no longer waits gets %v", err)
	}
}

// TestEvaluated evaluates weights on rooms, by terms and with pictures for those
// that look at them.
func TestEvaluated(t *testing.T) {
	p, cfg := toys(t)
	trained(t, p, cfg)
	cfg.Policy.Checkpoint = cfg.Out
	got, o, err := p.Evaluated(t.Context(), cfg, assets.Starter())
	if err != nil || got.Describe().ID != "policy/toy" || o.Terms == nil || o.Renderer != nil {
		t.Fatalf("%v, %+v", err, o)
	}
	r, err := eval.Run(t.Context(), got, []*scenes.Task{toy.Task("a", 2), toy.Task("b", 3)}, o)
	if err != nil || len(r.Rows) != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	cfg.Terms = append(cfg.Terms, config.Term{ID: "looks", Weight: 0.5, Plugin: config.Plugin{Name: "reward/looks"}})
	if _, o, err = p.Evaluated(t.Context(), cfg, assets.Starter()); err != nil || o.Renderer == nil {
		t.Errorf("with a term that looks: %v, %+v", err, o)
	}
	cfg.Renderer.Name = ""
	if _, o, err = p.Evaluated(t.Context(), cfg, assets.Starter()); err != nil || o.Renderer != nil {
		t.Errorf("without a renderer: %v, %+v", err, o)
	}
	cfg.Terms = nil
	if _, o, err = p.Evaluated(t.Context(), cfg, assets.Starter()); err != nil || o.Terms != nil {
		t.Errorf("without terms: %v, %+v", err, o)
	}
	for name, want := range map[string]string{"policy/none": "policy/none", "reward/target": "reward/target is a reward plugin"} {
		cfg.Policy.Plugin.Name = name
		if _, _, err := p.Evaluated(t.Context(), cfg, assets.Starter()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("with the policy %s: %v", name, err)
		}
	}
}

// TestServed offers a run's training rooms by number, and the frozen suites.
func TestServed(t *testing.T) {
	p, cfg := toys(t)
	var o serve.Options
	if err := p.Served(t.Context(), cfg, assets.Starter(), 3, &o); err != nil {
		t.Fatal(err)
	}
	if o.Terms == nil || o.Renderer == nil || o.Turns != 1 || o.CacheDir != p.cacheDir {
		t.Errorf("%+v", o)
	}
	var names []string
	for _, s := range o.Splits {
		names = append(names, s.Name)
	}
	if d := cmp.Diff(append([]string{"train"}, roomgen.Suites()...), names); d != "" {
		t.Error(d)
	}
	tasks, err := Source(cfg, Items(assets.Starter()))(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	first, err := o.Splits[0].Task(t.Context(), 0)
	if err != nil || first.ID != tasks[0].ID {
		t.Errorf("room 0 is %v, %v; want %s, the run's first", first, err, tasks[0].ID)
	}
	suite, err := Suite(t.Context(), names[1], 3, SuiteSeed, Items(assets.Starter()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range suite {
		got, err := o.Splits[1].Task(t.Context(), i)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(suite[i], got); d != "" {
			t.Errorf("room %d of %s: %s", i, names[1], d)
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	never := &frozen{name: "normal", n: 1, done: make(chan struct{})}
	never.once.Do(func() {}) // somebody else makes it, for ever
	if _, err := never.task(cancelled, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("who no longer waits gets %v", err)
	}
	unknown := &frozen{name: "none", n: 1, done: make(chan struct{})}
	if _, err := unknown.task(t.Context(), 0); err == nil || !strings.Contains(err.Error(), `make the rooms of "none"`) {
		t.Errorf("of a suite that there is not: %v", err)
	}
	cfg.Terms[0].Plugin.Name = "render/toy"
	if err := p.Served(t.Context(), cfg, assets.Starter(), 3, &o); err == nil {
		t.Error("a renderer is a term")
	}
}

// TestPictures draws rooms and writes them.
func TestPictures(t *testing.T) {
	p, cfg := toys(t)
	handles, err := p.Start(t.Context(), cfg.Renderer)
	if err != nil {
		t.Fatal(err)
	}
	r, err := handles[0].Renderer()
	if err != nil {
		t.Fatal(err)
	}
	task := toy.Task("room", 1)
	layout := &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 2)}}
	got, err := p.Pictures(t.Context(), r, []render.Scene{{Task: task, Layout: layout}, {Task: task, Layout: &scenes.Layout{}}}, render.Dollhouse, 64, 64)
	if err != nil || len(got) != 2 || bytes.Equal(got[0], got[1]) || len(got[0]) == 0 {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := p.Pictures(t.Context(), nil, nil, render.Dollhouse, 64, 64); err == nil || !strings.Contains(err.Error(), "render/raster") {
		t.Errorf("without a renderer: %v", err)
	}
	for want, r := range map[string]render.Renderer{"no picture of room": &blind{}, "the paper is out": &blind{refuses: true}, "the pen is broken": &blind{err: errors.New("the pen is broken")}, "no such file": &blind{file: "none.png"}} {
		if _, err := p.Pictures(t.Context(), r, []render.Scene{{Task: task, Layout: layout}}, render.Dollhouse, 64, 64); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want %q", err, want)
		}
	}
}

// blind is a renderer that draws nothing.
type blind struct {
	toy.Renderer
	refuses bool
	file    string
	err     error
}

func (b *blind) Render(_ context.Context, req render.RenderRequest) (resp render.RenderResponse, err error) {
	resp.Images = make([][]base.Image, len(req.Scenes))
	if b.file != "" {
		resp.Images[0] = []base.Image{{File: b.file}}
	}
	if b.refuses {
		resp.Diagnostics.Errorf("", "the paper is out")
	}
	return resp, b.err
}

// TestExportRoom writes a room as it can be read again, or not at all.
func TestExportRoom(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rooms")
	task := toy.Task("room", 2)
	layout := &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 1), toy.Place(task, 1, 2)}}
	names, err := ExportRoom(dir, "best", task, layout, assets.Starter())
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"best.json", "best.glb"}, names); d != "" {
		t.Error(d)
	}
	text, err := os.ReadFile(filepath.Join(dir, "best.json"))
	if err != nil {
		t.Fatal(err)
	}
	back, err := codec.ReadTask("best.json", text)
	if err != nil || back.ID != "room" || len(back.Objects) != 2 {
		t.Errorf("read again it is %+v, %v", back, err)
	}
	if glb, err := os.ReadFile(filepath.Join(dir, "best.glb")); err != nil || !bytes.HasPrefix(glb, []byte("glTF")) {
		t.Errorf("%v, %.8q", err, glb)
	}
	if _, err := ExportRoom(filepath.Join(dir, "best.json", "below"), "best", task, layout, assets.Starter()); err == nil {
		t.Error("a file is a folder")
	}
	path := filepath.Join(dir, "report.html")
	if err := WriteFile(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	half := func(w io.Writer) error {
		_, _ = w.Write([]byte("ne"))
		return errors.New("the ink is out")
	}
	if err := WriteReport(path, half); err == nil || !strings.Contains(err.Error(), "the ink is out") {
		t.Errorf("the error is %v", err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("of half a report is left %q, %v", text, err)
	}
}

// TestSurvey takes models from the library, and boxes for what it lacks.
func TestSurvey(t *testing.T) {
	lib := assets.Starter()
	o := Survey(lib)
	if o.Models(lib.Assets()[0].ID) == nil || o.Models("none/such") != nil {
		t.Error("it has the wrong models")
	}
	if o.Meshes(lib.Assets()[0].ID) == nil || o.Meshes("none/such") != nil {
		t.Error("it has the wrong meshes")
	}
}

// TestLibrary opens the starter kit where none is named, and says which folder has none.
func TestLibrary(t *testing.T) {
	lib, err := Library("")
	if err != nil || lib.Len() != assets.Starter().Len() {
		t.Errorf("%v", err)
	}
	dir := filepath.Join(t.TempDir(), "none")
	if _, err := Library(dir); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("the error is %v", err)
	}
}
