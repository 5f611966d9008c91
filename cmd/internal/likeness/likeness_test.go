package main

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/scenes/raster/ssim"
)

// shared is the reference scene; the test is skipped where it is absent.
func shared(t *testing.T) *reference {
	t.Helper()
	r, err := open()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOutline(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 12, 10))
	draw.Draw(img, img.Rect, image.NewUniform(color.NRGBA{70, 70, 70, 255}), image.Point{}, draw.Src)
	img.SetNRGBA(1, 1, color.NRGBA{72, 69, 71, 255}) // dithered backdrop
	draw.Draw(img, image.Rect(3, 2, 9, 8), image.NewUniform(color.NRGBA{120, 70, 70, 255}), image.Point{}, draw.Src)
	img.SetNRGBA(5, 5, color.NRGBA{70, 70, 70, 255}) // of the backdrop's colour, but inside
	mask := outline(img)
	for i, v := range mask.Pix {
		if inside := image.Pt(i%12, i/12).In(image.Rect(3, 2, 9, 8)); inside != (v == 255) {
			t.Errorf("column %d, row %d: %d", i%12, i/12, v)
		}
	}
	if b := bounds(mask); b != image.Rect(3, 2, 9, 8) {
		t.Errorf("bounds %v", b)
	}
}

func TestMaskIsThatOfTheReference(t *testing.T) {
	r := shared(t)
	mask, _, err := roomMask()
	if err != nil {
		t.Fatal(err)
	}
	if fresh := outline(r.cycles); mask.Rect != fresh.Rect || !bytes.Equal(mask.Pix, fresh.Pix) {
		t.Error("mask.png is not what -mask makes of the Cycles picture")
	}
}

// TestCoverage holds the camera and the geometry against the mask, which comes
// from Blender's picture.
func TestCoverage(t *testing.T) {
	r := shared(t)
	mask, _, err := roomMask()
	if err != nil {
		t.Fatal(err)
	}
	var p raster.Renderer
	var f raster.Frame
	if err := p.Render(r.scene, r.camera, r.options(mask.Rect.Dx(), raster.Preview), &f); err != nil {
		t.Fatal(err)
	}
	both, either := 0, 0
	for i, id := range f.ID {
		a, b := id != raster.NoID, mask.Pix[i] == 255
		if a && b {
			both++
		}
		if a || b {
			either++
		}
	}
	if share := float64(both) / float64(either); share < 0.99 {
		t.Errorf("our room and Blender's share %.4f of their pixels", share)
	}
}

func TestLikeness(t *testing.T) {
	r := shared(t)
	_, mask, err := roomMask()
	if err != nil {
		t.Fatal(err)
	}
	ours, err := r.draw()
	if err != nil {
		t.Fatal(err)
	}
	l, err := ssim.Compare(ours, r.cycles, mask)
	if err != nil {
		t.Fatal(err)
	}
	if l.SSIM < goal {
		t.Errorf("SSIM %.4f to Cycles, want %.2f", l.SSIM, goal)
	}
	var out bytes.Buffer
	if err := report(&out, r, ours); err != nil {
		t.Fatal(err)
	}
	// EEVEE's figure by scikit-image on the same luma and mask is 0.9328.
	for _, want := range []string{"ours ", "EEVEE           0.932", "flat grey       0.68", "32.2 %"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	sheet, err := pair(r, ours)
	if err != nil {
		t.Fatal(err)
	}
	if b := sheet.Bounds(); b.Dx()%3 != 0 || b.Dx() < 900 {
		t.Errorf("the pair is %v", b)
	}
}

func TestMiddle(t *testing.T) {
	for want, in := range map[time.Duration][]time.Duration{3: {1, 3, 9}, 4: {1, 3, 5, 9}} {
		if got := middle(in); got != want {
			t.Errorf("median of %v: %d, want %d", in, got, want)
		}
	}
}

func TestBlenderOutput(t *testing.T) {
	said := []byte("Fra:1 Mem:1M\nlikeness-times {\"version\":\"3\"}\nBlender quit\n\n")
	if got := string(results(said)); got != "{\"version\":\"3\"}\n" {
		t.Errorf("results %q", got)
	}
	if got := why(said); got != "Blender quit" {
		t.Errorf("last line %q", got)
	}
	if got := why([]byte("Traceback:\nModuleNotFoundError: no numpy\n\nBlender quit\n")); got != "ModuleNotFoundError: no numpy" {
		t.Errorf("error %q", got)
	}
	if results([]byte("Error: no display\n")) != nil {
		t.Error("results where there are none")
	}
}
