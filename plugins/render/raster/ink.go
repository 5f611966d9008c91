package raster

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// ink encodes frames as PNG; it keeps its buffers. It subtracts from every row
// the one above (PNG specification, filter type 2) instead of trying all
// filters as image/png does, which takes several times as long as drawing.
type ink struct {
	file   bytes.Buffer
	body   bytes.Buffer
	rows   []byte // the row above, this row, the difference
	packed *zlib.Writer
}

// PNG colour types.
const (
	greyType = 0
	rgbType  = 2
)

// encode returns one output as a PNG, valid until the next call.
func (k *ink) encode(f *raster.Frame, output string) ([]byte, error) {
	colorType, depth, width := byte(rgbType), byte(8), 3*f.W
	switch output {
	case render.Depth:
		colorType, depth, width = greyType, 16, 2*f.W
	case render.ID:
		colorType, depth, width = greyType, 8, f.W
	}
	k.body.Reset()
	if k.packed == nil {
		var err error
		if k.packed, err = zlib.NewWriterLevel(&k.body, zlib.BestSpeed); err != nil {
			return nil, fmt.Errorf("encoding the %s picture: %w", output, err)
		}
	} else {
		k.packed.Reset(&k.body)
	}
	if cap(k.rows) < 3*width+1 {
		k.rows = make([]byte, 3*width+1)
	}
	above, row, diff := k.rows[:width], k.rows[width:2*width], k.rows[2*width:3*width+1]
	clear(above)
	diff[0] = 2
	for y := range f.H {
		fetch(row, f, output, y)
		for i, v := range row {
			diff[i+1] = v - above[i]
		}
		if _, err := k.packed.Write(diff); err != nil {
			return nil, fmt.Errorf("encoding the %s picture: %w", output, err)
		}
		above, row = row, above
	}
	if err := k.packed.Close(); err != nil {
		return nil, fmt.Errorf("encoding the %s picture: %w", output, err)
	}
	var head [13]byte
	binary.BigEndian.PutUint32(head[0:], uint32(f.W))
	binary.BigEndian.PutUint32(head[4:], uint32(f.H))
	head[8], head[9] = depth, colorType
	k.file.Reset()
	k.file.WriteString("\x89PNG\r\n\x1a\n")
	k.chunk("IHDR", head[:])
	k.chunk("IDAT", k.body.Bytes())
	k.chunk("IEND", nil)
	return k.file.Bytes(), nil
}

// fetch writes row y of an output as the file holds it.
func fetch(row []byte, f *raster.Frame, output string, y int) {
	switch output {
	case render.Depth:
		for x, d := range f.Depth[y*f.W : (y+1)*f.W] {
			mm := uint16(min(65535, float32(d*1000)+0.5))
			row[2*x], row[2*x+1] = byte(mm>>8), byte(mm)
		}
	case render.ID:
		for x, id := range f.ID[y*f.W : (y+1)*f.W] {
			row[x] = byte(id)
		}
	case render.Normal:
		for x, n := range f.Normal[y*f.W : (y+1)*f.W] {
			if n == ([3]int8{}) {
				row[3*x], row[3*x+1], row[3*x+2] = 0, 0, 0
				continue
			}
			row[3*x], row[3*x+1], row[3*x+2] = byte(int(n[0])+128), byte(int(n[1])+128), byte(int(n[2])+128)
		}
	default:
		src := f.Color.Pix[4*y*f.W:]
		for x := range f.W {
			row[3*x], row[3*x+1], row[3*x+2] = src[4*x], src[4*x+1], src[4*x+2]
		}
	}
}

func (k *ink) chunk(name string, data []byte) {
	var word [4]byte
	binary.BigEndian.PutUint32(word[:], uint32(len(data)))
	k.file.Write(word[:])
	start := k.file.Len()
	k.file.WriteString(name)
	k.file.Write(data)
	binary.BigEndian.PutUint32(word[:], crc32.ChecksumIEEE(k.file.Bytes()[start:]))
	k.file.Write(word[:])
}
