package sheet

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// plain is a picture of one colour.
func plain(w, h int, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []uint8{c.R, c.G, c.B, c.A})
	}
	return img
}

var (
	red  = color.NRGBA{200, 30, 30, 255}
	blue = color.NRGBA{30, 60, 200, 255}
)

// ball is a shaded ball that moves from frame to frame before a gradient.
func ball(n, w, h int) []image.Image {
	var out []image.Image
	for i := range n {
		img := image.NewNRGBA(image.Rect(0, 0, w, h))
		for y := range h {
			for x := range w {
				c := [3]int{180 + 60*y/h, 190 + 50*y/h, 200 + 40*x/w}
				if dx, dy := x-w/4-i*w/(2*n), y-h/2; dx*dx+dy*dy < h*h/9 {
					c = [3]int{220 - dx*3, 140 - dy*2, 60}
				}
				copy(img.Pix[img.PixOffset(x, y):], []uint8{uint8(min(max(c[0], 0), 255)), uint8(min(max(c[1], 0), 255)), uint8(c[2]), 255})
			}
		}
		out = append(out, img)
	}
	return out
}

func TestContactPutsPicturesInPlace(t *testing.T) {
	cells := []Cell{
		{Image: plain(40, 30, red), Caption: "one"}, {Image: plain(80, 60, blue), Note: "2 faults", Bad: true}, {},
		{Image: plain(10, 60, red)}, {Image: plain(160, 20, blue)},
	}
	img, err := Contact(cells, Options{Columns: 3, Title: "rooms"})
	if err != nil {
		t.Fatal(err)
	}
	g := arrange(cells, Options{Columns: 3, Title: "rooms"})
	if g.w != 160 || g.h != 60 || img.Rect.Dx() != 3*160+4*g.gap || img.Rect.Dy() != g.top+2*(60+g.caption+g.gap) {
		t.Fatalf("cells of %d×%d in %v", g.w, g.h, img.Rect)
	}
	for i, want := range []struct {
		w, h int
		c    color.NRGBA
	}{{80, 60, red}, {80, 60, blue}, {0, 0, emptyColor}, {10, 60, red}, {160, 20, blue}} {
		x0, y0 := g.gap+i%3*(160+g.gap), g.top+i/3*(60+g.caption+g.gap)
		if got := img.NRGBAAt(x0+80, y0+30); got != want.c {
			t.Errorf("picture %d shows %v, want %v", i, got, want.c)
		}
		n := 0
		for y := range 60 {
			for x := range 160 {
				if img.NRGBAAt(x0+x, y0+y) == want.c {
					n++
				}
			}
		}
		if want.w > 0 && n != want.w*want.h {
			t.Errorf("picture %d covers %d pixels, want %d×%d", i, n, want.w, want.h)
		}
	}
}

func TestResizeKeepsTheMean(t *testing.T) {
	src := opaque(ball(1, 91, 67)[0])
	mean := func(p *image.NRGBA) (m [3]float64) {
		for i := 0; i < len(p.Pix); i += 4 {
			for k := range 3 {
				m[k] += float64(p.Pix[i+k]) / float64(len(p.Pix)/4)
			}
		}
		return m
	}
	want := mean(src)
	for _, s := range [][2]int{{91, 67}, {40, 30}, {13, 60}, {182, 201}, {1, 1}} {
		got := mean(resize(src, s[0], s[1]))
		for k := range 3 {
			if math.Abs(got[k]-want[k]) > 0.6 {
				t.Errorf("%v: the mean is %.1f, want %.1f", s, got, want)
			}
		}
	}
	if !bytes.Equal(resize(src, 91, 67).Pix, src.Pix) {
		t.Error("a picture of the same size changes")
	}
}

