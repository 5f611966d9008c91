package gltfio

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/draw"
	_ "image/jpeg" // registers the decoder
	_ "image/png"  // registers the decoder
	"slices"
	"sync"
	"weak"

	_ "golang.org/x/image/webp" // registers the decoder
)

// TextureCache shares decoded images by the hash of their encoded bytes, so that
// an atlas which a whole pack shares is decoded and kept once. An image is kept
// as long as a model has it, and the newest 64 MiB beyond that, so that reading
// a pack of any size takes bounded memory. Of images that count by their mean
// only that is kept. The zero value is ready to use, by several goroutines at
// once.
type TextureCache struct {
	mu       sync.Mutex
	images   map[[32]byte]*slot
	averages map[[32]byte]func() (means, error)
	// recent are the newest images, of held bytes together, the newest last.
	recent []*image.NRGBA
	held   int
}

// recentBytes is how much of what no model has is kept.
const recentBytes = 64 << 20

// slot is an image that was seen, and may be gone again.
type slot struct {
	mu  sync.Mutex
	img weak.Pointer[image.NRGBA]
	err error
}

// picture is a decoded image. It is read only.
type picture struct {
	img *image.NRGBA
	// mean is computed on first use.
	mean func() means
}

// Len returns the number of distinct images seen.
func (c *TextureCache) Len() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.images)
}

// decode returns the image of the encoded bytes, decoding them only when it is
// not kept.
func (c *TextureCache) decode(data []byte) (*picture, error) {
	s := c.slot(sha256.Sum256(data))
	s.mu.Lock()
	defer s.mu.Unlock()
	img := s.img.Value()
	if img == nil && s.err == nil {
		if img, s.err = decodeImage(data); s.err == nil {
			s.img = weak.Make(img)
		}
	}
	if s.err != nil {
		return nil, s.err
	}
	c.remember(img)
	return &picture{img: img, mean: sync.OnceValue(func() means { return meansOf(img) })}, nil
}

func (c *TextureCache) slot(key [32]byte) *slot {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.images == nil {
		c.images = make(map[[32]byte]*slot)
	}
	if c.images[key] == nil {
		c.images[key] = new(slot)
	}
	return c.images[key]
}

// remember makes an image the newest, and lets the oldest go.
func (c *TextureCache) remember(img *image.NRGBA) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := slices.Index(c.recent, img); at >= 0 {
		c.recent = slices.Delete(c.recent, at, at+1)
	} else {
		c.held += len(img.Pix)
	}
	c.recent = append(c.recent, img)
	for c.held > recentBytes && len(c.recent) > 1 {
		c.held -= len(c.recent[0].Pix)
		c.recent = slices.Delete(c.recent, 0, 1)
	}
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
