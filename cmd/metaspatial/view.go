package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/view"
	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/document/disk"
	"github.com/metaspatial/metaspatial/host/view/stage/shelf"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

func newView() *cobra.Command {
	var o view.Options
	var attach, token, library, policy string
	cmd := &cobra.Command{
		Use:   "view [ROOM|LAYOUT|RUN|--attach ADDRESS]",
		Short: "Furnish rooms, or watch a run, in a window",
		Long: `Furnish rooms, or watch a run, in a window.

Without an argument the window opens on an empty room and the starter kit: drag
furniture in, or press Ctrl+F and say what the room is for. With a room, a
layout, a level or a glTF file it opens that. With a run's folder it watches
the run: live layouts of several tasks and a curve per metric; it can pause,
resume and stop the run and change the weights of its terms. Closing the window
never touches the run. A run that was started with --listen is watched from
another machine by its address and token. Ctrl+P finds every command, F1 shows
the keys.`,
		Example: `  metaspatial view
  metaspatial view mine/layout-1.json
  metaspatial view metaspatial-demo/run
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
	f.StringVar(&token, "token", "", "token of a remote run; default: $"+tokenVariable)
	f.StringVar(&library, "library", "", "asset library to furnish with; default: that of the run, or the starter kit")
	f.StringVar(&policy, "policy", "", "policy at hand; default: the one that comes with the program")
	f.StringVar(&o.Screenshot, "screenshot", "", "write the window to this PNG after --frames frames and close")
	f.IntVar(&o.Frames, "frames", 60, "frames until the screenshot")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.Files = disk.Files{}
		file := ""
		if len(args) == 1 {
			if attach != "" {
				return usage("name the run once, by --attach or as the argument")
			}
			switch info, err := os.Stat(args[0]); {
			case err == nil && !info.IsDir():
				file = o.Files.Abs(args[0])
			case err != nil && slices.Contains([]string{".json", ".yaml", ".yml", ".glb", ".gltf"}, strings.ToLower(filepath.Ext(args[0]))):
				return badInput(fmt.Errorf("there is no file %s; check the path", args[0]))
			default:
				attach = args[0]
			}
		}
		// Not as the flag's default, which help would print; and not for a folder,
		// which has the token of its run.
		if st, err := os.Stat(attach); token == "" && (err != nil || !st.IsDir()) {
			token = os.Getenv(tokenVariable)
		}
		return openView(cmd.Context(), o, file, attach, token, library, policy)
	}
	return cmd
}

// openView starts what the window needs and opens it.
func openView(ctx context.Context, o view.Options, file, attach, token, library, policy string) error {
	o.IsRun, o.Attach = isRun, run.Attach
	if attach != "" {
		client, err := run.Attach(ctx, attach, token)
		if err != nil {
			return badInput(err)
		}
		defer client.Close()
		o.Run, o.RunAt, o.Report = client, view.Place{Where: attach, Token: token}, reportOf(attach)
	}
	lib, take, err := viewLibrary(attach, library)
	if err != nil {
		return badInput(err)
	}
	o.Take = take
	if file != "" {
		if o.Document, o.Notes, err = document.Open(ctx, file, document.OpenOptions{Files: o.Files, Find: reimport.Finder(lib)}); err != nil {
			return badInput(err)
		}
	}
	if !hasDisplay() {
		return noDisplay(file)
	}
	plugins, err := openPlugins(run.PluginOptions{})
	if err != nil {
		return err
	}
	defer plugins.Close()
	local := localSession(plugins, lib, policy, library)
	defer local.Close()
	o.Policy, o.Stock = local, stock(lib)
	if dir, err := os.UserConfigDir(); err == nil {
		o.Home = home(filepath.Join(dir, "metaspatial", "viewer.json"))
	}
	copies, closeCopies := unsavedCopies()
	defer closeCopies()
	o.Copies = copies
	if dir, err := os.UserCacheDir(); err == nil {
		if s, err := shelf.Open(filepath.Join(dir, "metaspatial", "thumbnails"), 0); err == nil {
			o.Pictures = s
		}
	}
	o.Export, o.Formats = exporter()
	o.ReportOf, o.OpenPage, o.Clipboard = reportOf, openPage, openClipboard()
	return view.Run(ctx, o)
}

// hasDisplay reports whether a window can be opened here.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// noDisplay says what to do where there is no display.
func noDisplay(file string) error {
	return badInput(fmt.Errorf("there is no display to open a window on; metaspatial render %s -o room.png draws a room into a picture instead", cmp.Or(file, "LAYOUT")))
}
