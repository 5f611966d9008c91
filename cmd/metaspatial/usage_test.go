package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	for line, want := range map[string]string{
		"dem":                                 `there is no command "metaspatial dem"; did you mean "metaspatial demo"?`,
		"xyzzy":                               `there is no command "metaspatial xyzzy"; see metaspatial --help`,
		"plugin lst":                          `there is no command "metaspatial plugin lst"; did you mean "metaspatial plugin list"?`,
		"assets imprt":                        `did you mean "metaspatial assets import"?`,
		"demo extra":                          `unexpected argument "extra"; see metaspatial demo --help`,
		"demo --minute 3":                     "unknown flag --minute; did you mean --minutes?",
		"demo --frobnicate":                   "unknown flag --frobnicate; see metaspatial demo --help",
		"demo --minutes":                      "--minutes needs a value; see metaspatial demo --help",
		"demo --minutes three":                `--minutes "three": give a number; see metaspatial demo --help`,
		"demo --minutes 0":                    "--minutes must be a positive number, not 0",
		"demo --minutes -1":                   "--minutes must be a positive number, not -1",
		"demo --minutes nan":                  "--minutes must be a positive number, not NaN",
		"demo --rooms 3":                      "--rooms must be at least 8, the number of rooms in the report",
		"demo --seed -1":                      `--seed "-1": give a whole number from 0 on; see metaspatial demo --help`,
		"train":                               "name the run file with -c; see metaspatial train --help",
		"sweep":                               "name the run file with -c; see metaspatial sweep --help",
		"sweep -c x.yaml --parallel 0":        "--parallel must be from 1 to 64, not 0",
		"sweep -c x.yaml --vary turns":        `"turns" is no KEY=VALUE,VALUE; write it as optimiser.learning_rate=1e-3,3e-3`,
		"sweep -c x.yaml --seeds 1,b":         `--seeds "1,b": give whole numbers from 0 on with commas between them`,
		"train -c x.yaml --iterations 0":      "--iterations must be at least 1, not 0",
		"train -c x.yaml --minutes -2":        "--minutes must be a positive number, not -2",
		"eval":                                "name the policy with --policy; see metaspatial eval --help",
		"eval --policy policy/random":         "name either --suite or --tasks; see metaspatial eval --help",
		"eval --policy p --suite tight,tight": `--suite names "tight" twice`,
		"eval --policy p --suite tight -n 0":  "unknown shorthand flag",
		"eval --policy p --suite tight --n 0": "--n must be positive",
		"eval --policy p --suite a --temperature nan": "--temperature must be from 0 to 100",
		"generate":                   "name one of --task, --refine, and --room with --objects or --prefer; see metaspatial generate --help",
		"generate --room 5x4x3":      "--room needs --objects, or --prefer to choose them by; see metaspatial generate --help",
		"generate --task a --n 1000": "--n must be from 1 to 256",
		"score --mode strict":        `--mode is "strict"; use reference or default`,
		"view a b":                   `"b" is one argument too many; see metaspatial view --help`,
		"assets export":              "name a library's folder; see metaspatial assets export --help",
		"assets export lib":          "name the folder or .zip file to write with -o; see metaspatial assets export --help",
		"assets set a/b":             "name an asset or a pack, and KEY=VALUE; see metaspatial assets set --help",
		"assets set a/b front":       `"front" is no KEY=VALUE; see metaspatial assets set --help`,
		"assets remove a":            "name the library's folder with --library; see metaspatial assets remove --help",
		"assets import":              "name at least one folder of models; see metaspatial assets import --help",
		"plugin describe":            "name a plugin, by id, program or folder; see metaspatial plugin describe --help",
		"plugin serve reward/none":   `no built-in plugin is called "reward/none"; see metaspatial plugin list`,
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			r := program(t, dir, nil, strings.Fields(line)...)
			if r.code != exitUsage || r.out != "" || !strings.HasPrefix(r.stderr, "metaspatial: ") ||
				!strings.Contains(r.stderr, want) || strings.Count(r.stderr, "\n") != 1 {
				t.Errorf("exit code %d, printed %q and %q; want %q", r.code, r.out, r.stderr, want)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	root := newRoot()
	var walk func(*cobra.Command)
	count := 0
	walk = func(c *cobra.Command) {
		if !c.IsAvailableCommand() && c != root {
			return
		}
		count++
		t.Run(c.CommandPath(), func(t *testing.T) {
			if !strings.Contains(c.Example, c.CommandPath()) {
				t.Errorf("its example does not show it: %q", c.Example)
			}
			if c.Short == "" || strings.HasSuffix(c.Short, ".") {
				t.Errorf("its short help is %q", c.Short)
			}
			var b strings.Builder
			c.SetOut(&b)
			if err := c.Help(); err != nil || !strings.Contains(b.String(), "Examples:\n"+c.Example) {
				t.Errorf("help: %v\n%s", err, b.String())
			}
		})
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk(root)
	if count < 16 {
		t.Errorf("only %d commands", count)
	}
}

func TestHelpRuns(t *testing.T) {
	for _, line := range []string{"--help", "plugin", "help train", "demo -h", "plugin trust --help"} {
		if out := done(t, t.TempDir(), strings.Fields(line)...); !strings.Contains(out, "Examples:") {
			t.Errorf("metaspatial %s shows no example:\n%s", line, out)
		}
	}
}
