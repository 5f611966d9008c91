package main

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/preference"
	"github.com/metaspatial/metaspatial/sdk/render"
)

func (g *generateFlags) run(cmd *cobra.Command, asJSON bool) error {
	lib, err := run.Library(g.library)
	if err != nil {
		return badInput(err)
	}
	in, err := g.read(cmd.Context(), lib)
	if err != nil {
		return badInput(err)
	}
	if err := fits(in.task); err != nil {
		// The best there is may still be of use.
		say("note: %s", err)
	}
	plugins, err := openPlugins(run.PluginOptions{Output: pluginLines()})
	if err != nil {
		return err
	}
	defer plugins.Close()
	cfg, rules, err := g.config()
	if err != nil {
		return err
	}
	asked := preference.Parse(in.task.Preference, in.task)
	if in.chosen == nil {
		for _, clause := range asked.NotUnderstood {
			say("not understood: %s", clause)
		}
	}
	set, err := plugins.StartSet(cmd.Context(), cfg)
	if err != nil {
		return badInput(err)
	}
	service, err := plugins.Service(set, run.ServiceOptions{Turns: g.turns, Rules: rules, Library: lib})
	if err != nil {
		return err
	}
	res, err := g.answer(cmd, service, in)
	if err != nil {
		return err
	}
	list := make([]generated, 0, len(res.Layouts))
	for i, a := range res.Layouts {
		if a.Layout == nil {
			continue // not worth showing; the last ones of the order
		}
		out := show(in, &a, asked.Specs)
		out.Name, out.Tried = fmt.Sprintf("layout-%d", i+1), res.Tried
		if g.out != "" {
			if out.Files, err = g.export(cmd, plugins, set, lib, out.Name, in.task, a.Layout); err != nil {
				return err
			}
		}
		list = append(list, out)
	}
	if len(list) == 0 {
		return errors.New("the policy gave no layout")
	}
	g.conclude(res, len(list))
	if asJSON {
		return printJSON(cmd, list)
	}
	printGenerated(cmd, list, g.why)
	return nil
}

// answer asks the service for what the flags say.
func (g *generateFlags) answer(cmd *cobra.Command, service session.Service, in *input) (*session.Generation, error) {
	req := session.GenerateRequest{Task: in.task, K: g.k, Best: g.n, Budget: time.Duration(g.budget * float64(time.Millisecond)), Seed: g.seed}
	if g.refine != "" {
		return service.Refine(cmd.Context(), session.RefineRequest{GenerateRequest: req, Layout: in.layout, Turns: g.turns})
	}
	return service.Generate(cmd.Context(), req)
}

// conclude says how the answers came about.
func (g *generateFlags) conclude(res *session.Generation, shown int) {
	what := "layouts"
	if res.Tried == 1 {
		what = "layout"
	}
	if g.budget > 0 {
		say("tried %d %s in %g ms; --k %d gives the same", res.Tried, what, g.budget, res.Tried)
	}
	if g.refine != "" && !res.Better {
		say("nothing better was found in %d tries; the first layout is the one that was given", res.Tried)
	}
	if res.Tried > 1 {
		say("the host chose %d of %d tries; the policy answered each without knowing of the others", shown, res.Tried)
	}
}

// config makes the plugins of the flags, and the weight of the rules.
func (g *generateFlags) config() (*config.Run, float64, error) {
	cfg, rules := config.Default(), 1.0
	cfg.Policy, cfg.Terms, cfg.Tasks.Assets, cfg.Seed = run.ParsePolicy(g.policy), nil, g.library, g.seed
	var err error
	if cfg.Policy.Config, err = parseSettings(g.settings); err != nil {
		return nil, 0, err
	}
	for _, arg := range g.terms {
		if err := chooseBy(cfg, &rules, arg); err != nil {
			return nil, 0, err
		}
	}
	if rules == 0 && len(cfg.Terms) == 0 {
		return nil, 0, usage("--term rules=0 leaves nothing to choose by; name another term")
	}
	completePolicy(&cfg.Policy)
	return cfg, rules, nil
}

// chooseBy adds a term: ID=WEIGHT of a built-in, NAME=PROGRAM[:WEIGHT], or
// rules=WEIGHT.
func chooseBy(cfg *config.Run, rules *float64, arg string) error {
	name, value, _ := strings.Cut(arg, "=")
	weight, err := strconv.ParseFloat(value, 64)
	switch number := err == nil; {
	case number && (math.IsNaN(weight) || math.IsInf(weight, 0)):
		return usage("--term %q: the weight must be a finite number", arg)
	case number && name == "rules":
		*rules = weight
		return nil
	case number && isBuiltin(name) && strings.HasPrefix(name, "reward/"):
		cfg.Terms = append(cfg.Terms, config.Term{ID: name, Plugin: config.Plugin{Name: name}, Weight: weight})
		return nil
	case number:
		var known []string
		for _, id := range builtinIDs() {
			if strings.HasPrefix(id, "reward/") {
				known = append(known, id)
			}
		}
		return usage("--term %q: there is no built-in term %q; use %s, rules, or NAME=PROGRAM:WEIGHT", arg, name, strings.Join(known, ", "))
	}
	return applyTerm(cfg, arg)
}

// completePolicy fills in what a policy furnishes best with.
func completePolicy(p *config.Policy) {
	if _, set := p.Config["wishes"]; !set && p.Name == solverPolicy {
		p.Config["wishes"] = true
	}
	withWeights(p)
}

// show makes an answer into what is printed.
func show(in *input, a *session.Generated, asked []scenes.Spec) generated {
	report := measure.Check(in.task, a.Layout)
	out := generated{Task: in.task, Layout: codec.EncodeLayout(a.Layout), FullyValid: report.FullyValid(), Findings: report.Findings,
		Episode: a.Episode, Reward: a.Reward, Critic: a.Critic, Chosen: in.chosen,
		Wishes: furnish.Wishes(in.task, a.Layout, asked), Why: codec.Why(in.task, a.Response)}
	out.LeftOut = furnish.LeftOut(in.task, a.Layout)
	return out
}

func (g *generateFlags) export(cmd *cobra.Command, plugins *run.Plugins, set *run.Set, lib *assets.Library, name string, task *scenes.Task, l *scenes.Layout) ([]string, error) {
	files, err := run.ExportRoom(g.out, name, task, l, lib)
	if err != nil {
		return nil, err
	}
	pictures, err := plugins.Pictures(cmd.Context(), set.Renderer, []render.Scene{{Task: task, Layout: l}}, render.Dollhouse, 960, 720)
	if err != nil {
		return nil, err
	}
	png := name + ".png"
	if err := run.WriteFile(filepath.Join(g.out, png), pictures[0]); err != nil {
		return nil, err
	}
	files = append(files, png)
	for i, f := range files {
		files[i] = filepath.Join(g.out, f)
	}
	return files, nil
}
