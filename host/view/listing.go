package view

import (
	"cmp"
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/ui"
)

// listing is the folder that a dialog shows below the path.
type listing struct {
	// base is the folder where the path names none.
	base string
	// asked is the folder that was asked for last, dir the one that was read.
	asked, dir string
	list       []entry
	err        string
}

// entry is a file or folder.
type entry struct {
	name   string
	folder bool
}

// mostListed bounds what is shown of a folder.
const mostListed = 2000

// folderOf is the folder that a path being typed is in, and what is typed of a
// name in it.
func (s *shell) folderOf(path string) (dir, name string) {
	path = strings.TrimSpace(path)
	if i := strings.LastIndexAny(path, `/`+string(filepath.Separator)); i >= 0 {
		return s.opts.Files.Abs(path[:i+1]), path[i+1:]
	}
	return s.dialog.folder.base, path
}

// look reads a folder beside the window.
func (l *listing) look(s *shell, dir string) {
	if l.asked == dir {
		return
	}
	l.asked = dir
	s.sendQuietly("Looking into "+dir, func(context.Context, *errand) func() {
		entries, err := fs.ReadDir(s.opts.Files.Folder(dir), ".")
		var list []entry
		for _, e := range entries[:min(len(entries), mostListed)] {
			if strings.HasPrefix(e.Name(), ".") {
				continue
			}
			folder := e.IsDir()
			if e.Type()&fs.ModeSymlink != 0 {
				st, err := fs.Stat(s.opts.Files.Folder(dir), e.Name())
				folder = err == nil && st.IsDir()
			}
			list = append(list, entry{e.Name(), folder})
		}
		slices.SortStableFunc(list, func(a, b entry) int {
			if a.folder != b.folder {
				if a.folder {
					return -1
				}
				return 1
			}
			return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
		})
		return func() {
			if s.dialog.folder.asked != dir {
				return
			}
			s.dialog.folder.dir, s.dialog.folder.list, s.dialog.folder.err = dir, list, ""
			if err != nil {
				s.dialog.folder.err = "There is no such folder yet."
			}
		}
	})
}

// drawListing shows the folder of the path, what fits what is typed first; a
// click takes a file or folder into the path. It reports whether a file was
// chosen by a double click.
func (s *shell) drawListing(r ui.Rect, endings []string) (chosen bool) {
	u, d := s.u, &s.dialog
	if r.H < 2*ui.Row {
		return false
	}
	dir, typed := s.folderOf(d.path)
	d.folder.look(s, dir)
	u.FillRound(r, ui.Radius, u.Theme.Window)
	r = r.Pad(6, 4)
	head := r.CutTop(ui.Row)
	if u.Button("file/up", head.CutRight(ui.Row), "", ui.ButtonOptions{Icon: "up", Flat: true, Tip: "The folder above"}) {
		d.path = inFolder(filepath.Dir(dir), "")
		u.Focus("file/path")
	}
	u.Icon(head.CutLeft(16), "open", 14, u.Theme.Soft)
	head.CutLeft(6)
	u.Text(head, dir, ui.Font{Size: ui.Small, Color: u.Theme.Soft})
	if d.folder.err != "" {
		u.Text(r.CutTop(ui.Row), d.folder.err, ui.Font{Size: ui.Small, Color: u.Theme.Soft})
		return false
	}
	var list []entry
	for _, e := range d.folder.list {
		if e.folder || slices.Contains(endings, strings.ToLower(filepath.Ext(e.name))) {
			list = append(list, e)
		}
	}
	begins := func(e entry) int {
		if typed != "" && strings.HasPrefix(strings.ToLower(e.name), strings.ToLower(typed)) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(begins(a), begins(b)) })
	if len(list) == 0 {
		u.Text(r.CutTop(ui.Row), "Nothing here that fits.", ui.Font{Size: ui.Small, Color: u.Theme.Soft})
		return false
	}
	clicked, double := u.List("file/list", r, len(list), 24, func(i int) bool { return list[i].name == typed }, func(i int, line ui.Rect) {
		line = line.Pad(8, 0)
		icon := "room"
		if list[i].folder {
			icon = "open"
		}
		u.Icon(line.CutLeft(16), icon, 14, u.Theme.Soft)
		line.CutLeft(8)
		u.Text(line, list[i].name, ui.Font{})
	})
	if double >= 0 && !list[double].folder {
		d.path = inFolder(dir, list[double].name)
		return true
	}
	if clicked >= 0 {
		d.path = inFolder(dir, list[clicked].name)
		if list[clicked].folder {
			d.path = inFolder(d.path, "")
		}
		u.Focus("file/path")
	}
	return false
}

// inFolder joins a folder and a name; the folder alone ends as folders do.
func inFolder(dir, name string) string {
	if !strings.HasSuffix(dir, string(filepath.Separator)) && !strings.HasSuffix(dir, "/") {
		dir += string(filepath.Separator)
	}
	return dir + name
}
