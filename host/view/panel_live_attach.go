package view

import (
	"context"
	"strings"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/live"
	"github.com/metaspatial/metaspatial/host/view/ui"
)

// Place is where a run is found.
type Place struct {
	// Where is its folder, or its address.
	Where string
	// Token is that of a remote run; the folder of one on this machine has it.
	Token string
}

// remote reports whether the place is an address rather than a folder.
func (p Place) remote() bool { return strings.Contains(p.Where, "://") }

// attaching is the dialog that names a run to watch.
type attaching struct{ at Place }

func (s *shell) openAttach(at Place) {
	s.watch.dialog.at = at
	s.u.Open("attach")
	s.u.Focus("attach/where")
}

// attachDialog asks where a run is.
func (s *shell) attachDialog() {
	u, at := s.u, &s.watch.dialog.at
	u.Modal("attach", 560, 240, func(r ui.Rect) {
		u.Text(r.CutTop(28), "Watch a run", ui.Font{Size: ui.Title, Bold: true})
		u.Text(r.CutTop(24), "The folder of a run on this machine, live or finished, or the address of another.", ui.Font{Color: u.Theme.Soft})
		r.CutTop(8)
		entered := false
		at.Where, _, entered = u.Field("attach/where", r.CutTop(32), at.Where, ui.FieldOptions{Icon: "open", Live: true, Placeholder: "runs/bedrooms or http://trainer:7070"})
		r.CutTop(8)
		u.Disable(!at.remote(), func() {
			var again bool
			at.Token, _, again = u.Field("attach/token", r.CutTop(32), at.Token, ui.FieldOptions{Icon: "lock", Live: true, Placeholder: "Token, for an address"})
			entered = entered || again
		})
		foot := r.CutBottom(32)
		ready := strings.TrimSpace(at.Where) != ""
		if u.Button("attach/do", foot.CutRight(110), "Watch", ui.ButtonOptions{Icon: "eye", Main: true, Disabled: !ready}) || entered && ready {
			u.Close("attach")
			s.attachTo(Place{Where: strings.TrimSpace(at.Where), Token: strings.TrimSpace(at.Token)})
		}
		foot.CutRight(8)
		if u.Button("attach/cancel", foot.CutRight(90), "Cancel", ui.ButtonOptions{}) {
			u.Close("attach")
		}
	})
}

// attachTo begins to watch another run, once it has answered. The run that is
// watched stays until then.
func (s *shell) attachTo(at Place) {
	if !at.remote() {
		at.Token = "" // which lies in the folder, and is another after each start
	}
	s.send("Attach to "+runName(at.Where), func(ctx context.Context, e *errand) (then func()) {
		e.report(0, at.Where)
		client, err := s.opts.Attach(ctx, at.Where, at.Token)
		var feed *live.Feed
		if err == nil {
			if feed, err = live.Attach(ctx, client, live.Options{Changed: s.poke}); err != nil {
				client.Close()
			}
		}
		if err != nil {
			return func() {
				s.toast(warning, sentence(err))
				if at.remote() {
					s.openAttach(at) // the token may be another now
				}
			}
		}
		if ctx.Err() != nil {
			abandon(feed, client)
			return nil
		}
		return func() { s.follow(feed, client, at) }
	})
}

func abandon(feed *live.Feed, client session.Client) {
	feed.Close()
	client.Close()
}
