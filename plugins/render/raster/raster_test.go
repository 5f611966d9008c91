package raster

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// configured returns a renderer with the given settings and its cache.
func configured(t *testing.T, config map[string]any) (*Renderer, string) {
	t.Helper()
	r, dir := New(), t.TempDir()
	values, ds := r.Describe().Schema.Resolve(config)
	if err := ds.Err(); err != nil {
		t.Fatal(err)
	}
	resp, err := r.Configure(context.Background(), base.ConfigureRequest{Values: values, CacheDir: dir})
	if err != nil || resp.Diagnostics.HasError() {
		t.Fatal(err, resp.Diagnostics)
	}
	return r, dir
}

func scene(n int) render.Scene {
	t := &scenes.Task{ID: fmt.Sprint("s", n), Room: scenes.RectRoom(4, 3, 2.5)}
	l := &scenes.Layout{}
	for i := range n {
		id := fmt.Sprint("o", i)
		t.Objects = append(t.Objects, scenes.Object{ID: id, Category: "chair", Size: scenes.Vec3{0.5, 0.5, 0.8}, Support: scenes.OnFloor})
		l.Placements = append(l.Placements, scenes.Placement{ID: id, Position: scenes.Vec3{0.5 + float64(i%4), 0.5 + float64(i/4%3), 0.4}})
	}
	return render.Scene{Task: t, Layout: l}
}

func open(t *testing.T, dir string, img base.Image) image.Image {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(img.File)))
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != img.Hash || !strings.Contains(img.File, img.Hash) {
		t.Errorf("%s is not named by its content", img.File)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if m.Bounds() != image.Rect(0, 0, img.Width, img.Height) {
		t.Errorf("%s has bounds %v, want %d×%d", img.File, m.Bounds(), img.Width, img.Height)
	}
	return m
}

func TestRenderWritesPictures(t *testing.T) {
	r, dir := configured(t, nil)
	req := render.RenderRequest{
		Scenes: []render.Scene{scene(2), scene(5)}, Cameras: []string{render.Top, render.Eye},
		Outputs: []string{render.ID, render.Depth, render.Color}, Width: 60, Height: 48,
	}
	resp, err := r.Render(context.Background(), req)
	if err != nil || len(resp.Diagnostics) > 0 {
		t.Fatal(err, resp.Diagnostics)
	}
	var order []string
	for _, img := range resp.Images[1] {
		order = append(order, img.Camera+" "+img.Output)
	}
	want := []string{"top id", "top depth", "top color", "eye id", "eye depth", "eye color"}
	if d := cmp.Diff(want, order); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	ids, ok := open(t, dir, resp.Images[1][0]).(*image.Gray)
	if !ok {
		t.Fatal("the id picture is not 8-bit grey")
	}
	seen := map[uint8]bool{}
	for _, v := range ids.Pix {
		seen[v] = true
	}
	if d := cmp.Diff(map[uint8]bool{0: true, 1: true, 2: true, 3: true, 4: true, 5: true, 6: true}, seen); d != "" {
		t.Errorf("ids (-want +got):\n%s", d)
	}
	depth, ok := open(t, dir, resp.Images[1][1]).(*image.Gray16)
	if !ok {
		t.Fatal("the depth picture is not 16-bit grey")
	}
	// The floor is 0.8 m below the objects' tops, and nothing is seen at the rim.
	floor, thing := uint16(0), uint16(65535)
	for y := range 48 {
		for x := range 60 {
			switch d := depth.Gray16At(x, y).Y; ids.GrayAt(x, y).Y {
			case 0:
				if d != 0 {
					t.Fatalf("nothing is %d mm away", d)
				}
			case 1:
				floor = max(floor, d)
			default:
				thing = min(thing, d)
			}
		}
	}
	if gap := int(floor) - int(thing); gap < 795 || gap > 805 {
		t.Errorf("the floor is %d mm below the objects, want 800", gap)
	}
	if c := color.NRGBAModel.Convert(open(t, dir, resp.Images[1][2]).At(30, 24)).(color.NRGBA); c.A != 255 || c == (color.NRGBA{0, 0, 0, 255}) {
		t.Errorf("the middle of the room is %v", c)
	}
}

func TestSameRequestGivesSameImages(t *testing.T) {
	r, dir := configured(t, map[string]any{"quality": "beauty"})
	req := render.RenderRequest{Cameras: []string{render.Dollhouse}, Width: 32, Height: 32}
	for n := range 9 {
		req.Scenes = append(req.Scenes, scene(n%3+1))
	}
	first, err := r.Render(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	again, err := r.Render(context.Background(), req)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, again); d != "" {
		t.Errorf("second time (-first +again):\n%s", d)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) != 3 {
		t.Errorf("nine pictures of three scenes left %d files (%v), want 3", len(files), err)
	}
	if first.Images[0][0].Hash == first.Images[1][0].Hash {
		t.Error("different layouts give the same picture")
	}
}

