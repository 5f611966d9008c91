package compact

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/metaspatial/metaspatial/sdk/base"
)

const (
	// pictureSide is what pictures are averaged to, in pixels a side.
	pictureSide = 32
	// patchSide is a patch's side in those pixels.
	patchSide = 4
	// patchCount and patchFeatures are the size of what the networks read.
	patchCount    = (pictureSide / patchSide) * (pictureSide / patchSide)
	patchFeatures = 3 * patchSide * patchSide
)

const (
	// maxPicturePixels bounds the memory that a picture takes: 8 bytes a pixel.
	maxPicturePixels = 1 << 22
	// maxPictureBytes bounds its file. The pixels compress to less.
	maxPictureBytes = 8*maxPicturePixels + 1<<20
)

// easel is the memory that averaging one picture takes.
type easel struct {
	row  []uint8 // RGB
	line [3 * pictureSide]uint32
	sums [3 * pictureSide * pictureSide]uint64
}

var easels = sync.Pool{New: func() any { return new(easel) }}

// pictureOf reads a picture as patchCount patches of patchFeatures numbers:
// patches in rows from the top left, in each its pixels in rows, of each pixel
// red, green and blue from -1 to 1. The picture is a PNG of any kind, of any
// size up to 4 megapixels; each of the 32 by 32 pixels is the average of the
// area that it covers of it. What is see-through counts as black where it is.
//
// The bytes are the image's own where it has them, else those of its file below
// dir, the cache directory. Time grows with the pixels: a picture of 64 by 64 is
// all that this takes in well, and costs a sixteenth of one of 256 by 256.
func pictureOf(dir string, img *base.Image) ([]float32, error) {
	if img == nil {
		return nil, errors.New("read picture: there is none; a policy that looks at pictures needs a run with a renderer")
	}
	data := img.Data
	if len(data) == 0 {
		var err error
		if data, err = pictureFile(dir, img.File); err != nil {
			return nil, fmt.Errorf("read picture %q: %w", img.File, err)
		}
	}
	out, err := decodePicture(data)
	if err != nil {
		return nil, fmt.Errorf("read picture %q: %w", img.File, err)
	}
	return out, nil
}

// pictureFile reads a file that must lie below dir.
func pictureFile(dir, file string) ([]byte, error) {
	if file == "" {
		return nil, errors.New("it names no file and brings no bytes; render it again")
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the cache directory: %w", err)
	}
	defer root.Close()
	name := filepath.FromSlash(file)
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file; clear the cache directory")
	case info.Size() > maxPictureBytes:
		return nil, fmt.Errorf("it has %d bytes, more than the %d that a picture may have; render it smaller", info.Size(), maxPictureBytes)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, fmt.Errorf("it is shorter than its size: %w", err)
	}
	return data, nil
}

func decodePicture(data []byte) ([]float32, error) {
	c, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("it is no PNG that can be read; render it again: %w", err)
	}
	if c.Width > maxPicturePixels/c.Height {
		return nil, fmt.Errorf("it is %d by %d pixels, more than the %d that are read; render it smaller", c.Width, c.Height, maxPicturePixels)
	}
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the PNG is damaged; render it again: %w", err)
	}
	e := easels.Get().(*easel)
	defer easels.Put(e)
	return e.average(m), nil
}

// average works in whole numbers: of w pixels in a row each of the 32 cells gets
// w thirty-seconds, and the weight of a pixel is the thirty-seconds of it that
// lie in the cell.
func (e *easel) average(m image.Image) []float32 {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	if cap(e.row) < 3*w {
		e.row = make([]uint8, 3*w)
	}
	e.row = e.row[:3*w]
	clear(e.sums[:])
	for y := range h {
		readRow(m, y, e.row)
		e.squeeze(w)
		for c := y * pictureSide / h; c*h < (y+1)*pictureSide; c++ {
			weight := uint64(min((y+1)*pictureSide, (c+1)*h) - max(y*pictureSide, c*h))
			sums := e.sums[c*len(e.line):][:len(e.line)]
			for k, v := range e.line {
				sums[k] += weight * uint64(v)
			}
		}
	}
	scale := 2 / (255 * float64(w) * float64(h))
	out := make([]float32, patchCount*patchFeatures)
	for i := range out {
		channel, x, y := i%3, i/3%patchSide, i/(3*patchSide)%patchSide
		patch := i / patchFeatures
		x += patch % (pictureSide / patchSide) * patchSide
		y += patch / (pictureSide / patchSide) * patchSide
		out[i] = float32(float64(e.sums[(y*pictureSide+x)*3+channel])*scale - 1)
	}
	return out
}

// squeeze sums the row of w pixels into the cells of line.
func (e *easel) squeeze(w int) {
	for c := range pictureSide {
		lo, hi := c*w, (c+1)*w
		var r, g, b uint32
		for x := lo / pictureSide; x*pictureSide < hi; x++ {
			weight := uint32(min((x+1)*pictureSide, hi) - max(x*pictureSide, lo))
			p := e.row[3*x : 3*x+3 : 3*x+3]
			r += weight * uint32(p[0])
			g += weight * uint32(p[1])
			b += weight * uint32(p[2])
		}
		e.line[3*c], e.line[3*c+1], e.line[3*c+2] = r, g, b
	}
}

// readRow writes row y as RGB over black.
func readRow(m image.Image, y int, out []uint8) {
	w := len(out) / 3
	switch m := m.(type) {
	case *image.RGBA:
		src := m.Pix[y*m.Stride:][:4*w]
		for x := range w {
			copy(out[3*x:3*x+3], src[4*x:4*x+3])
		}
	case *image.Gray:
		for x, v := range m.Pix[y*m.Stride:][:w] {
			out[3*x], out[3*x+1], out[3*x+2] = v, v, v
		}
	default:
		b := m.Bounds()
		for x := range w {
			r, g, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
			out[3*x], out[3*x+1], out[3*x+2] = uint8(r>>8), uint8(g>>8), uint8(bl>>8)
		}
	}
}
