package raster

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// ink encodes frames; it keeps its buffers.
type ink struct {
	buf   bytes.Buffer
	spare *png.EncoderBuffer
	depth *image.Gray16
	id    *image.Gray
}

// Get and Put make ink the encoder's buffer pool.
func (k *ink) Get() *png.EncoderBuffer  { return k.spare }
func (k *ink) Put(b *png.EncoderBuffer) { k.spare = b }

// encode returns one output as a PNG, valid until the next call.
func (k *ink) encode(f *raster.Frame, output string) ([]byte, error) {
	var img image.Image = f.Color
	bounds := image.Rect(0, 0, f.W, f.H)
	switch output {
	case render.Depth:
		if k.depth == nil || k.depth.Rect != bounds {
			k.depth = image.NewGray16(bounds)
		}
		for i, d := range f.Depth {
			mm := uint16(min(65535, float32(d*1000)+0.5))
			k.depth.Pix[2*i], k.depth.Pix[2*i+1] = uint8(mm>>8), uint8(mm)
		}
		img = k.depth
	case render.ID:
		if k.id == nil || k.id.Rect != bounds {
			k.id = image.NewGray(bounds)
		}
		for i, id := range f.ID {
			k.id.Pix[i] = uint8(id)
		}
		img = k.id
	}
	k.buf.Reset()
	enc := png.Encoder{CompressionLevel: png.BestSpeed, BufferPool: k}
	if err := enc.Encode(&k.buf, img); err != nil {
		return nil, fmt.Errorf("encoding the %s picture: %w", output, err)
	}
	return k.buf.Bytes(), nil
}

// store writes data below dir under the hash of its content, unless it is
// there already. Readers never see half a file: it is renamed into place.
func store(dir string, data []byte) (hash, file string, err error) {
	sum := sha256.Sum256(data)
	hash = hex.EncodeToString(sum[:])
	file = hash[:2] + "/" + hash + ".png"
	path := filepath.Join(dir, hash[:2], hash+".png")
	if info, err := os.Stat(path); err == nil && info.Size() == int64(len(data)) {
		return hash, file, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", "", fmt.Errorf("making a folder in the cache: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return "", "", fmt.Errorf("writing to the cache: %w", err)
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		if e := os.Remove(tmp.Name()); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
		return "", "", fmt.Errorf("writing a picture to the cache: %w", err)
	}
	return hash, file, nil
}
