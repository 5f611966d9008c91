package gltfio

import (
	"bytes"
	"image"
	"image/png"
	"runtime"
	"sync"
	"testing"
)

// noisePNG is a picture of side² texels that differ from seed to seed.
func noisePNG(t *testing.T, side int, seed byte) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, side, side))
	for i := range img.Pix {
		img.Pix[i] = seed ^ byte(i)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// A picture that a model has is shared; one that nobody has makes room.
func TestTextureCacheIsBounded(t *testing.T) {
	var c TextureCache
	first := noisePNG(t, 2048, 255)
	kept, err := c.decode(first)
	if err != nil {
		t.Fatal(err)
	}
	const others = 24 // of 16 MiB each
	for k := range others {
		if _, err := c.decode(noisePNG(t, 2048, byte(k))); err != nil {
			t.Fatal(err)
		}
	}
	if c.held > recentBytes || len(c.recent) != recentBytes>>24 {
		t.Errorf("%d images of %d MiB are held", len(c.recent), c.held>>20)
	}
	runtime.GC()
	gone := 0
	for _, s := range c.images {
		if s.img.Value() == nil {
			gone++
		}
	}
	if want := others - recentBytes>>24; gone != want || c.Len() != others+1 {
		t.Errorf("%d of %d images are gone, want %d", gone, c.Len(), want)
	}
	again, err := c.decode(first)
	if err != nil || again.img != kept.img {
		t.Errorf("an image in use was decoded again (%v)", err)
	}
	runtime.KeepAlive(kept)
}

func TestTextureCacheDecodesOnce(t *testing.T) {
	var c TextureCache
	data := noisePNG(t, 64, 3)
	got := make([]*image.NRGBA, 8)
	var wg sync.WaitGroup
	for k := range got {
		wg.Go(func() {
			p, err := c.decode(data)
			if err != nil {
				t.Error(err)
				return
			}
			got[k] = p.img
		})
	}
	wg.Wait()
	for _, img := range got {
		if img != got[0] {
			t.Fatal("two goroutines got different images")
		}
	}
	if _, err := c.decode([]byte("no picture")); err == nil {
		t.Error("no picture is a picture")
	}
}
