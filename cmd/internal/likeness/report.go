package main

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"github.com/metaspatial/metaspatial/scenes/raster/ssim"
)

// goal is the likeness that our picture must have.
const goal = 0.88

// report prints how our picture, EEVEE's and flat grey compare with Cycles'.
func report(w io.Writer, r *reference, ours image.Image) error {
	_, mask, err := roomMask()
	if err != nil {
		return err
	}
	inside := 0
	for _, in := range mask {
		if in {
			inside++
		}
	}
	b := r.cycles.Bounds()
	fmt.Fprintf(w, "%s, %d triangles, %d×%d, %.1f %% of the pixels are the room's\n", room, r.triangles, b.Dx(), b.Dy(), 100*float64(inside)/float64(len(mask)))
	fmt.Fprintf(w, "against Cycles    SSIM  8×8 blocks    PSNR    gain\n")
	grey := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(grey, grey.Rect, image.NewUniform(color.NRGBA{128, 128, 128, 255}), image.Point{}, draw.Src)
	for _, p := range []struct {
		name string
		img  image.Image
	}{{"ours", ours}, {"EEVEE", r.eevee}, {"flat grey", grey}} {
		l, err := ssim.Compare(p.img, r.cycles, mask)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		note := ""
		if p.name == "ours" && l.SSIM < goal {
			note = fmt.Sprintf("   below %.2f", goal)
		}
		fmt.Fprintf(w, "%-14s %7.4f %11.4f %4.1f dB %7.3f%s\n", p.name, l.SSIM, l.Blocks, l.PSNR, l.Gain, note)
	}
	return nil
}

// pair puts our exposure-matched picture, Cycles' and their signed difference
// in luma about middle grey side by side, cut to the room.
func pair(r *reference, ours image.Image) (*image.NRGBA, error) {
	grey, mask, err := roomMask()
	if err != nil {
		return nil, err
	}
	gain, err := ssim.Gain(ours, r.cycles, mask)
	if err != nil {
		return nil, err
	}
	a, b := ssim.Luma(ours, gain), ssim.Luma(r.cycles, 1)
	diff := image.NewGray(grey.Rect)
	for i := range diff.Pix {
		diff.Pix[i] = uint8(math.Round(min(255, max(0, 128+a.Pix[i]-b.Pix[i]))))
	}
	const margin, head = 8, 18
	box := bounds(grey).Inset(-margin).Intersect(grey.Rect)
	out := image.NewNRGBA(image.Rect(0, 0, 3*box.Dx(), box.Dy()+head))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	for k, p := range []struct {
		name string
		img  image.Image
	}{{"ours, exposure matched", ssim.Exposed(ours, gain)}, {"Cycles, 512 samples", r.cycles}, {"ours - Cycles", diff}} {
		at := image.Pt(k*box.Dx(), head)
		draw.Draw(out, image.Rectangle{Min: at, Max: at.Add(box.Size())}, p.img, box.Min, draw.Src)
		d := font.Drawer{Dst: out, Src: image.Black, Face: basicfont.Face7x13, Dot: fixed.P(at.X+6, 13)}
		d.DrawString(p.name)
	}
	return out, nil
}

// bounds is the smallest rectangle that holds all white pixels.
func bounds(g *image.Gray) image.Rectangle {
	var r image.Rectangle
	for i, v := range g.Pix {
		if v > 0 {
			x, y := i%g.Rect.Dx(), i/g.Rect.Dx()
			r = r.Union(image.Rect(x, y, x+1, y+1))
		}
	}
	return r
}
