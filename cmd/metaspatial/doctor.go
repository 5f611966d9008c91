package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/render"
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

func newDoctor() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check that everything works on this machine",
		Long: `Check that everything works on this machine: the build, every built-in plugin
in its own process, drawing, the folders, and whether a window can be opened.`,
		Example: "  metaspatial doctor",
		Args:    noArgs,
	}
	asJSON := jsonFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		checks := examine(cmd.Context())
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		bad := 0
		for _, c := range checks {
			if !c.OK && !c.Optional {
				bad++
			}
		}
		if *asJSON {
			if err := printJSON(cmd, checks); err != nil {
				return err
			}
		} else {
			for _, c := range checks {
				mark := "ok  "
				if !c.OK {
					mark = "FAIL"
					if c.Optional {
						mark = "note"
					}
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s  %-10s %s\n", mark, c.Name, c.Detail)
				if !c.OK && c.Remedy != "" {
					fmt.Fprintf(cmd.OutOrStdout(), "      %-10s → %s\n", "", c.Remedy)
				}
			}
		}
		if bad > 0 {
			return fmt.Errorf("%d of %d checks failed", bad, len(checks))
		}
		return nil
	}
	return cmd
}

func examine(ctx context.Context) []check {
	b := thisBuild()
	out := []check{{
		Name: "build", OK: b.SIMD || runtime.GOARCH != "amd64", Optional: true,
		Detail: fmt.Sprintf("%s, %s, %d processors, simd %t", b.Go, b.Platform, runtime.NumCPU(), b.SIMD),
		Remedy: "build with GOEXPERIMENT=simd to train about twice as fast",
	}}
	out = append(out, examineTemp(), examineTrust())
	out = append(out, examinePlugins(ctx)...)
	return append(out, examineDisplay())
}

func examineTemp() check {
	c := check{Name: "temp", Detail: os.TempDir(), Remedy: "make it writable, or set TMPDIR"}
	dir, err := os.MkdirTemp("", "metaspatial-doctor-")
	if err == nil {
		err = os.Remove(dir)
	}
	if c.OK = err == nil; !c.OK {
		c.Detail = err.Error()
	}
	return c
}

func examineTrust() check {
	c := check{Name: "trust", OK: true, Remedy: "mend or remove the file"}
	plugins, err := openCatalog()
	var checked []catalog.Status
	if err == nil {
		checked, err = plugins.Check()
	}
	if err != nil {
		c.OK, c.Detail = false, err.Error()
		return c
	}
	c.Detail = fmt.Sprintf("%d trusted plugins", len(checked))
	changed := 0
	for _, s := range checked {
		if s.State != catalog.Trusted {
			changed++
		}
	}
	if changed > 0 {
		c.OK, c.Optional = false, true
		c.Detail += fmt.Sprintf(", %d of them changed", changed)
		c.Remedy = "see: metaspatial plugin verify"
	}
	return c
}

// examinePlugins starts every built-in in its own process and draws a picture.
func examinePlugins(ctx context.Context) []check {
	fail := func(name string, err error) check {
		return check{Name: name, Detail: explain(err), Remedy: "run again with the plugin alone: metaspatial plugin describe ID"}
	}
	plugins, err := openPlugins(run.PluginOptions{})
	if err != nil {
		return []check{fail("plugins", err)}
	}
	defer plugins.Close()
	var wanted []config.Plugin
	renderer := -1
	for i, id := range builtinIDs() {
		wanted = append(wanted, config.Plugin{Name: id})
		if id == "render/raster" {
			renderer = i
		}
	}
	begun := time.Now()
	handles, err := plugins.Start(ctx, wanted...)
	if err != nil {
		return []check{fail("plugins", err)}
	}
	out := []check{{Name: "plugins", OK: true, Detail: fmt.Sprintf("%d built-ins started in %d ms", len(handles), time.Since(begun).Milliseconds())}}
	r, err := handles[renderer].Renderer()
	if err != nil {
		return append(out, fail("drawing", err))
	}
	task := &scenes.Task{ID: "doctor", Room: scenes.RectRoom(4, 3, 2.6)}
	begun = time.Now()
	if _, err := plugins.Pictures(ctx, r, []render.Scene{{Task: task, Layout: &scenes.Layout{}}}, render.Dollhouse, 256, 256); err != nil {
		return append(out, fail("drawing", err))
	}
	return append(out, check{Name: "drawing", OK: true, Detail: fmt.Sprintf("a picture in %d ms; starter kit of %d models", time.Since(begun).Milliseconds(), assets.Starter().Len())})
}

func examineDisplay() check {
	c := check{Name: "window", OK: true, Optional: true, Detail: "a display is there for metaspatial view", Remedy: "set DISPLAY, or run under xvfb-run"}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		c.OK, c.Detail = false, "no display; everything but the viewer works"
	}
	return c
}
