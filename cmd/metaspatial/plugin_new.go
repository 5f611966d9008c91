package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/scaffold"
)

func newPluginNew() *cobra.Command {
	var lang, out, module, sdk string
	cmd := &cobra.Command{
		Use:   "new reward|policy|render NAME",
		Short: "Write the first files of a plugin of your own",
		Long: `Write the first files of a plugin of your own.

The folder gets a program that works, its test, a README, the settings of a
continuous integration, plugin.json and, for a reward term, a short run to try
it with. Change the program's one function and its test, and it is yours.

It is built with the version of the SDK that goes with this program, or with
that of a checkout of the source, which --sdk or $METASPATIAL_SDK names.`,
		Example: `  metaspatial plugin new reward quiet-corner
  metaspatial plugin new policy wallflower --lang python
  metaspatial plugin new reward quiet-corner --sdk ../metaspatial`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("name the kind of plugin, reward, policy or render, and its name; see %s --help", cmd.CommandPath())
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&lang, "lang", scaffold.Go, "language of the program: go or python")
	cmd.Flags().StringVar(&out, "out", "", "folder of the plugin (default one of its name here)")
	cmd.Flags().StringVar(&module, "module", "", "path of the Go module (default example.org/NAME)")
	cmd.Flags().StringVar(&sdk, "sdk", "", "folder of a checkout of the SDK, instead of a released version (default $METASPATIAL_SDK)")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if sdk == "" {
			sdk = os.Getenv("METASPATIAL_SDK")
		}
		if id := args[0] + "/" + args[1]; isBuiltin(id) {
			return usage("%s is the id of a built-in plugin; choose another name", id)
		}
		if module != "" && lang != scaffold.Go {
			return usage("--module is for plugins in Go")
		}
		o := scaffold.Options{
			Kind: base.Kind(args[0]), Name: args[1], Language: lang, Module: module,
			SDK: scaffold.SDK{Version: scaffold.Released(), Checkout: sdk},
		}
		files, err := scaffold.Files(o)
		if err != nil {
			return usage("%w", err)
		}
		if out == "" {
			out = o.Name
		}
		if err := scaffold.Write(out, files); err != nil {
			return badInput(err)
		}
		if lang == scaffold.Go && sdk == "" {
			tidy(cmd, out)
		}
		w := cmd.OutOrStdout()
		for _, f := range files {
			fmt.Fprintf(w, "%s\n", filepath.Join(out, filepath.FromSlash(f.Path)))
		}
		manifest, build := "requirements.txt", "pip install -r requirements.txt\n  python3 -m pytest"
		if lang == scaffold.Go {
			manifest, build = "go.mod", "go test . && go build -o "+o.Name+" ."
		}
		if sdk != "" {
			fmt.Fprintf(w, "\nIt is built with the SDK at %s; for others, and for its continuous integration,\nname a released version in %s.\n", sdk, manifest)
		}
		_, err = fmt.Fprintf(w, "\nnext:\n  cd %s\n  %s\n  metaspatial plugin check .\nREADME.md says how to go on from there.\n", shellQuote(out), build)
		return err
	}
	return cmd
}

// tidy completes go.mod and go.sum, for which Go asks the network. Without one
// the plugin is there all the same.
func tidy(cmd *cobra.Command, dir string) {
	tidy := exec.CommandContext(cmd.Context(), "go", "mod", "tidy")
	tidy.Dir = dir
	text, err := tidy.CombinedOutput()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		say("there is no Go here; install it from https://go.dev/dl, then run in %s: go mod tidy", dir)
	case err != nil:
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		say("the SDK could not be fetched (%s); with a network, run in %s: go mod tidy", lines[len(lines)-1], dir)
	}
}
