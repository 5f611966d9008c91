// Command learns proves that a policy learns what it is told: it adds reward
// terms that are written outside the trainer, one at a time, to a run, and says
// how much of what could be had the run has got.
//
//	go run ./cmd/internal/learns --minutes 3
//	go run ./cmd/internal/learns --terms corridor --minutes 1 --seeds 3 --pictures docs/images
//	go run ./cmd/internal/learns --prompts
//
// For each term, on rooms that are never trained on, it measures the policy as
// it is (greedy, three turns), the best of 256 of its samples by that term, and
// the policy after the minutes of training with the default terms and this one:
//
//	gap closed = (after − before) / (best of 256 − before)
//
// Everything goes through the program's own commands: the terms are built as
// plugins, trusted, named in run files, trained with and measured by eval. Before
// and after are measured alike: as in training, the policy is told between its
// turns what the term finds. What is done lies in --dir and is not done again; an
// interrupted training is resumed.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// options are the flags.
type options struct {
	dir, policy, suite, pictures string
	terms                        []term
	minutes                      float64
	seeds, n, k                  int
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("learns: ")
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := execute(ctx, os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func execute(ctx context.Context, args []string) error {
	var o options
	f := flag.NewFlagSet("learns", flag.ContinueOnError)
	names := f.String("terms", termNames(), "terms to prove, with commas")
	f.StringVar(&o.dir, "dir", "learns", "folder for programs, runs and results")
	f.StringVar(&o.policy, "policy", "", "run, checkpoint or weights of policy/compact to begin from; default: the weights that come with it")
	f.StringVar(&o.suite, "suite", "free", "held-out suite")
	f.StringVar(&o.pictures, "pictures", "", "folder for a picture of a room before and after each term")
	f.Float64Var(&o.minutes, "minutes", 3, "training with each term")
	f.IntVar(&o.seeds, "seeds", 1, "trainings with each term")
	f.IntVar(&o.n, "n", 64, "held-out rooms")
	f.IntVar(&o.k, "k", 256, "samples that the best is of")
	weight := f.Float64("weight", 0, "weight of the terms, instead of their own")
	prompts := f.Bool("prompts", false, "measure instead how many clauses of the prompts suite hold, with the text and without")
	asJSON := f.Bool("json", false, "print JSON")
	if err := f.Parse(args); err != nil {
		return err
	}
	switch {
	case f.NArg() > 0:
		return fmt.Errorf("%q is no flag", f.Arg(0))
	case !(o.minutes > 0) || o.seeds < 1 || o.n < 1 || o.k < 2:
		return fmt.Errorf("--minutes, --seeds and --n must be positive, --k at least 2")
	}
	for _, name := range strings.Split(*names, ",") {
		t, err := findTerm(name)
		if err != nil {
			return err
		}
		if *weight != 0 {
			t.weight = *weight
		}
		o.terms = append(o.terms, t)
	}
	w, err := open(ctx, &o)
	if err != nil {
		return err
	}
	if *prompts {
		p, err := w.prompts(ctx)
		if err != nil {
			return err
		}
		return print(*asJSON, p, p.markdown())
	}
	proofs, err := w.prove(ctx)
	if err != nil {
		return err
	}
	return print(*asJSON, proofs, markdown(proofs))
}

func print(asJSON bool, value any, text string) error {
	if !asJSON {
		_, err := fmt.Print(text)
		return err
	}
	e := json.NewEncoder(os.Stdout)
	e.SetIndent("", "  ")
	return e.Encode(value)
}
