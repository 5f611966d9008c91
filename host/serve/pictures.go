package serve

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
	"github.com/metaspatial/metaspatial/sdk/render"
)

// maxKept is the number of pictures in the cache directory at which they are
// deleted.
const maxKept = 4096

// shelf is a renderer that knows what lies in its cache directory, which would
// grow without end otherwise. Whoever works with pictures holds it meanwhile.
type shelf struct {
	render.Renderer
	dir string
	// most is the number of pictures at which they are deleted.
	most int

	held     sync.RWMutex
	mu       sync.Mutex
	files    map[string]struct{}
	sweeping atomic.Bool
}

func newShelf(r render.Renderer, dir string) *shelf {
	return &shelf{Renderer: r, dir: dir, most: maxKept, files: map[string]struct{}{}}
}

// Render draws, and notes the files.
func (s *shelf) Render(ctx context.Context, req render.RenderRequest) (render.RenderResponse, error) {
	resp, err := s.Renderer.Render(ctx, req)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, images := range resp.Images {
		for _, img := range images {
			if img.File != "" {
				s.files[img.File] = struct{}{}
			}
		}
	}
	return resp, err
}

// hold keeps every picture where it is until free is called.
func (s *shelf) hold() (free func()) {
	s.held.RLock()
	return func() {
		s.held.RUnlock()
		s.mu.Lock()
		full := len(s.files) >= s.most
		s.mu.Unlock()
		if full && s.sweeping.CompareAndSwap(false, true) {
			s.sweep()
			s.sweeping.Store(false)
		}
	}
}

// sweep deletes all pictures as soon as nobody holds them.
func (s *shelf) sweep() {
	s.held.Lock()
	defer s.held.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for f := range s.files {
		if filepath.IsLocal(filepath.FromSlash(f)) {
			// A file that stays takes room and does no other harm.
			_ = os.Remove(filepath.Join(s.dir, filepath.FromSlash(f)))
		}
	}
	clear(s.files)
}

// read returns the bytes of a picture.
func (s *shelf) read(img *base.Image) ([]byte, error) {
	if len(img.Data) > 0 {
		return img.Data, nil
	}
	data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(img.File)))
	if err != nil {
		return nil, fmt.Errorf("read a picture of renderer %q: %w", s.Describe().ID, err)
	}
	return data, nil
}

// maxRooms is the number of pictures of empty rooms that are kept, since the
// episodes of a group all begin with the same.
const maxRooms = 256

// emptyRoom returns the picture of a task's room; raw is the task as JSON.
func (s *Server) emptyRoom(task *scenes.Task, raw []byte) ([]byte, error) {
	key := sha256.Sum256(raw)
	if picture, ok := s.drawn.get(key); ok {
		return picture, nil
	}
	picture, err := s.empty.ask(task)
	if err == nil {
		s.drawn.put(key, picture)
	}
	return picture, err
}

// rooms draws the rooms of tasks as they are found: with nothing in them but
// what is locked.
func (s *shelf) rooms(ctx context.Context, p base.Picture, tasks []*scenes.Task) ([][]byte, error) {
	defer s.hold()()
	p = p.Complete()
	req := render.RenderRequest{Cameras: []string{p.Camera}, Outputs: []string{p.Output}, Width: p.Width, Height: p.Height, Quality: p.Quality}
	for _, t := range tasks {
		req.Scenes = append(req.Scenes, render.Scene{Task: t, Layout: &scenes.Layout{Placements: t.Locked}})
	}
	resp, err := s.Render(ctx, req)
	if err == nil {
		err = resp.Diagnostics.Err()
	}
	if err == nil && len(resp.Images) != len(tasks) {
		err = fmt.Errorf("returned images of %d scenes for %d", len(resp.Images), len(tasks))
	}
	if err != nil {
		return nil, fmt.Errorf("renderer %q: %w", s.Describe().ID, err)
	}
	out := make([][]byte, len(tasks))
	for i, images := range resp.Images {
		if len(images) != 1 {
			return nil, fmt.Errorf("renderer %q: returned %d images of a scene for 1", s.Describe().ID, len(images))
		}
		if out[i], err = s.read(&images[0]); err != nil {
			return nil, err
		}
	}
	return out, nil
}
