package review

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html/template"
	"image"
	"image/jpeg"
	"image/png"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/raster/sheet"
)

// maxThumbnail is the most bytes that a thumbnail of 160 pixels may take; larger
// ones may take as much more as they have pixels.
const maxThumbnail = 4 << 10

// encode packs a thumbnail into a data URI: as PNG of few colours, of fewer
// where that takes too much, as JPEG where even those do.
func encode(img *image.NRGBA) (template.URL, error) {
	var b bytes.Buffer
	most := max(maxThumbnail, maxThumbnail*img.Rect.Dx()*img.Rect.Dy()/(defaultSize*defaultSize))
	packer := png.Encoder{BufferPool: &buffers}
	for _, colours := range [...]int{64, 32, 16} {
		b.Reset()
		if err := packer.Encode(&b, sheet.Reduce(img, colours)); err != nil {
			return "", fmt.Errorf("packing a thumbnail: %w", err)
		}
		if b.Len() <= most {
			return dataURI("image/png", b.Bytes()), nil
		}
	}
	for quality := 60; ; quality /= 2 {
		b.Reset()
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return "", fmt.Errorf("packing a thumbnail: %w", err)
		}
		if b.Len() <= most || quality <= 1 {
			return dataURI("image/jpeg", b.Bytes()), nil
		}
	}
}

// buffers are kept between thumbnails, which are small beside them.
var buffers pool

type pool struct{ sync.Pool }

func (p *pool) Get() *png.EncoderBuffer {
	b, _ := p.Pool.Get().(*png.EncoderBuffer)
	return b
}

func (p *pool) Put(b *png.EncoderBuffer) { p.Pool.Put(b) }

func dataURI(kind string, data []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data))
}
