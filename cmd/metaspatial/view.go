package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/view"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

func newView() *cobra.Command {
	var o view.Options
	var attach, token, library string
	cmd := &cobra.Command{
		Use:   "view --attach RUN|ADDRESS",
		Short: "Watch a run in a window",
		Long: `Watch a run in a window.

The window shows live layouts of several tasks and a curve per metric; it can
pause, resume and stop the run. Closing it never touches the run. Attach to a
run's folder on this machine (a finished run shows what it recorded), or to
HOST:PORT with the token of a run that was
started with --listen. F1 shows the keys.`,
		Example: `  metaspatial view --attach metaspatial-demo/run
  metaspatial view --attach http://trainer:7070 --token "$TOKEN"`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("%q is one argument too many; see %s --help", args[1], cmd.CommandPath())
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&attach, "attach", "", "the run's folder or address")
	f.StringVar(&token, "token", os.Getenv("METASPATIAL_TOKEN"), "token of a remote run; default: $METASPATIAL_TOKEN")
	f.StringVar(&library, "library", "", "asset library to draw with; default: that of the run, or the starter kit")
	f.StringVar(&o.Screenshot, "screenshot", "", "write the window to this PNG after --frames frames and close")
	f.IntVar(&o.Frames, "frames", 60, "frames until the screenshot")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			if attach != "" {
				return usage("name the run once, by --attach or as the argument")
			}
			attach = args[0]
		}
		if attach == "" {
			return usage("name a run's folder or address with --attach; see %s --help", cmd.CommandPath())
		}
		client, err := run.Attach(cmd.Context(), attach, token)
		if err != nil {
			return badInput(err)
		}
		defer client.Close()
		lib, err := libraryOf(attach, library)
		if err != nil {
			return badInput(err)
		}
		o.Client, o.Models = client, models(lib)
		return view.Run(cmd.Context(), o)
	}
	return cmd
}

// libraryOf opens the named library, that of the run's file, or the kit.
func libraryOf(attach, library string) (*assets.Library, error) {
	if library == "" {
		file := filepath.Join(attach, run.ConfigFile)
		if _, err := os.Stat(file); err == nil {
			cfg, err := config.Load(file)
			if err != nil {
				return nil, err
			}
			library = cfg.Tasks.Assets
		}
	}
	return run.Library(library)
}

// models reads a library for drawing; what cannot be read is drawn as a box.
func models(lib *assets.Library) func(string) *mesh.Model {
	return func(id string) *mesh.Model {
		m, err := lib.Model(id)
		if err != nil {
			return nil
		}
		return m
	}
}
