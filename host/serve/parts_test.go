package serve

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/metaspatial/metaspatial/host/internal/toy"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/sdk/base"
)

func TestBatcher(t *testing.T) {
	var mu sync.Mutex
	largest := 0
	b := newBatcher(4, 20*time.Millisecond, func(_ context.Context, in []int) ([]int, error) {
		mu.Lock()
		largest = max(largest, len(in))
		mu.Unlock()
		out := make([]int, len(in))
		for i, v := range in {
			if v == 7 {
				return nil, errors.New("seven")
			}
			out[i] = 2 * v
		}
		return out, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		b.run(ctx, 2)
		close(ended)
	}()
	in := make([]int, 20)
	for i := range in {
		in[i] = i
	}
	out, errs := b.askAll(in)
	for i := range in {
		if (errs[i] != nil) != (i == 7) || i != 7 && out[i] != 2*i {
			t.Errorf("%d: %d, %v", i, out[i], errs[i])
		}
	}
	if largest != 4 {
		t.Errorf("the largest batch has %d", largest)
	}
	cancel()
	<-ended
	if _, err := b.ask(1); !errors.Is(err, errEnded) {
		t.Errorf("after the end: %v", err)
	}
}

func TestPicturesAreDeletedOnceNobodyHoldsThem(t *testing.T) {
	dir := t.TempDir()
	s := newShelf(&toy.Renderer{Dir: dir}, dir)
	s.most = 5
	task := toy.Task("room", 1)
	held := s.hold()
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		if _, err := s.rooms(t.Context(), base.Picture{}, []*scenes.Task{task, task, task, task, task, task}); err != nil {
			t.Error(err)
		}
	}()
	files := func() int {
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	for files() < 6 {
		time.Sleep(time.Millisecond)
	}
	select {
	case <-swept:
		t.Error("pictures were deleted while somebody held them")
	case <-time.After(50 * time.Millisecond):
	}
	held()
	<-swept
	if n := files(); n != 0 {
		t.Errorf("%d files are left", n)
	}
	if _, err := s.read(&base.Image{File: "gone.png"}); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "render/toy") {
		t.Errorf("a picture that is gone: %v", err)
	}
}

func TestCache(t *testing.T) {
	c := cache[int, int]{most: 10}
	for i := range 100 {
		c.put(i, -i)
		if v, ok := c.get(0); !ok || v != 0 {
			t.Fatalf("what is asked for all the time is gone after %d", i)
		}
	}
	for i := 90; i < 100; i++ {
		if v, ok := c.get(i); !ok || v != -i {
			t.Errorf("%d of the newest is gone", i)
		}
	}
	if _, ok := c.get(50); ok || len(c.newer)+len(c.older) > 20 {
		t.Errorf("%d values are kept", len(c.newer)+len(c.older))
	}
}

func TestResponseInAQuery(t *testing.T) {
	const r = "<think>a</think><answer>[]</answer>"
	for name, c := range map[string][2]string{
		"prompt first":      {"PROMPT" + r, "PROMPT"},
		"special tokens":    {"PROMPT" + r + "<|im_end|>\n<|endoftext|>", "PROMPT"},
		"other end":         {"PROMPT" + r + "</s>", "PROMPT"},
		"expanded pictures": {"<|im_start|>user <answer>x</answer><|im_end|>\n<|im_start|>assistant\n" + r, "PROMPT"},
		"no template":       {"USER <answer>…</answer> ASSISTANT " + r, ""},
		"only the response": {r, ""},
	} {
		if got := responseIn(c[0], c[1]); got != r {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := responseIn("PROMPT no tags", "PROMPT"); got != " no tags" {
		t.Errorf("without tags: %q", got)
	}
}
