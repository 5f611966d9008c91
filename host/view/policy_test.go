package view

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/metaspatial/metaspatial/host/furnish"
	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/host/view/ui"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/roomgen"
)

// decorator is a policy at hand that puts things in a row, every try a little
// further from the wall, and says why.
type decorator struct {
	session.Client
	mu    sync.Mutex
	asked []session.GenerateRequest
	// hold, when set, is waited for; fail, when set, is the answer.
	hold   chan struct{}
	fail   error
	worse  bool // a Refine finds nothing better
	scored atomic.Int32
}

func (d *decorator) Generate(ctx context.Context, r session.GenerateRequest) (*session.Generation, error) {
	d.mu.Lock()
	d.asked = append(d.asked, r)
	hold, fail := d.hold, d.fail
	d.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if fail != nil {
		return nil, fail
	}
	out := &session.Generation{Tried: r.K}
	for try := range max(1, r.Best) {
		out.Layouts = append(out.Layouts, decorated(r.Task, try))
	}
	return out, nil
}

func decorated(t *scenes.Task, try int) session.Generated {
	l := &scenes.Layout{}
	x, why := 0.1, &strings.Builder{}
	for i := range t.Objects {
		o := &t.Objects[i]
		p := scenes.Placement{ID: o.ID, Position: scenes.Vec3{x + o.Size[0]/2, 0.5 + 0.3*float64(try) + o.Size[1]/2, o.Size[2] / 2}}
		if lock := t.Lock(o.ID); lock != nil {
			p = *lock
		}
		l.Placements = append(l.Placements, p)
		x += o.Size[0] + 0.1
		fmt.Fprintf(why, "%s: it is number %d of try %d.\n", o.ID, i+1, try)
	}
	return session.Generated{Layout: l, Episode: try, Response: "<think>" + why.String() + "</think><answer>[]</answer>"}
}

func (d *decorator) Refine(ctx context.Context, r session.RefineRequest) (*session.Generation, error) {
	out, err := d.Generate(ctx, r.GenerateRequest)
	if err == nil {
		d.mu.Lock()
		out.Better = !d.worse
		d.mu.Unlock()
	}
	return out, err
}

func (d *decorator) Score(_ context.Context, t *scenes.Task, l *scenes.Layout) (*session.Generated, error) {
	d.scored.Add(1)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fail != nil {
		return nil, d.fail
	}
	out := &session.Generated{Layout: l, Terms: []session.TermScore{{Term: "format", Weight: 0.5, Value: 1}, {Term: "physics", Weight: 1, Objects: make([]float64, len(t.Objects))}}}
	for i := range t.Objects {
		if p := l.Find(t.Objects[i].ID); p != nil {
			out.Terms[1].Objects[i] = p.Position[0]
			out.Terms[1].Value += p.Position[0]
		}
	}
	out.Reward = 0.5 + out.Terms[1].Value
	return out, nil
}

// set changes the decorator while it works.
func (d *decorator) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

// last is the newest question.
func (d *decorator) last() session.GenerateRequest {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[len(d.asked)-1]
}

func starterStock() furnish.Stock {
	return furnish.Stock{Library: assets.Starter(), Item: func(a assets.Asset) roomgen.Item {
		return roomgen.Item{Asset: a.ID, Category: a.Category, Size: a.Size, Support: a.Mount, Flat: a.Flat}
	}}
}

// withPolicy is a window on an empty room with a policy at hand.
func withPolicy(t *testing.T) (*person, *decorator) {
	t.Helper()
	d := &decorator{}
	p := sit(t, Options{Policy: d, Stock: starterStock()})
	p.start = false
	p.frames(1)
	return p, d
}

// where returns the places of all widgets of the window.
func (p *person) where() map[string]ui.Rect {
	at := map[string]ui.Rect{}
	p.u.Spy = func(id string, r ui.Rect) { at[id] = r }
	p.frames(1)
	p.u.Spy = nil
	return at
}

// press clicks the middle of a widget.
func (p *person) press(id string) {
	p.t.Helper()
	r, ok := p.where()[id]
	if !ok {
		p.t.Fatalf("the window has no %q", id)
	}
	p.click(r.Center())
}

// works until the job under way has ended.
func (p *person) works() {
	p.t.Helper()
	p.until("the policy is done", func() bool { return p.ask.cancel == nil })
	p.frames(2)
}

// shows holds that a message begins so.
func (p *person) shows(begin string) {
	p.t.Helper()
	var all []string
	for _, t := range p.toasts {
		if strings.HasPrefix(t.text, begin) {
			return
		}
		all = append(all, t.text)
	}
	p.t.Errorf("no message begins with %q: %q", begin, all)
}

// sentence furnishes the room from a sentence with what is chosen for it.
func (p *person) sentence(text string) {
	p.t.Helper()
	p.keys("Ctrl+F")
	p.frames(1)
	p.write(text)
	p.keys("Enter")
	p.works()
	if p.ask.furnish.proposal == nil {
		p.t.Fatalf("nothing was chosen for %q: %+v", text, p.toasts)
	}
}
