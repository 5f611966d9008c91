package ui

import (
	"crypto/sha256"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/view/command"
)

// desk is a window without a display.
type desk struct {
	*UI
	in  Input
	img *image.RGBA
	f   func(u *UI)
}

func open(f func(u *UI)) *desk {
	return &desk{UI: New(), img: image.NewRGBA(image.Rect(0, 0, 640, 400)), f: f}
}

// frame runs one frame and returns what was painted.
func (d *desk) frame() []image.Rectangle {
	d.in.Time += 16 * time.Millisecond
	d.Begin(d.in, 640, 400, 1)
	d.f(d.UI)
	d.End()
	d.in.Keys, d.in.Text, d.in.WheelY = nil, "", 0
	return d.Paint(d.img)
}

func (d *desk) click(x, y float64) {
	d.in.X, d.in.Y = x, y
	d.frame()
	d.in.Down[LeftButton] = true
	d.frame()
	d.in.Down[LeftButton] = false
	d.frame()
}

func (d *desk) keys(chords ...string) {
	d.in.Keys = Keys(chords...)
	d.frame()
}

func (d *desk) write(s string) {
	d.in.Text = s
	d.frame()
}

func TestButtonIsClickedOnce(t *testing.T) {
	n := 0
	d := open(func(u *UI) {
		if u.Button("b", R(10, 10, 100, 28), "Do it", ButtonOptions{}) {
			n++
		}
		u.Button("off", R(10, 50, 100, 28), "Not now", ButtonOptions{Disabled: true})
	})
	d.click(50, 20)
	if n != 1 {
		t.Fatalf("clicked %d times", n)
	}
	// Pressed on it, released beside it.
	d.in.Down[LeftButton] = true
	d.frame()
	d.in.X = 300
	d.frame()
	d.in.Down[LeftButton] = false
	d.frame()
	if n != 1 {
		t.Error("a release beside the button counts")
	}
}

func TestFieldEditsAnyScript(t *testing.T) {
	value := "sofa"
	d := open(func(u *UI) { value, _, _ = u.Field("f", R(10, 10, 200, 28), value, FieldOptions{}) })
	d.click(190, 20)
	if !d.Typing() {
		t.Fatal("a click does not give the keyboard")
	}
	d.write(" für 居間 гостиная")
	d.keys("Home")
	d.write("é")
	d.keys("Shift+Right", "Backspace")
	d.keys("Enter")
	if value != "éofa für 居間 гостиная" {
		t.Errorf("the text is %q", value)
	}
	d.click(100, 20)
	d.keys("Ctrl+A", "Ctrl+C", "Delete")
	d.keys("Ctrl+V", "Ctrl+V")
	d.keys("Escape")
	if value != "éofa für 居間 гостиная" {
		t.Errorf("Escape left %q", value)
	}
	d.click(100, 20)
	d.keys("Ctrl+A", "Ctrl+X")
	d.keys("Ctrl+Z")
	d.click(500, 300)
	d.frame()
	if value != "éofa für 居間 гостиная" {
		t.Errorf("leaving the field left %q", value)
	}
}

func TestNumberTakesSumsAndBounds(t *testing.T) {
	v := 1.5
	d := open(func(u *UI) { v, _, _ = u.Number("n", R(10, 10, 90, 28), v, NumberOptions{Digits: 2, Min: 0, Max: 4}) })
	for text, want := range map[string]float64{"1.2+0.35": 1.55, "2,25": 2.25, "9": 4, "-1": 0, "abc": 0, "3-1-0.5": 1.5} {
		d.click(40, 20)
		d.keys("Ctrl+A")
		d.write(text)
		d.keys("Enter")
		d.frame()
		if text != "abc" && (v-want > 1e-9 || want-v > 1e-9) {
			t.Errorf("%s gives %v, want %v", text, v, want)
		}
		d.click(600, 300)
	}
}

