package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/sdk"
	"github.com/metaspatial/metaspatial/sdk/client"
)

// build says what this program was built from.
type build struct {
	Version  string `json:"version"`
	SDK      string `json:"sdk"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Commit   string `json:"commit,omitempty"`
	// SIMD says whether the fast build of the policy's arithmetic is in.
	SIMD bool `json:"simd"`
	// Verbose is what --verbose adds.
	Verbose *buildDetails `json:"details,omitempty"`
}

// buildDetails is what went into the program, to the last module.
type buildDetails struct {
	// Contracts are the versions of the plugin contract that it speaks.
	Contracts []int `json:"contracts"`
	// Settings are those of the build: the commit and its time, whether files
	// differed from it, and what the compiler was told.
	Settings []debug.BuildSetting `json:"settings"`
	Modules  []linked             `json:"modules"`
}

// linked is a dependency that is linked in.
type linked struct {
	Path    string `json:"path"`
	Version string `json:"version"`
	Sum     string `json:"sum,omitempty"`
}

func details() *buildDetails {
	d := &buildDetails{}
	for _, p := range client.Protocols() {
		d.Contracts = append(d.Contracts, p.Version)
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return d
	}
	d.Settings = info.Settings
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		d.Modules = append(d.Modules, linked{m.Path, m.Version, m.Sum})
	}
	return d
}

// print lists the details for people.
func (d *buildDetails) print(w io.Writer) {
	fmt.Fprintf(w, "plugin contract %s\n\nbuild\n", strings.Trim(fmt.Sprint(d.Contracts), "[]"))
	for _, s := range d.Settings {
		fmt.Fprintf(w, "  %-16s %s\n", s.Key, s.Value)
	}
	fmt.Fprintf(w, "\nmodules\n")
	for _, m := range d.Modules {
		fmt.Fprintf(w, "  %s %s\n", m.Path, m.Version)
	}
}

func thisBuild() build {
	b := build{Version: "(devel)", SDK: sdk.Version, Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "GOEXPERIMENT":
			b.SIMD = strings.Contains(s.Value, "simd")
		}
	}
	return b
}

// String is the build in one line.
func (b build) String() string {
	speed := "plain"
	if b.SIMD {
		speed = "simd"
	}
	return fmt.Sprintf("metaspatial %s (sdk %s, %s, %s, %s build)", b.Version, b.SDK, b.Go, b.Platform, speed)
}

// sayBuild says once that a plain build trains more slowly.
func sayBuild() {
	if !thisBuild().SIMD && runtime.GOARCH == "amd64" {
		say("this build is without GOEXPERIMENT=simd: training works, at about half the speed")
	}
}

func newVersion() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "version",
		Short:   "Print the version and how it was built",
		Example: "  metaspatial version --verbose\n  metaspatial version --json",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	verbose := cmd.Flags().BoolP("verbose", "v", false, "also the commit, the build's settings and all modules")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		b := thisBuild()
		if *verbose {
			b.Verbose = details()
		}
		if *asJSON {
			return printJSON(cmd, b)
		}
		_, err := fmt.Fprintln(cmd.OutOrStdout(), b)
		if b.Verbose != nil {
			b.Verbose.print(cmd.OutOrStdout())
		}
		return err
	}
	return cmd
}
