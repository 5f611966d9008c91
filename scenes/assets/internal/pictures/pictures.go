// Package pictures shares decoded images between models without keeping all of
// them: a pack may have any number, but neighbours share theirs.
package pictures

import (
	"bytes"
	"image"
	"image/png"
	"sync"

	"github.com/metaspatial/metaspatial/scenes/gltfio"
	"github.com/metaspatial/metaspatial/scenes/mesh"
)

// most bounds the bytes of the decoded images that are shared at a time.
const most = 64 << 20

// Pool hands out the present set of images and starts a new one when it has
// grown large. The zero value is ready, for several goroutines at once.
type Pool struct {
	mu  sync.Mutex
	now *Set
	// past is the number of images of former sets.
	past int
}

// Set is the images that some models share.
type Set struct {
	// Decoded is for reading models.
	Decoded gltfio.TextureCache

	mu    sync.Mutex
	seen  map[*image.NRGBA]*picture
	bytes int64
}

type picture struct {
	once sync.Once
	png  []byte
	err  error
}

// Current returns the set to read the next model with.
func (p *Pool) Current() *Set {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		p.now = &Set{seen: make(map[*image.NRGBA]*picture)}
	}
	return p.now
}

// Add notes the images of a model that was read with the set.
func (p *Pool) Add(s *Set, m *mesh.Model) {
	if !s.add(m) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == s {
		p.now, p.past = nil, p.past+s.Decoded.Len()
	}
}

// Len returns the number of distinct images seen, where one that came back in a
// later set counts again.
func (p *Pool) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.now == nil {
		return p.past
	}
	return p.past + p.now.Decoded.Len()
}

// add says whether the set is full.
func (s *Set) add(m *mesh.Model) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, img := range m.Textures {
		if s.seen[img] == nil {
			s.seen[img] = new(picture)
			s.bytes += int64(len(img.Pix))
		}
	}
	return s.bytes > most
}

// PNG returns an image of an added model as PNG; it is encoded once, quickly
// rather than small.
func (s *Set) PNG(img *image.NRGBA) ([]byte, error) {
	s.mu.Lock()
	p := s.seen[img]
	if p == nil {
		p = new(picture)
		s.seen[img] = p
	}
	s.mu.Unlock()
	p.once.Do(func() {
		var buf bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		p.err = encoder.Encode(&buf, img)
		p.png = buf.Bytes()
	})
	return p.png, p.err
}
