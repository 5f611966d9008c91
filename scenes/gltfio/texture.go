package gltfio

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder
	"sync"

	_ "golang.org/x/image/webp" // registers the decoder
)

// TextureCache holds decoded images by the hash of their encoded bytes, so that
// an atlas which a whole pack shares is decoded and kept once. The zero value
// is ready to use, by several goroutines at once.
type TextureCache struct {
	mu     sync.Mutex
	images map[[32]byte]*cachedImage
}

type cachedImage struct {
	once sync.Once
	img  *image.NRGBA
	err  error
}

// Len returns the number of distinct images seen.
func (c *TextureCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.images)
}

// decode returns the image of the encoded bytes, decoding them at most once.
func (c *TextureCache) decode(data []byte) (*image.NRGBA, error) {
	key := sha256.Sum256(data)
	c.mu.Lock()
	if c.images == nil {
		c.images = make(map[[32]byte]*cachedImage)
	}
	e := c.images[key]
	if e == nil {
		e = new(cachedImage)
		c.images[key] = e
	}
	c.mu.Unlock()
	e.once.Do(func() { e.img, e.err = decodeImage(data) })
	return e.img, e.err
}

// decodeImage decodes a PNG, JPEG or WebP of at most maxPixels.
func decodeImage(data []byte) (*image.NRGBA, error) {
	cfg, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		if bytes.HasPrefix(data, []byte(ktx2Magic)) {
			return nil, errKTX2
		}
		return nil, fmt.Errorf("is neither PNG, JPEG nor WebP")
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxPixels/cfg.Height {
		return nil, fmt.Errorf("is %d×%d pixels, more than is read", cfg.Width, cfg.Height)
	}
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("is a damaged %s image", format)
	}
	b := src.Bounds()
	if n, ok := src.(*image.NRGBA); ok && b.Min == (image.Point{}) {
		return n, nil
	}
	dst := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(dst, dst.Bounds(), src, b.Min, draw.Src)
	return dst, nil
}

const ktx2Magic = "\xabKTX 20\xbb"

var errKTX2 = errors.New("is KTX2, which is not decoded")