func TestRenderDiagnoses(t *testing.T) {
	many := scene(300)
	cases := map[string]struct {
		req  render.RenderRequest
		want string
	}{
		"camera":     {render.RenderRequest{Cameras: []string{"dolhouse"}}, `cameras[0]: unknown camera "dolhouse"; did you mean "dollhouse"?`},
		"far camera": {render.RenderRequest{Cameras: []string{"top", "helicopter"}}, `cameras[1]: unknown camera "helicopter"; use dollhouse, top, eye, reference, north, east, south, west`},
		"output":     {render.RenderRequest{Outputs: []string{"colour"}}, `outputs[0]: unknown output "colour"; did you mean "color"?`},
		"small":      {render.RenderRequest{Width: 15}, "width: is 15 pixels; use 16 to 4096"},
		"large":      {render.RenderRequest{Height: 16384}, "height: is 16384 pixels; use 16 to 4096"},
		"no task":    {render.RenderRequest{Scenes: []render.Scene{{}}}, "scenes[0]: has no task to draw"},
		"no floor":   {render.RenderRequest{Scenes: []render.Scene{{Task: &scenes.Task{ID: "t"}}}}, `scenes[0]: task "t": the floor has 0 corners; a room needs at least 3`},
		"many": {render.RenderRequest{Scenes: []render.Scene{scene(1), many}, Outputs: []string{"id"}, Width: 16, Height: 16},
			`scenes[1]: has 300 objects, but an id picture tells only 254 apart; leave out the output "id"`},
	}
	r, _ := configured(t, nil)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			resp, err := r.Render(context.Background(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			if got := resp.Diagnostics.Err(); got == nil || got.Error() != c.want {
				t.Errorf("diagnostics %v, want %s", got, c.want)
			}
		})
	}
	resp, err := r.Render(context.Background(), cases["many"].req)
	if err != nil || len(resp.Images) != 2 || len(resp.Images[0]) != 1 || resp.Images[1] != nil {
		t.Errorf("one bad scene spoils the others: %v, %v", resp.Images, err)
	}
}

func TestRenderFaults(t *testing.T) {
	if _, err := New().Render(context.Background(), render.RenderRequest{}); err == nil || !strings.Contains(err.Error(), "before Configure") {
		t.Errorf("unconfigured: %v", err)
	}
	r, dir := configured(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Render(ctx, render.RenderRequest{Scenes: []render.Scene{scene(1)}}); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Render(context.Background(), render.RenderRequest{Scenes: []render.Scene{scene(1)}, Width: 16, Height: 16}); err == nil || !strings.Contains(err.Error(), "scenes[0], camera dollhouse") {
		t.Errorf("no cache directory: %v", err)
	}
}

func TestConfigureRefuses(t *testing.T) {
	r := New()
	values, _ := r.Describe().Schema.Resolve(map[string]any{"library": filepath.Join(t.TempDir(), "none")})
	resp, err := r.Configure(context.Background(), base.ConfigureRequest{Values: values, CacheDir: t.TempDir()})
	if err != nil || !resp.Diagnostics.HasError() || resp.Diagnostics[0].Path != "config.library" {
		t.Errorf("a missing library: %v, %v", resp.Diagnostics, err)
	}
	values, _ = r.Describe().Schema.Resolve(nil)
	if _, err := r.Configure(context.Background(), base.ConfigureRequest{Values: values}); err == nil {
		t.Error("no cache directory is accepted")
	}
}

func BenchmarkRender(b *testing.B) {
	r := New()
	values, _ := r.Describe().Schema.Resolve(nil)
	if _, err := r.Configure(context.Background(), base.ConfigureRequest{Values: values, CacheDir: b.TempDir()}); err != nil {
		b.Fatal(err)
	}
	req := render.RenderRequest{Scenes: []render.Scene{scene(12)}}
	for b.Loop() {
		if _, err := r.Render(context.Background(), req); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	s := scene(12)
	c, err := raster.Preset(render.Dollhouse, &s.Task.Room, 256, 256)
	if err != nil {
		b.Fatal(err)
	}
	var e easel
	if err := e.brush.Render(raster.Scene{Task: s.Task, Layout: s.Layout}, c, raster.Options{Normals: true}, &e.frame); err != nil {
		b.Fatal(err)
	}
	for _, output := range outputs {
		b.Run(output, func(b *testing.B) {
			for b.Loop() {
				data, err := e.ink.encode(&e.frame, output)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(data)), "bytes")
			}
		})
	}
}

// TestInlineQualityAndNormals asks for what a remote judge needs.
func TestInlineQualityAndNormals(t *testing.T) {
	r, dir := configured(t, nil)
	req := render.RenderRequest{Scenes: []render.Scene{scene(3)}, Cameras: []string{"closeup:" + scene(3).Task.Objects[0].ID, "orbit:200,35"}, Outputs: []string{"color", "normal"}, Width: 64, Height: 48, Quality: "beauty", Inline: true}
	resp, err := r.Render(context.Background(), req)
	if err != nil || resp.Diagnostics.HasError() {
		t.Fatal(err, resp.Diagnostics)
	}
	if len(resp.Images[0]) != 4 {
		t.Fatalf("%d images, want 4", len(resp.Images[0]))
	}
	for _, img := range resp.Images[0] {
		file, err := os.ReadFile(filepath.Join(dir, img.File))
		if err != nil || !bytes.Equal(file, img.Data) || img.Quality != "beauty" {
			t.Errorf("%s %s: %d bytes came along, the file has %d, quality %q, %v", img.Camera, img.Output, len(img.Data), len(file), img.Quality, err)
		}
	}
	normals, err := png.Decode(bytes.NewReader(resp.Images[0][1].Data))
	if err != nil {
		t.Fatal(err)
	}
	// What is seen in the middle has a normal of length 1.
	cr, cg, cb, _ := normals.At(32, 24).RGBA()
	sum := 0.0
	for _, c := range []uint32{cr, cg, cb} {
		n := (float64(c>>8) - 128) / 127
		sum += n * n
	}
	if sum < 0.97 || sum > 1.03 {
		t.Errorf("the normal in the middle has the length %v²", sum)
	}
	req.Inline, req.Quality = false, "fine"
	if resp, err = r.Render(context.Background(), req); err != nil || !strings.Contains(fmt.Sprint(resp.Diagnostics.Err()), `unknown quality "fine"; use preview, train, beauty`) {
		t.Errorf("%v, %v", err, resp.Diagnostics)
	}
}
