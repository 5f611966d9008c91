// Command idesign furnishes I-Design's rooms with a policy and compares with
// what I-Design's own solver made of them: of the rooms that it solved, in which
// share is the policy's layout without collision and without a relation off by
// more than 2 cm, by the public reward's rules; and why it did not solve the rest.
//
//	go run ./cmd/internal/idesign --policy policy/compact:RUN rooms.jsonl
//
// Each line of the file is a room as I-Design has it, with the solver's outcome
// under "solver". The policy runs in this process, on all its processors. It
// answers until a layout is without fault or the budget is used up; the choice is
// this program's, not the policy's.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"slices"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/metaspatial/metaspatial/cmd/internal/tries"
	"github.com/metaspatial/metaspatial/scenes/codec"
	"github.com/metaspatial/metaspatial/sdk/policy"
)

// room is a room with what I-Design's solver made of it.
type room struct {
	codec.Room
	size   [3]float64
	solved bool
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("idesign: ")
	id := flag.String("policy", "policy/compact", "policy, with its checkpoint after a colon")
	k := flag.Int("k", 0, "most answers to a room; 0 goes by the budget alone")
	budget := flag.Duration("budget", 50*time.Millisecond, "time for a room")
	turns := flag.Int("turns", 3, "most turns of an episode")
	batch := flag.Int("batch", 8, "most answers at once")
	temperature := flag.Float64("temperature", 1, "of all answers but the first")
	seed := flag.Uint64("seed", 1, "seed of the sampling")
	repeat := flag.Int("repeat", 1, "how often to furnish all rooms, with other seeds")
	settings := map[string]any{}
	flag.Func("set", "NAME=VALUE, a setting of the policy (repeatable)", func(arg string) error { return set(settings, arg) })
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("name the file of rooms")
	}
	rooms, err := readRooms(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	p, err := tries.Open(ctx, *id, settings)
	if err != nil {
		log.Fatal(err)
	}
	o := tries.Options{K: *k, Budget: *budget, Turns: *turns, Batch: *batch, Temperature: *temperature, Seed: *seed}
	if err := furnish(ctx, os.Stdout, p, rooms, o, *repeat); err != nil {
		log.Fatal(err)
	}
}

// set reads NAME=VALUE, the value as YAML.
func set(into map[string]any, arg string) error {
	for i := range arg {
		if arg[i] != '=' || i == 0 {
			continue
		}
		var v any
		if err := yaml.Unmarshal([]byte(arg[i+1:]), &v); err != nil {
			return err
		}
		into[arg[:i]] = v
		return nil
	}
	return errors.New("write NAME=VALUE")
}

func readRooms(file string) ([]room, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	var out []room
	for line := 1; ; line++ {
		data, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: line %d: %w", file, line, err)
		}
		if len(data) > 1 {
			var more struct {
				Room   [3]float64
				Solver struct{ Solved bool }
			}
			r, bad := codec.DecodeRoom(data)
			if bad == nil {
				bad = json.Unmarshal(data, &more)
			}
			if bad != nil {
				return nil, fmt.Errorf("%s: line %d: %w", file, line, bad)
			}
			out = append(out, room{r, more.Room, more.Solver.Solved})
		}
		if err != nil {
			return out, nil
		}
	}
}

// furnish furnishes every room and writes the tables.
func furnish(ctx context.Context, w io.Writer, p policy.Policy, rooms []room, o tries.Options, repeat int) error {
	// The first answer makes the networks and fills caches.
	if _, err := tries.Best(ctx, p, rooms[0].Task, o); err != nil {
		return err
	}
	var groups []string
	rows := map[string][]row{}
	for n := range repeat {
		again := o
		again.Seed += uint64(n)
		for i := range rooms {
			r, err := tryRoom(ctx, p, &rooms[i], again)
			if err != nil {
				return fmt.Errorf("room %q: %w", rooms[i].Task.ID, err)
			}
			if rows[rooms[i].Set] == nil {
				groups = append(groups, rooms[i].Set)
			}
			rows[rooms[i].Set] = append(rows[rooms[i].Set], r)
		}
	}
	fmt.Fprintf(w, "rooms that I-Design's solver solved: no collision and no relation off by more than 2 cm, by the public reward's rules\n\n")
	fmt.Fprintf(w, "| rooms | solved by I-Design | of these without fault | with overlaps up to 2 cm too | fully valid by our rules | answers, mean | ms p50 | p99 | most |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	for _, g := range groups {
		table(w, g, rows[g])
	}
	return unsolved(ctx, w, groups, rows)
}

func table(w io.Writer, group string, rows []row) {
	var clean, loose, valid, k float64
	var ms []float64
	n := 0.0
	for i := range rows {
		r := &rows[i]
		if !r.room.solved {
			continue
		}
		n++
		clean += one(r.clean)
		loose += one(r.loose)
		valid += one(r.valid)
		k += float64(r.k)
		ms = append(ms, float64(r.took)/float64(time.Millisecond))
	}
	slices.Sort(ms)
	fmt.Fprintf(w, "| %s | %.0f of %d | %.1f %% | %.1f %% | %.1f %% | %.2f | %.1f | %.1f | %.1f |\n", group, n, len(rows), 100*clean/n, 100*loose/n, 100*valid/n, k/n,
		percentile(ms, 0.5), percentile(ms, 0.99), percentile(ms, 1))
}

// percentile is the nearest-rank percentile of sorted values.
func percentile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
