package main

import (
	"fmt"
	"io"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/report"
	"github.com/metaspatial/metaspatial/scenes/measure"
)

// summary is an evaluation's means with its latencies.
type summary struct {
	measure.Summary
	Latency eval.Latency
}

// suiteJSON is a summary as it is printed.
type suiteJSON struct {
	Tasks          int          `json:"tasks"`
	FullyValid     float64      `json:"fully_valid"`
	CollisionFree  float64      `json:"collision_free"`
	CollidingPairs float64      `json:"colliding_pairs"`
	Violating2cm   float64      `json:"violating_2cm"`
	Violating10cm  float64      `json:"violating_10cm"`
	OutOfBounds    float64      `json:"out_of_bounds"`
	Unsupported    float64      `json:"unsupported"`
	LatencyMS      eval.Latency `json:"latency_ms"`
}

func summaryJSON(s eval.Summary) suiteJSON {
	return suiteJSON{
		Tasks: s.Rooms, FullyValid: s.FullyValid, CollisionFree: s.CollisionFree, CollidingPairs: s.CollidingPairs,
		Violating2cm: s.Violating2cm, Violating10cm: s.Violating10cm, OutOfBounds: s.OutOfBounds,
		Unsupported: s.Unsupported, LatencyMS: s.LatencyMS,
	}
}

// summaryHeader names the columns of [printSummaries].
var summaryHeader = []string{"", "rooms", "fully valid", "collision-free", "colliding pairs", "violating 2 cm", "violating 10 cm", "out of bounds", "unsupported", "p50", "p95", "p99"}

func printSummaries(w io.Writer, names []string, list []summary) {
	var rows [][]string
	for i, s := range list {
		row := []string{names[i], fmt.Sprint(s.Rooms)}
		for _, c := range s.Columns() {
			row = append(row, report.Percent(c.Value))
		}
		for _, ms := range []float64{s.Latency.P50, s.Latency.P95, s.Latency.P99} {
			cell := fmt.Sprintf("%.1f ms", ms)
			if s.Latency == (eval.Latency{}) { // the run that was resumed measured it
				cell = "–"
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	printTable(w, summaryHeader, rows)
}
