package view

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/scenes/gltfio"
)

// dropFiles takes what was dropped on the window.
func (s *shell) dropFiles() {
	dropped := ebiten.DroppedFiles()
	if dropped == nil {
		return
	}
	entries, err := fs.ReadDir(dropped, ".")
	if err != nil || len(entries) == 0 {
		s.toast(warning, "What was dropped cannot be read.")
		return
	}
	var paths []string
	for _, e := range entries {
		a, ok := e.(ebiten.AbsPather)
		if !ok {
			s.toast(warning, e.Name()+" has no path on this machine.")
			continue
		}
		paths = append(paths, a.AbsPath())
	}
	s.dropped(paths)
}

// dropped opens the rooms, levels and runs among files and folders, and imports
// the models.
func (s *shell) dropped(paths []string) {
	if len(paths) == 0 || s.opts.Files == nil {
		return
	}
	s.start = false
	s.send("Looking at what was dropped", func(ctx context.Context, e *errand) func() {
		var models, open, runs, refused []string
		for i, p := range paths {
			if ctx.Err() != nil {
				return nil
			}
			e.report(float64(i)/float64(len(paths)), filepath.Base(p))
			switch s.kindOf(p) {
			case droppedModels:
				models = append(models, p)
			case droppedRun:
				runs = append(runs, p)
			case droppedRoom:
				open = append(open, p)
			default:
				refused = append(refused, fmt.Sprintf("%s is neither a room, a layout or a level, nor a model, a folder or a .zip archive of models, nor the folder of a run.", filepath.Base(p)))
			}
		}
		return func() {
			for _, p := range append(open, runs...)[min(1, len(open)+len(runs)):] {
				refused = append(refused, fmt.Sprintf("%s was not opened: a window shows one at a time; drop it by itself.", filepath.Base(p)))
			}
			if len(refused) > 0 {
				s.tell("Not everything was taken", refused)
			}
			if len(models) > 0 {
				s.takeIn(models, s.welcome)
			}
			switch {
			case len(open) > 0:
				s.leave(func() { s.open(open[0]) })
			case len(runs) > 0:
				s.attachTo(Place{Where: runs[0]})
			}
		}
	})
}

// What a file or folder that is dropped may be.
type droppedKind int

const (
	droppedNothing droppedKind = iota
	droppedModels
	droppedRoom
	droppedRun
)

// kindOf looks at a file or folder. It touches nothing of the shell but its
// options.
func (s *shell) kindOf(path string) droppedKind {
	folder, base := s.opts.Files.Folder(filepath.Dir(path)), filepath.Base(path)
	st, err := fs.Stat(folder, base)
	switch {
	case err != nil:
		return droppedNothing
	case st.IsDir():
		if s.opts.Attach != nil && s.opts.IsRun != nil && s.opts.IsRun(path) {
			return droppedRun
		}
		return droppedModels
	}
	switch strings.ToLower(filepath.Ext(base)) {
	case ".zip":
		return droppedModels
	case ".glb", ".gltf":
		// A level that was exported is opened, anything else is furniture.
		if st.Size() <= document.MaxFile {
			if f, err := gltfio.ReadLevel(folder, base); err == nil && f.Level != nil {
				return droppedRoom
			}
		}
		return droppedModels
	case ".json", ".yaml", ".yml":
		return droppedRoom
	}
	return droppedNothing
}