func TestPopupTakesThePointer(t *testing.T) {
	below, inside := 0, 0
	d := open(func(u *UI) {
		if u.Button("below", R(0, 0, 640, 400), "below", ButtonOptions{}) {
			below++
		}
		u.Popup("p", R(100, 100, 200, 100), func(r Rect) {
			if u.Button("inside", r, "inside", ButtonOptions{}) {
				inside++
			}
		})
	})
	d.Open("p")
	d.frame()
	d.click(150, 150)
	if below != 0 || inside != 1 {
		t.Errorf("below %d, inside %d clicks", below, inside)
	}
	d.keys("Escape")
	d.frame()
	d.click(150, 150)
	if below != 1 {
		t.Error("a closed popup still takes the pointer")
	}
}

func TestListShowsOnlyWhatIsSeen(t *testing.T) {
	asked, clicked := 0, -1
	d := open(func(u *UI) {
		asked = 0
		c, _ := u.List("l", R(0, 0, 200, 100), 100000, 20, nil, func(i int, r Rect) {
			asked++
			u.Text(r, "line", Font{})
		})
		if c >= 0 {
			clicked = c
		}
	})
	d.frame()
	if asked > 6 {
		t.Errorf("%d of 100000 lines are drawn for five", asked)
	}
	d.in.X, d.in.Y, d.in.WheelY = 50, 50, -10
	d.frame()
	rolled := 0
	for wake, ok := d.Wake(); ok && wake <= d.in.Time; wake, ok = d.Wake() {
		d.frame()
		rolled++
	}
	if rolled < 4 || rolled > 40 {
		t.Errorf("the wheel rolls for %d frames", rolled)
	}
	d.click(50, 5)
	if clicked != 24 {
		t.Errorf("after 480 units the first line is %d, want 24", clicked)
	}
}

func TestIdleFramesPaintNothing(t *testing.T) {
	label := "one"
	d := open(func(u *UI) {
		u.Text(R(400, 300, 100, 20), label, Font{})
		u.Button("b", R(10, 10, 100, 28), "Do it", ButtonOptions{Icon: "save"})
	})
	d.frame()
	if r := d.frame(); len(r) != 0 {
		t.Errorf("an equal frame repaints %v", r)
	}
	label = "two"
	r := d.frame()
	if len(r) == 0 {
		t.Fatal("a change repaints nothing")
	}
	for _, r := range r {
		if r.Overlaps(image.Rect(0, 0, 128, 64)) {
			t.Errorf("a text far away repaints the button: %v", r)
		}
	}
	// What was painted in parts is what would be painted at once.
	parts := sha256.Sum256(d.img.Pix)
	d.Redraw()
	d.frame()
	if sha256.Sum256(d.img.Pix) != parts {
		t.Error("painted in parts the picture differs from the whole")
	}
}

func TestIconsAreWhole(t *testing.T) {
	for name := range icons {
		strokes := parseIcon(icons[name])
		if len(strokes) == 0 {
			t.Errorf("%s draws nothing", name)
		}
		for _, s := range strokes {
			for _, p := range s.points {
				if p.X < 1 || p.X > 23 || p.Y < 1 || p.Y > 23 {
					t.Errorf("%s leaves its square at %v", name, p)
				}
			}
		}
	}
}

// luminance after WCAG 2.2, relative luminance.
func contrast(a, b [3]float64) float64 {
	x, y := max(a[0], b[0]), min(a[0], b[0])
	return (x + 0.05) / (y + 0.05)
}

