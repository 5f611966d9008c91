package gltfio

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/draw"
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder
	"sync"

	_ "golang.org/x/image/webp" // registers the decoder
)

// TextureCache holds decoded images by the hash of their encoded bytes, so that
// an atlas which a whole pack shares is decoded and kept once. Of images that
// count by their mean only that is kept. The zero value is ready to use, by
// several goroutines at once.
type TextureCache struct {
	mu       sync.Mutex
	images   map[[32]byte]*picture
	averages map[[32]byte]func() (means, error)
}

// picture is a decoded image. It is read only.
type picture struct {
	once sync.Once
	img  *image.NRGBA
	err  error
	// mean is computed on first use.
	mean func() means
}

// Len returns the number of distinct images kept.
func (c *TextureCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.images)
}

// decode returns the image of the encoded bytes, decoding them at most once.
func (c *TextureCache) decode(data []byte) (*picture, error) {
	key := sha256.Sum256(data)
	c.mu.Lock()
	if c.images == nil {
		c.images = make(map[[32]byte]*picture)
	}
	p := c.images[key]
	if p == nil {
		p = new(picture)
		c.images[key] = p
	}
	c.mu.Unlock()
	p.once.Do(func() {
		p.img, p.err = decodeImage(data)
		p.mean = sync.OnceValue(func() means { return meansOf(p.img) })
	})
	return p, p.err
}

// average returns the means of the encoded image, decoding it at most once.
func (c *TextureCache) average(data []byte) (means, error) {
	key := sha256.Sum256(data)
	c.mu.Lock()
	if c.averages == nil {
		c.averages = make(map[[32]byte]func() (means, error))
	}
	get := c.averages[key]
	if get == nil {
		get = sync.OnceValues(func() (means, error) {
			img, err := decodeImage(data)
			// The bytes are not needed again, and are not to be kept alive.
			data = nil
			if err != nil {
				return means{}, err
			}
			return meansOf(img), nil
		})
		c.averages[key] = get
	}
	c.mu.Unlock()
	return get()
}

// decodeImage decodes a PNG, JPEG or WebP.
func decodeImage(data []byte) (*image.NRGBA, error) {
	src, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
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
