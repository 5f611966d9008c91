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
		anew, err := r.time(s.side, s.quality, n, true)
		if err != nil {
			return fmt.Errorf("%s %d: %w", s.name, s.side, err)
		}
		still, err := r.time(s.side, s.quality, n, false)
		if err != nil {
			return fmt.Errorf("%s %d: %w", s.name, s.side, err)
		}
		median := middle(anew)
		fmt.Fprintf(w, "%-6s %3d²  anew: median %6.2f ms, least %6.2f   still: median %6.2f ms, least %6.2f   goal %4.1f\n",
			s.name, s.side, ms(median), ms(anew[0]), ms(middle(still)), ms(still[0]), ms(s.goal))
		if s.quality == raster.Beauty {
			beauty[s.side] = median
		}
	}
	runtime.GOMAXPROCS(before)
	return beside(w, r, beauty)
}

// step moves the room between pictures that are drawn anew, in metres: enough
// that nothing of the last picture can be used again, too little to be seen.
const step = 1e-5

// time returns how long each of n pictures took, in rising order, after two
// that do not count. Anew, the furniture is elsewhere in every one of them.
func (r *reference) time(side int, q raster.Quality, n int, anew bool) ([]time.Duration, error) {
	var p raster.Renderer
	var f raster.Frame
	var took []time.Duration
	s := r.scene
	s.Props = slices.Clone(s.Props)
	for i := range n + 2 {
		if anew {
			s.Props[0].Position[0] += step
		}
		start := time.Now()
		if err := p.Render(s, r.camera, r.options(side, q), &f); err != nil {
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
