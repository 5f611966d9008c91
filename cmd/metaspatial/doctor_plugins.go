package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/metaspatial/metaspatial/host/catalog"
	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// examineCatalog looks through the folders of plugins, and at who may write there.
func examineCatalog() check {
	c, err := openCatalog()
	if err != nil { // the trust's check tells
		return well("catalog", "not searched").optional()
	}
	found, err := c.Search()
	if err != nil {
		return ill("catalog", err.Error(), "mend or remove the folder, or take it out of "+catalog.PathEnv).optional()
	}
	var folders []string
	for _, f := range catalog.Folders(nil) {
		info, err := os.Stat(f.Path)
		if err != nil {
			continue
		}
		if openToAll(info) {
			return ill("catalog", f.Path+" can be written to by everybody on this machine", "take that away: chmod o-w "+shellQuote(f.Path)).optional()
		}
		folders = append(folders, f.Path)
	}
	for _, f := range found {
		if f.Problem != nil {
			return ill("catalog", f.Problem.Error(), "mend it, or remove it: metaspatial plugin remove "+shellQuote(f.Path)).optional()
		}
	}
	if len(folders) == 0 {
		return well("catalog", "no folder of plugins; metaspatial plugin install makes one").optional()
	}
	return well("catalog", "%d plugins in %s", len(found), strings.Join(folders, ", ")).optional()
}

// openToAll reports that everybody on this machine may write to a folder.
func openToAll(info os.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o002 != 0 && info.Mode()&os.ModeSticky == 0
}

// shellQuote quotes a path that a shell would take apart.
func shellQuote(path string) string {
	if strings.ContainsAny(path, " '\"$&;()*?<>|\\") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

func examineTrust() check {
	path, err := catalog.DefaultLockPath()
	if err != nil {
		return ill("trust", err.Error(), "set HOME; without a folder for settings only built-in plugins run").optional()
	}
	plugins, err := openCatalog()
	var checked []catalog.Status
	if err == nil {
		checked, err = plugins.Check()
	}
	if err != nil {
		return ill("trust", err.Error(), "mend or remove "+path+", and trust your plugins anew")
	}
	var changed []string
	for _, s := range checked {
		if s.State != catalog.Trusted {
			changed = append(changed, s.Path)
		}
	}
	if len(changed) > 0 {
		return ill("trust", fmt.Sprintf("%s, of which %d changed: %s", count(len(checked), "trusted plugin"), len(changed), strings.Join(changed, ", ")),
			"see what changed with metaspatial plugin verify, and if it is well: metaspatial plugin trust "+shellQuote(changed[0])).optional()
	}
	return well("trust", "%s", count(len(checked), "trusted plugin"))
}

// examinePlugins starts every built-in in its own process and draws a picture.
func examinePlugins(ctx context.Context) []check {
	fail := func(name string, err error) check {
		return ill(name, explain(err), "mend what is told above first, then start one alone: metaspatial plugin describe reward/format")
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
	out := []check{well("plugins", "%d built-ins started in %d ms", len(handles), time.Since(begun).Milliseconds())}
	r, err := handles[renderer].Renderer()
	if err != nil {
		return append(out, fail("drawing", err))
	}
	task := &scenes.Task{ID: "doctor", Room: scenes.RectRoom(4, 3, 2.6)}
	begun = time.Now()
	if _, err := plugins.Pictures(ctx, r, []render.Scene{{Task: task, Layout: &scenes.Layout{}}}, render.Dollhouse, 256, 256); err != nil {
		return append(out, fail("drawing", err))
	}
	return append(out, well("drawing", "a picture in %d ms; starter kit of %d models", time.Since(begun).Milliseconds(), assets.Starter().Len()))
}

// examineIsolation starts a plugin as confined as a run file can ask for.
func examineIsolation(ctx context.Context) check {
	settings := config.Default().Plugins
	settings.MemoryMB, settings.Processes, settings.Network = 512, 64, config.NetworkNone
	var said bytes.Buffer
	plugins, err := openPlugins(run.PluginOptions{Settings: settings, Output: &said})
	if err != nil { // of which the check of plugins has told
		return ill("isolation", explain(err), "").optional()
	}
	_, err = plugins.Start(ctx, config.Plugin{Name: "reward/format"})
	_ = plugins.Close() // whose output is whole from here on
	remedy := "plugins run all the same; use Linux, or a container, for plugins that you do not trust with it"
	if runtime.GOOS == "linux" {
		remedy = "plugins run all the same; to hold them to it start this program with systemd-run --user --scope, or in a container that may make control groups and network namespaces"
	}
	if err != nil {
		return ill("isolation", "plugins.network: none cannot be used: "+explain(err), remedy).optional()
	}
	if line, _, _ := strings.Cut(said.String(), "\n"); strings.Contains(line, "not held to here") {
		return ill("isolation", strings.TrimPrefix(line, "note: "), remedy).optional()
	}
	return well("isolation", "plugins are held to their limits, and can be kept from the network").optional()
}
