package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/metaspatial/metaspatial/host/report"
)

// The measures of the sheet in pixels.
const (
	sheetRooms  = 4
	cellWidth   = 400
	cellHeight  = 300
	labelHeight = 30
	sheetGap    = 8
)

// sheet puts the first rooms of the report side by side, before above after,
// as one PNG.
func sheet(rooms []report.Room) ([]byte, error) {
	rooms = rooms[:min(sheetRooms, len(rooms))]
	width := len(rooms)*(cellWidth+sheetGap) + sheetGap
	rowHeight := labelHeight + cellHeight
	img := image.NewNRGBA(image.Rect(0, 0, width, 2*rowHeight+sheetGap))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	parsed, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 15, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	defer face.Close()
	for row, label := range []string{"untrained", "trained"} {
		y := row * rowHeight
		pen := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{0x33}), Face: face, Dot: fixed.P(sheetGap+2, y+20)}
		pen.DrawString(label)
		for k, r := range rooms {
			data := r.Before
			if row == 1 {
				data = r.After
			}
			src, err := png.Decode(bytes.NewReader(data))
			if err != nil {
				return nil, fmt.Errorf("sheet: %s: %w", r.Name, err)
			}
			at := image.Rect(0, 0, cellWidth, cellHeight).Add(image.Pt(sheetGap+k*(cellWidth+sheetGap), y+labelHeight))
			xdraw.CatmullRom.Scale(img, at, src, src.Bounds(), xdraw.Src, nil)
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	return buf.Bytes(), nil
}
