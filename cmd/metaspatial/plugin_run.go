package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
)

func newPluginRun() *cobra.Command {
	var debug bool
	cmd := &cobra.Command{
		Use:   "run --debug ID|PROGRAM|FOLDER",
		Short: "Start a plugin by hand, for a debugger to hold",
		Long: `Start a plugin by hand, for a debugger to hold.

It prints a line to paste before the command that is to use the plugin, such as
a training, and its process id, and serves until it is interrupted. Breakpoints
may hold it as long as they like: no deadline ends it. A debugger can start the
program itself just as well, with --debug as its argument:

  dlv debug . -- --debug
  python3 -m pdb plugin.py --debug

Between host and plugin there are then neither certificates nor a check of the
program's bytes, which the host says every time.`,
		Example: "  metaspatial plugin run --debug .\n  metaspatial plugin run --debug ./clearance",
		Args:    oneArg("a plugin, by id, program or folder"),
	}
	cmd.Flags().BoolVar(&debug, "debug", false, "print the line by which hosts find it")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if !debug {
			return usage("a host starts plugins by itself; give --debug to start one for a debugger")
		}
		c, err := openCatalog()
		if err != nil {
			return err
		}
		e, err := c.Lookup(args[0], true) // who debugs a program has started it himself
		if err != nil {
			return badInput(err)
		}
		if e.Builtin {
			return badInput(fmt.Errorf("%s is part of this program; debug the program itself", e.ID))
		}
		if e.Attach != nil {
			return badInput(fmt.Errorf("%s runs for a debugger already", e.ID))
		}
		plugin := exec.CommandContext(cmd.Context(), e.Path, append(slices.Clone(e.Args), "--debug")...)
		plugin.Cancel = func() error { return plugin.Process.Signal(os.Interrupt) }
		plugin.WaitDelay = 5 * time.Second
		plugin.Env = catalog.Environ()
		plugin.Stdin, plugin.Stdout, plugin.Stderr = os.Stdin, cmd.OutOrStdout(), os.Stderr
		if err := plugin.Run(); err != nil && cmd.Context().Err() == nil {
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				return fmt.Errorf("plugin %s: its process ended (%v)", e.ID, exit)
			}
			return badInput(fmt.Errorf("plugin %s: %w", e.ID, catalog.NotStarted(err, e.Path)))
		}
		return nil
	}
	return cmd
}
