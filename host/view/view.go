package view

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/internal/durable"
)

// Run opens the window and returns when it is closed or the context ends. It
// must be called from the main goroutine.
func Run(ctx context.Context, opts Options) error {
	if opts.Screenshot != "" && opts.Frames == 0 {
		opts.Frames = 60
	}
	g := &game{ctx: ctx, opts: opts, begun: time.Now(), device: newDevice()}
	s, err := newShell(opts, g.bell.poke)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	defer s.close()
	defer g.bell.end()
	g.shell = s
	if opts.Run != nil {
		if err := s.attach(ctx); err != nil {
			return err
		}
	}
	w, h := opts.Width, opts.Height
	if w == 0 || h == 0 {
		w, h = s.mem.Width, s.mem.Height
	}
	ebiten.SetWindowSize(w, h)
	ebiten.SetWindowSizeLimits(640, 420, -1, -1)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetWindowIcon(icons())
	ebiten.SetWindowTitle(g.title())
	ebiten.SetRunnableOnUnfocused(true)
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetWindowClosingHandled(true)
	if opts.Screenshot == "" {
		// Frames come with what the person does and when something asks for one:
		// what is said to take the place of this mode draws sixty a second.
		//lint:ignore SA1019 no other way leaves the processor idle
		ebiten.SetFPSMode(ebiten.FPSModeVsyncOffMinimum)
		stop := context.AfterFunc(ctx, g.bell.poke)
		defer stop()
	}
	if err := g.run(); err != nil {
		return err
	}
	s.keep()
	if opts.Screenshot == "" {
		return nil
	}
	if g.shot == nil {
		return errors.New("view: the window closed before the screenshot was taken")
	}
	return writePNG(opts.Screenshot, g.shot)
}

// game shows the shell by Ebitengine.
type game struct {
	ctx    context.Context
	opts   Options
	shell  *shell
	device *device
	begun  time.Time
	scale  float64
	w, h   float64
	front  *image.RGBA
	screen *ebiten.Image
	named  string
	frames int
	placed bool
	shot   *image.RGBA
	bell   bell
	broken error
}

func (g *game) title() string {
	if g.opts.Title != "" {
		return g.opts.Title
	}
	return g.shell.title()
}

// Update runs a frame of the shell with what the person did.
func (g *game) Update() (err error) {
	defer g.mend(&err)
	g.bell.heard()
	g.place()
	if g.broken != nil {
		return g.broken
	}
	if ebiten.IsWindowBeingClosed() {
		g.shell.leave(func() { g.shell.quit = true })
	}
	if g.ctx.Err() != nil || g.shell.quit || g.shot != nil {
		return ebiten.Termination
	}
	if g.w == 0 {
		return nil
	}
	g.shell.dropFiles()
	g.shell.frame(g.device.read(time.Since(g.begun), g.scale, g.shell.u), g.w, g.h, g.scale)
	if t := g.title(); t != g.named {
		g.named = t
		ebiten.SetWindowTitle(t)
	}
	g.remember()
	g.device.point(g.shell.u.Cursor())
	if at, ok := g.shell.u.Wake(); ok && g.opts.Screenshot == "" {
		g.bell.ring(max(0, at-time.Since(g.begun)))
	}
	return nil
}

// Draw uploads what has changed.
func (g *game) Draw(screen *ebiten.Image) {
	defer g.mend(&g.broken)
	size := screen.Bounds().Size()
	if g.front == nil || g.front.Rect.Size() != size {
		g.front = image.NewRGBA(image.Rectangle{Max: size})
		for i := 3; i < len(g.front.Pix); i += 4 {
			g.front.Pix[i] = 0xff
		}
	}
	if g.screen != screen {
		g.screen = screen
		g.shell.u.Redraw()
	}
	// The screen keeps what is on it; a frame in which nothing changes is not even
	// shown again.
	if g.shell.u.Frames() > 0 {
		for _, r := range g.shell.u.Paint(g.front) {
			upload(screen, g.front, r)
		}
	}
	g.frames++
	if g.opts.Screenshot != "" && g.frames >= g.opts.Frames && g.shot == nil {
		g.shot = image.NewRGBA(screen.Bounds())
		screen.ReadPixels(g.shot.Pix)
	}
}

// upload copies a part of the picture to the display.
func upload(to *ebiten.Image, from *image.RGBA, r image.Rectangle) {
	if r == from.Rect {
		to.WritePixels(from.Pix)
		return
	}
	part := make([]byte, 0, 4*r.Dx()*r.Dy())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		i := from.PixOffset(r.Min.X, y)
		part = append(part, from.Pix[i:i+4*r.Dx()]...)
	}
	to.SubImage(r).(*ebiten.Image).WritePixels(part)
}

// Layout is never called, because LayoutF is.
func (g *game) Layout(w, h int) (int, int) { panic("view: LayoutF is used") }

// LayoutF keeps one pixel of the picture one of the display, so that all is
// sharp on every display.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	g.scale, g.w, g.h = ebiten.Monitor().DeviceScaleFactor(), w, h
	return w * g.scale, h * g.scale
}

func writePNG(file string, img image.Image) error {
	if err := durable.Write(file, 0o644, func(w io.Writer) error { return png.Encode(w, img) }); err != nil {
		return fmt.Errorf("view: write the screenshot: %w", err)
	}
	return nil
}
