package stage

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/scenes/assets"
	"github.com/metaspatial/metaspatial/scenes/mesh"
	"github.com/metaspatial/metaspatial/scenes/raster"
)

// memory is a store that counts.
type memory struct {
	mu     sync.Mutex
	files  map[string][]byte
	loaded int
}

func (m *memory) Load(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if d, ok := m.files[name]; ok {
		m.loaded++
		return d, nil
	}
	return nil, errors.New("not there")
}

func (m *memory) Save(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = data
	return nil
}

func TestThumbsAreDrawnAndKept(t *testing.T) {
	lib := assets.Starter()
	a := lib.Assets()[0]
	a.Blob = "0011"
	store := &memory{files: map[string][]byte{}}
	reads := 0
	read := func(id string) (*mesh.Model, error) { reads++; return lib.Model(id) }
	var first []uint8
	for start := range 3 {
		if start == 2 {
			for k := range store.files {
				store.files[k] = []byte("damaged")
			}
		}
		th := NewThumbs(ThumbOptions{Store: store, Side: 64, AtOnce: true})
		img, state := th.Get(AssetSubject(&a, read))
		if state != ThumbReady || img.Rect.Dx() != 64 {
			t.Fatalf("state %d", state)
		}
		seen := 0
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] == 255 {
				seen++
			}
		}
		if seen < 64*64/8 || img.Pix[3] != 0 {
			t.Errorf("%d of %d pixels show the asset, the corner's alpha is %d", seen, 64*64, img.Pix[3])
		}
		if start == 0 {
			first = img.Pix
		} else if string(first) != string(img.Pix) {
			t.Errorf("start %d shows another picture", start)
		}
		th.Close()
	}
	if reads != 2 || store.loaded != 2 {
		t.Errorf("read the model %d times and the store %d; want 2 and 2", reads, store.loaded)
	}
	// Another orientation is another picture.
	b := a
	b.Front = "-Z"
	if AssetSubject(&a, read).Key == AssetSubject(&b, read).Key {
		t.Error("the key does not know the front")
	}
}

func TestThumbsLatestFirst(t *testing.T) {
	release := make(chan bool)
	var mu sync.Mutex
	var order []int
	subject := func(i int) Subject {
		return Subject{Key: fmt.Sprint(i), Draw: func() (raster.Scene, error) {
			if i == 0 {
				<-release
			}
			mu.Lock()
			defer mu.Unlock()
			order = append(order, i)
			return raster.Scene{}, errors.New("nothing")
		}}
	}
	th := NewThumbs(ThumbOptions{Most: 100})
	defer th.Close()
	th.Get(subject(0))
	for {
		th.mu.Lock()
		taken := th.drawing == 1
		th.mu.Unlock()
		if taken {
			break
		}
		time.Sleep(time.Millisecond)
	}
	for i := 1; i <= 400; i++ {
		if _, state := th.Get(subject(i)); state != ThumbWaiting {
			t.Fatalf("%d is %d at once", i, state)
		}
	}
	th.mu.Lock()
	if len(th.waiting) > mostWaiting {
		t.Errorf("%d wait", len(th.waiting))
	}
	th.mu.Unlock()
	close(release)
	for th.Pending() {
		time.Sleep(time.Millisecond)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(order) != mostWaiting+1 || order[1] != 400 || order[2] != 399 {
		t.Errorf("%d drawn, first %v", len(order), order[:3])
	}
	if _, state := th.Get(subject(400)); state != ThumbBroken {
		t.Errorf("what cannot be drawn is %d", state)
	}
	if n := len(th.entries); n > 100 {
		t.Errorf("%d in memory", n)
	}
}

func TestThumbOfALayout(t *testing.T) {
	c := furnished(5)
	th := NewThumbs(ThumbOptions{AtOnce: true})
	img, state := th.Get(LayoutSubject(c.Rooms[0].Task, c.Rooms[0].Layout, kit()))
	if state != ThumbReady || img.Pix[4*(64*128+64)+3] != 255 {
		t.Errorf("state %d", state)
	}
	bad := *c.Rooms[0].Task
	bad.Room.Floor = nil
	if _, state := th.Get(LayoutSubject(&bad, nil, nil)); state != ThumbBroken {
		t.Errorf("a room that cannot be drawn is %d", state)
	}
}

func TestModelsComeLater(t *testing.T) {
	lib := assets.Starter()
	m := NewModels(func(id string) (*mesh.Model, error) {
		if strings.HasPrefix(id, "bad") {
			return nil, errors.New("no such file")
		}
		return lib.Model(id)
	}, 2)
	id := lib.Assets()[0].ID
	if m.Model(id) != nil {
		t.Error("there at once")
	}
	m.Model("bad")
	m.Model("")
	for m.Pending() {
		time.Sleep(time.Millisecond)
	}
	if m.Model(id) == nil || m.Model("bad") != nil || m.Err("bad") == nil || m.Version() != 2 {
		t.Errorf("model %v, error %v, version %d", m.Model(id) != nil, m.Err("bad"), m.Version())
	}
	m.Forget(id)
	if m.Model(id) != nil {
		t.Error("not forgotten")
	}
	m.Close()
	m.Close()
}

// BenchmarkThumb draws the starter kit's assets one after another.
func BenchmarkThumb(b *testing.B) {
	lib := assets.Starter()
	list := lib.Assets()
	var p thumbPainter
	o := ThumbOptions{Side: 128}
	i := 0
	for b.Loop() {
		p.make(AssetSubject(&list[i%len(list)], lib.Model), &o)
		i++
	}
}

// BenchmarkScroll asks for the 60 pictures of a frame out of a thousand.
func BenchmarkScroll(b *testing.B) {
	lib := assets.Starter()
	list := lib.Assets()
	th := NewThumbs(ThumbOptions{Side: 96})
	defer th.Close()
	row := 0
	for b.Loop() {
		for k := range 60 {
			a := list[(row+k)%len(list)]
			s := AssetSubject(&a, lib.Model)
			s.Key = fmt.Sprint((row + k) % 1000)
			th.Get(s)
		}
		row += 6
	}
}
