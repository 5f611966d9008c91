package sheet

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/gif"
	"image/png"
	"io"
	"time"
)

// Animation says how frames follow each other.
type Animation struct {
	// Delay is how long a frame is shown; 0 means 80 ms. GIF rounds it to
	// hundredths of a second.
	Delay time.Duration
	// Loops is how often the animation is played; 0 is for ever.
	Loops int
	// Plain leaves out the dither of GIFs: files are smaller, slow gradients
	// show steps.
	Plain bool
}

func (a Animation) check(frames []image.Image) (time.Duration, error) {
	if len(frames) == 0 || len(frames) > MaxFrames {
		return 0, fmt.Errorf("an animation of %d frames cannot be written; use 1 to %d", len(frames), MaxFrames)
	}
	size := frames[0].Bounds().Size()
	for i, f := range frames {
		if f.Bounds().Size() != size || f.Bounds().Empty() {
			return 0, fmt.Errorf("frame %d has %v pixels, the first one %v; all frames must have one size", i, f.Bounds().Size(), size)
		}
	}
	d := a.Delay
	if d == 0 {
		d = 80 * time.Millisecond
	}
	if d < 10*time.Millisecond || d > time.Minute || a.Loops < 0 || a.Loops > 65535 {
		return 0, fmt.Errorf("a delay of %v, played %d times, cannot be written; use 10ms to 1m and 0 to 65535", a.Delay, a.Loops)
	}
	return d, nil
}

// EncodeGIF writes an animated GIF with one palette for all frames. Of a frame
// only the rectangle that differs from the one before is stored.
func EncodeGIF(w io.Writer, frames []image.Image, a Animation) error {
	delay, err := a.check(frames)
	if err != nil {
		return err
	}
	pictures := make([]*image.NRGBA, len(frames))
	for i, f := range frames {
		pictures[i] = opaque(f)
	}
	palette := Palette(pictures, 256)
	m := newMatcher(palette)
	out := gif.GIF{LoopCount: a.Loops - 1}
	if a.Loops == 0 {
		out.LoopCount = 0
	} else if a.Loops == 1 {
		out.LoopCount = -1
	}
	out.Config = image.Config{ColorModel: palette, Width: pictures[0].Rect.Dx(), Height: pictures[0].Rect.Dy()}
	var last *image.Paletted
	for _, p := range pictures {
		next := m.reduce(p, palette, !a.Plain)
		stored := next
		if last != nil {
			stored = next.SubImage(changed(last, next)).(*image.Paletted)
		}
		out.Image = append(out.Image, stored)
		out.Delay = append(out.Delay, int((delay+5*time.Millisecond)/(10*time.Millisecond)))
		out.Disposal = append(out.Disposal, gif.DisposalNone)
		last = next
	}
	if err := gif.EncodeAll(w, &out); err != nil {
		return fmt.Errorf("writing the GIF: %w", err)
	}
	return nil
}

// changed returns the rectangle round the pixels that differ, at least one.
func changed(a, b *image.Paletted) image.Rectangle {
	w, h := b.Rect.Dx(), b.Rect.Dy()
	r := image.Rect(w, h, 0, 0)
	r.Min, r.Max = image.Pt(w, h), image.Pt(0, 0)
	for y := range h {
		p, q := a.Pix[y*a.Stride:][:w], b.Pix[y*b.Stride:][:w]
		if bytes.Equal(p, q) {
			continue
		}
		for x := range w {
			if p[x] != q[x] {
				r.Min = image.Pt(min(r.Min.X, x), min(r.Min.Y, y))
				r.Max = image.Pt(max(r.Max.X, x+1), max(r.Max.Y, y+1))
			}
		}
	}
	if r.Empty() {
		return image.Rect(0, 0, 1, 1)
	}
	return r
}

// EncodeAPNG writes an animated PNG in full colour (APNG specification 1.0, now
// part of PNG's third edition): acTL before the picture data, an fcTL before
// every frame, and the data of frames after the first as fdAT. Programs that do
// not know it show the first frame.
func EncodeAPNG(w io.Writer, frames []image.Image, a Animation) error {
	delay, err := a.check(frames)
	if err != nil {
		return err
	}
	out := chunks{w: w}
	size := frames[0].Bounds().Size()
	sequence := uint32(0)
	for i, f := range frames {
		var buf bytes.Buffer
		if err := png.Encode(&buf, opaque(f)); err != nil {
			return fmt.Errorf("writing the APNG: frame %d: %w", i, err)
		}
		data := buf.Bytes()
		if i == 0 {
			out.raw(data[:8])
		}
		for rest := data[8:]; len(rest) >= 12; {
			n := binary.BigEndian.Uint32(rest)
			kind, body := string(rest[4:8]), rest[8:8+n]
			rest = rest[12+n:]
			switch {
			case kind == "IHDR" && i == 0:
				out.chunk(kind, body)
				out.chunk("acTL", numbers(uint32(len(frames)), uint32(a.Loops)))
			}
			if kind == "IHDR" {
				c := numbers(sequence, uint32(size.X), uint32(size.Y), 0, 0)
				c = binary.BigEndian.AppendUint16(c, uint16(delay.Milliseconds()))
				c = binary.BigEndian.AppendUint16(c, 1000)
				out.chunk("fcTL", append(c, 0, 0)) // no disposal, no blending
				sequence++
			}
			if kind == "IDAT" {
				if i == 0 {
					out.chunk(kind, body)
					continue
				}
				out.chunk("fdAT", append(numbers(sequence), body...))
				sequence++
			}
		}
	}
	out.chunk("IEND", nil)
	if out.err != nil {
		return fmt.Errorf("writing the APNG: %w", out.err)
	}
	return nil
}

func numbers(vs ...uint32) []byte {
	var b []byte
	for _, v := range vs {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// chunks writes PNG chunks and keeps the first error.
type chunks struct {
	w   io.Writer
	err error
}

func (c *chunks) raw(b []byte) {
	if c.err == nil {
		_, c.err = c.w.Write(b)
	}
}

func (c *chunks) chunk(kind string, body []byte) {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	b = append(append(b, kind...), body...)
	c.raw(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}
