package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/sdk"
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
		Example: "  metaspatial version --json",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		b := thisBuild()
		if *asJSON {
			return printJSON(cmd, b)
		}
		speed := "plain"
		if b.SIMD {
			speed = "simd"
		}
		_, err := fmt.Fprintf(cmd.OutOrStdout(), "metaspatial %s (sdk %s, %s, %s, %s build)\n", b.Version, b.SDK, b.Go, b.Platform, speed)
		return err
	}
	return cmd
}
