package compact

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/metaspatial/metaspatial/sdk/base"
)

func encoded(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// at is the number that a patch-major picture has for a pixel.
func at(out []float32, x, y, channel int) float32 {
	patch := y/patchSide*(pictureSide/patchSide) + x/patchSide
	return out[patch*patchFeatures+(y%patchSide*patchSide+x%patchSide)*3+channel]
}

func TestPictureIsAveragedIntoPatches(t *testing.T) {
	// 64 by 96: a cell covers two by three pixels.
	m := image.NewNRGBA(image.Rect(0, 0, 64, 96))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for y := range 3 {
		for x := range 2 {
			// The cell in the third row and second column of cells.
			m.Set(2+x, 6+y, color.NRGBA{uint8(10 * x), uint8(20 * y), 100, 255})
		}
	}
	out, err := pictureOf("", &base.Image{Data: encoded(t, m)})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) != 64*48 {
		t.Fatalf("%d numbers, want 64 patches of 48", len(out))
	}
	for c, v := range [3]float64{5, 20, 100} {
		if got, want := float64(out[(2*4+1)*3+c]), v/127.5-1; math.Abs(got-want) > 1e-6 {
			t.Errorf("channel %d is %v, want %v", c, got, want)
		}
	}
	for i, v := range out {
		if i/3 != 2*4+1 && v != 1 {
			t.Fatalf("number %d is %v, want 1", i, v)
		}
	}
}

// TestPictureOfAnySize compares with an average taken by sampling every picture
// at a common multiple of its size and 32.
func TestPictureOfAnySize(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{1, 1}, {3, 5}, {31, 33}, {32, 32}, {47, 20}, {100, 75}, {130, 7}} {
		w, h := size[0], size[1]
		m := image.NewRGBA(image.Rect(0, 0, w, h))
		for i := range m.Pix {
			m.Pix[i] = uint8(rng.UintN(256))
			if i%4 == 3 {
				m.Pix[i] = 255
			}
		}
		out, err := decodePicture(encoded(t, m))
		if err != nil {
			t.Fatalf("%d by %d: %v", w, h, err)
		}
		for range 40 {
			cx, cy, c := rng.IntN(32), rng.IntN(32), rng.IntN(3)
			sum := 0.0
			for j := range h {
				for i := range w {
					// Sample (i, j) of the cell's w by h lies in this pixel.
					x, y := (cx*w+i)/32, (cy*h+j)/32
					sum += float64(m.Pix[y*m.Stride+4*x+c])
				}
			}
			want := sum/float64(w*h)/127.5 - 1
			if got := float64(at(out, cx, cy, c)); math.Abs(got-want) > 1e-5 {
				t.Fatalf("%d by %d: pixel %d, %d is %v, want %v", w, h, cx, cy, got, want)
			}
		}
	}
}

func TestPictureOfAnyKind(t *testing.T) {
	r := image.Rect(0, 0, 40, 40)
	fill := func(m interface {
		image.Image
		Set(x, y int, c color.Color)
	}, c color.Color) image.Image {
		for y := range 40 {
			for x := range 40 {
				m.Set(x, y, c)
			}
		}
		return m
	}
	for name, c := range map[string]struct {
		m    image.Image
		want [3]float64
	}{
		"grey":      {fill(image.NewGray(r), color.Gray{51}), [3]float64{51, 51, 51}},
		"grey 16":   {fill(image.NewGray16(r), color.Gray16{0x3333}), [3]float64{51, 51, 51}},
		"palette":   {fill(image.NewPaletted(r, color.Palette{color.Black, color.RGBA{255, 102, 0, 255}}), color.RGBA{255, 102, 0, 255}), [3]float64{255, 102, 0}},
		"alpha":     {fill(image.NewNRGBA(r), color.NRGBA{200, 100, 0, 127}), [3]float64{99.6, 49.8, 0}},
		"alpha 64":  {fill(image.NewNRGBA64(r), color.NRGBA64{0xffff, 0, 0, 0x8000}), [3]float64{128, 0, 0}},
		"invisible": {fill(image.NewNRGBA(r), color.NRGBA{200, 100, 50, 0}), [3]float64{0, 0, 0}},
		"colour 64": {fill(image.NewRGBA64(r), color.RGBA64{0xffff, 0x8080, 0, 0xffff}), [3]float64{255, 128, 0}},
	} {
		out, err := decodePicture(encoded(t, c.m))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for i, v := range out {
			if want := c.want[i%3]/127.5 - 1; math.Abs(float64(v)-want) > 1/127.0 {
				t.Errorf("%s: number %d is %v, want %v", name, i, v, want)
				break
			}
		}
	}
}

