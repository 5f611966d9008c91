// Command metaspatial teaches a policy to furnish rooms, and shows, scores and
// exports what it furnishes. Run it without arguments for the list of
// subcommands.
package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes, which --help documents.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitBadInput    = 3
	exitInterrupted = 130
)

func main() {
	os.Exit(run(os.Args[1:]))
}

// run executes one command line and returns its exit code. A first interrupt
// cancels the context so that everything finishes cleanly; a second one ends
// the program at once.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	code := exitCode(ctx, err)
	if err != nil && code != exitInterrupted {
		fmt.Fprintln(os.Stderr, "metaspatial:", err)
	}
	return code
}

func exitCode(ctx context.Context, err error) int {
	var coded *codedError
	var path *fs.PathError
	switch {
	case err == nil:
		return exitDone
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.As(err, &coded):
		return coded.code
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return exitBadInput
	}
	return exitFailed
}

// codedError is an error with the exit code it ends the program with.
type codedError struct {
	code int
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// badInput marks an error as the fault of a file or value the user gave.
func badInput(err error) error {
	if err == nil {
		return nil
	}
	return &codedError{exitBadInput, err}
}

// usage marks an error as a misuse of the command line.
func usage(format string, args ...any) error {
	return &codedError{exitUsage, fmt.Errorf(format, args...)}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
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
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage("unknown command %q; see metaspatial --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage("%w; see %s --help", err, cmd.CommandPath())
	})
	for _, add := range commands {
		root.AddCommand(add())
	}
	for _, cmd := range root.Commands() {
		wrapArgs(cmd)
	}
	return root
}

// wrapArgs turns a wrong number of arguments into a usage error.
func wrapArgs(cmd *cobra.Command) {
	for _, sub := range cmd.Commands() {
		wrapArgs(sub)
	}
	check := cmd.Args
	if check == nil {
		return
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		err := check(cmd, args)
		var coded *codedError
		if err == nil || errors.As(err, &coded) {
			return err
		}
		return usage("%w; see %s --help", err, cmd.CommandPath())
	}
}
