package critic_test

import (
	"context"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/metaspatial/metaspatial/plugins/reward/critic"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/reward"
)

// term returns a configured term and what it needs.
func term(t testing.TB, dir string, settings map[string]any) (*critic.Term, []base.Need) {
	t.Helper()
	p := critic.New()
	values, ds := p.Describe().Schema.Resolve(settings)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	resp, err := p.Configure(t.Context(), base.ConfigureRequest{Values: values, CacheDir: dir})
	if err != nil || resp.Diagnostics.HasError() {
		t.Fatal(err, resp.Diagnostics)
	}
	return p, resp.Needs
}

// study is a desk and its chair in a room with a door.
func study() (*scenes.Task, *scenes.Layout) {
	room := scenes.RectRoom(4, 3, 2.6)
	room.Openings = []scenes.Opening{{ID: "door_1", Kind: scenes.Door, Wall: 0, Offset: 3.2, Width: 0.9, Height: 2}}
	task := &scenes.Task{ID: "study", Room: room, Objects: []scenes.Object{
		{ID: "desk_1", Category: "desk", Size: scenes.Vec3{1.4, 0.7, 0.75}, Support: scenes.OnFloor, Facing: scenes.SouthWall,
			Relations: []scenes.Relation{{Kind: scenes.On, Target: scenes.NorthWall, Adjacent: true}}},
		{ID: "chair_1", Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.9}, Support: scenes.OnFloor, Facing: "desk_1"},
		{ID: "lamp_1", Category: "floor_lamp", Size: scenes.Vec3{0.4, 0.4, 1.5}, Support: scenes.OnFloor},
	}}
	return task, &scenes.Layout{Placements: []scenes.Placement{
		{ID: "desk_1", Position: scenes.Vec3{1.5, 2.65, 0.375}, Yaw: 180},
		{ID: "chair_1", Position: scenes.Vec3{1.5, 2.0, 0.45}, Yaw: 0},
		{ID: "lamp_1", Position: scenes.Vec3{0.3, 2.7, 0.75}, Yaw: 0},
	}}
}

// with returns the layout with one object placed otherwise.
func with(l *scenes.Layout, p scenes.Placement) *scenes.Layout {
	out := &scenes.Layout{Placements: append([]scenes.Placement(nil), l.Placements...)}
	*out.Find(p.ID) = p
	return out
}

// picture writes a PNG and returns it as the host hands it over.
func picture(t testing.TB, dir, name string, c color.NRGBA) base.Image {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		if x, y := i%64, i/64; x > 10 && x < 50 && y > 10 && y < 50 {
			img.SetNRGBA(x, y, c)
			continue
		}
		img.SetNRGBA(i%64, i/64, color.NRGBA{230, 230, 235, 255})
	}
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return base.Image{File: name, Camera: "dollhouse", Output: "color", Width: 64, Height: 64}
}