func TestPairSaysTheFaults(t *testing.T) {
	pair := func(a, b int) [32]byte {
		img, err := Pair(Side{plain(64, 64, red), "", a}, Side{plain(64, 64, blue), "", b}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return sha256.Sum256(img.Pix)
	}
	seen := map[[32]byte]string{}
	for _, v := range [][2]int{{0, 0}, {1, 0}, {2, 0}, {2, -1}, {12, 1}} {
		s := pair(v[0], v[1])
		if other := seen[s]; other != "" {
			t.Errorf("%v faults look like %s", v, other)
		}
		seen[s] = fmt.Sprint(v)
	}
}

func TestTurntableSeesTheRoomFromOneDistance(t *testing.T) {
	room := scenes.Room{Floor: []scenes.Vec2{{0, 0}, {6, 0}, {6, 2}, {2, 2}, {2, 4}, {0, 4}}, Height: 2.6}
	for _, s := range [][2]int{{256, 256}, {400, 100}, {100, 300}} {
		cameras, err := Turntable(&room, 24, s[0], s[1])
		if err != nil {
			t.Fatal(err)
		}
		near := 0
		for i := range cameras {
			if !whole(&cameras[i], &room, s[0], s[1]) {
				t.Errorf("%v: step %d does not show the whole room", s, i)
			}
			closer := raster.OrbitOf(cameras[i])
			closer.Distance *= 0.99
			if c := closer.Camera(); !whole(&c, &room, s[0], s[1]) {
				near++
			}
			if d, e := closer.Distance, raster.OrbitOf(cameras[0]).Distance*0.99; math.Abs(d-e) > 1e-6 {
				t.Errorf("%v: step %d is %.3f away, the first %.3f", s, i, d, e)
			}
		}
		if near == 0 {
			t.Errorf("%v: the cameras are further away than needed", s)
		}
	}
}

func TestGIF(t *testing.T) {
	frames := ball(6, 90, 70)
	frames = append(frames, frames[5])
	var buf bytes.Buffer
	if err := EncodeGIF(&buf, frames, Animation{Delay: 120 * time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	got, err := gif.DecodeAll(bytes.NewReader(buf.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Image) != 7 || got.Delay[3] != 12 || got.LoopCount != 0 || got.Config.Width != 90 || got.Config.Height != 70 {
		t.Fatalf("%d frames, delay %v, loops %d, %d×%d", len(got.Image), got.Delay, got.LoopCount, got.Config.Width, got.Config.Height)
	}
	if r := got.Image[6].Rect; r.Dx()*r.Dy() != 1 {
		t.Errorf("a frame that changes nothing covers %v", r)
	}
	// The frames put over each other are the pictures but for the palette.
	canvas := image.NewNRGBA(image.Rect(0, 0, 90, 70))
	for i, f := range got.Image {
		for y := f.Rect.Min.Y; y < f.Rect.Max.Y; y++ {
			for x := f.Rect.Min.X; x < f.Rect.Max.X; x++ {
				canvas.Set(x, y, f.At(x, y))
			}
		}
		sum := 0.0
		for k, v := range frames[i].(*image.NRGBA).Pix {
			d := float64(v) - float64(canvas.Pix[k])
			sum += d * d
		}
		if rms := math.Sqrt(sum / float64(len(canvas.Pix))); rms > 5 {
			t.Errorf("frame %d is off by %.1f of 255", i, rms)
		}
	}
}

func TestPaletteKeepsFewColours(t *testing.T) {
	img := plain(8, 8, red)
	img.SetNRGBA(3, 3, blue)
	img.SetNRGBA(4, 4, color.NRGBA{255, 255, 255, 255})
	p := Palette([]*image.NRGBA{img}, 256)
	if len(p) != 3 {
		t.Fatalf("%d colours of 3", len(p))
	}
	out := newMatcher(p).reduce(img, p, false)
	for i := range 64 {
		if a, b := img.At(i%8, i/8), out.At(i%8, i/8); a != b {
			t.Errorf("pixel %d is %v, want %v", i, b, a)
		}
	}
	if n := len(Palette([]*image.NRGBA{opaque(ball(1, 200, 100)[0])}, 16)); n != 16 {
		t.Errorf("%d colours, want 16", n)
	}
}

func TestAPNG(t *testing.T) {
	frames := ball(4, 61, 43)
	var buf bytes.Buffer
	if err := EncodeAPNG(&buf, frames, Animation{Delay: 40 * time.Millisecond, Loops: 3}); err != nil {
		t.Fatal(err)
	}
	// A program that knows no APNG sees the first frame.
	if first, err := png.Decode(bytes.NewReader(buf.Bytes())); err != nil || !same(first, frames[0]) {
		t.Errorf("the first frame is not what a PNG decoder sees: %v", err)
	}
	rest := buf.Bytes()[8:]
	var ihdr []byte
	var data [][]byte
	sequence, order := uint32(0), ""
	for len(rest) > 0 {
		n := binary.BigEndian.Uint32(rest)
		kind, body := string(rest[4:8]), rest[8:8+n]
		if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
			t.Fatalf("chunk %s is damaged", kind)
		}
		if !strings.HasSuffix(order, kind+" ") {
			order += kind + " "
		}
		if kind == "fcTL" || kind == "fdAT" {
			if got := binary.BigEndian.Uint32(body); got != sequence {
				t.Errorf("%s has the sequence number %d, want %d", kind, got, sequence)
			}
			sequence++
		}
		switch kind {
		case "IHDR":
			ihdr = body
		case "acTL":
			if binary.BigEndian.Uint32(body) != 4 || binary.BigEndian.Uint32(body[4:]) != 3 {
				t.Errorf("acTL says %v", body)
			}
		case "fcTL":
			data = append(data, nil)
			if w, h := binary.BigEndian.Uint32(body[4:]), binary.BigEndian.Uint32(body[8:]); w != 61 || h != 43 || len(body) != 26 {
				t.Errorf("fcTL of %d bytes says %d×%d", len(body), w, h)
			}
			if d := binary.BigEndian.Uint16(body[20:]); d != 40 || binary.BigEndian.Uint16(body[22:]) != 1000 {
				t.Errorf("the delay is %d", d)
			}
		case "IDAT":
			data[len(data)-1] = append(data[len(data)-1], body...)
		case "fdAT":
			data[len(data)-1] = append(data[len(data)-1], body[4:]...)
		}
		rest = rest[12+n:]
	}
	if want := "IHDR acTL fcTL IDAT fcTL fdAT fcTL fdAT fcTL fdAT IEND "; order != want {
		t.Errorf("the chunks are %s, want %s", order, want)
	}
	for i, d := range data {
		var one bytes.Buffer
		c := chunks{w: &one}
		c.raw(buf.Bytes()[:8])
		c.chunk("IHDR", ihdr)
		c.chunk("IDAT", d)
		c.chunk("IEND", nil)
		if img, err := png.Decode(&one); err != nil || !same(img, frames[i]) {
			t.Errorf("frame %d is not what it was: %v", i, err)
		}
	}
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if r != r2 || g != g2 || bl != b2 {
				return false
			}
		}
	}
	return true
}

func TestGoldenSheets(t *testing.T) {
	frames := ball(3, 64, 48)
	for name, c := range map[string]struct {
		make func(b *bytes.Buffer) error
		want string
	}{
		"contact": {func(b *bytes.Buffer) error {
			img, err := Contact([]Cell{{frames[0], "a caption that is far too long for its cell", "note", false}, {frames[2], "b", "3 faults", true}}, Options{CellWidth: 100, CellHeight: 61, Title: "Title"})
			b.Write(img.Pix)
			return err
		}, "46e0a551d2045b6e"},
		"gif": {func(b *bytes.Buffer) error {
			p := Palette([]*image.NRGBA{opaque(frames[0]), opaque(frames[1])}, 64)
			b.Write(newMatcher(p).reduce(opaque(frames[1]), p, true).Pix)
			return nil
		}, "03ff77baf32afb61"},
	} {
		var b bytes.Buffer
		if err := c.make(&b); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%x", sha256.Sum256(b.Bytes()))[:16]; got != c.want {
			t.Errorf("%s: %s, want %s; look at the picture before accepting it", name, got, c.want)
		}
	}
}

