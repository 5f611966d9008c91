package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/metaspatial/metaspatial/scenes/raster"
)

// shots are the qualities and sizes that are timed, with the longest time each
// may take.
var shots = []struct {
	name    string
	quality raster.Quality
	side    int
	goal    time.Duration
}{
	{"train", raster.Train, 256, 800 * time.Microsecond},
	{"train", raster.Train, 512, 2 * time.Millisecond},
	{"beauty", raster.Beauty, 512, 25 * time.Millisecond},
	{"beauty", raster.Beauty, 800, 55 * time.Millisecond},
}

// times draws every shot n times and prints how long that takes, beside
// Blender where it is installed.
func times(w io.Writer, r *reference, n int) error {
	fmt.Fprintf(w, "%s, %d triangles, one goroutine on one processor, %d pictures each\n", room, r.triangles, n)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	beauty := map[int]time.Duration{}
	for _, s := range shots {
		took, err := r.time(s.side, s.quality, n)
		if err != nil {
			return fmt.Errorf("%s %d: %w", s.name, s.side, err)
		}
		median := middle(took)
		fmt.Fprintf(w, "%-6s %3d²  median %7.2f ms  least %7.2f ms  goal %5.1f ms\n", s.name, s.side, ms(median), ms(took[0]), ms(s.goal))
		if s.quality == raster.Beauty {
			beauty[s.side] = median
		}
	}
	runtime.GOMAXPROCS(before)
	return beside(w, r, beauty)
}

// time returns how long each of n pictures took, in rising order, after two
// that do not count.
func (r *reference) time(side int, q raster.Quality, n int) ([]time.Duration, error) {
	var p raster.Renderer
	var f raster.Frame
	var took []time.Duration
	for i := range n + 2 {
		start := time.Now()
		if err := p.Render(r.scene, r.camera, r.options(side, q), &f); err != nil {
			return nil, err
		}
		if i >= 2 {
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	return took, nil
}

// middle is the median of sorted times.
func middle(t []time.Duration) time.Duration {
	return (t[(len(t)-1)/2] + t[len(t)/2]) / 2
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