func TestTextCanBeReadOnEveryGround(t *testing.T) {
	for _, th := range []*Theme{Dark(), Light()} {
		for _, c := range []struct {
			name     string
			ink, off [3]float64
		}{
			{"ink on panel", lum(th.Ink), lum(th.Panel)}, {"ink on raised", lum(th.Ink), lum(th.Raised)},
			{"ink on over", lum(th.Ink), lum(th.Over)}, {"ink on chosen", lum(th.Ink), lum(th.Chosen)},
			{"soft on panel", lum(th.Soft), lum(th.Panel)}, {"soft on window", lum(th.Soft), lum(th.Window)},
			{"faint on panel", lum(th.Faint), lum(th.Panel)}, {"on accent", lum(th.OnAccent), lum(th.Accent)},
			{"accent on chosen", lum(th.Accent), lum(th.Chosen)}, {"good", lum(th.Good), lum(th.Panel)},
			{"warn", lum(th.Warn), lum(th.Panel)}, {"bad", lum(th.Bad), lum(th.Panel)},
		} {
			if k := contrast(c.ink, c.off); k < 4.5 {
				t.Errorf("%s: %s has a contrast of %.2f, want 4.5", th.Name, c.name, k)
			}
		}
	}
}

func TestChordsOfKeys(t *testing.T) {
	if p := Keys("Ctrl+Shift+P"); p[0].Mods != command.Ctrl|command.Shift || p[0].Key != "P" {
		t.Errorf("read as %v", p)
	}
}

// TestKit draws all there is and looks that it is the same every time; set
// VIEW_SCREENSHOT_DIR to see it.
func TestKit(t *testing.T) {
	for _, theme := range []*Theme{Dark(), Light()} {
		var sums [2][32]byte
		for i := range sums {
			d := open(kit)
			d.Theme = theme
			d.Open("drop")
			d.frame()
			d.frame()
			sums[i] = sha256.Sum256(d.img.Pix)
			if dir := os.Getenv("VIEW_SCREENSHOT_DIR"); dir != "" && i == 0 {
				f, err := os.Create(filepath.Join(dir, "kit-"+theme.Name+".png"))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, d.img); err != nil {
					t.Fatal(err)
				}
				f.Close()
			}
		}
		if sums[0] != sums[1] {
			t.Errorf("the %s kit differs from one time to the next", theme.Name)
		}
	}
}

// A scaled picture is the same as by the definition: each channel between its
// four neighbours.
func TestScaledPicture(t *testing.T) {
	src := image.NewRGBA(image.Rect(0, 0, 37, 23))
	for i := range src.Pix {
		src.Pix[i] = uint8(i*i*7 + i/3)
		if i%4 == 3 {
			src.Pix[i] = 255
		}
	}
	place := image.Rect(5, 3, 5+91, 3+50)
	dst := image.NewRGBA(image.Rect(0, 0, 120, 70))
	var p painter
	p.image(dst, place, &op{kind: opImage, img: src, rect: place, color: color.NRGBA{A: 255}})
	at := func(i, n, size int) (a, b, f int) {
		v := max(0, min((n-1)*256, (2*i+1)*n*128/size-128))
		return v >> 8, min(n-1, v>>8+1), v & 255
	}
	for y := range place.Dy() {
		for x := range place.Dx() {
			x0, x1, fx := at(x, 37, place.Dx())
			y0, y1, fy := at(y, 23, place.Dy())
			for k := range 4 {
				c := func(x, y int) int { return int(src.Pix[src.PixOffset(x, y)+k]) }
				want := ((c(x0, y0)*(256-fx)+c(x1, y0)*fx)*(256-fy) + (c(x0, y1)*(256-fx)+c(x1, y1)*fx)*fy + 1<<15) >> 16
				if got := int(dst.Pix[dst.PixOffset(place.Min.X+x, place.Min.Y+y)+k]); got != want {
					t.Fatalf("channel %d at %d,%d is %d, want %d", k, x, y, got, want)
				}
			}
		}
	}
}

// Names in the scripts of the world are written in letters, not in boxes.
func TestEveryScriptHasLetters(t *testing.T) {
	m := newFontmap(false)
	for _, text := range []string{"Živý obývací pokoj", "Спальня", "Καθιστικό", "居間の椅子", "客厅", "침실 거실 책상 의자", "غرفة", "סלון", "ห้องนอน", "कमरा"} {
		for _, r := range text {
			if _, ok := m.ResolveFace(r).NominalGlyph(r); !ok && r != ' ' {
				t.Errorf("%q of %q has no letter", r, text)
			}
		}
	}
}
