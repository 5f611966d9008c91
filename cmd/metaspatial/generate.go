package main

import (
	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
)

// defaultPolicy furnishes where --policy names none, and defaultTries is how
// often it tries.
const (
	defaultPolicy = compactPolicy
	defaultTries  = 8
)

const (
	solverPolicy  = "policy/solver"
	compactPolicy = "policy/compact"
)

// generateFlags are the flags of generate.
type generateFlags struct {
	task, refine, room, objects, prefer, policy, library, out string
	settings, lock, terms                                     []string
	k, n, turns                                               int
	budget                                                    float64
	seed                                                      uint64
	why                                                       bool
}

func newGenerate() *cobra.Command {
	var g generateFlags
	cmd := &cobra.Command{
		Use:   "generate (--task FILE | --refine LAYOUT | --room XxYxZ [--objects LIST]) [--prefer TEXT] [--k K] [--out DIR]",
		Short: "Furnish a room",
		Long: `Furnish a room.

The room is a task file, or a size in metres. With --objects each entry of the
list becomes the asset of the library that fits its words and the room best, as
"assets search" finds it; sizes count: "2 small chairs, desk under 1.2 m wide".
Without --objects, and for a task file without objects, the objects are chosen
from --prefer: the kind of room that the words speak of, what they name, and
what such a room needs, as far as there is space.

The policy tries --k times, or for --budget milliseconds, and the host shows the
--n best: the greatest reward first, then fewest optional objects left out, most
wishes met, best grades of the offline critic. The reward is minus the faults
per object; --term adds reward terms with their weights, and rules=WEIGHT
changes that of the faults. The K that a budget came to gives the same again.

--refine starts from a layout file: the policy sees it with its findings and
answers --turns times. Nothing worse than that layout is returned.

--prefer, or the task's preference, is read as wishes as far as it is understood
("the desk under the window, two chairs facing each other, keep the middle
free"); docs/measures.md has the grammar. The policy has learned to read them;
policy/solver, a search over the rules, looks for a layout that meets them.

--lock keeps objects where the layout file has them; the others go round them.
Objects that the task calls optional are left out when the room is full, and
that is said. docs/generate.md has more.`,
		Example: `  metaspatial generate --room 5x4x2.7 --objects "sofa, 2 armchairs, coffee table, rug" --out mine
  metaspatial generate --room 5x4x2.7 --prefer "a cosy reading corner by the window, a desk for two" --out mine
  metaspatial generate --refine mine/layout-1.json --lock sofa_1,rug_1 --budget 500 --out again
  metaspatial generate --task room.json --policy policy/compact:metaspatial-demo/run --k 32 --n 4 --term reward/critic=0.5 --json`,
		Args: noArgs,
	}
	f := cmd.Flags()
	f.StringVar(&g.task, "task", "", `task file in YAML or JSON, layout file or I-Design room; "-" is standard input`)
	f.StringVar(&g.refine, "refine", "", `layout file to begin from; "-" is standard input`)
	f.StringVar(&g.room, "room", "", "size of the room in metres: 5x4x2.7")
	f.StringVar(&g.objects, "objects", "", `what to place: "2 chairs, desk, lamp on the desk, rug"`)
	f.StringVar(&g.prefer, "prefer", "", "the wishes, in words; in place of the task's preference")
	f.StringVar(&g.policy, "policy", defaultPolicy, "policy id or program, with its checkpoint after a colon")
	f.StringSliceVar(&g.lock, "lock", nil, "ids of objects that stay where the layout file has them")
	f.StringArrayVar(&g.settings, "set", nil, "NAME=VALUE, a setting of the policy (repeatable); plugin describe lists them")
	f.StringArrayVar(&g.terms, "term", nil, "ID=WEIGHT or NAME=PROGRAM[:WEIGHT], a reward term to choose by, or rules=WEIGHT (repeatable)")
	f.StringVar(&g.library, "library", "", "imported asset library; default: the starter kit")
	f.IntVar(&g.k, "k", defaultTries, "number of tries that the best are chosen of; at least --n")
	f.Float64Var(&g.budget, "budget", 0, "milliseconds to go on trying, in place of --k")
	f.IntVar(&g.n, "n", 1, "number of alternatives to show")
	f.IntVar(&g.turns, "turns", 3, "answers per try: after the first the policy sees its faults; 1 with --refine or policy/solver")
	f.Uint64Var(&g.seed, "seed", 1, "seed of everything random")
	f.BoolVar(&g.why, "why", false, "print why each object stands where it does, as the policy says it")
	f.StringVar(&g.out, "out", "", "folder for picture, GLB and layout")
	asJSON := jsonFlag(cmd)
	cmd.AddCommand(newGenerateLevel())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if err := g.check(cmd); err != nil {
			return err
		}
		return g.run(cmd, *asJSON)
	}
	return cmd
}

// check finds misuse and fills in what other flags decide.
func (g *generateFlags) check(cmd *cobra.Command) error {
	given := func(name string) bool { return cmd.Flags().Changed(name) }
	sources := 0
	for _, s := range []string{g.task, g.refine, g.room} {
		if s != "" {
			sources++
		}
	}
	const maxBudget = 600_000
	switch {
	case sources != 1:
		return usage("name one of --task, --refine, and --room with --objects or --prefer; see %s --help", cmd.CommandPath())
	case g.room != "" && g.objects == "" && g.prefer == "":
		return usage("--room needs --objects, or --prefer to choose them by; see %s --help", cmd.CommandPath())
	case g.objects != "" && g.room == "":
		return usage("--objects needs --room; a task file names its own objects")
	case len(g.lock) > 0 && g.room != "":
		return usage("--lock needs a layout file under --task or --refine; see %s --help", cmd.CommandPath())
	case g.n < 1 || g.n > run.MaxLayouts:
		return usage("--n must be from 1 to %d", run.MaxLayouts)
	case given("k") && (g.k < 1 || g.k > run.MaxTries):
		return usage("--k must be from 1 to %d", run.MaxTries)
	case given("k") && g.k < g.n:
		return usage("--k %d tries have no %d best; use a larger --k or a smaller --n", g.k, g.n)
	case given("k") && given("budget"):
		return usage("--k and --budget both say how often to try; use one of them")
	case given("budget") && !(g.budget > 0 && g.budget <= maxBudget):
		return usage("--budget must be above 0 and up to %d milliseconds", maxBudget)
	case g.turns < 1 || g.turns > 100:
		return usage("--turns must be from 1 to 100")
	}
	if !given("turns") && (g.refine != "" || run.ParsePolicy(g.policy).Name == solverPolicy) {
		g.turns = 1 // the solver does not look at earlier turns
	}
	g.k = max(g.k, g.n)
	return nil
}
