package stage

import (
	"image"
	"slices"
	"sync"
)

// Store keeps small files under names that are hashes, such as those of package
// shelf. It is used by several goroutines at once.
type Store interface {
	// Load returns a file, or an error where there is none.
	Load(name string) ([]byte, error)
	Save(name string, data []byte) error
}

// ThumbOptions are the options of [NewThumbs]; the zero value is right.
type ThumbOptions struct {
	// Store keeps pictures from start to start; nil keeps none.
	Store Store
	// Side is that of the pictures in pixels; 0 means 128.
	Side int
	// Most is how many pictures are kept in memory; 0 means 1024.
	Most int
	// Workers is how many goroutines draw; 0 means 1. AtOnce draws where a
	// picture is asked for.
	Workers int
	AtOnce  bool
}

// Thumbs draws small pictures in the background. Get never waits, so that a list
// of thousands scrolls; what was asked for last is drawn first. It may be used by
// several goroutines.
type Thumbs struct {
	opts ThumbOptions

	mu      sync.Mutex
	wake    *sync.Cond
	entries map[string]*thumb
	waiting []*thumb
	drawing int
	clock   uint64
	version uint64
	closed  bool
	wg      sync.WaitGroup
	own     *thumbPainter
}

// thumb is a picture or the wish for one.
type thumb struct {
	subject Subject
	img     *image.RGBA
	state   ThumbState
	// used is when it was last asked for.
	used uint64
}

// ThumbState says what there is of a picture.
type ThumbState uint8

// The states.
const (
	// ThumbWaiting means that it is being drawn.
	ThumbWaiting ThumbState = iota
	// ThumbReady means that it is there.
	ThumbReady
	// ThumbBroken means that there is nothing to draw.
	ThumbBroken
)

// mostWaiting bounds the queue: what scrolled by long ago is asked for again
// when it comes back.
const mostWaiting = 96

// NewThumbs starts drawing.
func NewThumbs(o ThumbOptions) *Thumbs {
	if o.Side == 0 {
		o.Side = 128
	}
	if o.Most == 0 {
		o.Most = 1024
	}
	t := &Thumbs{opts: o, entries: map[string]*thumb{}}
	t.wake = sync.NewCond(&t.mu)
	if o.AtOnce {
		t.own = &thumbPainter{}
		return t
	}
	for range max(1, o.Workers) {
		t.wg.Go(func() { t.work(&thumbPainter{}) })
	}
	return t
}

// Close ends the drawing.
func (t *Thumbs) Close() {
	t.mu.Lock()
	t.closed, t.waiting = true, nil
	t.wake.Broadcast()
	t.mu.Unlock()
	t.wg.Wait()
}

// Version changes whenever one more picture is there.
func (t *Thumbs) Version() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.version
}

// Pending reports whether pictures are being drawn.
func (t *Thumbs) Pending() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.waiting)+t.drawing > 0
}

// Get returns the picture of a subject, or begins to draw it. A picture must not
// be changed.
func (t *Thumbs) Get(s Subject) (*image.RGBA, ThumbState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.clock++
	e := t.entries[s.Key]
	if e != nil {
		e.used = t.clock
		return e.img, e.state
	}
	if t.closed {
		return nil, ThumbWaiting
	}
	e = &thumb{subject: s, used: t.clock}
	t.entries[s.Key] = e
	if t.own != nil {
		e.img, e.state = t.own.make(s, &t.opts)
		e.subject = Subject{}
		t.version++
		t.evict()
		return e.img, e.state
	}
	t.waiting = append(t.waiting, e)
	if len(t.waiting) > mostWaiting {
		oldest := 0
		for i, w := range t.waiting {
			if w.used < t.waiting[oldest].used {
				oldest = i
			}
		}
		t.drop(oldest)
	}
	t.wake.Signal()
	return nil, ThumbWaiting
}

// drop gives up a wish.
func (t *Thumbs) drop(i int) {
	delete(t.entries, t.waiting[i].subject.Key)
	t.waiting = append(t.waiting[:i], t.waiting[i+1:]...)
}

// next takes the latest wish.
func (t *Thumbs) next() *thumb {
	latest := 0
	for i, e := range t.waiting {
		if e.used > t.waiting[latest].used {
			latest = i
		}
	}
	e := t.waiting[latest]
	t.waiting = append(t.waiting[:latest], t.waiting[latest+1:]...)
	return e
}

func (t *Thumbs) work(p *thumbPainter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		for len(t.waiting) == 0 && !t.closed {
			t.wake.Wait()
		}
		if t.closed {
			return
		}
		e := t.next()
		s := e.subject
		t.drawing++
		t.mu.Unlock()
		img, state := p.make(s, &t.opts)
		t.mu.Lock()
		t.drawing--
		e.img, e.state, e.subject = img, state, Subject{}
		t.version++
		t.evict()
	}
}

// evict forgets the pictures that were asked for longest ago, a quarter at a
// time.
func (t *Thumbs) evict() {
	if len(t.entries) <= t.opts.Most {
		return
	}
	used := make([]uint64, 0, len(t.entries))
	for _, e := range t.entries {
		used = append(used, e.used)
	}
	slices.Sort(used)
	limit := used[len(used)-t.opts.Most*3/4]
	for key, e := range t.entries {
		if e.state != ThumbWaiting && e.used < limit {
			delete(t.entries, key)
		}
	}
}
