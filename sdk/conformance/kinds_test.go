package conformance_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/conformance"
	"github.com/metaspatial/metaspatial/sdk/plugintest"
	"github.com/metaspatial/metaspatial/sdk/policy"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// thrower is a good policy, which throws objects anywhere, but for one fault.
type thrower struct {
	fault string
	calls atomic.Uint64
}

func (x *thrower) Describe() base.Description {
	d := base.Description{ID: "policy/thrower", Kind: base.Policy, Version: "1.0.0", Summary: "Throws."}
	if x.fault == "sees" {
		d.Needs = []base.Need{base.NeedImages}
	}
	return d
}

func (x *thrower) Configure(context.Context, base.ConfigureRequest) (base.ConfigureResponse, error) {
	return base.ConfigureResponse{}, nil
}

func (x *thrower) Sample(_ context.Context, req policy.SampleRequest) (policy.SampleResponse, error) {
	var r policy.SampleResponse
	seed := req.Seed
	if x.fault == "random" {
		seed = x.calls.Add(1)
	}
	rng := rand.New(rand.NewPCG(seed, 1))
	for _, o := range req.Observations {
		if x.fault == "sees" && o.Turn == 1 && o.Previous != nil && o.Image == nil {
			r.Diagnostics.Errorf("", "there is nothing to see")
		}
		var group []policy.Sample
		for range max(1, req.N) {
			l := &scenes.Layout{}
			for _, obj := range o.Task.Objects {
				l.Placements = append(l.Placements, scenes.Placement{ID: obj.ID, Position: scenes.Vec3{rng.Float64(), rng.Float64(), 0.5}})
			}
			s := policy.Sample{Response: codec.FormatResponse(o.Task, l, "")}
			for range l.Placements {
				s.Actions = append(s.Actions, policy.Action{LogProb: -1})
			}
			switch {
			case x.fault == "mumbles":
				s.Response = "somewhere"
			case x.fault == "sure" && len(s.Actions) > 0:
				s.Actions[0].LogProb = 0.5
			case x.fault == "nan" && len(s.Actions) > 0:
				s.Actions[0].LogProb = math.NaN()
			}
			group = append(group, s)
		}
		if x.fault == "few" {
			group = group[1:]
		}
		r.Samples = append(r.Samples, group)
	}
	if x.fault == "short" {
		r.Samples = r.Samples[1:]
	}
	if x.fault == "refuses" && len(req.Observations) == 1 && len(req.Observations[0].Task.Locked) > 0 {
		r.Diagnostics.Errorf("", "nothing may stay")
	}
	return r, nil
}

// painter is a good renderer, which paints all rooms of a size alike, but for one fault.
type painter struct {
	fault string
	cache string
	calls atomic.Int64
	// at is held by the calls under way, since those that were given up may still
	// paint, and at last by the test.
	at sync.RWMutex
}

func (x *painter) Describe() base.Description {
	return base.Description{ID: "render/painter", Kind: base.Render, Version: "1.0.0", Summary: "Paints."}
}

func (x *painter) Configure(_ context.Context, req base.ConfigureRequest) (base.ConfigureResponse, error) {
	x.cache = req.CacheDir
	return base.ConfigureResponse{}, nil
}

