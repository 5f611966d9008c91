// Command metaspatial teaches a policy to furnish rooms, and shows, scores and
// exports what it furnishes. Run it without arguments for the list of
// subcommands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/inconshreveable/mousetrap" // cobra's own way to tell a double click
	"github.com/spf13/cobra"
)

func main() {
	cobra.MousetrapHelpText = "" // a double click is no mistake here
	args, clicked := begun(os.Args[1:], mousetrap.StartedByExplorer())
	code := execute(args)
	if clicked && code != 0 {
		fmt.Fprint(os.Stderr, "Press Enter to close this window.")
		_, _ = os.Stdin.Read(make([]byte, 1))
	}
	os.Exit(code)
}

// begun returns the arguments to run with, and whether the program was started
// by a double click, on Windows: whoever does that wants the window.
func begun(args []string, byExplorer bool) ([]string, bool) {
	if byExplorer && len(args) == 0 {
		return []string{"view"}, true
	}
	return args, false
}

// execute runs one command line and returns its exit code. A first interrupt
// cancels the context so that everything finishes cleanly; a second one ends
// the program at once.
func execute(args []string) int {
	// Whoever reads the output may go away; that must not leave plugins and
	// files behind.
	signal.Ignore(syscall.SIGPIPE)
	ends := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // a terminal that is closed, unless nohup says that it does not matter
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	defer stop()
	context.AfterFunc(ctx, stop)
	out := &answer{w: os.Stdout}
	logger = early(args)
	root, end := newObserved()
	root.SetArgs(args)
	root.SetOut(out)
	err := root.ExecuteContext(ctx)
	if eerr := end(); err == nil {
		err = eerr
	}
	if err == nil && out.err != nil {
		err = fmt.Errorf("write the answer: %w", out.err)
	}
	code := exitCode(ctx, err)
	switch {
	case errors.Is(err, errTold) || errors.Is(err, syscall.EPIPE):
	case interrupted(ctx, err):
		say("interrupted")
	case err != nil:
		logger.Error(explain(err))
	}
	return code
}

// errTold is part of an error that the user has been told of already.
var errTold = errors.New("already told")

// told marks an error as one that needs no further word.
func told(err error) error { return errors.Join(err, errTold) }

// answer is standard output. It remembers the first error, because tables are
// printed without looking at every line's.
type answer struct {
	w   io.Writer
	err error
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.w.Write(p)
	if a.err == nil {
		a.err = err
	}
	return n, err
}

func newRoot() *cobra.Command {
	root := group(&cobra.Command{
		Use:   "metaspatial",
		Short: "Teach a policy to furnish 3D rooms, and use it",
		Long: `Teach a policy to furnish 3D rooms, and use it.

metaspatial imports glTF asset packs, trains a layout policy by reinforcement
learning from physics and rendered images, shows the rooms while it learns and
exports them for game engines.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input, 130 interrupted.`,
		Example: `  metaspatial demo
  metaspatial demo --assets ./my-pack --minutes 5
  metaspatial generate --room 5x4x2.7 --objects "sofa, armchair, coffee table, rug, floor lamp"`,
		Version:       thisBuild().String(), // the flag, which many try before the command
		SilenceUsage:  true,
		SilenceErrors: true,
	})
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	for _, add := range commands {
		root.AddCommand(add())
	}
	complete(root)
	return root
}

// newObserved is the root with what looks at a command while it runs; end is for
// when it is through.
func newObserved() (root *cobra.Command, end func() error) {
	root = newRoot()
	return root, observe(root)
}
