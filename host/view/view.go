// Package view is the window that watches a run: live layouts of several
// tasks, a curve per metric, the findings of the room in front, and pause,
// resume and stop. It is a client of a session like any other: closing or
// crashing the window never touches the run.
//
// The room is drawn by scenes/raster, so that the designer sees what the
// policy and the judges see; Ebitengine shows the picture and draws the rest.
package view

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"

	"github.com/hajimehoshi/ebiten/v2"

	"github.com/metaspatial/metaspatial/host/session"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// Options of the window. Client is required; the rest may be left zero.
type Options struct {
	Client session.Client
	// Models returns an asset's model, or nil to draw a box.
	Models func(asset string) *mesh.Model
	// Title of the window; the default is the run's name.
	Title string
	// Width and Height of the window; 0 means 1280 by 800.
	Width, Height int
	// Screenshot, when set, is a PNG file written after Frames frames, when the
	// window closes by itself. Frames 0 means 60.
	Screenshot string
	Frames     int
}

// Run opens the window and returns when it is closed or the context ends. It
// must be called from the main goroutine.
func Run(ctx context.Context, opts Options) error {
	if opts.Width == 0 {
		opts.Width, opts.Height = 1280, 800
	}
	if opts.Screenshot != "" && opts.Frames == 0 {
		opts.Frames = 60
	}
	feed, err := watch(ctx, opts.Client)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	defer feed.close()
	a, err := newApp(feed, device{}, opts)
	if err != nil {
		return fmt.Errorf("view: %w", err)
	}
	title := opts.Title
	if title == "" {
		title = "metaspatial – " + feed.state().Run
	}
	ebiten.SetWindowTitle(title)
	ebiten.SetWindowSize(opts.Width, opts.Height)
	ebiten.SetWindowResizingMode(ebiten.WindowResizingModeEnabled)
	ebiten.SetRunnableOnUnfocused(true)
	err = ebiten.RunGame(&game{app: a, ctx: ctx})
	if err != nil && !errors.Is(err, ebiten.Termination) {
		return fmt.Errorf("view: open the window: %w", err)
	}
	if a.shot == nil && opts.Screenshot != "" {
		return errors.New("view: the window closed before the screenshot was taken")
	}
	if a.shot != nil {
		return writePNG(opts.Screenshot, a.shot)
	}
	return nil
}

// game adapts the app to Ebitengine.
type game struct {
	app *app
	ctx context.Context
}

func (g *game) Update() error {
	if g.ctx.Err() != nil || g.app.done {
		return ebiten.Termination
	}
	g.app.update()
	return nil
}

func (g *game) Draw(screen *ebiten.Image) { g.app.draw(screen) }

func (g *game) Layout(w, h int) (int, int) { panic("view: LayoutF is used") }

// LayoutF keeps one logical unit one physical pixel, so that text is sharp on
// every display.
func (g *game) LayoutF(w, h float64) (float64, float64) {
	g.app.scale = ebiten.Monitor().DeviceScaleFactor()
	return w * g.app.scale, h * g.app.scale
}

func writePNG(file string, img image.Image) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".view-*.png")
	if err != nil {
		return fmt.Errorf("view: write the screenshot: %w", err)
	}
	defer os.Remove(f.Name())
	if err := errors.Join(png.Encode(f, img), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("view: write %s: %w", file, err)
	}
	if err := os.Rename(f.Name(), file); err != nil {
		return fmt.Errorf("view: write the screenshot: %w", err)
	}
	return nil
}
