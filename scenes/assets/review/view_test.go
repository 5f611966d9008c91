package review

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/assets/internal/packtest"
)

func thumbnail(t *testing.T, a assets.Asset, v View, back string) *image.NRGBA {
	t.Helper()
	img, err := Thumbnail(centred(packtest.Chair(1, back)), &a, v, 0)
	if err != nil {
		t.Fatal(err)
	}
	if img.Rect != image.Rect(0, 0, defaultSize, defaultSize) {
		t.Fatalf("the thumbnail covers %v", img.Rect)
	}
	return img
}

// where returns the mean place of the pixels of about a colour, and their
// number.
func where(img *image.NRGBA, c color.NRGBA) (x, y float64, n int) {
	for j := range img.Rect.Dy() {
		for i := range img.Rect.Dx() {
			p := img.NRGBAAt(i, j)
			if math.Abs(float64(p.R)-float64(c.R))+math.Abs(float64(p.G)-float64(c.G))+math.Abs(float64(p.B)-float64(c.B)) < 80 {
				x, y, n = x+float64(i), y+float64(j), n+1
			}
		}
	}
	return x / float64(n), y / float64(n), n
}

func TestArrowPointsWhereTheFrontIs(t *testing.T) {
	// Seen from above with the front downwards, the back is at the top.
	img := thumbnail(t, chair("p/a", nil), Above, "behind")
	x, y, n := where(img, frontColor)
	if n < 80 || math.Abs(x-80) > 12 || y < 80 {
		t.Errorf("from above, %d pixels of the arrow about (%.0f, %.0f)", n, x, y)
	}
	x, y, n = where(thumbnail(t, chair("p/a", nil), Corner, "behind"), frontColor)
	if n < 40 || x < 90 || y < 100 {
		t.Errorf("from the corner, %d pixels of the arrow about (%.0f, %.0f)", n, x, y)
	}
}

func TestWhatThingsStandOnIsHatched(t *testing.T) {
	seat := chair("p/a", nil)
	_, y, n := where(thumbnail(t, seat, Above, "behind"), surfaceColor)
	bare := chair("p/a", func(a *assets.Asset) { a.SupportHeights = nil })
	if _, _, none := where(thumbnail(t, bare, Above, "behind"), surfaceColor); n < 10 || none > 0 {
		t.Errorf("%d pixels of the hatching, %d without a surface", n, none)
	}
	// Only what the surface covers: the half towards the front.
	half := chair("p/a", func(a *assets.Asset) {
		a.Surfaces = []assets.Surface{{Height: .45, Min: scenes.Vec2{-.25, .1}, Max: scenes.Vec2{.25, .25}}}
	})
	_, fore, m := where(thumbnail(t, half, Above, "behind"), surfaceColor)
	if m == 0 || m >= n || fore <= y {
		t.Errorf("a surface before the middle: %d of %d pixels, about row %.0f, the whole seat %.0f", m, n, fore, y)
	}
	if _, _, n := where(thumbnail(t, seat, Scale, "behind"), surfaceColor); n < 10 {
		t.Errorf("%d pixels of the height's line beside the person", n)
	}
}

func TestPersonShowsTheScale(t *testing.T) {
	height := func(size float32) int {
		a := chair("p/a", func(a *assets.Asset) { a.SupportHeights = nil })
		img, err := Thumbnail(centred(packtest.Chair(size, "behind")), &a, Scale, 160)
		if err != nil {
			t.Fatal(err)
		}
		low, high := 160, 0
		for y := range 160 {
			for x := range 160 {
				if img.NRGBAAt(x, y) == personColor {
					low, high = min(low, y), max(high, y)
				}
			}
		}
		return high - low + 1
	}
	person, small, giant := height(1), height(.1), height(10)
	if person < 90 || small < 90 || giant > 40 || giant < 10 {
		t.Errorf("a person is %d, %d and %d pixels high beside a chair, a tiny one and one of 9 m", person, small, giant)
	}
}

func TestTinyAndHugeAssetsAreSeen(t *testing.T) {
	seen := func(size float32, v View) int {
		a := chair("p/a", func(a *assets.Asset) { a.SupportHeights = nil })
		img, err := Thumbnail(centred(packtest.Chair(size, "behind")), &a, v, 160)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := 0; i < len(img.Pix); i += 4 {
			if [3]uint8(img.Pix[i:]) != [3]uint8{tileColor.R, tileColor.G, tileColor.B} {
				n++
			}
		}
		return n
	}
	for _, v := range []View{Corner, Above} {
		for _, size := range []float32{.002, .01, .1, 10, 300} {
			if got, want := seen(size, v), seen(1, v); got < want*9/10 || got > want*11/10 {
				t.Errorf("view %d, %g times the size: %d pixels are drawn, of a chair %d", v, size, got, want)
			}
		}
	}
}

func TestThumbnailsAreSmallFiles(t *testing.T) {
	noise := image.NewNRGBA(image.Rect(0, 0, 160, 160))
	state := uint32(1)
	for i := range noise.Pix {
		state = state*1664525 + 1013904223
		noise.Pix[i] = uint8(state >> 24)
		if i%4 == 3 {
			noise.Pix[i] = 255
		}
	}
	for name, img := range map[string]*image.NRGBA{"chair": thumbnail(t, chair("p/a", nil), Above, "behind"), "noise": noise} {
		uri, err := encode(img)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(uri) * 3 / 4; n > maxThumbnail {
			t.Errorf("%s takes %d bytes", name, n)
		}
	}
}

func TestOddAssets(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	odd := chair("p/a", func(a *assets.Asset) {
		a.Size, a.Pivot = scenes.Vec3{nan, inf, -1}, scenes.Vec3{nan, inf, 1e300}
		a.Footprint = []scenes.Vec2{{nan, 0}, {inf, 1}, {1e300, -1e300}}
		a.SupportHeights = []float64{nan, inf, -1, 1e300}
		a.Surfaces = []assets.Surface{{Height: nan, Area: inf, Min: scenes.Vec2{nan, nan}}}
		a.Mount, a.Triangles, a.Scale = "nowhere", -5, nan
	})
	for v := Corner; v <= Scale; v++ {
		thumbnail(t, odd, v, "behind")
	}
	_, out := pages(t, libraryOf(t, odd), Options{})
	wellFormed(t, out[0])

	for name, c := range map[string]struct {
		size [3]float32
		side int
		view View
		want string
	}{
		"empty model": {want: "no triangles"},
		"too large":   {size: [3]float32{1, 1e9, 1}, want: "can be drawn"},
		"not finite":  {size: [3]float32{float32(nan), 1, 1}, want: "can be drawn"},
		"no view":     {size: [3]float32{1, 1, 1}, view: 9, want: "no view 9"},
		"tiny":        {size: [3]float32{1, 1, 1}, side: 3, want: "use 48 to 512"},
	} {
		m := packtest.Chair(1, "behind")
		m.Size = c.size
		if name == "empty model" {
			m.Parts = nil
		}
		a := chair("p/a", nil)
		if _, err := Thumbnail(m, &a, c.view, c.side); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	flat := packtest.Boxes([2][3]float32{{-.5, -.5, 0}, {.5, .5, 0}})
	a := chair("p/a", nil)
	for v := Corner; v <= Scale; v++ {
		if _, err := Thumbnail(flat, &a, v, 64); err != nil {
			t.Errorf("a flat model: %v", err)
		}
	}
}
