package main

import (
	"image"
	"runtime"
	"sync"

	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure/critic"
	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
	"github.com/metaspatial/metaspatial/scenes/world"
)

// modes are the ways in which a pair is judged: with the relations that the
// task asks for, from the arrangement alone, and the former without a picture.
var modes = [3]string{"as asked", "arrangement alone", "as asked, no picture"}

// judged is one layout in every mode.
type judged struct {
	score    [len(modes)]float64
	measures [len(modes)]critic.Measures
}

// pair is a fault beside its good room.
type pair struct {
	seed   uint64
	fault  faults.Fault
	kind   int
	good   *judged
	faulty judged
}

// tried is what came of a run of seeds.
type tried struct {
	rooms   int
	skipped []error
	pairs   []pair
}

// try judges every pair of the rooms of n seeds, on all processors.
func try(first, n uint64) tried {
	outs := make([]tried, n)
	var wg sync.WaitGroup
	workers := uint64(runtime.GOMAXPROCS(0))
	for k := range workers {
		wg.Go(func() {
			var p painter
			for i := k; i < n; i += workers {
				outs[i] = p.room(first + i)
			}
		})
	}
	wg.Wait()
	var all tried
	for _, o := range outs {
		all.rooms += o.rooms
		all.skipped = append(all.skipped, o.skipped...)
		all.pairs = append(all.pairs, o.pairs...)
	}
	return all
}

func (p *painter) room(seed uint64) tried {
	r, err := faults.NewRoom(seed)
	if err != nil {
		return tried{skipped: []error{err}}
	}
	free := r.Free()
	good, err := p.judge(r.Task, free, r.Layout)
	if err != nil {
		return tried{skipped: []error{err}}
	}
	out := tried{rooms: 1}
	for i, k := range faults.Kinds() {
		f, ok := r.Make(k)
		if !ok {
			continue
		}
		bad, err := p.judge(r.Task, free, f.Layout)
		if err != nil {
			out.skipped = append(out.skipped, err)
			continue
		}
		out.pairs = append(out.pairs, pair{seed, f, i, &good, bad})
	}
	return out
}

func (p *painter) judge(asked, free *scenes.Task, l *scenes.Layout) (judged, error) {
	var j judged
	img, err := p.draw(asked, l, 256)
	if err != nil {
		return j, err
	}
	for k := range modes {
		t, images := asked, []image.Image{img}
		switch k {
		case 1:
			t = free
		case 2:
			images = nil
		}
		j.measures[k] = critic.Gather(world.New(t, l, nil), images)
		j.score[k] = j.measures[k].Grade().Score()
	}
	return j, nil
}
