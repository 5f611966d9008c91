package vlm

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/prompt"
	"github.com/metaspatial/metaspatial/scenes/raster"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// maxPicture bounds the bytes of a picture.
const maxPicture = 32 << 20

// picture returns the PNG that goes with an observation and what it shows: the
// render of the layout before, or, where there is none, the room without its
// objects, which the policy draws itself because the host draws layouts only.
func (p *Policy) picture(o *policy.Observation) ([]byte, prompt.Picture, error) {
	if o.Image != nil && o.Previous != nil {
		data, err := p.load(o.Image)
		return data, prompt.PreviousLayout, err
	}
	data, err := p.room(o.Task)
	if err != nil {
		return nil, prompt.NoPicture, fmt.Errorf("draw the room of task %q: %w", o.Task.ID, err)
	}
	return data, prompt.EmptyRoom, nil
}

// qualities are the words of render/raster; another renderer's are drawn as its
// default is.
var qualities = map[string]raster.Quality{"preview": raster.Preview, "beauty": raster.Beauty}

// room draws what stands in the room from the start.
func (p *Policy) room(t *scenes.Task) ([]byte, error) {
	pic := p.opts.picture
	fixed := &scenes.Layout{Placements: t.Locked}
	camera, err := raster.ParseCamera(pic.Camera, t, fixed, pic.Width, pic.Height)
	if err != nil {
		return nil, err
	}
	var r raster.Renderer
	var f raster.Frame
	o := raster.Options{Width: pic.Width, Height: pic.Height, Quality: qualities[pic.Quality]}
	if err := r.Render(raster.Scene{Task: t, Layout: fixed}, camera, o, &f); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, f.Color); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// load reads a picture of the host's out of the cache directory.
func (p *Policy) load(i *base.Image) ([]byte, error) {
	if len(i.Data) > 0 {
		return i.Data, nil
	}
	if !filepath.IsLocal(i.File) {
		return nil, fmt.Errorf("picture %q lies outside the cache directory", i.File)
	}
	f, err := os.Open(filepath.Join(p.cache, i.File))
	if err != nil {
		return nil, fmt.Errorf("read the picture of the turn before: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxPicture+1))
	if err == nil && len(data) > maxPicture {
		err = fmt.Errorf("it is larger than %d MiB", maxPicture>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("read the picture of the turn before: %w", err)
	}
	return data, nil
}
