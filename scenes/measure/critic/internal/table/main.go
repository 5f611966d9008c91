// Command table judges labelled rooms by the critic and prints in which share of
// the pairs it ranks the good room above the faulty one, as Markdown. The
// critic's TABLE.md is its output:
//
//	go run ./scenes/measure/critic/internal/table > scenes/measure/critic/TABLE.md
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/metaspatial/metaspatial/scenes/measure/critic/faults"
)

func main() {
	first := flag.Uint64("first", 1_000_000, "the first `seed`; those below 1,000,000 were used while the critic was developed")
	n := flag.Uint64("n", 880, "how many seeds")
	pictures := flag.String("pictures", "", "write the pairs' pictures to this `folder` instead of judging them")
	lost := flag.Int("lost", -1, "list the lost pairs of this `mode`, 0 to 2, instead of the table")
	flag.Parse()
	if err := run(*first, *n, *pictures, *lost); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(first, n uint64, pictures string, lost int) error {
	if pictures != "" {
		return draw(first, n, pictures)
	}
	t := try(first, n)
	for _, err := range t.skipped {
		fmt.Fprintln(os.Stderr, "left out:", err)
	}
	if lost >= 0 && lost < len(modes) {
		return losses(os.Stdout, &t, lost, 40)
	}
	return write(os.Stdout, &t, first, n)
}

// draw writes the pictures of every pair.
func draw(first, n uint64, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var p painter
	for s := first; s < first+n; s++ {
		r, err := faults.NewRoom(s)
		if err != nil {
			return err
		}
		for _, k := range faults.Kinds() {
			if f, ok := r.Make(k); ok {
				if err := p.save(dir, s, r, &f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
