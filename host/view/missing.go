package view

import (
	"fmt"
	"path"

	"github.com/metaspatial/metaspatial/host/view/document"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/reimport"
)

// missing lists the assets of the document that the library does not have, or
// has but cannot read.
func (s *shell) missing() []document.Missing {
	return s.doc.State().Missing(func(id string) bool {
		if s.opts.Stock.Library == nil {
			return false
		}
		_, ok := s.opts.Stock.Library.Find(id)
		return ok && s.models.Err(id) == nil
	})
}

func (s *shell) noMissing() string {
	if len(s.missing()) == 0 {
		return "the library has every asset of this level"
	}
	return ""
}

// showMissing lists what is missing, if anything is.
func (s *shell) showMissing() {
	if s.gone = s.missing(); len(s.gone) > 0 {
		s.u.Open("missing")
	}
}

func (s *shell) drawMissing() {
	u := s.u
	const line = 24.0
	list := s.gone
	h := 28 + 44 + min(260, max(2, float64(len(list)))*line) + 12 + 32 + 2*(ui.Margin+4)
	u.Modal("missing", 520, h, func(r ui.Rect) {
		u.Text(r.CutTop(28), things(len(list), "missing asset"), ui.Font{Size: ui.Title, Bold: true})
		u.Paragraph(r.CutTop(44), "The library does not have these, or cannot read them. Their objects are drawn as boxes of the right size, and stay in the file as they are.", ui.Font{Color: u.Theme.Soft})
		foot := r.CutBottom(32)
		r.CutBottom(12)
		u.Scroll("missing/list", r, float64(len(list))*line, func(c ui.Rect) {
			for i := range list {
				row := ui.R(c.X, c.Y+float64(i)*line, c.W-10, line)
				u.Text(row.CutRight(90), things(len(list[i].Refs), "object"), ui.Font{Size: ui.Small, Color: u.Theme.Soft, Align: ui.AlignRight})
				u.Icon(row.CutLeft(18), "cube", 14, u.Theme.Warn)
				row.CutLeft(8)
				u.Text(row, list[i].Asset, ui.Font{})
			}
		})
		find := ui.ButtonOptions{Icon: "open", Main: true, Disabled: s.noTaking() != "", Tip: "Name the folder, archive or library that has the models."}
		if u.Button("missing/find", foot.CutRight(u.ButtonWidth("Find folder…", find)+10), "Find folder…", find) {
			u.Close("missing")
			s.openDialog(toFind)
		}
		foot.CutRight(8)
		if u.Button("missing/close", foot.CutRight(140), "Go on with boxes", ui.ButtonOptions{}) {
			u.Close("missing")
		}
	})
}

// findMissing takes the models of a folder into the library and gives them to
// the objects whose assets are missing, by id or else by name and size.
func (s *shell) findMissing(folder string) {
	s.takeIn([]string{folder}, func(fresh []string) {
		before := len(s.gone)
		if c, ok := s.reassign(fresh); ok {
			s.do(c)
		}
		s.gone = s.missing()
		switch found := before - len(s.gone); {
		case len(s.gone) == 0:
			s.toast(success, "Every missing asset was found.")
		case found == 0:
			s.toast(warning, fmt.Sprintf("None of the %s is in %s.", things(before, "missing asset"), folder))
			s.u.Open("missing")
		default:
			s.toast(notice, fmt.Sprintf("%d of %s were found.", found, things(before, "missing asset")))
			s.u.Open("missing")
		}
	})
}

// reassign is the change that names the fresh assets where those of the same name
// are missing.
func (s *shell) reassign(fresh []string) (document.Change, bool) {
	var list []assets.Asset
	for _, id := range fresh {
		if a, ok := s.opts.Stock.Library.Find(id); ok {
			list = append(list, a)
		}
	}
	lib, err := assets.New(list, func(assets.Asset) func() (*mesh.Model, error) { return nil })
	if err != nil {
		return document.Change{}, false
	}
	find := reimport.Finder(lib)
	var changes []document.Change
	for _, m := range s.missing() {
		for _, ref := range m.Refs {
			_, o, _ := s.doc.State().Object(ref)
			found, ok := find(path.Base(m.Asset), o.Size)
			if !ok {
				continue
			}
			changes = append(changes, document.Edit("Find "+ref.ID, ref, func(o *scenes.Object) { o.Asset = found.Asset }))
		}
	}
	return document.Batch("Find missing assets", changes...), len(changes) > 0
}
