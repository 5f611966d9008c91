package critique

import (
	"fmt"
	"image"
	_ "image/png" // pictures in the cache are PNG files
	"os"
)

// maxPixels bounds the memory that one picture may take.
const maxPixels = 4096 * 4096

// decode reads a picture below dir, and none that a link leads to elsewhere.
func decode(dir, name string) (image.Image, error) {
	f, err := os.OpenInRoot(dir, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, _, err := image.DecodeConfig(f)
	if err != nil {
		return nil, err
	}
	if head.Width*head.Height > maxPixels {
		return nil, fmt.Errorf("has %d × %d pixels; up to 4096 × 4096 are read", head.Width, head.Height)
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(f)
	return img, err
}
