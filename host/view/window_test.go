package view

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// onMain runs functions on the main goroutine, where a window must live.
var onMain = make(chan func())

func TestMain(m *testing.M) {
	code := make(chan int)
	go func() {
		c := m.Run()
		if left := forgotten(); c == 0 && len(left) > 0 {
			fmt.Println("no session is compared with", left, "any more; remove them")
			c = 1
		}
		code <- c
	}()
	for {
		select {
		case f := <-onMain:
			f()
		case c := <-code:
			os.Exit(c)
		}
	}
}

// TestWindow opens a real window, draws 20 frames and checks the screenshot.
func TestWindow(t *testing.T) {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		t.Skip("no display: run under xvfb-run -a")
	}
	file := filepath.Join(t.TempDir(), "window.png")
	ended := make(chan error, 1)
	onMain <- func() {
		ended <- Run(context.Background(), Options{Run: newFake(), Width: 1000, Height: 700, Screenshot: file, Frames: 20})
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	img, err := png.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	if colours := distinct(img); colours < 200 {
		t.Errorf("the window shows %d colours; a room, text and curves have hundreds", colours)
	}
}

func distinct(img image.Image) int {
	seen := map[[4]uint32]bool{}
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += 2 {
		for x := b.Min.X; x < b.Max.X; x += 2 {
			r, g, b, a := img.At(x, y).RGBA()
			seen[[4]uint32{r, g, b, a}] = true
		}
	}
	return len(seen)
}

// TestCompilesForTheWeb holds that nothing below the window starts a process or
// needs a system that a browser has not.
func TestCompilesForTheWeb(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles everything once more")
	}
	cmd := exec.Command("go", "build", "./ui", "./command", "./document", "./stage", ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
