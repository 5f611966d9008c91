package env_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/metaspatial/metaspatial/host/env"
	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/host/reward"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
	sdkreward "github.com/metaspatial/metaspatial/sdk/reward"
)

// TestEverybodyGetsTheirPictures has a policy and two terms that want different
// pictures of every layout; each picture is drawn once.
func TestEverybodyGetsTheirPictures(t *testing.T) {
	judged := base.Picture{Camera: render.Top, Width: 512, Height: 512, Quality: "beauty"}
	small := base.Picture{Width: 84, Height: 84}
	saw := map[string]string{}
	var mu sync.Mutex
	term := func(id string, wanted ...base.Picture) reward.Term {
		x := &toy.Term{ID: id, Pictures: wanted, Value: func(_ *scenes.Task, c sdkreward.Candidate) sdkreward.Result {
			var said []string
			for _, i := range c.Images {
				said = append(said, fmt.Sprintf("%s %d %s", i.Camera, i.Width, i.Quality))
			}
			mu.Lock()
			defer mu.Unlock()
			saw[id] = strings.Join(said, ", ")
			return sdkreward.Result{}
		}}
		if wanted != nil {
			x.Needs = []base.Need{base.NeedImages}
		}
		return reward.Term{Name: id, Weight: 1, Plugin: x}
	}
	m, err := reward.New([]reward.Term{term("judge", judged), term("critic", small, base.Picture{}), term("blind")})
	if err != nil {
		t.Fatal(err)
	}
	r := &toy.Renderer{Dir: t.TempDir()}
	e, err := env.New(env.Options{Scorer: m, Renderer: r, Pictures: []base.Picture{small}})
	if err != nil {
		t.Fatal(err)
	}
	task := toy.Task("room", 1)
	out, err := e.Score(t.Context(), task, &scenes.Layout{Placements: []scenes.Placement{toy.Place(task, 0, 0)}})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"judge": "top 512 beauty", "critic": "dollhouse 84 , dollhouse 256 ", "blind": ""} {
		if saw[id] != want {
			t.Errorf("%s saw %q, want %q", id, saw[id], want)
		}
	}
	if out.Image == nil || out.Image.Width != 84 || len(out.Images) != 3 || r.Scenes.Load() != 3 {
		t.Errorf("the policy has %+v of %d images, from %d calls", out.Image, len(out.Images), r.Scenes.Load())
	}
}
