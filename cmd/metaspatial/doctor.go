package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
)

// check is one thing that doctor looks at.
type check struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	// Remedy says what to do when it is not well.
	Remedy string `json:"remedy,omitempty"`
	// Optional marks what the main job does without.
	Optional bool `json:"optional,omitempty"`
}

// ill is a check that found something wrong, and what to do about it.
func ill(name, detail, remedy string) check {
	return check{Name: name, Detail: detail, Remedy: remedy}
}

// well is a check that found nothing wrong.
func well(name, format string, args ...any) check {
	return check{Name: name, OK: true, Detail: fmt.Sprintf(format, args...)}
}

// optional marks a check as one of what the main job does without.
func (c check) optional() check {
	c.Optional = true
	return c
}

func newDoctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check that everything works on this machine",
		Long: `Check that everything works on this machine: the build, the clock, folders, disk
and limits, every built-in plugin in its own process, drawing, other plugins and
whether they are trusted, what keeps plugins apart, ports, and what a window,
plugins in Python and Blender need. What fails comes with what to do about it;
what is marked as a note is needed for some things only. Nothing is changed.`,
		Example: "  metaspatial doctor\n  metaspatial doctor --json",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		checks := examine(cmd.Context())
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		if *asJSON {
			if err := printJSON(cmd, checks); err != nil {
				return err
			}
		} else {
			printChecks(cmd.OutOrStdout(), checks)
		}
		bad := 0
		for _, c := range checks {
			if !c.OK && !c.Optional {
				bad++
			}
		}
		if bad > 0 {
			return fmt.Errorf("%d of %d checks failed", bad, len(checks))
		}
		return nil
	}
	return cmd
}

func printChecks(w io.Writer, checks []check) {
	for _, c := range checks {
		mark := "ok  "
		if !c.OK {
			mark = "FAIL"
			if c.Optional {
				mark = "note"
			}
		}
		fmt.Fprintf(w, "%s  %-9s  %s\n", mark, c.Name, c.Detail)
		if !c.OK && c.Remedy != "" {
			fmt.Fprintf(w, "      %-9s  → %s\n", "", c.Remedy)
		}
	}
}

// examine looks at this machine, what everything needs first.
func examine(ctx context.Context) []check {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	out := []check{
		examineBuild(),
		examineClock(builtAt()),
		examineTemp(),
		examineFolder(dir),
		examineSettings(),
		examineCaches(),
		examineDisk([]string{dir, os.TempDir()}, freeSpace),
		examineMemory(freeMemory),
		examineLimits(openFiles),
		examineCatalog(),
		examineTrust(),
	}
	out = append(out, examinePlugins(ctx)...)
	out = append(out, examineIsolation(ctx), examinePorts(defaultListen))
	out = append(out, examineDisplay(os.Getenv), examineOpenGL(loadLibrary))
	return append(out, examinePython(ctx), examineBlender(ctx), examineGo(ctx))
}
