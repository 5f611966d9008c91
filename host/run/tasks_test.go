package run

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/metaspatial/metaspatial/host/config"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/assets"
)

func TestSource(t *testing.T) {
	items := Items(assets.Starter())
	cfg := config.Default()
	cfg.Tasks = config.Tasks{ObjectsMin: 4, ObjectsMax: 6, PerIteration: 5}
	first, err := Source(cfg, items)(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Source(cfg, items)(3, 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(first, again); d != "" || len(first) != 5 {
		t.Errorf("%d tasks; asked again (-first +second):\n%s", len(first), d)
	}
	for _, task := range first {
		if n := len(task.Objects); n < 4 || n > 6 {
			t.Errorf("%s has %d objects, want 4 to 6", task.ID, n)
		}
	}
	for name, change := range map[string]func(c *config.Run) int{
		"another iteration": func(*config.Run) int { return 4 },
		"another seed":      func(c *config.Run) int { c.Seed++; return 3 },
	} {
		c := *cfg
		other, err := Source(&c, items)(change(&c), 0)
		if err != nil {
			t.Fatal(err)
		}
		if cmp.Equal(first, other) {
			t.Errorf("%s makes the same rooms", name)
		}
	}
	cfg.Tasks.Programs = []string{"tavern"}
	taverns, err := Source(cfg, items)(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range taverns {
		if task.Program != "tavern" {
			t.Errorf("%s is a %s", task.ID, task.Program)
		}
	}
}

// TestHeldOutRoomsAreNotTrainedOn looks for rooms of the suites among those of
// training.
func TestHeldOutRoomsAreNotTrainedOn(t *testing.T) {
	items := Items(assets.Starter())
	held, err := Suite(t.Context(), "twelve", 20, SuiteSeed, items)
	if err != nil {
		t.Fatal(err)
	}
	cfg := config.Default()
	cfg.Seed = SuiteSeed // the worst that a user can choose
	cfg.Tasks.ObjectsMin, cfg.Tasks.ObjectsMax, cfg.Tasks.PerIteration = 12, 12, 20
	trained, err := Source(cfg, items)(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	same := func(a, b *scenes.Task) bool { return cmp.Equal(a.Room, b.Room) && cmp.Equal(a.Objects, b.Objects) }
	for _, h := range held {
		for _, task := range trained {
			if same(h, task) {
				t.Errorf("held-out %s is trained on as %s", h.ID, task.ID)
			}
		}
	}
}

func TestSuiteEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Suite(ctx, "large", 5000, 1, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	var input *InputError
	if _, err := Suite(t.Context(), "enormous", 1, 1, nil); !errors.As(err, &input) {
		t.Errorf("an unknown suite: %v", err)
	}
}