func TestSheetsRefuse(t *testing.T) {
	one := []image.Image{plain(4, 4, red)}
	two := append(one[:1:1], plain(5, 4, red))
	room := scenes.RectRoom(3, 3, 3)
	for name, c := range map[string]struct {
		do   func() error
		want string
	}{
		"nothing": {func() error { _, err := Contact(nil, Options{}); return err }, "at least one picture"},
		"columns": {func() error { _, err := Contact([]Cell{{}}, Options{Columns: -1}); return err }, "positive"},
		"huge": {func() error {
			_, err := Contact([]Cell{{}}, Options{CellWidth: 1 << 20, CellHeight: 1 << 20})
			return err
		}, "fewer or smaller"},
		"no frames":  {func() error { return EncodeGIF(&bytes.Buffer{}, nil, Animation{}) }, "use 1 to 720"},
		"two sizes":  {func() error { return EncodeAPNG(&bytes.Buffer{}, two, Animation{}) }, "one size"},
		"delay":      {func() error { return EncodeAPNG(&bytes.Buffer{}, one, Animation{Delay: 1}) }, "10ms to 1m"},
		"steps":      {func() error { _, err := Turntable(&room, 0, 9, 9); return err }, "use 1 to 720"},
		"size":       {func() error { _, err := Turntable(&room, 3, 0, 9); return err }, "at least 1"},
		"no room":    {func() error { _, err := Turntable(&scenes.Room{}, 3, 9, 9); return err }, "floor"},
		"no writing": {func() error { return EncodeAPNG(full{}, one, Animation{}) }, "disk is full"},
	} {
		if err := c.do(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("disk is full") }
