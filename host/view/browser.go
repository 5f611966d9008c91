package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/metaspatial/metaspatial/host/view/stage"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// browser is the library on the left.
type browser struct {
	query string
	list  []assets.Asset
	// fresh are the ids of what was imported last, sorted, which comes first.
	fresh []string
}

// isFresh reports whether an asset was imported last.
func (b *browser) isFresh(id string) bool {
	_, ok := slices.BinarySearch(b.fresh, id)
	return ok
}

// listAssets searches the library.
func (s *shell) listAssets(query string) {
	s.browser.query = query
	s.browser.list = nil
	if s.opts.Stock.Library == nil {
		return
	}
	words := strings.Fields(strings.ToLower(query))
	for _, a := range s.opts.Stock.Library.Assets() {
		text := strings.ToLower(plain(a.Name) + " " + plain(a.Category) + " " + a.Pack + " " + strings.Join(a.Tags, " ") + " " + strings.Join(a.Materials, " ") + " " + strings.Join(a.Colours, " "))
		found := true
		for _, w := range words {
			found = found && strings.Contains(text, w)
		}
		if found {
			s.browser.list = append(s.browser.list, a)
		}
	}
	slices.SortStableFunc(s.browser.list, func(a, b assets.Asset) int {
		switch x, y := s.browser.isFresh(a.ID), s.browser.isFresh(b.ID); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
}

// modelNow reads a model where it is asked for.
func (s *shell) modelNow(id string) *mesh.Model { return s.models.Now(id) }

func (s *shell) drawBrowser(r ui.Rect) {
	u := s.u
	u.Fill(r, u.Theme.Panel)
	r = r.Pad(10, 8)
	head := r.CutTop(24)
	u.Text(head, "Library", ui.Font{Bold: true})
	r.CutTop(4)
	if q, changed, _ := u.Field("library/search", r.CutTop(ui.Row), s.browser.query, ui.FieldOptions{Placeholder: "Search: chair, wood, red", Icon: "search", Live: true}); changed {
		s.listAssets(q)
	}
	n := len(s.browser.list)
	if s.opts.Stock.Library != nil {
		u.Text(head, fmt.Sprintf("%d of %d", n, s.opts.Stock.Library.Len()), ui.Font{Size: ui.Small, Color: u.Theme.Soft, Align: ui.AlignRight})
	}
	r.CutTop(8)
	r.W += 8
	switch {
	case s.opts.Stock.Library == nil || s.opts.Stock.Library.Len() == 0:
		u.Empty(r, "import", "No assets yet", "Drop .glb or .gltf models here, a folder or a .zip of them.")
		return
	case n == 0:
		u.Empty(r, "search", "Nothing found", "No asset has all of these words. Fewer words find more.")
		return
	}
	u.Grid("library/grid", r, n, 96, 116, func(i int, cell ui.Rect, res ui.Response) {
		a := &s.browser.list[i]
		ground := u.Theme.Window
		if res.Over {
			ground = u.Theme.Over
			u.SetCursor(ui.Hand)
		}
		u.FillRound(cell, ui.Radius, ground)
		img, state := s.thumbs.Get(stage.AssetSubject(a, s.opts.Stock.Library.Read))
		in := cell.Pad(5, 5)
		name := in.CutBottom(20)
		side := min(in.W, in.H)
		if img != nil {
			u.Picture(in.Middle(side, side), img, int(state), 4)
		} else {
			u.Icon(in, "cube", 28, u.Theme.Faint)
		}
		if s.browser.isFresh(a.ID) {
			u.Disc(cell.Right()-9, cell.Y+9, 4, u.Theme.Accent)
		}
		u.Text(name, plain(a.Name), ui.Font{Size: ui.Small, Align: ui.AlignCenter})
		u.Tip("library/"+a.ID, cell, assetTip(a))
		if res.Held && res.Moved && u.Carried() == nil {
			u.Carry(*a, plain(a.Name), img)
		}
		if res.Double {
			s.addInMiddle(*a)
		}
	})
}

func assetTip(a *assets.Asset) string {
	return fmt.Sprintf("%s – %s\n%.2f × %.2f × %.2f m, %s\nDrag it into the room; double click puts it in the middle.", plain(a.Name), plain(a.Category), a.Size[0], a.Size[1], a.Size[2], a.Licence)
}

// addInMiddle puts an asset where the middle of the room is seen.
func (s *shell) addInMiddle(a assets.Asset) {
	e := s.active().Task.Room.Extent()
	p := e
	p[0], p[1], p[2] = e[0]/2, e[1]/2, 0
	if x, y, _, ok := s.stage.Project(p); ok {
		s.drop(a, x, y)
	}
}