// header is a PNG that claims a size and ends.
func header(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, w), h)
	b = append(b, 8, 2, 0, 0, 0)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
}

func TestPictureRefusesWhatIsNone(t *testing.T) {
	good := encoded(t, image.NewGray(image.Rect(0, 0, 33, 33)))
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"text":      {[]byte("<svg/>"), "no PNG"},
		"huge":      {header(1<<15, 1<<15), "render it smaller"},
		"overflow":  {header(1<<30, 1<<30), "render it again"},
		"wide":      {header(1<<31-1, 1), "render it smaller"},
		"too large": {header(2049, 2048), "4194304"},
		"truncated": {good[:len(good)-20], "damaged"},
		"a header":  {header(256, 256), "damaged"},
		"flipped":   {append(append([]byte{}, good[:50]...), bytes.Repeat([]byte{7}, 60)...), "damaged"},
	} {
		out, err := pictureOf("", &base.Image{Data: c.data, File: "ab/" + name})
		if out != nil || err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v; want an error with %q", name, err, c.want)
		}
	}
	if _, err := pictureOf("", nil); err == nil || !strings.Contains(err.Error(), "renderer") {
		t.Errorf("no picture: %v", err)
	}
}

func TestPictureComesFromTheCache(t *testing.T) {
	dir := t.TempDir()
	cache := filepath.Join(dir, "cache")
	if err := os.MkdirAll(filepath.Join(cache, "ab"), 0o755); err != nil {
		t.Fatal(err)
	}
	data := encoded(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	for _, name := range []string{filepath.Join(cache, "ab", "c.png"), filepath.Join(dir, "secret.png")} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := pictureOf(cache, &base.Image{File: "ab/c.png"}); err != nil || out[0] != -1 {
		t.Errorf("a picture in the cache: %v", err)
	}
	for _, file := range []string{"../secret.png", filepath.Join(dir, "secret.png"), "ab", "ab/none.png", ""} {
		if _, err := pictureOf(cache, &base.Image{File: file}); err == nil {
			t.Errorf("%q was read", file)
		}
	}
}

func FuzzPicture(f *testing.F) {
	f.Add(encoded(f, image.NewGray(image.Rect(0, 0, 5, 4))))
	f.Add(encoded(f, image.NewPaletted(image.Rect(0, 0, 5, 4), color.Palette{color.Black, color.White})))
	f.Add(header(256, 256))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := decodePicture(data)
		if err == nil && len(out) != patchCount*patchFeatures {
			t.Fatalf("%d numbers", len(out))
		}
		for i, v := range out {
			if !(v >= -1 && v <= 1) {
				t.Fatalf("number %d is %v", i, v)
			}
		}
	})
}

func BenchmarkPicture(b *testing.B) {
	for _, side := range []int{64, 256} {
		b.Run(strconv.Itoa(side), func(b *testing.B) {
			m := image.NewRGBA(image.Rect(0, 0, side, side))
			rng := rand.New(rand.NewPCG(3, 4))
			for y := range side {
				for x := range side {
					// Flat parts and texture, about as a drawn room has.
					v := uint8(40 * (x*8/side + y*8/side))
					if x > side/2 {
						v += uint8(rng.UintN(4))
					}
					m.SetRGBA(x, y, color.RGBA{v, v / 2, 255 - v, 255})
				}
			}
			img := &base.Image{Data: encoded(b, m)}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := pictureOf("", img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
