package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/metaspatial/metaspatial/host/config"
)

// results is everything that the finished runs say; also the JSON form.
type results struct {
	Minutes float64  `json:"minutes"`
	Seeds   []uint64 `json:"seeds"`
	// Rooms is the number of rooms of each suite.
	Rooms  int      `json:"rooms"`
	Suites []string `json:"suites"`
	// SHA256 are the hashes of the suites' rooms.
	SHA256 map[string]string `json:"suites_sha256"`
	// Programs are the hashes of the programs that trained: more than one means
	// that the program was changed between runs.
	Programs []string `json:"programs_sha256"`
	// Base is what the base changes of the default run file.
	Base   []string    `json:"base"`
	Rows   []rowResult `json:"rows"`
	Failed []string    `json:"failed,omitempty"`
}

// rowResult is a row's runs, one per seed.
type rowResult struct {
	ID      string   `json:"id"`
	Changed []string `json:"changed"`
	// FullyValid and its Difference from the base's, paired by seed, are shares
	// of rooms by suite.
	FullyValid map[string]spread `json:"fully_valid"`
	Difference map[string]spread `json:"difference"`
	Runs       []*outcome        `json:"runs"`
}

// results reads back every row that has finished runs.
func (s *study) results() (*results, error) {
	r := &results{Minutes: s.minutes, Seeds: s.seeds, Rooms: s.rooms, Suites: s.suites, SHA256: map[string]string{}, Failed: s.Failed}
	jobs, err := s.list(rows)
	if err != nil {
		return nil, err
	}
	if r.Base, err = shown(config.Default(), s.example(rows[0])); err != nil {
		return nil, err
	}
	programs := map[string]bool{}
	for _, row := range rows {
		out := rowResult{ID: row.ID, FullyValid: map[string]spread{}, Difference: map[string]spread{}}
		if out.Changed, err = shown(s.example(rows[0]), s.example(row)); err != nil {
			return nil, err
		}
		for _, j := range jobs {
			if j.Row.ID != row.ID || j.had == nil || !j.had.measured(s.suites, s.rooms) {
				continue
			}
			if err := r.sameRooms(j.had); err != nil {
				return nil, err
			}
			programs[j.had.Program] = true
			out.Runs = append(out.Runs, j.had)
		}
		if len(out.Runs) > 0 {
			r.Rows = append(r.Rows, out)
		}
	}
	r.Programs = slices.Sorted(maps.Keys(programs))
	for i := range r.Rows {
		for _, suite := range r.Suites {
			r.Rows[i].FullyValid[suite] = spreadOf(values(r.Rows[i].Runs, valid(suite)))
			r.Rows[i].Difference[suite] = paired(r.Rows[i].Runs, r.runs(baseID), valid(suite))
		}
	}
	return r, nil
}

// example is a row's run file with the first seed.
func (s *study) example(r row) *config.Run {
	c := base(s.minutes, s.seeds[0], ".")
	r.change(c)
	return c
}

// shown are the changes without those that differ between the runs of a row:
// the folder and the seeds.
func shown(from, to *config.Run) ([]string, error) {
	var plain [2]config.Run
	for i, c := range []*config.Run{from, to} {
		plain[i] = *c
		plain[i].Out, plain[i].Seed, plain[i].Policy.Config = "", 0, maps.Clone(c.Policy.Config)
		delete(plain[i].Policy.Config, "seed")
	}
	return changes(&plain[0], &plain[1])
}

// sameRooms refuses to put measurements of different rooms into one table.
func (r *results) sameRooms(o *outcome) error {
	for _, name := range r.Suites {
		hash := o.Suites[name].SHA256
		if r.SHA256[name] == "" {
			r.SHA256[name] = hash
		}
		if r.SHA256[name] != hash {
			return fmt.Errorf("%s was measured on other rooms of %s than the rows before it, by another version of the program; delete its %s to repeat it", o.dir, name, outcomeFile)
		}
	}
	return nil
}

// row returns a row's results, or nil where none of its runs is finished.
func (r *results) row(id string) *rowResult {
	for i := range r.Rows {
		if r.Rows[i].ID == id {
			return &r.Rows[i]
		}
	}
	return nil
}

// runs are the finished runs of a row.
func (r *results) runs(id string) []*outcome {
	if row := r.row(id); row != nil {
		return row.Runs
	}
	return nil
}

// valid reads the share of fully valid rooms of a suite.
func valid(suite string) func(*outcome) float64 {
	return func(o *outcome) float64 { return o.Suites[suite].FullyValid }
}

func values(of []*outcome, value func(*outcome) float64) []float64 {
	var out []float64
	for _, o := range of {
		out = append(out, value(o))
	}
	return out
}