func evaluate(t testing.TB, p *critic.Term, task *scenes.Task, c ...reward.Candidate) reward.EvaluateResponse {
	t.Helper()
	resp, err := p.Evaluate(t.Context(), reward.EvaluateRequest{Task: task, Candidates: c})
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestNeedsPicturesWhenItLooks(t *testing.T) {
	if _, needs := term(t, "", nil); !cmp.Equal(needs, []base.Need{base.NeedImages}) {
		t.Errorf("needs %v by default, want images", needs)
	}
	if _, needs := term(t, "", map[string]any{"image": false}); len(needs) != 0 {
		t.Errorf("needs %v without pictures, want nothing", needs)
	}
}

func TestFaultsCostAndAreNamed(t *testing.T) {
	task, good := study()
	p, _ := term(t, "", map[string]any{"image": false})
	tests := map[string]scenes.Placement{
		"floating lamp":  {ID: "lamp_1", Position: scenes.Vec3{0.3, 2.7, 1.4}},
		"blocked door":   {ID: "lamp_1", Position: scenes.Vec3{3.2, 0.4, 0.75}},
		"turned chair":   {ID: "chair_1", Position: scenes.Vec3{1.5, 2.0, 0.45}, Yaw: 180},
		"sunk chair":     {ID: "chair_1", Position: scenes.Vec3{1.5, 2.6, 0.45}},
		"through a wall": {ID: "desk_1", Position: scenes.Vec3{0.5, 2.65, 0.375}, Yaw: 180},
		"crooked desk":   {ID: "desk_1", Position: scenes.Vec3{2.6, 1.6, 0.375}, Yaw: 200},
		"not a number":   {ID: "chair_1", Position: scenes.Vec3{math.NaN(), 2, 0.45}},
	}
	want := evaluate(t, p, task, reward.Candidate{Layout: good}).Results[0]
	if len(want.Findings) != 0 {
		t.Errorf("the good room has findings %v", want.Findings)
	}
	for name, at := range tests {
		t.Run(name, func(t *testing.T) {
			r := evaluate(t, p, task, reward.Candidate{Layout: with(good, at)}).Results[0]
			if r.Invalid || r.Value >= want.Value || r.Value < 0.1 {
				t.Errorf("value %v (invalid %v), the good room's is %v", r.Value, r.Invalid, want.Value)
			}
			_, i := task.Find(at.ID)
			if r.Objects[i] >= 0 {
				t.Errorf("objects %v: nothing is held against %s", r.Objects, at.ID)
			}
			named := false
			for _, f := range r.Findings {
				named = named || strings.Contains(f.Message, at.ID)
			}
			if !named {
				t.Errorf("findings %v do not name %s", r.Findings, at.ID)
			}
		})
	}
}

func TestPartsAreTheGrades(t *testing.T) {
	task, good := study()
	p, _ := term(t, "", map[string]any{"image": false, "findings": false})
	r := evaluate(t, p, task, reward.Candidate{Layout: with(good, scenes.Placement{ID: "lamp_1"})}).Results[0]
	sum := 0.0
	var names []string
	for _, part := range r.Parts {
		sum += part.Value
		names = append(names, part.Name)
	}
	if d := cmp.Diff([]string{"realism", "functionality", "layout", "colour", "atmosphere"}, names); d != "" {
		t.Errorf("parts (-want +got):\n%s", d)
	}
	if math.Abs(sum/50-r.Value) > 1e-12 {
		t.Errorf("the grades sum to %v, the value is %v", sum, r.Value)
	}
	if r.Findings != nil {
		t.Errorf("findings %v though none were asked for", r.Findings)
	}
}

func TestLooksAtPictures(t *testing.T) {
	dir := t.TempDir()
	task, good := study()
	p, _ := term(t, dir, nil)
	bright, dark := picture(t, dir, "bright.png", color.NRGBA{190, 150, 110, 255}), picture(t, dir, "dark.png", color.NRGBA{6, 5, 4, 255})
	depth := dark
	depth.Output = "depth"
	resp := evaluate(t, p, task, reward.Candidate{Layout: good, Images: []base.Image{bright}},
		reward.Candidate{Layout: good, Images: []base.Image{dark}},
		reward.Candidate{Layout: good, Images: []base.Image{bright, depth}},
		reward.Candidate{Layout: good})
	v := resp.Results
	if v[0].Value <= v[1].Value {
		t.Errorf("a bright room is worth %v, a dark one %v", v[0].Value, v[1].Value)
	}
	if v[2].Value != v[0].Value {
		t.Errorf("a depth picture changes the value from %v to %v", v[0].Value, v[2].Value)
	}
	if colour := v[3].Parts[3].Value; colour != 5.5 || len(resp.Diagnostics) != 0 {
		t.Errorf("without a picture the colours are graded %v, want 5.5; diagnostics %v", colour, resp.Diagnostics)
	}
}

func TestUnreadablePictures(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "torn.png"), []byte("\x89PNG\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	task, good := study()
	p, _ := term(t, dir, nil)
	for name, file := range map[string]string{"missing": "none.png", "torn": "torn.png", "outside": "../secret.png"} {
		t.Run(name, func(t *testing.T) {
			resp := evaluate(t, p, task, reward.Candidate{Layout: good}, reward.Candidate{Layout: good, Images: []base.Image{{File: file, Output: "color"}}})
			if d := cmp.Diff(resp.Results[0], resp.Results[1]); d != "" {
				t.Errorf("not judged as without a picture:\n%s", d)
			}
			if ds := resp.Diagnostics; len(ds) != 1 || ds.HasError() || ds[0].Path != "candidates[1].images" {
				t.Errorf("diagnostics %v, want one warning about the second candidate", ds)
			}
		})
	}
}

func TestNoLayout(t *testing.T) {
	task, _ := study()
	p, _ := term(t, "", nil)
	resp := evaluate(t, p, task, reward.Candidate{ParseError: "no answer"}, reward.Candidate{})
	for i, reason := range []string{"no answer", "there is no layout"} {
		if r := resp.Results[i]; !r.Invalid || r.Value != 0.1 || r.Reason != reason {
			t.Errorf("%+v, want 0.1 and %q", r, reason)
		}
	}
	if _, err := p.Evaluate(t.Context(), reward.EvaluateRequest{}); err == nil {
		t.Error("a request without a task must fail")
	}
}

func TestBatchKeepsOrder(t *testing.T) {
	task, good := study()
	p, _ := term(t, "", map[string]any{"image": false})
	var cs []reward.Candidate
	for i := range 32 {
		cs = append(cs, reward.Candidate{Layout: with(good, scenes.Placement{ID: "lamp_1", Position: scenes.Vec3{0.1 * float64(i), 1, 0.75}})})
	}
	all := evaluate(t, p, task, cs...).Results
	for i := range cs {
		if d := cmp.Diff(evaluate(t, p, task, cs[i]).Results[0], all[i]); d != "" {
			t.Fatalf("candidate %d (-alone +batch):\n%s", i, d)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	task, good := study()
	p, _ := term(t, "", nil)
	if _, err := p.Evaluate(ctx, reward.EvaluateRequest{Task: task, Candidates: []reward.Candidate{{Layout: good}}}); err == nil {
		t.Error("a cancelled request must not give scores")
	}
}

func BenchmarkEvaluate(b *testing.B) {
	task, good := study()
	p, _ := term(b, "", map[string]any{"image": false})
	req := reward.EvaluateRequest{Task: task}
	for range 64 {
		req.Candidates = append(req.Candidates, reward.Candidate{Layout: good})
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Evaluate(b.Context(), req); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/64, "µs/layout")
}
