package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/host/run"
	"github.com/metaspatial/metaspatial/host/view"
	"github.com/metaspatial/metaspatial/host/view/intake"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

// taking takes models into a library; nil cannot.
type taking func(ctx context.Context, paths []string, progress func(done, total int, file string)) (*view.Taken, error)

// viewLibrary opens what the window furnishes with, and returns what takes more
// into it. The named library grows itself; beside that of a run, or the starter
// kit, there is one of the person's own, which every window has.
func viewLibrary(attach, library string) (*assets.Library, taking, error) {
	var base *assets.Library
	dir := library
	if dir == "" {
		base = ofRun(attach)
		own, err := os.UserConfigDir()
		if err != nil {
			return base, nil, nil // there is no place for a library
		}
		dir = filepath.Join(own, "metaspatial", "library")
	} else if _, err := run.Library(dir); err != nil {
		return nil, nil, err
	}
	in, lib, err := intake.Open(base, dir)
	if err != nil && base == nil {
		return nil, nil, err
	}
	if err != nil {
		// What is wrong with the person's own library keeps nobody from working.
		say("your own library is left out: %v", err)
		return base, nil, nil
	}
	return lib, func(ctx context.Context, paths []string, progress func(int, int, string)) (*view.Taken, error) {
		taken, err := in.Take(ctx, paths, progress)
		return (*view.Taken)(taken), err
	}, nil
}

// ofRun is the library that a run's file names, or the starter kit. That a run
// was made on another machine, with a library that is not here, keeps nobody from
// watching it.
func ofRun(dir string) *assets.Library {
	if isRun(dir) {
		cfg, err := config.Load(filepath.Join(dir, run.ConfigFile))
		var lib *assets.Library
		if err == nil {
			lib, err = run.Library(cfg.Tasks.Assets)
		}
		if err == nil {
			return lib
		}
		say("the run's library is left out, and what it alone has is drawn as boxes: %v", err)
	}
	return assets.Starter()
}

// isRun reports whether a folder is that of a run.
func isRun(dir string) bool {
	if dir == "" {
		return false
	}
	st, err := os.Stat(filepath.Join(dir, run.ConfigFile))
	return err == nil && st.Mode().IsRegular()
}

// reportOf is the page about a run on this machine, which lies in its folder or
// beside it, as demo has it; "" where there is none.
func reportOf(dir string) string {
	for _, file := range []string{"report.html", filepath.Join("..", "report.html")} {
		page, err := filepath.Abs(filepath.Join(dir, file))
		if err != nil {
			continue
		}
		if st, err := os.Stat(page); err == nil && st.Mode().IsRegular() && isRun(dir) {
			return page
		}
	}
	return ""
}