func (x *painter) Render(ctx context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	var r render.RenderResponse
	if !x.at.TryRLock() {
		return r, context.Canceled // the test is over
	}
	defer x.at.RUnlock()
	for n, s := range req.Scenes {
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		img := image.NewGray(image.Rect(0, 0, req.Width, req.Height))
		img.Pix[0] = byte(len(s.Layout.Placements))
		switch x.fault {
		case "place":
			img.Pix[1] = byte(n)
		case "random":
			img.Pix[1] = byte(x.calls.Add(1))
		case "size":
			img = image.NewGray(image.Rect(0, 0, 10, 10))
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			return r, err
		}
		if x.fault == "text" {
			b.Reset()
			b.WriteString("a drawing")
		}
		sum := sha256.Sum256(b.Bytes())
		hash := hex.EncodeToString(sum[:])
		m := base.Image{Hash: hash, File: hash + ".png", Camera: render.Dollhouse, Output: render.Color, Width: req.Width, Height: req.Height}
		if err := os.WriteFile(filepath.Join(x.cache, m.File), b.Bytes(), 0o644); err != nil {
			return r, err
		}
		switch x.fault {
		case "hash":
			m.Hash = strings.Repeat("0", 64)
		case "elsewhere":
			m.File = "../" + m.File
		case "missing":
			m.File = "none.png"
		}
		r.Images = append(r.Images, []base.Image{m})
	}
	switch {
	case x.fault == "twice":
		r.Images[0] = append(r.Images[0], r.Images[0]...)
	case x.fault == "short":
		r.Images = r.Images[1:]
	case x.fault == "bare" && len(req.Scenes[0].Task.Objects) == 0:
		return r, fmt.Errorf("there is nothing to paint")
	}
	return r, nil
}

// TestFaultsOfKinds has every fault of policies and renderers found by the check that
// is for it, with what to do.
func TestFaultsOfKinds(t *testing.T) {
	thrown := func(fault string) base.Plugin { return &thrower{fault: fault} }
	painted := func(fault string) base.Plugin { return &painter{fault: fault} }
	for _, c := range []struct {
		make                       func(string) base.Plugin
		fault, check, status, want string
	}{
		{thrown, "", "", "", ""},
		{thrown, "sees", "", "", ""},
		{thrown, "random", "determinism", "failed", "two answers"},
		{thrown, "mumbles", "answer", "warning", "codec.FormatResponse"},
		{thrown, "sure", "answer", "failed", "log-probability 0.5"},
		{thrown, "nan", "answer", "failed", "log-probability NaN"},
		{thrown, "few", "answer", "failed", "draw as many responses as asked for"},
		{thrown, "short", "answer", "failed", "broke the contract: returned 5 groups of samples for 6 observations"},
		{thrown, "refuses", "extremes", "failed", "a room with an object that stays: nothing may stay"},
		{painted, "", "", "", ""},
		{painted, "random", "determinism", "failed", "two answers"},
		{painted, "place", "batch", "failed", "differently when it comes alone"},
		{painted, "size", "answer", "failed", "10 by 10 pixels"},
		{painted, "text", "answer", "failed", "encode it as PNG"},
		{painted, "hash", "answer", "failed", "SHA-256"},
		{painted, "elsewhere", "answer", "failed", "below the cache directory"},
		{painted, "missing", "answer", "failed", "before the call returns"},
		{painted, "twice", "answer", "failed", "2 pictures instead of 1"},
		{painted, "short", "answer", "failed", "broke the contract: returned 2 groups of images for 3 scenes"},
		{painted, "bare", "extremes", "failed", "nothing to paint"},
	} {
		p := c.make(c.fault)
		t.Run(p.Describe().ID+" "+c.fault, func(t *testing.T) {
			t.Parallel()
			o := conformance.Options{CacheDir: t.TempDir(), Patience: time.Minute}
			if x, ok := p.(*painter); ok {
				t.Cleanup(x.at.Lock) // before the folder is removed
			}
			got := conformance.Run(t.Context(), plugintest.Connect(t, p), o)
			if c.check == "" {
				for _, r := range got {
					if r.Status != conformance.Passed && r.Check != "oversize" && r.Check != "batch" {
						t.Errorf("%+v", r)
					}
				}
				return
			}
			i := slices.IndexFunc(got, func(r conformance.Result) bool { return r.Check == c.check })
			r := got[i]
			if string(r.Status) != c.status || !strings.Contains(r.Problem+"; "+r.Remedy, c.want) || r.Remedy == "" {
				t.Errorf("%+v, want %s with %q", r, c.status, c.want)
			}
		})
	}
}
