package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/metaspatial/metaspatial/host/eval"
	"github.com/metaspatial/metaspatial/host/report"
	"github.com/metaspatial/metaspatial/scenes"
	"github.com/metaspatial/metaspatial/scenes/measure"
	"github.com/metaspatial/metaspatial/scenes/measure/sceneeval"
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
	// The ratios of MetaSpatial's public reward, beside our own shares.
	ReferenceCollision  *float64 `json:"reference_collision,omitempty"`
	ReferenceConstraint *float64 `json:"reference_constraint,omitempty"`
	// Paper is the row of the paper's table, SceneEval that of SceneEval's, in
	// percent.
	Paper     *eval.Paper        `json:"paper,omitempty"`
	SceneEval *sceneeval.Summary `json:"sceneeval,omitempty"`
	// Terms are the reward terms that were measured too.
	Terms []eval.TermMean `json:"terms,omitempty"`
	// Took is what the policy said that its answers took, such as tokens and cost.
	Took map[string]float64 `json:"took,omitempty"`
	// SHA256 is the hash of the rooms, as JSON lines.
	SHA256 string `json:"sha256,omitempty"`
}

func summaryJSON(s eval.Summary) suiteJSON {
	out := suiteJSON{
		Tasks: s.Rooms, FullyValid: s.FullyValid, CollisionFree: s.CollisionFree, CollidingPairs: s.CollidingPairs,
		Violating2cm: s.Violating2cm, Violating10cm: s.Violating10cm, OutOfBounds: s.OutOfBounds,
		Unsupported: s.Unsupported, LatencyMS: s.LatencyMS, Paper: s.Paper, SceneEval: s.SceneEval, Terms: s.Terms,
	}
	for _, t := range s.Took {
		if out.Took == nil {
			out.Took = map[string]float64{}
		}
		out.Took[t.Name] = t.Value
	}
	if p := s.Paper; p != nil && p.Scored > 0 {
		out.ReferenceCollision, out.ReferenceConstraint = &p.Collision, &p.Constraint
	}
	return out
}

// hashOf identifies the rooms that were measured.
func hashOf(tasks []*scenes.Task) (string, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	for _, t := range tasks {
		if err := enc.Encode(t); err != nil {
			return "", fmt.Errorf("task %q: %w", t.ID, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// printTables writes the terms, the paper's table and SceneEval's.
func printTables(w io.Writer, names []string, list []eval.Summary) {
	var terms, paper, scenes [][]string
	judge := "critic"
	for i, s := range list {
		for _, t := range s.Terms {
			terms = append(terms, []string{names[i], t.Name, fmt.Sprintf("%.3f", t.Mean), fmt.Sprintf("%.3f", t.Best)})
		}
		if p := s.Paper; p != nil {
			ratios := []string{"–", "–"}
			if p.Scored > 0 {
				ratios = []string{report.Percent(p.Collision), report.Percent(p.Constraint)}
			}
			graded := fmt.Sprintf("%.2f", p.Judge)
			if p.JudgedBy != "" {
				judge = p.JudgedBy // the same in all rows
			}
			if p.StoodIn > 0 {
				graded += fmt.Sprintf(" (critic in %d of %d)", p.StoodIn, s.Rooms)
			}
			paper = append(paper, []string{names[i], fmt.Sprintf("%.2f", p.Format), graded, ratios[0], ratios[1], fmt.Sprintf("%.2f", p.Overall)})
		}
		if s.SceneEval != nil {
			scenes = append(scenes, sceneEvalRow(names[i], *s.SceneEval))
		}
	}
	if len(terms) > 0 {
		fmt.Fprintln(w)
		printTable(w, []string{"reward terms", "term", "mean", "best answer"}, terms)
	}
	if len(paper) > 0 {
		fmt.Fprintln(w)
		printTable(w, []string{"MetaSpatial's table", "format", "judge (" + judge + ")", "reference_collision", "reference_constraint", "overall"}, paper)
	}
	if len(scenes) > 0 {
		fmt.Fprintln(w)
		printTable(w, sceneEvalHeader("SceneEval, %"), scenes)
	}
	printTook(w, names, list)
}

// printTook writes what the answers took, for policies that say so.
func printTook(w io.Writer, names []string, list []eval.Summary) {
	header, rows := []string{"answers took"}, [][]string(nil)
	for i, s := range list {
		row := []string{names[i]}
		for _, t := range s.Took {
			if len(rows) == 0 {
				header = append(header, strings.ReplaceAll(t.Name, "_", " "))
			}
			row = append(row, strconv.FormatFloat(t.Value, 'f', -1, 64))
		}
		if len(row) == len(header) && len(row) > 1 {
			rows = append(rows, row)
		}
	}
	if len(rows) > 0 {
		fmt.Fprintln(w)
		printTable(w, header, rows)
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
